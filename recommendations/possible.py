"""What a reader may do now with an addressee: the same rights and arrows that the services ask, for the page.

Asks nothing of the database where the responses are prefetched.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.rights import institutions_where
from recommendations.forms import update_kinds
from recommendations.models import Addressee, Recommendation, Response
from recommendations.services.witnesses import CLAIMED
from recommendations.states import TRANSITIONS

State = Addressee.State
ASKED = (Addressee.Part.LEAD, Addressee.Part.SUPPORTING)


@dataclass(frozen=True)
class Possible:
    """One act. `way` says how: "link" leads to a page, "post" is done at once, "note" asks for a note first."""

    name: str
    label: str
    url: str
    way: str = "link"

    @property
    def is_next(self) -> bool:
        """Whether it may stand at the head of the page: giving time, taking back and asking others are nobody's next
        step."""
        return self.name not in ("withdraw", "extend", "witnesses")


def awaits_answer(addressee) -> bool:
    """Whether the institution is asked and nothing stands yet."""
    return (
        addressee.state == State.SENT
        and addressee.part in ASKED
        and addressee.recommendation.standing == Recommendation.Standing.OPEN
    )


def standing_response(addressee) -> Response | None:
    """The answer of the present round, sent and not withdrawn. Uses prefetched responses."""
    rows = [row for row in addressee.responses.all() if row.stands and row.round == addressee.round]
    return rows[0] if rows else None


def is_unconfirmed(addressee) -> bool:
    """Whether the present answer counts only once the institution confirms it. Uses prefetched responses."""
    response = standing_response(addressee)
    return response is not None and not response.is_confirmed


def acts_of(user, addressee) -> list[Possible]:
    """What he may do, the most pressing first."""
    if addressee.recommendation.standing != Recommendation.Standing.OPEN or addressee.sent_at is None:
        return []
    found = [*_answering(user, addressee), *_progress(user, addressee)]
    response = standing_response(addressee)
    if response is not None and may_withdraw(user, addressee, response):
        url = reverse("recommendations:withdraw_answer", args=[response.public_id])
        found.append(Possible("withdraw", _("Withdraw the answer"), url, "note"))
    return found


def may_withdraw(user, addressee, response) -> bool:
    """Whether he may take this answer back: not released, nothing done since, and his to take back."""
    return (
        response.stands
        and response.released_at is None
        and response.round == addressee.round
        and addressee.recommendation.standing == Recommendation.Standing.OPEN
        and (addressee.state, "withdraw_answer") in TRANSITIONS
        and user.has_perm("recommendations.withdraw_answer", response)
    )


def own_draft_of(addressee) -> Response | None:
    """The draft, where the reader may see one. Uses prefetched responses."""
    return next((row for row in addressee.responses.all() if row.is_draft), None)


def own_label(user, addressee) -> str:
    """What an account of the institution does next about an answer that is awaited. Uses prefetched responses."""
    draft = own_draft_of(addressee)
    is_ready = draft is not None and draft.ready_at is not None
    if addressee.institution_id not in institutions_where(user, "response", "s"):
        return _("Change the draft") if is_ready else _("Draft the answer")
    if is_ready:
        return _("Review and send")
    return _("Complete the draft") if draft else _("Answer")


def _answering(user, addressee):
    if awaits_answer(addressee) and user.has_perm("recommendations.open_answer", addressee):
        own = addressee.institution_id in institutions_where(user, "response", "w")
        label = own_label(user, addressee) if own else _("Enter the answer on its behalf")
        yield Possible("answer", label, reverse("recommendations:answer", args=[addressee.public_id]))
    if awaits_answer(addressee) and user.has_perm("recommendations.make_code", addressee):
        url = reverse("recommendations:paper", args=[addressee.public_id])
        yield Possible("paper", _("Paper with a one-time code"), url)
    if awaits_answer(addressee) and user.has_perm("recommendations.extend", addressee):
        url = reverse("recommendations:extend", args=[addressee.public_id])
        yield Possible("extend", _("More time to answer"), url)
    if is_unconfirmed(addressee):
        yield from _confirming(user, standing_response(addressee))
    if addressee.state == State.CLARIFICATION and user.has_perm("recommendations.send", addressee):
        url = reverse("recommendations:clarify", args=[addressee.public_id])
        yield Possible("clarify", _("Reply to the question"), url, "note")


def _confirming(user, response):
    if user.has_perm("recommendations.confirm_response", response):
        in_room = response.channel == Response.Channel.ROOM
        label = _("Confirm what was said in the room") if in_room else _("Confirm the answer")
        url = reverse("recommendations:confirm_answer", args=[response.public_id])
        yield Possible("confirm", label, url, "post")
    if user.has_perm("recommendations.confirm_by_letter", response):
        url = reverse("recommendations:confirm_by_letter", args=[response.public_id])
        yield Possible("confirm_by_letter", _("Record the confirming letter"), url)


def _progress(user, addressee):
    if addressee.state == State.REPORTED_DONE and user.has_perm("recommendations.verify", addressee):
        yield Possible("verify", _("Verify"), reverse("recommendations:verify", args=[addressee.public_id]))
    if addressee.state in CLAIMED and user.has_perm("recommendations.view_witnesses", addressee):
        url = reverse("recommendations:witnesses", args=[addressee.public_id])
        yield Possible("witnesses", _("What the community felt"), url)
    if update_kinds(addressee.state) and user.has_perm("recommendations.report_progress", addressee):
        url = reverse("recommendations:update", args=[addressee.public_id])
        yield Possible("update", _("Report on the work"), url)
