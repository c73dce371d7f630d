"""Who may do what with programmes and forums."""

import rules

from accounts.rights import administers, engaged_programmes, holds, holds_anywhere
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


def _holds_over_forum(data, letter):
    """A predicate: the letter in the programme of the forum."""
    name = f"{data} {letter}"
    return rules.predicate(lambda user, forum: holds(user, data, letter, forum.programme_id), name=name)


writes_forum = _holds_over_forum("forum", "w")


@rules.predicate
def decides_date(user, forum):
    """Whoever writes the forum or approves its minutes."""
    return writes_forum(user, forum) or holds(user, "minutes approval", "w", forum.programme_id)


@rules.predicate
def keeps_programmes(user, programme=None):
    """Administrators keep the settings of all programmes, which hold neither people nor words said."""
    return administers(user, "programme settings", "w")


@rules.predicate
def archives(user, programme=None):
    """A manager of the programme; without one: whether the page of programmes exists for the reader."""
    if programme is None:
        return holds_anywhere(user, "archive", "w")
    return holds(user, "archive", "w", programme.pk)


@rules.predicate
def audits_finances(user, subject=None):
    """An auditor who is engaged today for the finances of some programme: for the list of its signed sheets."""
    return any(holds(user, "signed sheets", "x", programme) for programme in engaged_programmes(user))


@rules.predicate
def opens_signed_sheet(user, sheet):
    """The same for the programme of one sheet. Twin: `SignedSheet.objects.visible_to`."""
    programme = sheet.forum.programme_id
    return holds(user, "signed sheets", "x", programme) and programme in engaged_programmes(user)


rules.add_perm("forums.view_programme", reads_programme)
rules.add_perm("forums.archive_programme", archives)
rules.add_perm("forums.view_forum", reads_forum)
rules.add_perm("forums.add_forum", adds_forum)
rules.add_perm("forums.write_forum", writes_forum)
rules.add_perm("forums.translate_meeting", _holds_over_forum("translation", "w"))
rules.add_perm("forums.view_attendance", _holds_over_forum("attendance named", "r"))
rules.add_perm("forums.print_sheets", _holds_over_forum("attendance named", "w"))
rules.add_perm("forums.hand_in_sheet", _holds_over_forum("signed sheets", "w"))
rules.add_perm("forums.open_signed_sheets", audits_finances)
rules.add_perm("forums.open_signed_sheet", opens_signed_sheet)
rules.add_perm("forums.allow_photos", _holds_over_forum("minutes approval", "w"))
rules.add_perm("forums.view_photos", _holds_over_forum("attachment", "r"))
rules.add_perm("forums.write_photos", _holds_over_forum("attachment", "w"))
rules.add_perm("forums.open_call_list", _holds_over_forum("call list", "x"))
rules.add_perm("forums.decide_date", decides_date)
allow_in_back_office("forums", ["programme"], keeps_programmes, ("add", "change"))
allow_in_back_office("forums", ["indicator", "indicatortarget"], keeps_programmes)
allow_in_back_office("forums", ["theme", "holiday"], keeps_lists, LIST_ACTIONS)
