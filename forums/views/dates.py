"""Deciding about a doubtful date."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from common.dates import format_date, format_period, weekday_name
from common.versions import StaleVersion
from forums.forms.dates import DecideDateForm
from forums.services.writing import require_open
from forums.views.base import MinutesMixin, who_saved


def conflicts_in_words(forum) -> list[str]:
    """What speaks against the date, a sentence each."""
    language = get_language() or "ar"
    sentences = []
    for conflict in forum.date_conflicts():
        if conflict == "weekday":
            sentences.append(
                _("The source says %(written)s, but %(date)s was a %(real)s.")
                % {
                    "written": weekday_name(forum.weekday_as_written, language),
                    "date": format_date(forum.date, language),
                    "real": weekday_name(forum.date.weekday(), language),
                }
            )
        elif conflict == "programme":
            period = format_period(forum.programme.start, forum.programme.last_day, language)
            sentences.append(
                _("The programme ran %(period)s; the date lies outside it.") % {"period": period}
            )
        else:
            day = format_date(forum.occasion_date, language)
            sentences.append(
                _("The occasion is on %(day)s; the date is more than a week away from it.") % {"day": day}
            )
    return sentences


class DecideDate(MinutesMixin, TemplateView):
    """The wording of the source, what speaks against it, and the dates that it may have meant."""

    permission = "forums.decide_date"
    template_name = "forums/editor/decide_date.html"

    def get_permission_subject(self):
        """The forum; its minutes must be visible."""
        super().get_permission_subject()
        return self.forum

    def get(self, request, *args, **kwargs):
        """Nothing is chosen beforehand."""
        require_open(self.minutes, also_submitted=True)
        return self._render(DecideDateForm(user=request.user, forum=self.forum))

    def post(self, request, *args, **kwargs):
        """Decide, or show what is to be mended."""
        require_open(self.minutes, also_submitted=True)
        form = DecideDateForm(request.POST, user=request.user, forum=self.forum)
        try:
            saved = form.save() if form.is_valid() else None
        except StaleVersion as stale:
            form.overtaken_by(DecideDateForm(user=request.user, forum=stale.current))
            self.forum = stale.current
            return self._render(form, saved_by=who_saved(stale.current, request.user))
        if saved is None:
            return self._render(form)
        messages.success(request, _("The decision about the date is recorded."))
        return redirect(self._next())

    def _render(self, form, **context):
        conflicts = conflicts_in_words(self.forum)
        return self.render_to_response(
            self.get_context_data(
                form=form, forum=self.forum, minutes=self.minutes, conflicts=conflicts, **context
            )
        )

    def _next(self):
        """Writers go on with the editor, managers return to what they were approving."""
        if self.request.user.has_perm("forums.write_minutes", self.minutes) and self.minutes.is_open:
            return reverse("forums:attendance", args=[self.forum.public_id])
        page = "forums:approval" if self.minutes.state == "submitted" else "forums:detail"
        return reverse(page, args=[self.forum.public_id])
