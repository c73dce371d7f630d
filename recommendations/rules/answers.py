"""Who drafts an answer, who gives it, confirms it and takes it back."""

import rules

from accounts.rights import holds, institutions_where
from common.archive import is_closed
from recommendations.rules.codes import bears_code


def institution_may(user, data, letter, addressee):
    """Its own representative, as long as the programme is not archived: his role is held in no programme."""
    return addressee.institution_id in institutions_where(user, data, letter) and not is_closed(
        addressee.recommendation.programme.archived_at
    )


@rules.predicate
def drafts_answer(user, addressee):
    """The institution's own representative: writes, keeps the draft, hands it over to who validates."""
    return institution_may(user, "response", "w", addressee)


@rules.predicate
def answers(user, addressee):
    """The institution's own representative who may send (where some validate, one of those), or staff on its behalf."""
    return institution_may(user, "response", "s", addressee) or holds(
        user, "response", "w", addressee.recommendation.programme_id
    )


@rules.predicate
def extends(user, addressee):
    """The office of the programme: staff, or a manager."""
    programme = addressee.recommendation.programme_id
    return holds(user, "response", "w", programme) or holds(user, "recommendation", "s", programme)


@rules.predicate
def confirms_response(user, response):
    """The institution itself, for what was said in the room or came by a one-time code: who sends its answers."""
    return institution_may(user, "response", "s", response.addressee)


@rules.predicate
def records_confirmation(user, response):
    """Staff of the programme, with the letter by which the institution confirms."""
    return holds(user, "response", "w", response.addressee.recommendation.programme_id)


@rules.predicate
def withdraws_response(user, response):
    """The institution, by who sends its answers; staff what they entered on its behalf, and what came by a code as long
    as the institution has not confirmed it by its account."""
    addressee = response.addressee
    if institution_may(user, "response", "s", addressee):
        return True
    on_behalf = response.channel in ("letter", "room")
    unclaimed = response.channel == "code" and (not response.is_confirmed or response.letter_id is not None)
    return (on_behalf or unclaimed) and answers(user, addressee)


@rules.predicate
def hears(user, forum):
    """Staff of the forum's programme take down what is answered there."""
    return holds(user, "response", "w", forum.programme_id)


rules.add_perm("recommendations.answer", answers | bears_code)
rules.add_perm("recommendations.draft_answer", drafts_answer)
rules.add_perm("recommendations.open_answer", answers | drafts_answer)
rules.add_perm("recommendations.extend", extends)
rules.add_perm("recommendations.confirm_response", confirms_response)
rules.add_perm("recommendations.confirm_by_letter", records_confirmation)
rules.add_perm("recommendations.withdraw_answer", withdraws_response)
rules.add_perm("recommendations.hear", hears)
