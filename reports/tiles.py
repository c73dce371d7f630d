"""The figures of the office's home page as tiles and bars, each number with the list that it counts."""

from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext, npgettext

from common.dates import format_period
from forums.filters import REACHED
from recommendations.deadlines import overdue_since
from recommendations.filters import NO_THEME
from recommendations.presentation import late_chip, state_chip
from reports.figures import percent
from reports.figures.home_asks import Stage

#: Narrows the list of recommendations to those that the figures count.
COUNTED = {"counted": "on"}
#: So many themes stand open, the others are folded away.
THEMES_SHOWN = 6
#: The tones of the chart's parts, in the order in which they stand.
STAGE_TONES = {
    Stage.DONE: "ok",
    Stage.UNDER_WAY: "prog",
    Stage.AWAITING: "open",
    Stage.LATE: "late",
    Stage.OTHER: "plain",
}


def tiles(figures, programme, narrow, closed) -> list[dict]:
    """Four figures, each with the list that it counts where there is one. `narrow`: the list's programme."""
    language = get_language() or "ar"
    answered = figures.answered_percent
    oldest = overdue_since(figures.oldest_due_on, closed) if figures.oldest_due_on else None
    return [
        {
            "figure": figures.forums,
            "label": npgettext(
                "figure", "forum with approved minutes", "forums with approved minutes", figures.forums
            ),
            "note": format_period(figures.period_start, figures.period_end, language),
            "url": reverse("forums:list", query={"stage": REACHED} | narrow),
        },
        {
            "figure": figures.persons,
            "label": npgettext("figure", "person (each once)", "persons (each once)", figures.persons),
            "note": _attendance_words(figures),
            # Who was counted without a name is in no list.
            "url": figures.persons_are_listed
            and reverse("participants:people", query={"present": "on", "programme": programme.public_id}),
        },
        {
            "figure": figures.recommendations,
            "label": npgettext("figure", "recommendation", "recommendations", figures.recommendations),
            "note": gettext("Answered: %(percent)d%% of those sent") % {"percent": answered}
            if answered is not None
            else gettext("None sent yet"),
            "url": reverse("recommendations:list", query=COUNTED | narrow),
        },
        {
            "figure": figures.overdue_answers,
            "label": npgettext("figure", "late answer", "late answers", figures.overdue_answers),
            "note": gettext("Longest: %(late)s") % {"late": late_chip(oldest)[1]} if oldest else "",
            "url": reverse("recommendations:list", query={"state": "late"} | COUNTED | narrow),
            "tone": "late" if figures.overdue_answers else "",
        },
    ]


def _attendance_words(figures) -> str:
    """«٥١٢ مشاركة · نساء ٣٤٪»: the share is of those whose sex is recorded, and says so where some are not."""
    count = figures.attendances
    text = ngettext("%(count)d attendance", "%(count)d attendances", count) % {"count": count}
    recorded = figures.women + figures.men
    share = percent(figures.women, recorded)
    if share is None:
        unknown = gettext("sex not recorded")
        return f"{text} · {unknown}" if count else text
    words = (
        gettext("women %(percent)d%%")
        if recorded == count
        else gettext("women %(percent)d%% of those recorded")
    )
    return f"{text} · {words % {'percent': share}}"


def theme_bars(figures, narrow) -> dict:
    """Recommendations by theme and stage, in the shape of templates/components/bars.html, each with its list."""
    language = get_language() or "ar"
    rows = []
    for line in figures.by_theme:
        parts = [(tone, line.counts.get(stage, 0), stage.label) for stage, tone in STAGE_TONES.items()]
        query = {"theme": line.key or NO_THEME} | COUNTED | narrow
        url = reverse("recommendations:list", query=query)
        rows.append({"label": line.label(language), "total": line.total, "parts": parts, "url": url})
    used = {stage for line in figures.by_theme for stage in line.counts}
    return {
        "rows": rows[:THEMES_SHOWN],
        "further": rows[THEMES_SHOWN:],
        "scale": max([line.total for line in figures.by_theme], default=1),
        "legend": [(tone, stage.label) for stage, tone in STAGE_TONES.items() if stage in used],
        "overlaps": sum(line.total for line in figures.by_theme) > figures.recommendations,
    }


def state_bars(figures, narrow) -> dict:
    """Recommendations by state, in the same shape."""
    language = get_language() or "ar"
    table = figures.recommendations_by_state
    rows = []
    for row in table.rows:
        label = row.label(language)
        url = reverse("recommendations:list", query={"state": row.key} | COUNTED | narrow)
        parts = [(state_chip(row.key)[0], row.count, label)]
        rows.append({"label": label, "total": row.count, "parts": parts, "url": url})
    return {"rows": rows, "scale": table.largest}
