"""Who may do what with reports."""

import rules

from accounts.rights import administers, holds, holds_anywhere


@rules.predicate
def reads_internal_report(user, forum):
    """Staff and manager of the forum's programme."""
    return holds(user, "report internal", "r", forum.programme_id)


@rules.predicate
def reads_report(user, report=None):
    """The same words as `Report.objects.visible_to`; without one: whether the library exists for the reader."""
    if report is None:
        return holds_anywhere(user, "report donor", "r")
    return type(report).objects.visible_to(user).filter(pk=report.pk).exists()


@rules.predicate
def prepares_donor_report(user, forum):
    """A manager of the forum's programme."""
    return holds(user, "report donor", "w", forum.programme_id)


@rules.predicate
def releases_report(user, report):
    """A manager of the report's programme."""
    return holds(user, "report donor", "s", report.programme_id)


@rules.predicate
def sees_metadata(user, report=None):
    """An administrator: that a report exists, for whom, its hash and dates; never what it says."""
    return administers(user, "report internal", "e")


@rules.predicate
def watches_tasks(user, task=None):
    """An administrator."""
    return administers(user, "background work", "r")


@rules.predicate
def opens_record(user, entry=None):
    """Who is in the back office sees his own acts there, and of others those that he keeps or reads."""
    return administers(user, "accounts", "w")


@rules.predicate
def anybody(user, subject=None):
    """Pages that need no sign-in."""
    return True


@rules.predicate
def reads_rendering(user, rendering):
    """The same words as `Rendering.objects.visible_to`: the office of the report's programme."""
    return holds(user, "report internal", "r", rendering.report.programme_id)


rules.add_perm("reports.view_rendering", reads_rendering)
rules.add_perm("reports.view_internal", reads_internal_report)
rules.add_perm("reports.view_report", reads_report)
rules.add_perm("reports.prepare_donor", prepares_donor_report)
rules.add_perm("reports.release", releases_report)
rules.add_perm("reports.check", anybody)
rules.add_perm("reports.view_metadata", sees_metadata)
rules.add_perm("reports.view_tasks", watches_tasks)
rules.add_perm("reports.view_audit", opens_record)
