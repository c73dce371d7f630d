"""Who may do what with minutes, and with who said what in them."""

import rules

from accounts.rights import holds, holds_anywhere
from forums.rules.authorship import is_allowed_own, wrote


@rules.predicate
def reads_minutes(user, minutes):
    """Drafts by who reads drafts, approved ones by who reads those in full."""
    data = "minutes approved" if minutes.state == "approved" else "minutes draft"
    return holds(user, data, "r", minutes.forum.programme_id) or holds(
        user, "minutes draft", "r", minutes.forum.programme_id
    )


@rules.predicate
def reads_revision(user, revision):
    """Whoever reads approved minutes in full."""
    return holds(user, "minutes approved", "r", revision.minutes.forum.programme_id)


@rules.predicate
def writes_minutes(user, minutes):
    """Staff of the programme. Whether the state allows it is for the service, which says so in words."""
    return holds(user, "minutes draft", "w", minutes.forum.programme_id)


@rules.predicate
def keeps_drafts(user, subject=None):
    """Whoever writes minutes somewhere: on his devices drafts are kept."""
    return holds_anywhere(user, "minutes draft", "w")


@rules.predicate
def approves_minutes(user, minutes):
    """A manager of the programme who wrote nothing of this revision, or whom a second person allowed it."""
    if not holds(user, "minutes approval", "w", minutes.forum.programme_id):
        return False
    return not wrote(user, minutes) or is_allowed_own(user, minutes)


@rules.predicate
def asks_own_approval(user, minutes):
    """A manager who wrote in the submitted minutes himself: he asks a second person, or leaves it to a colleague."""
    return (
        minutes.state == "submitted"
        and holds(user, "minutes approval", "w", minutes.forum.programme_id)
        and wrote(user, minutes)
    )


@rules.predicate
def reopens_minutes(user, minutes):
    """A manager, with a reason."""
    return holds(user, "minutes approved", "x", minutes.forum.programme_id)


def _holds_over_output(data, letter):
    """A predicate: the letter in the programme of the output."""
    name = f"{data} {letter}"
    return rules.predicate(
        lambda user, output: holds(user, data, letter, output.minutes.forum.programme_id), name=name
    )


rules.add_perm("forums.view_minutes", reads_minutes)
rules.add_perm("forums.view_revision", reads_revision)
rules.add_perm("forums.write_minutes", writes_minutes)
rules.add_perm("forums.keep_drafts", keeps_drafts)
rules.add_perm("forums.approve_minutes", approves_minutes)
rules.add_perm("forums.ask_own_approval", asks_own_approval)
rules.add_perm("forums.reopen_minutes", reopens_minutes)
rules.add_perm("forums.record_speaker", _holds_over_output("who said it", "w"))
rules.add_perm("forums.open_seal", _holds_over_output("who said it", "x"))
