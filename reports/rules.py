"""Who may do what with reports."""

import rules

from accounts.rights import holds


@rules.predicate
def reads_internal_report(user, forum):
    """Staff and manager of the forum's programme."""
    return holds(user, "report internal", "r", forum.programme_id)


@rules.predicate
def anybody(user, subject=None):
    """Pages that need no sign-in."""
    return True


rules.add_perm("reports.view_internal", reads_internal_report)
rules.add_perm("reports.check", anybody)
