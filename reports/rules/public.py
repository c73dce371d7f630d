"""What anybody may, without signing in."""

import rules

from accounts.rights import ANYBODY, RIGHTS


@rules.predicate
def anybody(user, subject=None):
    """Pages that need no sign-in."""
    return True


@rules.predicate
def reads_public_reports(user, subject=None):
    """Anybody, as the table says."""
    return "p" in RIGHTS["report public"][ANYBODY]


rules.add_perm("reports.check", anybody)
rules.add_perm("reports.read_public", reads_public_reports)
