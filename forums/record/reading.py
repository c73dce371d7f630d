"""All that the record of one forum shows, read in a fixed number of statements however many rows there are.

Recommendations are reached by the reverse of their `sources`: this app does not know theirs.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Exists, OuterRef, Prefetch
from django.utils.translation import get_language

from forums.models import Forum, Output, OutputSpeaker
from forums.record.small import NEIGHBOURS, Small, small_lists


def visible_record(user):
    """Forums that the reader may open, with what stands beside them in the record."""
    return Forum.objects.visible_to(user).select_related(
        "programme__implementer", "place", "minutes__submitted_by", "date_decided_by"
    )


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
        for sort, *values in small_lists(self.forum, self.user):
            found[sort].append(Small(*values))
        return found

    @cached_property
    def outputs(self) -> list[Output]:
        """In their order, each with `number`, `said`, `theme_names`, `asks` (its recommendations) and `ties`;
        `is_sealed` tells that a speaker is under seal, which only those are told who may ask to open it.
        """
        recommendation = Output._meta.get_field("recommendations").related_model
        addressee = recommendation._meta.get_field("addressees").related_model
        visible = recommendation.objects.visible_to(self.user).select_related(
            "programme", "merged_into__programme"
        )
        sealed = OutputSpeaker.objects.filter(output=OuterRef("pk"), sealed_at__isnull=False)
        rows = list(
            Output.objects.kept()
            .filter(minutes=self.minutes)
            .annotate(is_sealed=Exists(sealed))
            .select_related("spoken_by_category")
            .prefetch_related(
                Prefetch("recommendations", visible.order_by("pk"), to_attr="asks"),
                Prefetch("asks__addressees", addressee.objects.select_related("institution")),
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
            .defer("content", "words", "personal")
            .order_by("number")
        )

    @cached_property
    def neighbours(self) -> dict[str, list[Small]]:
        """Forums before and after this one in the thread, by how they stand to it; only what the reader may open."""
        return {relation: self.small[relation] for relation in NEIGHBOURS}

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
