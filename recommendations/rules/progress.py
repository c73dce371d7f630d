"""Who reports, finds and reads what was handed in."""

import rules

from accounts.rights import holds, institutions_where
from recommendations.rules.answers import institution_may


@rules.predicate
def reports_progress(user, addressee):
    """The institution's own representative, or staff on its behalf."""
    return institution_may(user, "progress", "w", addressee) or holds(
        user, "progress", "w", addressee.recommendation.programme_id
    )


@rules.predicate
def verifies(user, addressee):
    """A manager of the programme."""
    return holds(user, "verification", "w", addressee.recommendation.programme_id)


@rules.predicate
def reads_attachment(user, attachment):
    """The same words as `Attachment.objects.visible_to`."""
    owner = attachment.letter or attachment.evidence.update.addressee
    programme = attachment.letter or owner.recommendation
    return holds(
        user, "attachment", "r", programme.programme_id
    ) or owner.institution_id in institutions_where(user, "attachment", "r")


rules.add_perm("recommendations.report_progress", reports_progress)
rules.add_perm("recommendations.verify", verifies)
rules.add_perm("recommendations.view_attachment", reads_attachment)
