"""Themes and national days."""

import datetime
from io import StringIO

import pytest
from django.core.management import call_command

from forums.models import Holiday, Theme

pytestmark = pytest.mark.django_db


@pytest.fixture
def _loaded():
    call_command("load_reference", stdout=StringIO())


@pytest.mark.usefixtures("_loaded")
def test_themes_are_those_of_the_file():
    assert list(Theme.objects.values_list("code", flat=True)) == [f"T{n:02d}" for n in range(1, 21)]
    drugs = Theme.objects.get(code="T01")
    assert drugs.name_in("ar") == "مكافحة المخدرات وتهريب الأدوية"
    assert drugs.name_in("en") == "Drugs and medicine smuggling"


@pytest.mark.usefixtures("_loaded")
def test_national_days_have_their_fixed_dates_each_year():
    days = Holiday.objects.filter(day__year=2022).values_list("day", flat=True)
    assert [(day.month, day.day) for day in days] == [(5, 1), (5, 22), (9, 26), (10, 14), (11, 30)]
    years = Holiday.objects.dates("day", "year")
    assert [day.year for day in years] == list(range(2021, 2031))


@pytest.mark.usefixtures("_loaded")
def test_days_that_the_office_entered_or_named_stay():
    Holiday.objects.create(day=datetime.date(2022, 7, 9), name_ar="عيد الأضحى")
    Holiday.objects.filter(day=datetime.date(2022, 5, 1)).update(name_ar="عيد العمال")
    out = StringIO()
    call_command("load_reference", stdout=out)
    assert out.getvalue().splitlines()[-1] == "0 changes"
    assert Holiday.objects.get(day=datetime.date(2022, 7, 9)).name_ar == "عيد الأضحى"
    assert Holiday.objects.get(day=datetime.date(2022, 5, 1)).name_ar == "عيد العمال"
