"""The answer that an institution enters itself, with its draft."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.rights import institutions_where
from common.dates import format_date
from recommendations.forms.answering import AnswerForm
from recommendations.models import Response
from recommendations.services.answers import record_response
from recommendations.services.drafts import save_draft


class OwnAnswerForm(AnswerForm):
    """By the institution's own account: sends, or keeps a draft (button `act` with the value "draft").

    Where others send for the institution, it is handed over to them instead ("hand_over"), as whole as what is sent.
    """

    #: version of the draft that the writer sees, 0 without one
    draft = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, actor, addressee, draft=None, **kwargs):
        act = "" if data is None else data.get("act")
        self.sends = addressee.institution_id in institutions_where(actor, "response", "s")
        self.is_handed_over = act == "hand_over" and not self.sends
        # Who has come to send since the page was opened looks it over once more.
        self.is_draft = act in ("draft", "hand_over") and not self.is_handed_over
        super().__init__(data, actor=actor, addressee=addressee, initial=_begun(draft), **kwargs)
        if self.is_draft:
            for field in self.fields.values():
                field.required = False

    def clean(self):
        """A page may have been opened when its reader still sent."""
        if not (self.sends or self.is_draft or self.is_handed_over):
            raise ValidationError(
                _(
                    "The answer is sent by the validating authority of your institution: please save it for that."
                )
            )
        return super().clean()

    def save(self) -> Response | None:
        """The answer or the draft; None where the service objected."""
        seen = self.cleaned_data.get("draft") or 0
        arguments = self.answer() | {"actor": self.actor, "addressee": self.addressee}
        if self.is_draft or self.is_handed_over:
            return self.through(save_draft, seen=seen, ready=self.is_handed_over, **arguments)
        return self.through(
            record_response,
            channel=Response.Channel.ACCOUNT,
            expected=self.cleaned_data["version"],
            draft_seen=seen,
            **arguments,
        )

    def overtaken_by(self, fresh):
        """Adopt the draft's version too."""
        super().overtaken_by(fresh)
        self.data["draft"] = str(fresh["draft"].value() or 0)
        self.conflicts = [row for row in self.conflicts if row[0] != self.fields["draft"].label]


def own_draft(addressee):
    """What the institution wrote before in this matter: its draft, else the words of the answer that it has just
    taken back, so that they are not typed twice; what it came to is chosen anew. Uses prefetched responses."""
    rows = list(addressee.responses.all())
    taken_back = [
        row
        for row in rows
        if row.withdrawn_at and row.round == addressee.round - 1 and row.channel == Response.Channel.ACCOUNT
    ]
    return next(iter([*(row for row in rows if row.is_draft), *taken_back]), None)


def _begun(draft):
    if draft is None:
        return {"draft": 0}
    commitment = next(iter(draft.commitments.all()), None)
    names = ("reason", "condition", "condition_by", "unit", "detail")
    day = draft.promised_on
    return {name: getattr(draft, name) for name in names} | {
        "decision": draft.decision if draft.is_draft else "",
        "summary": draft.text,
        "referred_to": draft.referred_to.code if draft.referred_to else "",
        "promised_on": format_date(day, get_language() or "ar", "prose") if day else "",
        "commitment_text": commitment.text if commitment else "",
        "draft": draft.version if draft.is_draft else 0,
    }
