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
        self.keys = [row.code for row in categories]
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
        counts = self.counts[forum]
        for key in self.rng.sample(self.keys, self.rng.randint(1, 2)):
            counts[key] = max(0, counts[key] + self.rng.choice((-6, -5, -3, -1, 1, 2, 4, 5, 6, 11)))
        self._write(forum)

    def in_words(self) -> str:
        """What left, in its order: to have a recovered count explained."""
        lines = []
        for kind, audience, counted, figures in self.told:
            table = figures["by_category"]
            shown = table and {row["key"]: row["count"] for row in table["rows"]}
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
        self.counts[minutes.forum] = Counter({key: self.rng.choice(COUNTS) for key in self.keys})
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
        AttendanceTotal.objects.filter(forum=forum).delete()
        AttendanceTotal.objects.bulk_create(
            AttendanceTotal(forum=forum, dimension="category", key=key, count=number)
            for key, number in self.counts[forum].items()
            if number
        )

    def _leaves(self, report, forums):
        if report.state == Report.State.DRAFT:
            Report.objects.filter(pk=report.pk).update(
                state=self.rng.choice(("released", "released", "released", "withdrawn")),
                released_at=timezone.now(),
            )
        counted = {(forum.pk, self.revision[forum]): dict(self.counts[forum]) for forum in forums}
        self.told.append((report.kind, report.audience, counted, report.frozen["figures"]))
