"""Approving minutes, or giving them back."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.arabic import localise_digits
from common.foreign import mark_foreign
from common.workflow import NoteMissing
from forums.forms.base import EditorForm
from forums.services.approval import CHECKLIST
from forums.services.minutes import ApprovalIncomplete, approve_minutes, return_minutes

MISSING = _("Please write why it is approved nevertheless.")
#: More warnings than these may share a reason.
MANY = 3


class ApprovalForm(EditorForm):
    """A reason for each warning and every point of the protection checklist."""

    checklist = forms.MultipleChoiceField(
        label=_("Protection checklist"),
        choices=list(CHECKLIST.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please go through every point of the checklist.")},
    )

    def __init__(self, *args, user, minutes, warnings, **kwargs):
        self.user, self.minutes, self.warnings = user, minutes, warnings
        super().__init__(*args, initial={"version": minutes.version}, **kwargs)
        points = self.fields.pop("checklist")
        warned = [warning for warning in warnings if not warning.blocking]
        if len(warned) > MANY:
            self.fields["for_all"] = _reason(_("One reason for all warnings whose own field stays empty"))
        for warning in warned:
            label = localise_digits(warning.message, get_language() or "ar")
            self.fields[f"reason-{warning.key}"] = _reason(label)
        self.fields["checklist"] = points

    def clean(self):
        """A reason for each warning, its own or the common one."""
        data = super().clean()
        common = data.get("for_all", "")
        for name in [name for name in self.fields if name.startswith("reason-")]:
            data[name] = data.get(name) or common
            if not data[name] and name not in self.errors:
                self.add_error(name, MISSING)
        return data

    def clean_checklist(self):
        """All of them."""
        ticked = set(self.cleaned_data["checklist"])
        if ticked != set(CHECKLIST):
            raise forms.ValidationError(_("Please go through every point of the checklist."))
        return ticked

    def save(self):
        """Approve; None where something came up meanwhile."""
        data = self.cleaned_data
        reasons = {one.key: data.get(f"reason-{one.key}", "") for one in self.warnings}
        try:
            return self.through(
                approve_minutes,
                actor=self.user,
                minutes=self.minutes,
                expected=data["version"],
                reasons=reasons,
                checklist=data["checklist"],
            )
        except ApprovalIncomplete:
            self.add_error(None, _("Something must be mended before the minutes can be approved."))
            return None


class ReturnForm(EditorForm):
    """Back to the writer, with a note."""

    note = forms.CharField(
        label=_("What is to be mended"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, user, minutes, **kwargs):
        self.user, self.minutes = user, minutes
        super().__init__(*args, initial={"version": minutes.version}, auto_id="return_%s", **kwargs)

    def save(self):
        """Give back; None where the note is empty."""
        data = self.cleaned_data
        try:
            return return_minutes(
                actor=self.user, minutes=self.minutes, expected=data["version"], note=data["note"]
            )
        except NoteMissing:
            self.add_error("note", _("Please write what is to be mended."))
            return None


def _reason(label):
    widget = forms.Textarea(attrs={"rows": 2, "autocomplete": "off", "dir": "auto"})
    return forms.CharField(label=mark_foreign(label), max_length=1000, required=False, widget=widget)
