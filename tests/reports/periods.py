"""Two forums of one programme whose people, outputs and asks can be counted by hand, and periods around them."""

import datetime

from forums.models import AttendanceTotal, Indicator, IndicatorTarget
from participants.models import Category
from recommendations.models import Evidence, Response
from tests import factories
from tests.reports import meeting

#: holds both forums; its first day is that of the second forum's quarter too
YEAR = {"start": datetime.date(2022, 1, 1), "end": datetime.date(2022, 12, 31)}
SUMMER = {"start": datetime.date(2022, 7, 1), "end": datetime.date(2022, 9, 30)}
AUTUMN = {"start": datetime.date(2022, 10, 1), "end": datetime.date(2022, 12, 31)}


def build_two_forums(world):
    """(first forum of July, second of October); what was asked in the first was said again in the second."""
    first = meeting.build_meeting(world.programme)
    first.asks = meeting.send_recommendations(first)
    minutes = factories.MinutesFactory(
        forum__programme=world.programme,
        forum__code="TST-SECOND",
        forum__title_ar="المنتدى الثاني",
        forum__date=datetime.date(2022, 10, 12),
        forum__place=meeting.district(2),
        state="approved",
        revision=1,
    )
    again = factories.OutputFactory(minutes=minutes, kind="recommendation", text="تنسيق أوثق مع النيابة.")
    first.asks["promised"].recommendation.sources.add(again)
    factories.CommitmentFactory(
        response=first.asks["promised"].responses.get(),
        text="لقاء تنسيقي كل شهر.",
        due_on=datetime.date(2022, 8, 15),
    )
    update = factories.UpdateFactory(addressee=first.asks["promised"], text="عُقد لقاء واحد.")
    Evidence.objects.create(update=update, kind="seen")
    indicator = Indicator.objects.create(
        programme=world.programme,
        code="1.1",
        statement_ar="نسبة التوصيات التي ردّت عليها الجهات",
        statement_en="Share of recommendations that institutions answered",
        level="output",
        unit_ar="%",
        baseline=0,
        source="figure",
        figure="answered_share",
    )
    IndicatorTarget.objects.create(
        indicator=indicator, period_start=YEAR["start"], period_end=YEAR["end"], target=60
    )
    return first, minutes.forum


def crowd(forum, code, count, **person):
    """So many more who were present, each in one group."""
    category = Category.objects.get(code=code)
    for _number in range(count):
        factories.AttendanceFactory(
            forum=forum,
            category=category,
            age_band="18-35",
            home_district=meeting.district(1),
            person=factories.PersonFactory(sex="f", sex_source="said", **person),
        )


def empty(forum):
    """Take out all who came."""
    forum.attendances.all().delete()
    AttendanceTotal.objects.filter(forum=forum).delete()


def answered(forum):
    """The answers that stand."""
    return Response.objects.filter(addressee__recommendation__sources__minutes__forum=forum)
