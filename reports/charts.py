"""Figures of a content and their charts: one table with bars for pages and documents alike."""

from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.dates import format_date, format_period
from reports.figures import Figures, Row, Table, percent
from reports.projection.donor.withheld import shares_in_words, withheld_in_words
from reports.templatetags.report_pdf import said


@dataclass(frozen=True)
class Chart:
    """A table of figures with bars; `rows` are (label, count, persons, width in hundredths of the longest)."""

    title: str
    rows: tuple[tuple[str, int, int | None, int], ...]
    counted: str
    overlaps: bool = False


def internal_figures(content, language) -> dict:
    """Figures and their charts, all of them."""
    figures = Figures.from_json(content["figures"])
    return {
        "figures": figures,
        "charts": _charts(figures, language),
        "output_charts": _output_charts(figures.outputs_by_kind, figures.outputs_by_theme, language),
        "state_charts": [_state_chart(figures.recommendations_by_state, language)],
    }


def donor_figures(content, language) -> dict:
    """The same from a donor's content, where a table of people may be withheld (None); and what is withheld."""
    figures = content["figures"]
    attended = pgettext("column of figures", "attendances")
    titles = {
        "by_category": _("By category"),
        "by_sex": _("By sex"),
        "by_age_band": _("By age band"),
        "by_district": _("By home district"),
    }
    tables = {name: _table(figures[name]) for name in titles if figures.get(name)}
    kinds, themes = (_table(figures[name]) for name in ("outputs_by_kind", "outputs_by_theme"))
    states = _table(figures["recommendations_by_state"])
    return {
        "figures": {
            **figures,
            "answered_percent": percent(figures["answered"], figures["sent"]),
            "overdue": figures["overdue_answers"] + figures["overdue_promises"],
        },
        "charts": [_chart(table, titles[name], language, attended) for name, table in tables.items()],
        "output_charts": _output_charts(kinds, themes, language),
        "state_charts": [_state_chart(states, language)] if states.rows else [],
        "withheld": withheld_in_words(content),
        "shares": shares_in_words(content),
    }


def public_figures(content, language) -> dict:
    """Of a press release: numbers, the groups who came, and the themes."""
    figures = content["figures"]
    attended = pgettext("column of figures", "attendances")
    groups, themes = figures["by_category"], _table(figures["outputs_by_theme"])
    return {
        "figures": {**figures, "answered_percent": percent(figures["answered"], figures["sent"])},
        "charts": [_chart(_table(groups), _("By category"), language, attended)] if groups else [],
        "output_charts": [_chart(themes, _("Outputs by theme"), language, _number())] if themes.rows else [],
        "withheld": withheld_in_words(content),
    }


def forum_charts(told, language) -> list[Chart]:
    """Forums beside each other, in the order of their days; one whose number is withheld has no line."""
    return _beside(
        told,
        {
            "attendances": (_("Attendances by forum"), pgettext("column of figures", "attendances")),
            "outputs": (_("Outputs by forum"), _number()),
            "sent": (_("Recommendations sent, by forum"), _number()),
            "answered": (_("Recommendations answered, by forum"), _number()),
        },
        lambda one: _name_of_forum(one, language),
    )


def period_charts(told, language) -> list[Chart]:
    """Periods beside each other, where there are several."""
    if len(told) < 2:
        return []
    return _beside(
        told,
        {
            "forums": (_("Forums by period"), _number()),
            "attendances": (_("Attendances by period"), pgettext("column of figures", "attendances")),
            "sent": (_("Recommendations sent, by period"), _number()),
            "answered": (_("Recommendations answered, by period"), _number()),
        },
        lambda one: format_period(one.report.period_start, one.report.period_end, language),
    )


def _beside(told, titles, label) -> list[Chart]:
    found = []
    for name, (title, counted) in titles.items():
        lines = [(label(one), one.figures[name]) for one in told if one.figures[name] is not None]
        largest = max((count for _label, count in lines), default=0)
        if largest:
            rows = tuple((text, count, None, round(100 * count / largest)) for text, count in lines)
            found.append(Chart(title, rows, counted))
    return found


def _name_of_forum(told, language):
    """Its title, marked where that is in the other language, and its day."""
    day = told.day and format_date(date.fromisoformat(told.day), language)
    return format_html("{} · {}", said(told.title), day) if day else said(told.title)


def _table(data: dict) -> Table:
    return Table(data["name"], tuple(Row(**row) for row in data["rows"]), data["overlaps"])


def _state_chart(table, language) -> Chart:
    return _chart(table, _("Recommendations by state"), language, _number())


def _charts(figures, language) -> list[Chart]:
    titles = (
        (figures.by_category, _("By category")),
        (figures.by_sex, _("By sex")),
        (figures.by_age_band, _("By age band")),
        (figures.by_district, _("By home district")),
    )
    counted = pgettext("column of figures", "attendances")
    return [_chart(table, title, language, counted) for table, title in titles if table.is_known]


def _output_charts(kinds, themes, language) -> list[Chart]:
    titles = ((kinds, _("Outputs by kind")), (themes, _("Outputs by theme")))
    return [_chart(table, title, language, _number()) for table, title in titles if table.rows]


def _number() -> str:
    return pgettext("column of figures", "number")


def _chart(table: Table, title, language, counted) -> Chart:
    rows = tuple(
        (row.label(language), row.count, row.persons, round(100 * row.count / table.largest))
        for row in table.rows
    )
    return Chart(title, rows, counted, table.overlaps)
