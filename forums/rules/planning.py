"""Who arranges a meeting that is to come, and who may know of it ahead. The read right's rows: `Forum.announced_to`."""

import rules

from accounts.rights import holds, holds_anywhere, institutions_where


@rules.predicate
def plans(user, forum):
    """The office of the programme: day, venue, agenda, whom to invite."""
    return holds(user, "future venue", "w", forum.programme_id)


@rules.predicate
def looks_ahead(user, forum=None):
    """Whoever may know of some meeting to come; of which, `Forum.announced_to` says."""
    return holds_anywhere(user, "future venue", "r")


@rules.predicate
def is_invited(user, forum=None):
    """A representative: of the meetings to which his institution was invited."""
    return bool(institutions_where(user, "future venue", "r"))


@rules.predicate
def holds_address(user, subject=None):
    """Whoever has the secret address; whose it is and what it shows is asked behind it."""
    return True


@rules.predicate
def enters_actuals(user, programme):
    """The office of the programme: staff, or a manager."""
    return holds(user, "forum", "w", programme.pk) or holds(user, "programme settings", "w", programme.pk)


rules.add_perm("forums.enter_actuals", enters_actuals)
rules.add_perm("forums.plan", plans)
rules.add_perm("forums.look_ahead", looks_ahead)
rules.add_perm("forums.view_invitations", is_invited)
rules.add_perm("forums.read_feed", holds_address)
