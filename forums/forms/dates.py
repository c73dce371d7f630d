"""A person's decision about a date that something speaks against."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.dates import format_date, nearest_fitting
from forums.forms.base import EditorForm
from forums.forms.fields import WrittenDateField
from forums.models import Forum
from forums.services.forums import decide_date

REASONS = {
    "as_written": _("as written"),
    "nearest_before": _("the nearest such day before it"),
    "nearest_after": _("the nearest such day after it"),
    "month_slip": _("the same day of a neighbouring month: month names are easily mixed up"),
    "near_occasion": _("the nearest such day to the occasion"),
}


class DecideDateForm(EditorForm):
    """Confirm, keep as doubtful, or correct to one of the nearest fitting dates or to another; nothing is chosen."""

    decision = forms.ChoiceField(label=_("The decision"), widget=forms.RadioSelect)
    other = WrittenDateField(label=_("Another date, if that is the decision"), required=False)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("A correction needs one, for example where the right date was found."),
    )

    def __init__(self, *args, user, forum, **kwargs):
        self.user, self.forum = user, forum
        super().__init__(*args, initial={"version": forum.version}, **kwargs)
        standing = Forum.DateStanding
        language = get_language() or "ar"
        options = [
            (standing.KEPT.value, _("Keep it as written, and mark it as doubtful in print")),
            (standing.CONFIRMED.value, _("The date is right: it was looked up")),
        ]
        for candidate in fitting_dates(forum):
            label = _("Correct it to %(date)s: %(reason)s") % {
                "date": format_date(candidate.date, language, "weekday"),
                "reason": REASONS[candidate.reason_code],
            }
            options.append((candidate.date.isoformat(), label))
        options.append(("other", _("Correct it to another date, written below")))
        self.fields["decision"].choices = options

    def clean(self):
        """Another date must be there if that is the decision."""
        data = super().clean()
        if data.get("decision") == "other" and not data.get("other") and "other" not in self.errors:
            self.add_error("other", _("Please write the date."))
        return data

    def save(self):
        """Decide; None where the service objected."""
        data = self.cleaned_data
        decision, date = data["decision"], None
        if decision not in Forum.DateStanding.values:
            date = (
                data["other"].date
                if decision == "other"
                else next(one.date for one in fitting_dates(self.forum) if one.date.isoformat() == decision)
            )
            decision = Forum.DateStanding.CORRECTED
        return self.through(
            decide_date,
            actor=self.user,
            forum=self.forum,
            expected=data["version"],
            decision=decision,
            date=date,
            reason=data["reason"],
        )


def fitting_dates(forum):
    """The nearest dates that fit what the source says; the date as written is not among them."""
    if forum.date is None or forum.weekday_as_written is None:
        return []
    found = nearest_fitting(
        forum.date,
        forum.weekday_as_written,
        programme_start=forum.programme.start,
        programme_end=forum.programme.last_day,
        occasion=forum.occasion_date,
    )
    return [one for one in found if one.date != forum.date]
