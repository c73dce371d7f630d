"""What was done, with what shows it."""

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.arabic import text_direction
from common.dates import format_date
from common.upload_field import CleanFileField
from forums.forms.base import EditorForm
from forums.forms.fields import TypedNumberField
from recommendations.forms.fields import DueDateField
from recommendations.models import Evidence, Update
from recommendations.services.progress import UPDATE_ACTIONS, record_update
from recommendations.states import TRANSITIONS

_LINES = {"rows": 2}
KINDS = {
    Update.Kind.PROGRESS: _("Work goes on"),
    Update.Kind.STOPPED: _("Work has stopped"),
    Update.Kind.DONE: _("It is done"),
}


def update_kinds(state: str) -> list[str]:
    """The kinds of update that an addressee in this state can give."""
    return [
        kind.value
        for kind, action in UPDATE_ACTIONS.items()
        if (state, action) in TRANSITIONS or (kind == Update.Kind.PROGRESS and state == "in_progress")
    ]


class UpdateForm(EditorForm):
    """One update. Nothing of it is chosen beforehand."""

    kind = forms.ChoiceField(
        label=_("What does it come to?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please say what it comes to.")},
    )
    summary = forms.CharField(
        label=_("What was done, in brief"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The programme reads it; its donor reads it once it is released."),
        error_messages={"required": _("Please write what was done.")},
    )
    happened_on = DueDateField(
        label=_("As of"),
        help_text=_("For example 15 September 2022."),
        error_messages={"required": _("Please write the date.")},
    )
    percent = TypedNumberField(label=_("Share done, of a hundred"), required=False, max_value=100)
    milestone = forms.CharField(label=_("Milestone reached"), required=False, max_length=200)
    stopped_because = forms.CharField(
        label=_("Why it stopped"), required=False, widget=forms.Textarea(attrs=_LINES)
    )
    would_unblock = forms.CharField(
        label=_("What would unblock it"), required=False, widget=forms.Textarea(attrs=_LINES)
    )
    detail = forms.CharField(
        label=_("Detail"),
        required=False,
        widget=forms.Textarea(attrs=_LINES),
        help_text=_("Only the programme's office and the institution read it. It is never released."),
    )
    seen = forms.CharField(
        label=_("Seen, not kept: what was seen, and by whom"),
        required=False,
        max_length=1000,
        help_text=_("Where nothing may be kept, what somebody saw is evidence too. Please write no names."),
    )
    witness = forms.CharField(label=_("Witness note"), required=False, max_length=1000)
    link = forms.URLField(label=_("Link"), required=False, assume_scheme="https")
    file = CleanFileField(label=_("File"))

    def __init__(self, *args, actor, addressee, **kwargs):
        self.actor, self.addressee = actor, addressee
        today = format_date(timezone.localdate(), get_language() or "ar", "prose")
        super().__init__(*args, initial={"version": addressee.version, "happened_on": today}, **kwargs)
        self.fields["kind"].choices = [
            (kind, KINDS[Update.Kind(kind)]) for kind in update_kinds(addressee.state)
        ]

    def save(self) -> Update | None:
        """Record it; None where the service objected."""
        data = self.cleaned_data
        stopped = data["kind"] == Update.Kind.STOPPED
        return self.through(
            record_update,
            actor=self.actor,
            addressee=self.addressee,
            expected=data["version"],
            evidence=self._evidence(),
            language="en" if text_direction(data["summary"]) == "ltr" else "ar",
            stopped_because=data["stopped_because"] if stopped else "",
            would_unblock=data["would_unblock"] if stopped else "",
            **{
                name: data[name]
                for name in ("kind", "summary", "happened_on", "percent", "milestone", "detail")
            },
        )

    def _evidence(self):
        data, kinds = self.cleaned_data, Evidence.Kind
        found = [
            (data["seen"], {"kind": kinds.SEEN, "note": data["seen"]}),
            (data["witness"], {"kind": kinds.WITNESS, "note": data["witness"]}),
            (data["link"], {"kind": kinds.LINK, "link": data["link"]}),
            (data["file"], {"kind": kinds.FILE, "clean": data["file"]}),
        ]
        return [evidence for given, evidence in found if given]
