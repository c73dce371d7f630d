"""Who was there, as counts and (for whoever may see them) as people."""

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.translation import get_language, ngettext, pgettext

from forums.models import Attendance
from participants.models.persons import Sex
from participants.privacy import PersonEntry, entry, name_of

Part = Attendance.Part
#: Parts that stand among the facts of the meeting, in their order there.
PARTS_IN_FACTS = (Part.PATRON, Part.HOST, Part.CHAIR, Part.FACILITATOR, Part.RAPPORTEUR)


@dataclass(frozen=True)
class Count:
    """One line of counts."""

    label: str
    count: int


class AttendanceSummary:
    """Counts of one forum's list, and its entries.

    They follow `reports/figures`: bare totals count in their own dimension, and what is left of the largest one
    stands as "not recorded", so that every line of counts adds up to `present`.
    """

    def __init__(self, record):
        self.record = record
        self.rows = record.attendances
        self.there = [row for row in self.rows if row.presence == Attendance.Presence.PRESENT]

    @cached_property
    def unnamed(self) -> int:
        """Present and counted without names."""
        dimensions = ("category", "sex", "age_band", "district")
        return max(sum(row.number for row in self.record.small[f"total:{name}"]) for name in dimensions)

    @property
    def named(self) -> int:
        """Present and on the list."""
        return len(self.there)

    @property
    def present(self) -> int:
        """All who were there: attendances, and within one forum as many persons."""
        return self.named + self.unnamed

    @cached_property
    def by_category(self) -> list[Count]:
        """One line a category, in the office's order, then those of whom none was recorded."""
        language = get_language() or "ar"
        counts, names = Counter(), {}
        for row in sorted(self.there, key=lambda row: (row.category.position, row.category_id)):
            counts[row.category.code] += 1
            names[row.category.code] = row.category.plural_in(language)
        for total in self.record.small["total:category"]:
            counts[total.key] += total.number
            names.setdefault(total.key, total.name or total.key)
        lines = [Count(names[code], counts[code]) for code in names]
        if rest := self.present - sum(counts.values()):
            lines.append(Count(pgettext("figures", "not recorded"), rest))
        return lines

    @cached_property
    def by_sex(self) -> list[tuple[str, int, str]]:
        """(tone, count, words) for the bar: women, men, not recorded."""
        counts = Counter(row.person.sex for row in self.there if row.person.sex)
        for total in self.record.small["total:sex"]:
            counts[total.key] += total.number
        women, men = counts[Sex.FEMALE.value], counts[Sex.MALE.value]
        return [
            ("prog", women, pgettext("figures", "women")),
            ("open", men, pgettext("figures", "men")),
            ("plain", self.present - women - men, pgettext("figures", "not recorded")),
        ]

    @property
    def sex_unknown(self) -> int:
        """Present without a recorded sex; never inferred."""
        return self.by_sex[2][1]

    @property
    def others(self) -> str:
        """Who is on the list and was not in the room, in words; empty where nobody is."""
        counts = Counter(row.presence for row in self.rows)
        presence = Attendance.Presence
        words = (
            (presence.ABSENT, ngettext("%(count)d absent", "%(count)d absent", counts[presence.ABSENT])),
            (presence.EXCUSED, ngettext("%(count)d excused", "%(count)d excused", counts[presence.EXCUSED])),
            (
                presence.REPRESENTED,
                ngettext("%(count)d represented", "%(count)d represented", counts[presence.REPRESENTED]),
            ),
            (
                presence.NOT_LISTED,
                ngettext(
                    "%(count)d not listed (not counted as absent)",
                    "%(count)d not listed (not counted as absent)",
                    counts[presence.NOT_LISTED],
                ),
            ),
        )
        return " · ".join(text % {"count": counts[key]} for key, text in words if counts[key])

    def entries(self) -> list[PersonEntry]:
        """The list with names, as the internal level may carry it; what goes without saying is left out."""
        language = get_language() or "ar"
        found = []
        for row in self.rows:
            usual = {"part": row.part == Part.PARTICIPANT, "presence": row in self.there}
            unsaid = {name: "" for name, left_out in usual.items() if left_out}
            found.append(replace(entry(row, level="internal", language=language), **unsaid))
        return found

    def by_part(self) -> dict[str, list[str]]:
        """Names of patron, host, chair, facilitators and rapporteur, whoever was there or not."""
        found: dict[str, list[str]] = {part: [] for part in PARTS_IN_FACTS}
        for row in self.rows:
            if row.part in found:
                found[row.part].append(name_of(row.person))
        return found
