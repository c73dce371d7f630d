"""Random histories of a programme: forums are counted, told of, counted again, periods are told of, in any order."""

import datetime
from collections import Counter
from itertools import count

from django.utils import timezone

from forums.models import AttendanceTotal, Forum, MinutesRevision
from reports.models import Report
from reports.services.periods import prepare_period_report
from reports.services.prepare import prepare_forum_report
from tests import factories

#: the other dimension that a history counts by: what of it is recorded, and as which key the tables have that
OTHERS = {
    "sex": {"f": "f", "m": "m"},
    "age_band": {"18-35": "youth", "36-59": "adult"},
    "district": {"ya": "ya", "yb": "yb", "yc": "yc"},
}
#: Half of what stands in a line is small, and some is just large enough.
COUNTS = (0, 0, 1, 1, 2, 3, 4, 5, 5, 6, 7, 9, 12, 20, 31)
DAYS = [datetime.date(2022, month, 5) for month in (1, 2, 4, 5, 7)]
SPANS = {
    "first quarter": ("2022-01-01", "2022-03-31"),
    "second quarter": ("2022-04-01", "2022-06-30"),
    "first half": ("2022-01-01", "2022-06-30"),
    "third quarter": ("2022-07-01", "2022-09-30"),
    "year": ("2022-01-01", "2022-12-31"),
}
_numbers = count(1)


class History:
    """One programme. `told`: of each document that left, who was counted how at that moment, and its figures."""

    def __init__(self, rng, categories):
        self.rng = rng
        self.other = rng.choice(list(OTHERS))
        #: dimension → its keys; of the other one it is not known of everybody
        self.keys = {
            "category": [row.code for row in categories],
            self.other: [*OTHERS[self.other].values(), ""],
        }
        limit = rng.choice((5, 5, 5, 7))
        self.programme = factories.ProgrammeFactory(code=f"H{next(_numbers):05d}", small_count=limit)
        self.k, self.told, self.counts, self.revision = limit, [], {}, Counter()
        for day in rng.sample(DAYS, rng.randint(1, 4)):
            self._hold(day)

    def go_on(self, acts):
        """So many acts, one after the other."""
        for _number in range(acts):
            act = self.rng.choices((self.tell_of_forum, self.tell_of_period, self.amend), (5, 3, 3))[0]
            act()

    def tell_of_forum(self):
        """A report of one forum leaves the house, for one of the three audiences outside."""
        forum = self.rng.choice(list(self.counts))
        report = prepare_forum_report(
            actor=None,
            forum=Forum.objects.get(pk=forum.pk),
            audience=self.rng.choice(("donor", "donor", "official", "public")),
            language="ar",
        )
        self._leaves(report, [forum])

    def tell_of_period(self):
        """A donor's report of a period does."""
        start, end = map(datetime.date.fromisoformat, SPANS[self.rng.choice(list(SPANS))])
        report = prepare_period_report(
            actor=None, programme=self.programme, start=start, end=end, audience="donor", language="ar"
        )
        self._leaves(report, [forum for forum in self.counts if start <= forum.date <= end])

    def amend(self):
        """The minutes are approved anew with other people in some lines."""
        forum = self.rng.choice(list(self.counts))
        counts = self.counts[forum]["category"]
        for key in self.rng.sample(self.keys["category"], self.rng.randint(1, 2)):
            counts[key] = max(0, counts[key] + self.rng.choice((-6, -5, -3, -1, 1, 2, 4, 5, 6, 11)))
        self._write(forum)

    def in_words(self) -> str:
        """What left, in its order: to have a recovered count explained."""
        lines = []
        for kind, audience, counted, figures in self.told:
            tables = [figures.get(f"by_{dimension}") for dimension in self.keys]
            shown = [table and {row["key"]: row["count"] for row in table["rows"]} for table in tables]
            lines.append(f"{kind} {audience} of {counted}: {figures['attendances']} {shown}")
        return "\n    ".join(["", *lines])

    def _hold(self, day):
        minutes = factories.MinutesFactory(
            forum__programme=self.programme,
            forum__code=f"{self.programme.code}-{day.month}",
            forum__date=day,
            state="approved",
            revision=1,
        )
        counts = Counter({key: self.rng.choice(COUNTS) for key in self.keys["category"]})
        self.counts[minutes.forum] = {"category": counts}
        self._write(minutes.forum)

    def _write(self, forum):
        self.revision[forum] += 1
        MinutesRevision.objects.create(
            minutes=forum.minutes,
            number=self.revision[forum],
            content={},
            digest=f"{forum.pk:032x}{self.revision[forum]:032x}",
            approved_by=factories.UserFactory(),
            approved_at=timezone.now(),
        )
        self.counts[forum][self.other] = other = self._of_the_other(forum)
        recorded = {key: other[told] for key, told in OTHERS[self.other].items()}
        AttendanceTotal.objects.filter(forum=forum).delete()
        AttendanceTotal.objects.bulk_create(
            AttendanceTotal(forum=forum, dimension=dimension, key=key, count=number)
            for dimension, counts in (("category", self.counts[forum]["category"]), (self.other, recorded))
            for key, number in counts.items()
            if number
        )

    def _of_the_other(self, forum):
        """The same people by the other dimension; after an amendment mostly as before."""
        counts, left = Counter(), self.counts[forum]["category"].total()
        before = self.counts[forum].get(self.other, {})
        for key in OTHERS[self.other].values():
            wanted = before[key] if key in before and self.rng.random() < 0.6 else self.rng.choice(COUNTS)
            counts[key] = min(wanted, left)
            left -= counts[key]
        return counts + Counter({"": left})

    def _leaves(self, report, forums):
        if report.state == Report.State.DRAFT:
            Report.objects.filter(pk=report.pk).update(
                state=self.rng.choice(("released", "released", "released", "withdrawn")),
                released_at=timezone.now(),
            )
        counted = {
            (forum.pk, self.revision[forum]): {name: Counter(row) for name, row in self.counts[forum].items()}
            for forum in forums
        }
        self.told.append((report.kind, report.audience, counted, report.frozen["figures"]))
