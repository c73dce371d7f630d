"""A small meeting whose figures can be counted by hand; built straight through the models."""

import datetime

from django.utils import timezone

from forums.models import AttendanceTotal, Minutes, MinutesRevision, Output
from participants.models import Category, Institution, Place, Rank
from recommendations.models import Addressee, Verification
from tests import factories

APPROVED_AT = datetime.datetime(2022, 8, 1, 9, tzinfo=datetime.UTC)
SENT_AT = datetime.datetime(2022, 8, 2, 9, tzinfo=datetime.UTC)
ANSWERED_AT = datetime.datetime(2022, 8, 4, 9, tzinfo=datetime.UTC)
#: a Sunday
AS_OF = datetime.date(2022, 8, 21)
DIGEST = "9f2c41d7" * 8
#: names that no other text of the document holds
NAMES = ("سلمى الكناري", "هادي الكناري", "منى الكناري", "باسل الكناري")


def district(number: int) -> Place:
    """One of two districts."""
    return factories.PlaceFactory(
        code=f"YE240{number}", level=Place.Level.DISTRICT, name_ar=("صيرة", "المنصورة")[number - 1]
    )


def category(code: str) -> Category:
    """One of three categories, with the names of their groups."""
    words = {
        "security": ("قيادي أمني", "قيادات أمنية", 1),
        "mediator": ("وسيط مجتمعي", "وسطاء مجتمعيون", 2),
        "media": ("إعلام", "إعلام", 3),
    }
    name, plural, position = words[code]
    return factories.CategoryFactory(
        code=code, name_ar=name, plural_ar=plural, name_en=code.title(), position=position
    )


def build_meeting(programme, *, approved: bool = True, code: str = "TST-MEETING"):
    """A forum of 20 July 2022 with four named people present, one absent, bare totals, five outputs."""
    forum = factories.ForumFactory(
        programme=programme,
        code=code,
        kind="closing",
        title_ar="لقاء استعراض مخرجات المنتديات",
        title_en="Review of the outputs of the forums",
        date=datetime.date(2022, 7, 20),
        date_as_written="الاثنين الموافق ٢٠ يوليو ٢٠٢٢",
        weekday_as_written=0,
        date_standing="kept",
        place=district(1),
        occasion="اليوم العالمي لمكافحة المخدرات",
        summary="جمع اللقاء القيادات الأمنية بالوسطاء واللجان المجتمعية، وراجع ما خرجت به المنتديات خلال خمسة عشر شهرًا.",
    )
    state = Minutes.State.APPROVED if approved else Minutes.State.DRAFT
    minutes = factories.MinutesFactory(forum=forum, state=state, revision=int(approved))
    if approved:
        MinutesRevision.objects.create(
            minutes=minutes,
            number=1,
            content={},
            digest=DIGEST,
            approved_by=factories.UserFactory(),
            approved_at=APPROVED_AT,
        )
    _attendance(forum)
    _outputs(minutes)
    return forum


def _attendance(forum):
    rank = Rank.objects.filter(code="colonel").first() or factories.RankFactory(
        code="colonel", name_ar="العقيد"
    )
    people = (
        ("security", "f", "18-35", 1),
        ("security", "m", "36-59", 1),
        ("mediator", "", "", None),
        ("media", "f", "18-35", 2),
    )
    for position, (name, (code, sex, age, home)) in enumerate(zip(NAMES, people, strict=True)):
        factories.AttendanceFactory(
            forum=forum,
            person=factories.PersonFactory(
                name_ar=name, name_en=f"Canary {position}", sex=sex, sex_source="said" if sex else ""
            ),
            rank=rank if position == 1 else None,
            category=category(code),
            age_band=age,
            home_district=district(home) if home else None,
            post="مدير إدارة العمليات",
            position=position,
        )
    absent = {"forum": forum, "category": category("media"), "position": 9}
    factories.AttendanceFactory(**absent, presence="absent")
    factories.AttendanceFactory(**absent, removed_at=timezone.now())
    for dimension, key, count in (("sex", "f", 3), ("sex", "m", 2), ("category", "mediator", 4)):
        AttendanceTotal.objects.create(forum=forum, dimension=dimension, key=key, count=count)


def _outputs(minutes):
    first, second = (
        factories.ThemeFactory(code=code, name_ar=name)
        for code, name in (("T01", "مكافحة المخدرات"), ("T02", "التنسيق مع النيابة"))
    )
    rows = (
        (
            Output.Kind.RECOMMENDATION,
            "توفير الكفاءات والأجهزة الحديثة لإدارة مكافحة المخدرات.",
            [first, second],
        ),
        (Output.Kind.RECOMMENDATION, "تنسيق مستمر بين الأجهزة الأمنية والنيابة والمحاكم.", [second]),
        (Output.Kind.DEMAND, "إعادة النظر في النقاط الأمنية وتوجيه أفرادها.", [first]),
        (Output.Kind.OBSERVATION, "تُتناول قضايا النيابة في الإعلام قبل أن تصل إليها.", []),
        (Output.Kind.QUESTION, "سبب إقامة الاحتفال الرسمي خارج العاصمة.", [first]),
    )
    for position, (kind, text, themes) in enumerate(rows):
        output = factories.OutputFactory(minutes=minutes, kind=kind, text=text, position=position)
        output.themes.set(themes)
    factories.OutputFactory(minutes=minutes, position=99, removed_at=timezone.now())


def send_recommendations(forum) -> dict[str, Addressee]:
    """Six recommendations of the forum: late answer, late promise, verified, general, proposed, withdrawn."""
    first = list(forum.minutes.outputs.kept().order_by("position"))
    body = Institution.objects.filter(code="MOI").first() or factories.InstitutionFactory(
        code="MOI", name_ar="وزارة الداخلية", name_en="Ministry of Interior"
    )
    number = iter(range(1, 9))

    def ask(output, *, numbered=True, **fields):
        return factories.RecommendationFactory(
            programme=forum.programme,
            number=next(number) if numbered else None,
            text=output.text,
            kind=output.kind if output.is_ask else "recommendation",
            sources=[output],
            **fields,
        )

    def address(recommendation, state, **fields):
        sent = state not in ("draft", "ready")
        return factories.AddresseeFactory(
            recommendation=recommendation,
            institution=body,
            state=state,
            sent_at=SENT_AT if sent else None,
            answer_due_on=datetime.date(2022, 8, 10) if sent else None,
            **fields,
        )

    late = address(ask(first[0]), "sent")
    promised = address(ask(first[1]), "accepted")
    factories.ResponseFactory(
        addressee=promised,
        text="سيُعقد لقاء تنسيقي شهري.",
        sent_at=ANSWERED_AT,
        promised_on=datetime.date(2022, 8, 15),
        channel="letter",
    )
    verified = address(ask(first[2]), "verified")
    factories.ResponseFactory(addressee=verified, sent_at=ANSWERED_AT, channel="letter")
    verification = Verification.objects.create(
        addressee=verified,
        finding="confirmed",
        method="زيارة",
        made_by=factories.UserFactory(),
        found_on=datetime.date(2022, 8, 9),
    )
    Verification.objects.filter(pk=verification.pk).update(made_at=ANSWERED_AT)
    ask(first[4], numbered=False, is_general=True)
    proposed = address(ask(first[4], numbered=False), "draft")
    withdrawn = address(ask(first[0], standing="withdrawn", standing_reason="تكرار"), "sent")
    return {
        "late": late,
        "promised": promised,
        "verified": verified,
        "proposed": proposed,
        "withdrawn": withdrawn,
    }
