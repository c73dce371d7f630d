"""Who sees in the back office that messages wait or went."""

import rules

from accounts.rights import administers


@rules.predicate
def sees_outbox(user, message=None):
    """An administrator: existence, state and dates of messages, which carry no content."""
    return administers(user, "outbox", "e")


rules.add_perm("recommendations.view_outbox_metadata", sees_outbox)
