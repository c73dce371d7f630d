"""All that the record of one forum shows, read in a fixed number of statements however many rows there are.

Recommendations are reached by the reverse of their `sources`: this app does not know theirs.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import CharField, F, IntegerField, OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import get_language

from forums.models import AttendanceTotal, Forum, Output, OutputLink, Programme
from participants.models import Category


def visible_record(user):
    """Forums that the reader may open, with what stands beside them in the record."""
    return Forum.objects.visible_to(user).select_related(
        "programme__implementer", "place", "minutes__submitted_by", "date_decided_by"
    )


@dataclass
class Small:
    """A row of a small list that hangs on the forum."""

    owner: int
    key: str
    name_ar: str
    name_en: str
    number: int

    @property
    def name(self) -> str:
        """In the reader's language; Arabic where there is no English one."""
        arabic = (get_language() or "ar").startswith("ar")
        return self.name_ar if arabic else self.name_en or self.name_ar


@dataclass
class ThemeGroup:
    """Outputs under their first theme; `name` is empty for those without one."""

    name: str
    outputs: list = field(default_factory=list)


class ForumRecord:
    """The record of one forum as one reader may see it."""

    def __init__(self, forum, user):
        self.forum = forum
        self.user = user
        self.minutes = forum.minutes

    @cached_property
    def small(self) -> dict[str, list[Small]]:
        """Themes, bodies, totals and links by sort, in one statement."""
        found = defaultdict(list)
        for sort, *values in _small_lists(self.forum):
            found[sort].append(Small(*values))
        return found

    @cached_property
    def outputs(self) -> list[Output]:
        """In their order, each with `number`, `said`, `theme_names`, `asks` (its recommendations) and `ties`."""
        recommendation = Output._meta.get_field("recommendations").related_model
        visible = recommendation.objects.visible_to(self.user).select_related(
            "programme", "merged_into__programme"
        )
        rows = list(
            Output.objects.kept()
            .filter(minutes=self.minutes)
            .select_related("spoken_by_category")
            .prefetch_related(
                Prefetch("recommendations", visible.order_by("pk"), to_attr="asks"),
                "asks__addressees__institution",
            )
        )
        themes = defaultdict(list)
        for row in self.small["theme"]:
            themes[row.owner].append(row.name)
        for number, output in enumerate(rows, start=1):
            output.number = number
            output.said, output.said_in = output.in_language(get_language() or "ar")
            output.theme_names = themes[output.pk]
            output.ties = []
        self._tie(rows)
        return rows

    @property
    def groups(self) -> list[ThemeGroup]:
        """Outputs by first theme, themes as they first come up; those without a theme last."""
        groups: dict[str, ThemeGroup] = {}
        for output in self.outputs:
            name = output.theme_names[0] if output.theme_names else ""
            groups.setdefault(name, ThemeGroup(name)).outputs.append(output)
        return sorted(groups.values(), key=lambda group: not group.name)

    @cached_property
    def recommendations(self) -> list:
        """Those that stem from this forum, each once."""
        return list({ask.pk: ask for output in self.outputs for ask in output.asks}.values())

    @cached_property
    def attendances(self) -> list:
        """In protocol order, whoever was there or not."""
        related = ("person", "category", "rank", "rank_qualifier", "honorific", "institution")
        return list(self.forum.attendances.kept().select_related(*related).in_protocol_order())

    @cached_property
    def thanks(self) -> list:
        """Whom the minutes thank."""
        return list(self.forum.acknowledgements.select_related("person", "institution"))

    @cached_property
    def revisions(self) -> list:
        """Approved ones, first to last, without their frozen content."""
        return list(
            self.minutes.revisions.select_related("approved_by")
            .defer("content", "personal")
            .order_by("number")
        )

    @cached_property
    def neighbours(self) -> dict[str, list[Forum]]:
        """Forums before and after this one in the thread, by how they stand to it; only what the reader may open."""
        links = Forum.reviews.through.objects
        reviewed = links.filter(from_forum=self.forum).values("to_forum")
        reviewing = links.filter(to_forum=self.forum).values("from_forum")
        found = list(
            Forum.objects.visible_to(self.user)
            .filter(
                Q(pk=self.forum.continues_id)
                | Q(continues=self.forum)
                | Q(pk__in=reviewed)
                | Q(pk__in=reviewing)
            )
            .annotate(is_reviewed=Q(pk__in=reviewed), is_reviewing=Q(pk__in=reviewing))
            .order_by("date", "id")
        )
        return {
            "continues": [row for row in found if row.pk == self.forum.continues_id],
            "continued_by": [row for row in found if row.continues_id == self.forum.pk],
            "reviews": [row for row in found if row.is_reviewed],
            "reviewed_by": [row for row in found if row.is_reviewing],
        }

    @property
    def is_written(self) -> bool:
        """Whether the minutes have any row yet."""
        return bool(self.attendances or self.outputs or any(sort.startswith("total:") for sort in self.small))

    def _tie(self, rows):
        by_pk = {output.pk: output for output in rows}
        for link in self.small["link"]:
            source, target = by_pk.get(link.owner), by_pk.get(link.number)
            if source and target:
                source.ties.append((link.key, target.number))
                target.ties.append((f"{link.key}-of", source.number))


def _small_lists(forum):
    """(sort, owner, key, Arabic, English, number) of all small lists, by one UNION: the page may ask twelve times."""
    category = Category.objects.filter(code=OuterRef("key"))
    institution = {"key": "institution__code", "ar": "institution__name_ar", "en": "institution__name_en"}
    theme = {"key": "theme__code", "ar": "theme__name_ar", "en": "theme__name_en"}
    outputs = Output.themes.through.objects.filter(
        output__minutes=forum.minutes, output__removed_at__isnull=True
    )
    lists = (
        _named(outputs, "theme", owner="output_id", **theme),
        _named(Forum.themes.through.objects.filter(forum=forum), "focus", **theme),
        _named(
            Programme.partners.through.objects.filter(programme=forum.programme), "partner", **institution
        ),
        _named(Programme.donors.through.objects.filter(programme=forum.programme), "donor", **institution),
        _columns(
            AttendanceTotal.objects.filter(forum=forum),
            Concat(Value("total:"), "dimension"),
            key=F("key"),
            ar=Subquery(category.values("plural_ar")[:1]),
            en=Subquery(category.values("plural_en")[:1]),
            number=F("count"),
        ),
        _columns(
            OutputLink.objects.filter(source__minutes=forum.minutes),
            Value("link"),
            owner=F("source_id"),
            key=F("kind"),
            number=F("target_id"),
        ),
    )
    return lists[0].union(*lists[1:], all=True).order_by("small_sort", "small_owner", "small_key")


def _named(rows, sort, *, key, ar, en, owner=None):
    return _columns(rows, Value(sort), owner=F(owner) if owner else None, key=F(key), ar=F(ar), en=F(en))


def _columns(rows, sort, *, key, owner=None, ar=None, en=None, number=None):
    text, whole = CharField(), IntegerField()
    return (
        rows.order_by()
        .annotate(
            small_sort=_typed(sort, text),
            small_owner=_typed(owner, whole),
            small_key=_typed(key, text),
            small_ar=_typed(ar, text),
            small_en=_typed(en, text),
            small_number=_typed(number, whole),
        )
        .values_list("small_sort", "small_owner", "small_key", "small_ar", "small_en", "small_number")
    )


def _typed(expression, kind):
    empty = Value("" if isinstance(kind, CharField) else 0)
    return Cast(Coalesce(expression, empty) if expression is not None else empty, kind)
