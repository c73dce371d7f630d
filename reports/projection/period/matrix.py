"""Key actions of each recommendation, as the management response of the United Nations lists them.

A key action is a commitment of an answer with its day; an answer that names a day alone is one too. Responsible is the
institution, and internally its unit; documents are the kinds of evidence that came with what was reported.
"""

import datetime

from django.utils.translation import gettext as _

from recommendations.models import Addressee, Evidence
from reports.figures.lateness import standing_response


def add_actions(rows, recommendations, *, asked=lambda row: row.asked) -> None:
    """Put "raised_in" and "actions" into the projected rows, which stand in the order of the recommendations.

    `asked` gives the asked addressees of one in the order in which the rows have them.
    """
    for row, recommendation in zip(rows, recommendations, strict=True):
        forums = {source.minutes.forum for source in recommendation.sources.all()}
        dated = sorted(forums, key=lambda forum: (forum.date or datetime.date.min, forum.pk))
        row["raised_in"] = [forum.code for forum in dated]
        shown = [to for to in row["addressees"] if to["is_asked"]]
        row["actions"] = [
            action
            for to, addressee in zip(shown, asked(recommendation), strict=True)
            for action in _actions(to, addressee)
        ]


def in_order_of_parts(recommendation) -> list:
    """The order of the internal rows: lead first, then as they were entered."""
    parts = list(Addressee.Part)
    return sorted(recommendation.asked, key=lambda row: (parts.index(row.part), row.pk))


def _actions(to, addressee) -> list[dict]:
    if not to["response"]:
        return []
    common = {
        "responsible": to["name"],
        "unit": to["response"].get("unit"),
        "status": to["state_label"],
        "tone": to["tone"],
        "late": to["late"],
        "documents": _documents(addressee),
    }
    made = [{"text": row["text"], "due_on": row["due_on"], **common} for row in to["response"]["commitments"]]
    if not made and to["promised_on"]:
        made = [{"text": None, "due_on": to["promised_on"], **common}]
    return made


def _documents(addressee) -> list[str]:
    """Kinds of evidence, each once, and the letter of the answer where it is read at all."""
    kinds = {evidence.kind for update in addressee.updates.all() for evidence in update.evidence.all()}
    found = [str(kind.label) for kind in Evidence.Kind if kind in kinds]
    response = standing_response(addressee)
    if response is not None and "letter" in response._state.fields_cache and response.letter is not None:
        found.append(_("letter %(number)s") % {"number": response.letter.number})
    return found
