"""Who sees the outbox, and who settles what stands in it."""

import rules

from accounts.rights import holds, holds_anywhere


@rules.predicate
def reads_outbox(user, message=None):
    """The same words as `OutboxMessage.objects.visible_to`; without a message: whether the list exists."""
    if message is None:
        return holds_anywhere(user, "outbox", "r")
    return holds(user, "outbox", "r", message.programme_id)


@rules.predicate
def keeps_outbox(user, message):
    """A manager of the programme: hands it over on paper, lets it be sent again."""
    return holds(user, "outbox", "w", message.programme_id)


rules.add_perm("recommendations.view_outbox", reads_outbox)
rules.add_perm("recommendations.keep_outbox", keeps_outbox)
