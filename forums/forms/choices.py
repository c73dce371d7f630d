"""The rows that the editor's selects offer, each list read in one query."""

from django.db.models import IntegerField, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from common.arabic import day_first
from common.dates import format_date
from forums.models import Forum, Programme, Theme
from participants.models import Category, Honorific, Institution, Place, Rank, RankQualifier

#: How many earlier forums a select offers: more would make the page heavy.
_EARLIER = 100
_PEOPLE_LISTS = {"rank": Rank, "rank_qualifier": RankQualifier, "honorific": Honorific, "category": Category}


def places(programmes):
    """Governorates with their districts: those of the programmes' area, all of them where none has an area."""
    area = Programme.area.through.objects.filter(programme__in=programmes).values("place_id")
    rows = list(Place.objects.filter(Q(pk__in=area) | Q(parent__in=area)).select_related("parent"))
    if not rows:
        rows = list(Place.objects.filter(archived_at=None).select_related("parent"))
    groups: dict = {}
    for row in rows:
        top = row.parent or row
        groups.setdefault(top.code, (top.name, []))[1].append((row.code, row.label, row))
    for _name, members in groups.values():
        members.sort(key=lambda member: (member[2].parent_id is not None, member[1]))
    return [groups[code] for code in sorted(groups)]


def districts(programmes):
    """The same without the governorates themselves."""
    return [
        (name, [one for one in members if one[2].level == Place.Level.DISTRICT])
        for name, members in places(programmes)
    ]


def institutions():
    """Bodies by kind, in the order of their names."""
    groups: dict = {}
    for row in Institution.objects.filter(archived_at=None):
        groups.setdefault(row.get_kind_display(), []).append((row.code, row.name, row))
    return sorted(groups.items(), key=lambda group: str(group[0]))


def themes():
    """The list of themes, plain."""
    return [(None, [(row.code, row.name, row) for row in Theme.objects.filter(archived_at=None)])]


def categories():
    """The categories of participants in their order."""
    return [(None, [(row.code, row.name, row) for row in Category.objects.filter(archived_at=None)])]


def earlier_forums(user, programmes, *, without=None):
    """Forums that a new one may continue or review, newest first."""
    language = get_language() or "ar"
    found = Forum.objects.visible_to(user).filter(programme__in=programmes)
    if without is not None:
        found = found.exclude(pk=without.pk)
    rows = []
    for forum in found[:_EARLIER]:
        date = f" ({day_first(format_date(forum.date, language, 'table'))})" if forum.date else ""
        rows.append((forum.public_id, f"{forum.title_in(language)}{date}", forum))
    return [(None, rows)]


class PeopleLists:
    """Ranks, qualifiers, forms of address and categories, read together in one query.

    `options(name)` gives (code, label) in the list's order; `row(name, code)` the row itself, by a query of its own.
    """

    def __init__(self):
        parts = [
            model.objects.filter(archived_at=None)
            .annotate(list_name=Value(name), order=self._order(model))
            .values_list("list_name", "order", "id", "code", "name_ar", "name_en")
            for name, model in _PEOPLE_LISTS.items()
        ]
        first, *others = (part.order_by() for part in parts)
        self._rows: dict = {name: [] for name in _PEOPLE_LISTS}
        for name, *values in sorted(first.union(*others, all=True)):
            self._rows[name].append(values)

    def options(self, name):
        """(code, label in the reader's language)."""
        arabic = (get_language() or "ar").startswith("ar")
        return [(code, ar if arabic else en or ar) for _order, _id, code, ar, en in self._rows[name]]

    @staticmethod
    def row(name, code):
        """The row behind a code; None for an empty one."""
        return _PEOPLE_LISTS[name].objects.get(code=code) if code else None

    @staticmethod
    def _order(model):
        if any(field.name == "position" for field in model._meta.fields):
            return Coalesce("position", Value(0), output_field=IntegerField())
        return Value(0, output_field=IntegerField())
