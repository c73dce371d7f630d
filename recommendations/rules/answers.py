"""Who answers, reports, finds and reads what was handed in."""

import rules

from accounts.rights import holds, institutions_where


@rules.predicate
def answers(user, addressee):
    """The institution's own representative, or staff on its behalf."""
    return addressee.institution_id in institutions_where(user, "response", "w") or holds(
        user, "response", "w", addressee.recommendation.programme_id
    )


@rules.predicate
def reports_progress(user, addressee):
    """The institution's own representative, or staff on its behalf."""
    return addressee.institution_id in institutions_where(user, "progress", "w") or holds(
        user, "progress", "w", addressee.recommendation.programme_id
    )


@rules.predicate
def verifies(user, addressee):
    """A manager of the programme."""
    return holds(user, "verification", "w", addressee.recommendation.programme_id)


@rules.predicate
def confirms_response(user, response):
    """The institution itself, for what was said in the room."""
    return response.addressee.institution_id in institutions_where(user, "response", "w")


@rules.predicate
def withdraws_response(user, response):
    """The institution; staff what they entered on its behalf."""
    addressee = response.addressee
    if addressee.institution_id in institutions_where(user, "response", "w"):
        return True
    return response.channel in ("letter", "room") and answers(user, addressee)


@rules.predicate
def reads_attachment(user, attachment):
    """The same words as `Attachment.objects.visible_to`."""
    owner = attachment.letter or attachment.evidence.update.addressee
    programme = attachment.letter or owner.recommendation
    return holds(
        user, "attachment", "r", programme.programme_id
    ) or owner.institution_id in institutions_where(user, "attachment", "r")


rules.add_perm("recommendations.answer", answers)
rules.add_perm("recommendations.report_progress", reports_progress)
rules.add_perm("recommendations.verify", verifies)
rules.add_perm("recommendations.confirm_response", confirms_response)
rules.add_perm("recommendations.withdraw_answer", withdraws_response)
rules.add_perm("recommendations.view_attachment", reads_attachment)
