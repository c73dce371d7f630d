"""People who come to several forums of a period, and everything that its documents say of them by all dimensions.

The unknowns are how many people of a key came to exactly these forums: attendances and persons each once are both sums of
them, so that who came again, and who came only there, is under attack as well.
"""

import datetime
from collections import Counter
from itertools import chain, combinations, product

from django.utils import timezone

from forums.models import MinutesRevision
from participants.models import Place
from reports.models import Report
from reports.projection.donor.counts import JOINED
from reports.projection.period.people import TABLES
from reports.services.periods import prepare_period_report
from reports.services.prepare import prepare_forum_report
from tests import factories
from tests.reports.attack.solver import Equations

YEAR = {"start": datetime.date(2022, 1, 1), "end": datetime.date(2022, 12, 31)}
#: keys of each dimension, as the tables name them; a person keeps his through the period
KEYS = {
    "category": "abc",
    "sex": ("f", "m", ""),
    "age_band": ("youth", "adult", ""),
    "district": ("y", "z", ""),
}
BANDS = {"youth": "18-35", "adult": "36-59", "": ""}
#: How many people of one sort came to exactly the same forums: many are few.
SIZES = (0, 0, 1, 1, 2, 3, 5, 6, 8, 11)


class Period:
    """A programme with two or three forums and their people. `told`: (forum or None, figures) of what left."""

    def __init__(self, rng, code):
        self.rng = rng
        self.programme = factories.ProgrammeFactory(code=code, small_count=0)
        self.k, self.told, self.open = 5, [], set()
        self.forums = [self._hold(month) for month in range(1, rng.choice((3, 3, 4)))]
        self.patterns = [
            frozenset(found)
            for size in range(1, len(self.forums) + 1)
            for found in combinations(range(len(self.forums)), size)
        ]
        self.counts = {name: Counter() for name in KEYS}
        for pattern in self.patterns:
            for _sort in range(rng.choice((1, 2, 3))):
                self._come(pattern, rng.choice(SIZES))

    def tell(self):
        """Reports of some forums and of the period leave in any order, the period at least once."""
        acts = [*self.rng.sample(range(len(self.forums)), self.rng.randint(0, len(self.forums))), None]
        self.rng.shuffle(acts)
        for act in [*acts, *self.rng.sample(acts, 1)]:
            self._tell_of(act)

    def in_words(self) -> str:
        """What left, in its order: to have a recovered count explained."""
        lines = []
        for number, figures in self.told:
            tables = {
                name: figures[name]
                and {row["key"]: (row["count"], row.get("persons")) for row in figures[name]["rows"]}
                for name in TABLES.values()
                if figures.get(name)
            }
            whole = figures["attendances"], figures.get("persons")
            lines.append(f"{'period' if number is None else f'forum {number}'}: {whole} {tables}")
        return "\n    ".join(["", *lines])

    def _tell_of(self, number):
        if number is None:
            report = prepare_period_report(
                actor=None, programme=self.programme, audience="donor", language="ar", **YEAR
            )
        else:
            reason = self.rng.choice(("", "", "سبب"))
            report = prepare_forum_report(
                actor=None,
                forum=self.forums[number],
                audience="donor",
                language="ar",
                totals_reason=reason,
            )
            self._note_open(number, report.frozen["figures"])
        Report.objects.filter(pk=report.pk).update(state="released", released_at=timezone.now())
        self.told.append((number, report.frozen["figures"]))

    def _note_open(self, number, figures):
        """What a manager decided to tell at any size."""
        self.open |= {(name, number) for name in ("sex", "age_band") if figures[TABLES[name]]}
        if 0 < (figures["attendances"] or 0) < self.k:
            self.open |= {(name, number) for name in KEYS}

    def _hold(self, month):
        minutes = factories.MinutesFactory(
            forum__programme=self.programme,
            forum__code=f"{self.programme.code}-{month}",
            forum__date=datetime.date(2022, month, 5),
            state="approved",
            revision=1,
        )
        MinutesRevision.objects.create(
            minutes=minutes,
            number=1,
            content={},
            digest=f"{minutes.pk:064x}",
            approved_by=factories.UserFactory(),
            approved_at=timezone.now(),
        )
        return minutes.forum

    def _come(self, pattern, size):
        keys = {name: self.rng.choice(words) for name, words in KEYS.items()}
        for _number in range(size):
            source = {"sex_source": "said"} if keys["sex"] else {}
            person = factories.PersonFactory(sex=keys["sex"], **source)
            for name, key in keys.items():
                self.counts[name][pattern, key] += 1
            for number in pattern:
                factories.AttendanceFactory(
                    forum=self.forums[number],
                    person=person,
                    category=factories.CategoryFactory(code=keys["category"]),
                    age_band=BANDS[keys["age_band"]],
                    home_district=_district(keys["district"]),
                )


def _district(key):
    if not key:
        return None
    return Place.objects.filter(code=key).first() or factories.PlaceFactory(code=key, level="district")


def equations_of(period) -> tuple[Equations, Counter]:
    """(all that was told, and that each dimension counts the same people; the period's tables, told and withheld)."""
    equations, tables = Equations(), Counter()
    first, *others = KEYS
    for pattern in period.patterns:
        for name in others:
            equations.add(_unknowns(first, [pattern]), less=_unknowns(name, [pattern]))
    for number, figures in period.told:
        for name, table_name in TABLES.items():
            table = figures.get(table_name)
            if number is None:
                tables[name, "withheld" if table is None else "told"] += 1
            _add(equations, period, name, number, figures | {"table": table})
    return equations, tables


def _add(equations, period, name, number, figures) -> None:
    """Attendances: of a forum those who came to it, of the period each as often as he came; and persons, each once."""
    there = [one for one in period.patterns if number is None or number in one]
    often = {one: len(one) if number is None else 1 for one in there}
    fields = [("attendances", "count", often)]
    if number is None:
        fields.append(("persons", "persons", dict.fromkeys(there, 1)))
    for total, field, times in fields:

        def add(keys, amount, times=times):
            equations.add_times({(name, one, key): times[one] for one in there for key in keys}, amount)

        if figures.get(total) is not None:
            add(KEYS[name], figures[total])
        rows = figures["table"]["rows"] if figures["table"] else None
        if rows is None or any(row[field] is None for row in rows):
            continue
        lines = {row["key"]: row[field] for row in rows}
        for key in set(lines) - {JOINED}:
            add([key], lines[key])
        add([key for key in KEYS[name] if key not in lines], lines.get(JOINED, 0))


def targets_of(period):
    """(name, unknowns, true number) of every small group: by keys, of those who came to, only to, not to, again."""
    whole = range(len(period.forums))
    groups = {"again": [one for one in period.patterns if len(one) > 1]}
    for number in whole:
        groups[f"in {number}"] = [one for one in period.patterns if number in one]
        groups[f"not in {number}"] = [one for one in period.patterns if number not in one]
    for pattern in period.patterns:
        groups[f"exactly {sorted(pattern)}"] = [pattern]
    for name, keys in KEYS.items():
        chosen = chain.from_iterable(combinations(keys, size) for size in range(1, len(keys) + 1))
        openly = {number for dimension, number in period.open if dimension == name}
        for some, (words, patterns) in product(list(chosen), groups.items()):
            # What a manager decided to tell at any size is told.
            if any(all(number in one for one in patterns) for number in openly):
                continue
            amount = sum(period.counts[name][one, key] for one in patterns for key in some)
            if 0 < amount < period.k:
                yield f"{name} {some} {words}", [(name, one, key) for one in patterns for key in some], amount


def _unknowns(name, patterns):
    return [(name, one, key) for one in patterns for key in KEYS[name]]
