"""The small lists that hang on a forum, all read in one statement: the record may ask twelve times, whatever it shows."""

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import CharField, F, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat, NullIf
from django.utils.translation import get_language

from forums.models import AttendanceTotal, Forum, Output, OutputLink, Programme
from participants.models import Category

#: How other forums may stand to one.
NEIGHBOURS = ("continues", "continued_by", "reviews", "reviewed_by")
_TEXT, _WHOLE = CharField(), IntegerField()


@dataclass
class Small:
    """One row. `key` is a code, or the public id of a forum; `day` an ISO date or empty."""

    owner: int
    key: str
    name_ar: str
    name_en: str
    number: int
    day: str

    @property
    def name(self) -> str:
        """In the reader's language; Arabic where there is no English one."""
        return self.name_ar if self.language == "ar" else self.name_en

    @property
    def language(self) -> str:
        """The language of `name`."""
        return "en" if (get_language() or "ar").startswith("en") and self.name_en else "ar"

    @property
    def public_id(self) -> uuid.UUID:
        """Of a forum."""
        return uuid.UUID(self.key)

    @property
    def date(self) -> datetime.date | None:
        """Of a forum."""
        return datetime.date.fromisoformat(self.day) if self.day else None


def small_lists(forum, user):
    """(sort, owner, key, Arabic, English, number, day) of themes, focus, bodies, totals, links and neighbours."""
    category = Category.objects.filter(code=OuterRef("key"))
    theme = {"key": F("theme__code"), "ar": F("theme__name_ar"), "en": F("theme__name_en")}
    body = {"key": F("institution__code"), "ar": F("institution__name_ar"), "en": F("institution__name_en")}
    themes = Output.themes.through.objects.filter(output__minutes=forum.minutes)
    lists = [
        _columns(themes.filter(output__removed_at=None), Value("theme"), owner=F("output_id"), **theme),
        _columns(Forum.themes.through.objects.filter(forum=forum), Value("focus"), **theme),
        _columns(
            Programme.partners.through.objects.filter(programme=forum.programme), Value("partner"), **body
        ),
        _columns(Programme.donors.through.objects.filter(programme=forum.programme), Value("donor"), **body),
        _columns(
            AttendanceTotal.objects.filter(forum=forum),
            Concat(Value("total:"), "dimension"),
            key=F("key"),
            ar=_group_name(category, "ar"),
            en=_group_name(category, "en"),
            number=F("count"),
        ),
        _columns(
            OutputLink.objects.filter(source__minutes=forum.minutes),
            Value("link"),
            owner=F("source_id"),
            key=F("kind"),
            number=F("target_id"),
        ),
    ]
    for relation, rows in _neighbours(forum, Forum.objects.visible_to(user)).items():
        lists.append(
            _columns(
                rows, Value(relation), key=F("public_id"), ar=F("title_ar"), en=F("title_en"), day=F("date")
            )
        )
    return (
        lists[0].union(*lists[1:], all=True).order_by("small_sort", "small_day", "small_owner", "small_key")
    )


def _neighbours(forum, visible):
    links = Forum.reviews.through.objects
    return {
        "continues": visible.filter(pk=forum.continues_id or 0),
        "continued_by": visible.filter(continues=forum),
        "reviews": visible.filter(pk__in=links.filter(from_forum=forum).values("to_forum")),
        "reviewed_by": visible.filter(pk__in=links.filter(to_forum=forum).values("from_forum")),
    }


def _group_name(category, language):
    """The category's plural, or its name where nobody gave a plural."""
    name = Coalesce(NullIf(f"plural_{language}", Value("")), f"name_{language}")
    return Subquery(category.annotate(group=name).values("group")[:1])


def _columns(rows, sort, *, key, owner=None, ar=None, en=None, number=None, day=None):
    return (
        rows.order_by()
        .annotate(
            small_sort=_typed(sort, _TEXT),
            small_owner=_typed(owner, _WHOLE),
            small_key=_typed(key, _TEXT),
            small_ar=_typed(ar, _TEXT),
            small_en=_typed(en, _TEXT),
            small_number=_typed(number, _WHOLE),
            small_day=_typed(day, _TEXT),
        )
        .values_list(
            "small_sort", "small_owner", "small_key", "small_ar", "small_en", "small_number", "small_day"
        )
    )


def _typed(expression, kind):
    # Cast first: COALESCE of a date or an id with a text is refused by PostgreSQL.
    empty = Value("" if kind is _TEXT else 0)
    return (
        Coalesce(Cast(expression, kind), Cast(empty, kind)) if expression is not None else Cast(empty, kind)
    )
