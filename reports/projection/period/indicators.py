"""The results framework in the period: baseline, target, actual, and what shows it."""

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from forums.models import Indicator, IndicatorTarget
from reports.figures.shapes import percent
from reports.projection.donor.people import TARGETS, age_group


def project_indicators(span, texts, *, figures, answering) -> list[dict]:
    """One line a target whose period shares days with this one, in the order of the codes."""
    within = IndicatorTarget.objects.filter(period_start__lte=span.end, period_end__gte=span.start)
    rows = Indicator.objects.filter(programme=span.programme).prefetch_related(
        Prefetch("targets", within.order_by("period_start"), to_attr="shown")
    )
    return [_line(row, target, texts, figures, answering) for row in rows for target in row.shown]


def _line(row, target, texts, figures, answering) -> dict:
    where = _("Indicator %(code)s") % {"code": row.code}
    is_ours = row.source == Indicator.Source.FIGURE
    actual = _figure(row.figure, figures, answering) if is_ours else _number(target.actual)
    wanted = _number(target.target)
    return {
        "code": row.code,
        "statement": texts.pair(row.statement_ar, row.statement_en, where),
        "level": row.get_level_display(),
        "unit": texts.plain(row.unit_in(texts.language), where),
        "start": target.period_start.isoformat(),
        "end": target.period_end.isoformat(),
        "baseline": _number(row.baseline),
        "target": wanted,
        "actual": actual,
        "reached": None if actual is None or not wanted else percent(round(actual), round(wanted)),
        "source": row.get_source_display(),
        "means": texts.plain(row.means_of_verification_in(texts.language), where),
    }


def _figure(name, figures, answering) -> int | None:
    """A figure of ours by its name, as far as this audience reads what it is made of; None else."""
    if name in ("answered_share", "response_percent"):
        return answering["all"]["response_percent"]
    if name in ("kept_share", "kept_percent"):
        return answering["all"]["kept_percent"]
    if name in TARGETS:
        return _share(*TARGETS[name], figures)
    for counts in (answering["all"], figures):
        if isinstance(counts.get(name), int | float):
            return counts[name]
    return None


def _share(dimension, key, figures) -> int | None:
    """Of those of whom it is known."""
    table = figures[f"by_{dimension}"]
    if table is None:
        return None
    counts = {row["key"]: row["count"] for row in table["rows"] if row["key"]}
    found = sum(count for band, count in counts.items() if _is(dimension, band, key))
    return percent(found, sum(counts.values())) if "~" not in counts else None


def _is(dimension, band, key) -> bool:
    return band == key or (dimension == "age_band" and age_group(band) == key)


def _number(value) -> float | int | None:
    """JSON knows no decimals; whole numbers stay whole."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)
