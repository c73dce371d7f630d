"""The answer that an institution enters itself, with its draft."""

from django import forms
from django.utils.translation import get_language

from common.dates import format_date
from recommendations.forms.answering import AnswerForm
from recommendations.models import Response
from recommendations.services.answers import record_response
from recommendations.services.drafts import save_draft


class OwnAnswerForm(AnswerForm):
    """By the institution's own account: sends, or keeps a draft (button `act` with the value "draft")."""

    #: version of the draft that the writer sees, 0 without one
    draft = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, actor, addressee, draft=None, **kwargs):
        self.is_draft = data is not None and data.get("act") == "draft"
        super().__init__(data, actor=actor, addressee=addressee, initial=_begun(draft), **kwargs)
        if self.is_draft:
            for field in self.fields.values():
                field.required = False

    def save(self) -> Response | None:
        """The answer or the draft; None where the service objected."""
        seen = self.cleaned_data.get("draft") or 0
        arguments = self.answer() | {"actor": self.actor, "addressee": self.addressee}
        if self.is_draft:
            return self.through(save_draft, seen=seen, **arguments)
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
