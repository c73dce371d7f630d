"""Who may do what with programmes, forums and minutes. Each read right's twin is `visible_to` of its model."""

import rules

from accounts.rights import administers, holds, holds_anywhere
from common.access import LIST_ACTIONS, allow_in_back_office
from participants.rules import keeps_lists


@rules.predicate
def reads_programme(user, programme=None):
    """A role in the programme that reads it; without one: any such role."""
    if programme is None:
        return holds_anywhere(user, "programme", "r")
    return holds(user, "programme", "r", programme.pk)


@rules.predicate
def reads_forum(user, forum=None):
    """Staff and manager of the programme; without a forum: whether the list exists for the reader."""
    if forum is None:
        return holds_anywhere(user, "forum", "r")
    return holds(user, "forum", "r", forum.programme_id)


@rules.predicate
def adds_forum(user, programme=None):
    """Staff of the programme; without one: of any."""
    if programme is None:
        return holds_anywhere(user, "forum", "w")
    return holds(user, "forum", "w", programme.pk)


@rules.predicate
def writes_forum(user, forum):
    """Staff of the programme."""
    return holds(user, "forum", "w", forum.programme_id)


@rules.predicate
def reads_minutes(user, minutes):
    """Drafts by who reads drafts, approved ones by who reads those in full."""
    data = "minutes approved" if minutes.state == "approved" else "minutes draft"
    return holds(user, data, "r", minutes.forum.programme_id) or holds(
        user, "minutes draft", "r", minutes.forum.programme_id
    )


@rules.predicate
def writes_minutes(user, minutes):
    """Staff of the programme. Whether the state allows it is for the service, which says so in words."""
    return holds(user, "minutes draft", "w", minutes.forum.programme_id)


@rules.predicate
def approves_minutes(user, minutes):
    """A manager of the programme who did not submit them."""
    return (
        holds(user, "minutes approval", "w", minutes.forum.programme_id)
        and minutes.submitted_by_id != user.pk
    )


@rules.predicate
def reopens_minutes(user, minutes):
    """A manager, with a reason."""
    return holds(user, "minutes approved", "x", minutes.forum.programme_id)


@rules.predicate
def reads_attendance(user, forum):
    """Named attendance: staff and manager."""
    return holds(user, "attendance named", "r", forum.programme_id)


@rules.predicate
def decides_date(user, forum):
    """Whoever writes the forum or approves its minutes."""
    return writes_forum(user, forum) or holds(user, "minutes approval", "w", forum.programme_id)


@rules.predicate
def keeps_programmes(user, programme=None):
    """Administrators keep the settings of all programmes, which hold neither people nor words said."""
    return administers(user, "programme settings", "w")


rules.add_perm("forums.view_programme", reads_programme)
rules.add_perm("forums.view_forum", reads_forum)
rules.add_perm("forums.add_forum", adds_forum)
rules.add_perm("forums.write_forum", writes_forum)
rules.add_perm("forums.view_minutes", reads_minutes)
rules.add_perm("forums.write_minutes", writes_minutes)
rules.add_perm("forums.approve_minutes", approves_minutes)
rules.add_perm("forums.reopen_minutes", reopens_minutes)
rules.add_perm("forums.view_attendance", reads_attendance)
rules.add_perm("forums.decide_date", decides_date)
allow_in_back_office("forums", ["programme"], keeps_programmes, ("add", "change"))
allow_in_back_office("forums", ["indicator", "indicatortarget"], keeps_programmes)
allow_in_back_office("forums", ["theme", "holiday"], keeps_lists, LIST_ACTIONS)
