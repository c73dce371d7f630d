"""The programme of the demo, and the bodies that are made up for it."""

from datetime import date

from forums.models import Indicator, IndicatorTarget, Programme
from participants.models import Institution, Place
from participants.services.institutions import create_institution

PROGRAMME_CODE = "ADEN"
AREA = ["YE24", "YE2403", "YE2407", "YE2408"]


def make_programme(*, donor) -> Programme:
    """The programme of the demo with its first indicator, made where it is missing."""
    programme = Programme.objects.filter(code=PROGRAMME_CODE).first()
    if programme:
        return programme
    programme = Programme.objects.create(
        code=PROGRAMME_CODE,
        title_ar="برنامج تعزيز الأمن على المستوى المحلي",
        title_en="Local-Level Security Enhancement Programme",
        implementer=Institution.objects.get(code="YCHRS"),
        start=date(2021, 3, 1),
        end=date(2022, 5, 31),
        disclaimer_ar="أُعدّت هذه الوثيقة لأغراض العرض التجريبي، والجهة المنفِّذة وحدها مسؤولة عن محتواها.",
        disclaimer_en="This document was made for demonstration; the implementer alone is responsible for its content.",
        is_demo=True,
    )
    programme.partners.set(Institution.objects.filter(code="RESONATE"))
    programme.donors.set([donor])
    programme.area.set(Place.objects.filter(code__in=AREA))
    indicator = Indicator.objects.create(
        programme=programme,
        code="1.1",
        statement_ar="نسبة التوصيات التي ردّت عليها الجهات",
        statement_en="Share of recommendations that institutions answered",
        level="output",
        unit_ar="%",
        baseline=0,
        source=Indicator.Source.FIGURE,
        figure="answered_share",
        means_of_verification_ar="سجل الردود",
        means_of_verification_en="Record of answers",
    )
    IndicatorTarget.objects.create(
        indicator=indicator, period_start=programme.start, period_end=programme.end, target=60
    )
    trained = Indicator.objects.create(
        programme=programme,
        code="1.2",
        statement_ar="عدد الميسّرين المدرَّبين على إدارة الحوار",
        statement_en="Facilitators trained to lead dialogue",
        level="output",
        unit_ar="شخص",
        unit_en="person",
        baseline=0,
        means_of_verification_ar="كشوف التدريب",
        means_of_verification_en="Attendance sheets of the training",
    )
    IndicatorTarget.objects.create(
        indicator=trained, period_start=programme.start, period_end=programme.end, target=24
    )
    return programme


def make_institution(row) -> Institution:
    """A made-up body, made where it is missing."""
    return Institution.objects.filter(code=row["code"]).first() or create_institution(
        actor=None, **row, is_demo=True
    )
