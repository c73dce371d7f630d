"""Figures as rows: one line a number, so that a sheet of two programmes is one table too."""

from collections.abc import Iterator

from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from common.sheets.writing import Column
from reports.figures import Figures, Row
from reports.figures.asks import states_of_institution
from reports.models import Report
from reports.projection.parts import part_in
from reports.services.check import HASH_DIGITS

#: the numbers that stand alone, in this order
TOTALS = {
    "forums": gettext_lazy("Forums"),
    "undated_forums": pgettext_lazy("figures", "Forums without a date, counted nowhere else"),
    "attendances": pgettext_lazy("figures", "Attendances"),
    "persons": pgettext_lazy("figures", "Persons"),
    "unnamed": pgettext_lazy("figures", "Attendances counted without a name"),
    "outputs": pgettext_lazy("figures", "Outputs"),
    "recommendations": gettext_lazy("Recommendations"),
    "sent": pgettext_lazy("figures", "Recommendations sent"),
    "answered": pgettext_lazy("figures", "Recommendations answered"),
    "verified": pgettext_lazy("figures", "Recommendations verified as done"),
    "overdue_answers": pgettext_lazy("figures", "Answers that are late"),
    "overdue_promises": pgettext_lazy("figures", "Promises that are late"),
}
TABLES = {
    "by_category": gettext_lazy("By category"),
    "by_sex": gettext_lazy("By sex"),
    "by_age_band": gettext_lazy("By age band"),
    "by_district": gettext_lazy("By home district"),
    "outputs_by_kind": pgettext_lazy("figures", "Outputs by kind"),
    "outputs_by_theme": pgettext_lazy("figures", "Outputs by theme"),
    "recommendations_by_state": pgettext_lazy("figures", "Recommendations by state"),
}


def _columns(*first):
    return [
        *first,
        Column(_("From"), "#date+start", 12),
        Column(_("Until"), "#date+end", 12),
        Column(_("Table"), "#indicator+type", 26),
        Column(_("Key"), "#indicator+code", 14),
        Column(_("Name"), "#indicator+name", 34),
        Column(_("Number"), "#indicator+value+num", 10),
    ]


def of_programme(figures: Figures) -> tuple[list[Column], Iterator[tuple]]:
    """All figures of one programme in one period, for those who read them in full."""
    columns = [
        *_columns(Column(_("Programme"), "#activity+programme+code", 12)),
        Column(_("Persons"), "#reached+persons+num", 10),
    ]
    return columns, _of_programme(figures)


def _of_programme(figures):
    scope = (figures.code, figures.period_start, figures.period_end)
    for name, label in TOTALS.items():
        yield (*scope, _("Totals"), name, str(label), getattr(figures, name), None)
    for name, label in TABLES.items():
        for row in getattr(figures, name).rows:
            yield (*scope, str(label), row.key, _label(row), row.count, row.persons)


def of_released(programme) -> tuple[list[Column], Iterator[tuple]]:
    """What stands in the reports for donors that were released, once a forum: nothing that has not left the house.

    So it tells, also compared with itself of another day, what those reports tell and no more (rule 4).
    """
    columns = _columns(
        Column(_("Programme"), "#activity+programme+code", 12),
        Column(_("Report"), "#meta+report+code", 18),
        Column(_("Forum"), "#activity+forum+code", 16),
    )
    return columns, _of_released(programme)


def released_reports(programme):
    """Those of forums, for donors, that stand; a period's are made of more than these tables tell."""
    outcomes = Report.objects.for_donors().filter(kind=Report.Kind.FORUM_OUTCOMES)
    return outcomes.filter(programme=programme, state=Report.State.RELEASED)


def last_released(programme) -> list[Report]:
    """The last of each forum; of a forum whose only report was withdrawn, none."""
    released = released_reports(programme)
    last = {
        report.forum_id: report for report in released.select_related("forum").order_by("released_at", "pk")
    }
    return sorted(last.values(), key=lambda report: report.number)


def _of_released(programme):
    for report in last_released(programme):
        forum = report.forum.code if report.forum else ""
        yield from _frozen_rows(report, (programme.code, report.reference, forum))


def of_report(report: Report) -> tuple[list[Column], Iterator[tuple]]:
    """The figures that are frozen in one report, and so the very ones that are printed in it."""
    columns = _columns(
        Column(_("Report"), "#meta+report+code", 18), Column(_("Figures' fingerprint"), "#meta+hash", 16)
    )
    return columns, _frozen_rows(report, (report.reference, report.frozen_hash[:HASH_DIGITS]))


def _frozen_rows(report, scope):
    """What the report leaves out is left out here: a total that is not shown has no row."""
    figures = report.frozen["figures"]
    scope = (*scope, *_days(report))
    for name, label in TOTALS.items():
        if figures.get(name) is not None:
            yield (*scope, _("Totals"), name, str(label), figures[name])
    for name, label in TABLES.items():
        for row in (figures.get(name) or {"rows": []})["rows"]:
            yield (*scope, str(label), row["key"], _label(Row(**row)), row["count"])


def _days(report):
    content = part_in(report.frozen, get_language() or "ar")
    period = content.get("period")
    if period:
        return period["start"], period["end"]
    day = content["meeting"]["date"] or None
    return day, day


def of_institutions(institutions) -> tuple[list[Column], Iterator[tuple]]:
    """How the recommendations stand that were sent to these bodies; of persons nothing, not even a number."""
    columns = [
        Column(_("Institution"), "#org+name", 34),
        Column(_("Key"), "#indicator+code", 14),
        Column(_("State"), "#indicator+name", 30),
        Column(_("Number"), "#indicator+value+num", 10),
    ]
    return columns, _of_institutions(institutions)


def _of_institutions(institutions):
    for institution in institutions:
        for row in states_of_institution(institution).rows:
            yield (institution.name, row.key, _label(row), row.count)


def _label(row) -> str:
    return row.label(get_language() or "ar")
