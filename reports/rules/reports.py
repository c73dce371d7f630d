"""Who may do what with reports."""

import rules

from accounts.rights import administers, holds, holds_anywhere, institutions_where


@rules.predicate
def reads_internal_report(user, forum):
    """Staff and manager of the forum's programme."""
    return holds(user, "report internal", "r", forum.programme_id)


@rules.predicate
def reads_report(user, report=None):
    """The same words as `Report.objects.visible_to`; without one: whether the library exists for the reader."""
    if report is None:
        return any(holds_anywhere(user, f"report {name}", "r") for name in ("donor", "official", "public"))
    return type(report).objects.visible_to(user).filter(pk=report.pk).exists()


@rules.predicate
def reads_donor_figures(user, subject=None):
    """Whoever reads donors' reports of some programme; which, the page says."""
    return holds_anywhere(user, "report donor", "r")


@rules.predicate
def prepares_donor_report(user, forum):
    """A manager of the forum's programme."""
    return holds(user, "report donor", "w", forum.programme_id)


@rules.predicate
def prepares_official_report(user, forum):
    """A manager of the forum's programme."""
    return holds(user, "report official", "w", forum.programme_id)


@rules.predicate
def prepares_public_report(user, forum):
    """A manager of the forum's programme."""
    return holds(user, "report public", "w", forum.programme_id)


@rules.predicate
def prepares_period_report(user, programme=None):
    """Manager and staff of the programme; without one: whether the page exists for the reader."""
    if programme is None:
        return holds_anywhere(user, "report internal", "r")
    return holds(user, "report internal", "r", programme.pk)


@rules.predicate
def prepares_donor_period(user, programme):
    """A manager of the programme."""
    return holds(user, "report donor", "w", programme.pk)


@rules.predicate
def releases_report(user, report):
    """A manager of the report's programme."""
    return holds(user, "report donor", "s", report.programme_id)


@rules.predicate
def sees_metadata(user, report=None):
    """An administrator: that a report exists, for whom, its hash and dates; never what it says."""
    return administers(user, "report internal", "e")


@rules.predicate
def reads_rendering(user, rendering):
    """The same words as `Rendering.objects.visible_to`: the office of the report's programme."""
    return holds(user, "report internal", "r", rendering.report.programme_id)


@rules.predicate
def reads_institution_sheet(user, institution):
    """The office of any programme, of what it reads itself; a representative, of his own institution."""
    return holds_anywhere(user, "recommendation draft", "r") or institution.pk in institutions_where(
        user, "recommendation", "r"
    )


rules.add_perm("reports.view_institution_sheet", reads_institution_sheet)
rules.add_perm("reports.view_rendering", reads_rendering)
rules.add_perm("reports.view_internal", reads_internal_report)
rules.add_perm("reports.view_report", reads_report)
rules.add_perm("reports.view_donor_figures", reads_donor_figures)
rules.add_perm("reports.prepare_donor", prepares_donor_report)
rules.add_perm("reports.prepare_official", prepares_official_report)
rules.add_perm("reports.prepare_public", prepares_public_report)
rules.add_perm("reports.prepare_period", prepares_period_report)
rules.add_perm("reports.prepare_donor_period", prepares_donor_period)
rules.add_perm("reports.release", releases_report)
rules.add_perm("reports.view_metadata", sees_metadata)
