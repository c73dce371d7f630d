"""Who sees in the back office that messages wait or went, who reads how institutions answer and knows when,
and who says who looks after an ask."""

import rules

from accounts.rights import administers, holds, holds_anywhere, institutions_where


@rules.predicate
def sees_outbox(user, message=None):
    """An administrator: existence, state and dates of messages, which carry no content."""
    return administers(user, "outbox", "e")


@rules.predicate
def reads_answering(user, subject=None):
    """How institutions answer: the office of any programme, and of its own programmes alone."""
    return holds_anywhere(user, "recommendation draft", "r")


@rules.predicate
def knows_due_dates(user, subject=None):
    """Whoever waits for answers or is waited for: the office of any programme, a representative."""
    return holds_anywhere(user, "recommendation draft", "r") or bool(
        institutions_where(user, "response", "w")
    )


rules.add_perm("recommendations.know_due_dates", knows_due_dates)


@rules.predicate
def names_owner(user, recommendation):
    """The office of the programme: staff, or a manager."""
    programme = recommendation.programme_id
    return holds(user, "recommendation draft", "w", programme) or holds(
        user, "recommendation", "s", programme
    )


rules.add_perm("recommendations.name_owner", names_owner)
rules.add_perm("recommendations.view_outbox_metadata", sees_outbox)
rules.add_perm("recommendations.view_answering", reads_answering)
