"""Counts of the attendance list as it stands, those without names among them, along the four dimensions of figures."""

from collections import Counter

from django.utils.translation import get_language

from forums.models import Attendance, AttendanceTotal

Dimension = AttendanceTotal.Dimension


def counts_of(rows, totals, labels) -> dict:
    """`named`, `unnamed` and `present`, and `lines`: (dimension, [(label, count)], how many it does not know).

    Totals count in their own dimension alone, as in `reports/figures`; `labels`: "dimension:key" → words.
    """
    language = get_language() or "ar"
    there = [row for row in rows if row.presence == Attendance.Presence.PRESENT]
    names = dict(labels)
    counts: dict[str, Counter] = {one: Counter() for one in Dimension.values}
    for row in sorted(there, key=lambda row: (row.category.position, row.category_id)):
        names[f"{Dimension.CATEGORY}:{row.category.code}"] = row.category.plural_in(language)
        counts[Dimension.CATEGORY][row.category.code] += 1
        counts[Dimension.SEX][row.person.sex] += 1
        counts[Dimension.AGE_BAND][row.age_band] += 1
        counts[Dimension.DISTRICT][row.home_district.code if row.home_district else ""] += 1
        if row.home_district:
            names.setdefault(f"{Dimension.DISTRICT}:{row.home_district.code}", row.home_district.name)
    bare: Counter = Counter()
    for total in totals:
        counts[total.dimension][total.key] += total.count
        bare[total.dimension] += total.count
    present = len(there) + max(bare.values(), default=0)
    lines = []
    for one in Dimension:
        known = [(names.get(f"{one}:{key}", key), count) for key, count in counts[one].items() if key]
        lines.append((one.label, known, present - sum(count for _label, count in known)))
    return {"present": present, "named": len(there), "unnamed": present - len(there), "lines": lines}
