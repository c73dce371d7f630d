"""What the templates of a programme's report for a period need beside its frozen content; for its page and its file."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reports.charts import donor_figures, internal_figures
from reports.figures.asks import state_names
from reports.models import Report

#: names of the figures that are compared with those of the last report
COMPARED = {
    "forums": _("Forums"),
    "sent": pgettext_lazy("figures", "Recommendations sent"),
    "answered": pgettext_lazy("figures", "Recommendations answered"),
    "verified": pgettext_lazy("figures", "Recommendations verified as done"),
    "overdue_answers": pgettext_lazy("figures", "Answers that are late"),
    "overdue_promises": pgettext_lazy("figures", "Promises that are late"),
}


def period_context(content: dict, language: str) -> dict:
    """Figures, charts, and lines with their names in the language of the document."""
    makes = donor_figures if content["audience"] != Report.Audience.INTERNAL else internal_figures
    by_number = {output["number"]: output for output in content["outputs"]}
    return {
        **makes(content, language),
        "answering": content["answering"]["all"],
        "institutions": _lines(content["answering"]["by_institution"], language),
        "answering_themes": _lines(content["answering"]["by_theme"], language),
        "answering_districts": _lines(content["answering"]["by_district"], language),
        "tells_attendances": any(row["attendances"] is not None for row in content["meetings"]),
        "changes": _changes(content["changes"], language),
        "themes": [
            {"name": group["theme"], "outputs": [by_number[number] for number in group["outputs"]]}
            for group in content["themes"]
        ],
    }


def _lines(lines, language) -> list[tuple[str, dict]]:
    return [(line["ar" if language == "ar" else "en"], line["counts"]) for line in lines]


def _changes(changes, language) -> dict | None:
    if changes is None:
        return None
    names = state_names(language)
    moved = [
        {
            "reference": row["reference"],
            **{
                side: {"label": names.get(row[side]["state"], row[side]["state"]), "tone": row[side]["tone"]}
                for side in ("before", "after")
            },
        }
        for row in changes["moved"]
    ]
    figures = [(COMPARED[row["name"]], row["before"], row["after"]) for row in changes["figures"]]
    return {**changes, "moved": moved, "figures": figures}
