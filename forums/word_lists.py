"""The reference lists as staff read them: names, other spellings, and how often the reader's own forums use a row."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from common.arabic import fold, fold_bare
from forums.models import Attendance, Forum, Output, Theme
from participants.models import Category, Honorific, Place, Rank, RankQualifier


def _attended(user):
    return Attendance.objects.visible_to(user).kept()


def _said(user):
    return Output.objects.visible_to(user).kept()


@dataclass(frozen=True)
class WordList:
    """One list; `uses(user)` are the rows that a use is counted in, `field` is by which they use it, `of` what they are."""

    key: str
    label: object
    model: type
    uses: Callable
    field: str
    of: object


_PEOPLE, _FORUMS, _OUTPUTS = _("Attendances"), _("Forums"), _("Outputs")
LISTS = {
    one.key: one
    for one in (
        WordList("places", _("Places"), Place, Forum.objects.visible_to, "place", _FORUMS),
        WordList("categories", _("Categories"), Category, _attended, "category", _PEOPLE),
        WordList("themes", _("Themes"), Theme, _said, "themes", _OUTPUTS),
        WordList("ranks", _("Ranks"), Rank, _attended, "rank", _PEOPLE),
        WordList("qualifiers", _("Rank qualifiers"), RankQualifier, _attended, "rank_qualifier", _PEOPLE),
        WordList("honorifics", _("Forms of address"), Honorific, _attended, "honorific", _PEOPLE),
    )
}


def rows_of(chosen: WordList, text: str = "") -> list:
    """The list in its own order, those out of use last; narrowed to rows of which a name or spelling holds every word."""
    rows = chosen.model.objects.all()
    rows = list(rows.select_related("parent") if chosen.model is Place else rows)
    if text:
        asked = [words for words in (fold(text).split(), fold_bare(text).split()) if words]
        rows = [row for row in rows if any(_has(row, words) for words in asked)]
    return sorted(rows, key=lambda row: row.archived_at is not None)


def count_uses(chosen: WordList, user, rows) -> None:
    """`uses` of each of these few rows, of what the reader sees; one query."""
    counted = chosen.uses(user).filter(**{f"{chosen.field}__in": rows}).order_by()
    counts = dict(counted.values_list(chosen.field).annotate(number=Count("pk")))
    for row in rows:
        row.uses = counts.get(row.pk, 0)


def _has(row, words) -> bool:
    return any(all(word in key for word in words) for key in row.keys)
