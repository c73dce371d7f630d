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


@rules.predicate
def sends_several(user, subject=None):
    """Whether the page that sends several asks at once exists for him: a manager of any programme."""
    return holds_anywhere(user, "recommendation", "s")


@rules.predicate
def reads_kind(user, programme):
    """A manager of the programme says that what a kind of message tells officials may go to them."""
    return holds(user, "outbox", "w", programme.pk)


rules.add_perm("recommendations.send_several", sends_several)
rules.add_perm("recommendations.read_kind", reads_kind)
rules.add_perm("recommendations.view_outbox", reads_outbox)
rules.add_perm("recommendations.keep_outbox", keeps_outbox)
