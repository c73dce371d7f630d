"""Who answers, reports, finds and reads what was handed in."""

import rules

from accounts.rights import holds, institutions_where
from common.archive import is_closed
from recommendations.rules.codes import bears_code


def _institution_writes(user, data, addressee):
    """Its own representative, as long as the programme is not archived: his role is held in no programme."""
    return addressee.institution_id in institutions_where(user, data, "w") and not is_closed(
        addressee.recommendation.programme.archived_at
    )


@rules.predicate
def answers(user, addressee):
    """The institution's own representative, or staff on its behalf."""
    return _institution_writes(user, "response", addressee) or holds(
        user, "response", "w", addressee.recommendation.programme_id
    )


@rules.predicate
def reports_progress(user, addressee):
    """The institution's own representative, or staff on its behalf."""
    return _institution_writes(user, "progress", addressee) or holds(
        user, "progress", "w", addressee.recommendation.programme_id
    )


@rules.predicate
def extends(user, addressee):
    """The office of the programme: staff, or a manager."""
    programme = addressee.recommendation.programme_id
    return holds(user, "response", "w", programme) or holds(user, "recommendation", "s", programme)


@rules.predicate
def verifies(user, addressee):
    """A manager of the programme."""
    return holds(user, "verification", "w", addressee.recommendation.programme_id)


@rules.predicate
def confirms_response(user, response):
    """The institution itself, for what was said in the room or came by a one-time code."""
    return _institution_writes(user, "response", response.addressee)


@rules.predicate
def records_confirmation(user, response):
    """Staff of the programme, with the letter by which the institution confirms."""
    return holds(user, "response", "w", response.addressee.recommendation.programme_id)


@rules.predicate
def withdraws_response(user, response):
    """The institution; staff what they entered on its behalf, and what came by a code as long as the institution
    has not confirmed it by its account."""
    addressee = response.addressee
    if _institution_writes(user, "response", addressee):
        return True
    on_behalf = response.channel in ("letter", "room")
    unclaimed = response.channel == "code" and (not response.is_confirmed or response.letter_id is not None)
    return (on_behalf or unclaimed) and answers(user, addressee)


@rules.predicate
def hears(user, forum):
    """Staff of the forum's programme take down what is answered there."""
    return holds(user, "response", "w", forum.programme_id)


@rules.predicate
def reads_attachment(user, attachment):
    """The same words as `Attachment.objects.visible_to`."""
    owner = attachment.letter or attachment.evidence.update.addressee
    programme = attachment.letter or owner.recommendation
    return holds(
        user, "attachment", "r", programme.programme_id
    ) or owner.institution_id in institutions_where(user, "attachment", "r")


rules.add_perm("recommendations.answer", answers | bears_code)
rules.add_perm("recommendations.report_progress", reports_progress)
rules.add_perm("recommendations.extend", extends)
rules.add_perm("recommendations.verify", verifies)
rules.add_perm("recommendations.confirm_response", confirms_response)
rules.add_perm("recommendations.confirm_by_letter", records_confirmation)
rules.add_perm("recommendations.withdraw_answer", withdraws_response)
rules.add_perm("recommendations.hear", hears)
rules.add_perm("recommendations.view_attachment", reads_attachment)
