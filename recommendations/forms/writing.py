"""The form that makes a recommendation of an output, and the one that edits it until it is sent."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.dates import format_date
from forums.forms import choices
from forums.forms.base import EditorForm
from forums.forms.fields import RowField, RowsField
from forums.models import Output
from recommendations.forms.fields import DueDateField, in_one_list, institutions
from recommendations.models import Addressee, Recommendation
from recommendations.services.promote import edit_recommendation, promote_output

Part = Addressee.Part


class RecommendationForm(EditorForm):
    """Wording, addressees and what is expected. Nothing that binds somebody is chosen beforehand."""

    text = forms.CharField(label=_("Wording to be sent"), widget=forms.Textarea(attrs={"rows": 3}))
    addressing = forms.ChoiceField(
        label=_("To whom is it addressed?"),
        widget=forms.RadioSelect,
        choices=[
            ("named", _("To named institutions")),
            ("undetermined", _("Not yet determined: it must be named before sending")),
            ("general", _("General: to nobody in particular, not sent")),
        ],
    )
    lead = RowField(label=_("Lead institution"), required=False)
    supporting = RowsField(
        label=_("Supporting institutions"), required=False, widget=forms.CheckboxSelectMultiple
    )
    through = RowsField(label=_("Through"), required=False, widget=forms.CheckboxSelectMultiple)
    copies = RowsField(
        label=_("Copy with compliments to"), required=False, widget=forms.CheckboxSelectMultiple
    )
    is_guess = forms.BooleanField(
        label=_("The institution is a proposal, to be confirmed before sending"), required=False
    )
    themes = RowsField(label=_("Themes"), required=False, widget=forms.CheckboxSelectMultiple)
    due_on = DueDateField(
        label=_("To be done by"), required=False, help_text=_("For example 15 September 2022.")
    )
    priority = forms.ChoiceField(label=_("Priority"), choices=Recommendation.Priority, initial="normal")
    expected_result = forms.CharField(
        label=_("Expected result"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.actor = actor
        groups = institutions()
        self.fields["lead"].offer(groups, empty=_("Please choose"))
        for name in ("supporting", "through", "copies"):
            self.fields[name].offer([(None, in_one_list(groups))])
        self.fields["themes"].offer(choices.themes())
        for name in ("supporting", "through", "copies", "themes", "also"):
            if name in self.fields:
                self.fields[name].widget.attrs["class"] = "form-check-input"

    def clean(self):
        """Named means that the one who answers first is named."""
        data = super().clean()
        if data.get("addressing") == "named" and not data.get("lead") and "lead" not in self.errors:
            self.add_error("lead", _("Please choose the institution that is to answer first."))
        return data

    def values(self):
        """What the services take."""
        values = dict(self.cleaned_data)
        del values["version"]
        if values["addressing"] != "named":
            # Boxes that were ticked before the answer was changed say nothing any more.
            values |= {"lead": None, "supporting": (), "through": (), "copies": (), "is_guess": False}
        return values


class PromoteForm(RecommendationForm):
    """Takes up an output, with others of the same minutes that say the same."""

    also = RowsField(label=_("Also said in"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, output, **kwargs):
        initial = {
            "text": output.text,
            "themes": [theme.code for theme in output.themes.all()],
            # How many were made of it when the page was opened: a second click is noticed by that.
            "version": output.recommendations.count(),
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.output = output
        others = Output.objects.kept().asks().filter(minutes=output.minutes).exclude(pk=output.pk)
        self.fields["also"].offer([(None, [(str(row.public_id), row.text, row) for row in others])])

    def save(self) -> Recommendation | None:
        """Take it up; None where the service objected, StaleVersion where it was taken up meanwhile."""
        seen = self.cleaned_data["version"]
        return self.through(
            promote_output, actor=self.actor, output=self.output, already=seen, **self.values()
        )


class EditForm(RecommendationForm):
    """Edits an unsent recommendation."""

    def __init__(self, *args, recommendation, **kwargs):
        self.recommendation = recommendation
        super().__init__(*args, initial=self._initial(), **kwargs)

    def save(self) -> Recommendation | None:
        """Write it; None where the service objected, StaleVersion where somebody saved meanwhile."""
        return self.through(
            edit_recommendation,
            actor=self.actor,
            recommendation=self.recommendation,
            expected=self.cleaned_data["version"],
            **self.values(),
        )

    def _initial(self):
        row = self.recommendation
        parts = {part: [] for part in Part}
        for addressee in row.addressees.select_related("institution"):
            if addressee.institution:
                parts[addressee.part].append(addressee.institution.code)
        named = any(parts.values())
        return {
            "text": row.text,
            "addressing": "general" if row.is_general else "named" if named else "undetermined",
            "lead": next(iter(parts[Part.LEAD]), None),
            "supporting": parts[Part.SUPPORTING],
            "through": parts[Part.THROUGH],
            "copies": parts[Part.COPY],
            "is_guess": row.addressees.filter(is_guess=True).exists(),
            "themes": [theme.code for theme in row.themes.all()],
            "due_on": format_date(row.due_on, get_language() or "ar", "prose") if row.due_on else "",
            "priority": row.priority,
            "expected_result": row.expected_result,
            "version": row.version,
        }
