"""What was reached of indicators: entered by the office where somebody counts it, counted by the portal elsewhere."""

import datetime
import importlib
from decimal import Decimal
from functools import partial

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from common.models import AuditEntry
from forums.models import Indicator
from forums.services.indicators import enter_actuals
from forums.services.programmes import save_indicator
from reports.forms.indicators import name_of
from reports.projection.period import Span, project_period
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def target(world):
    return factories.target_by_hand(world.programme, baseline=2)


def test_who_enters_what(world, target):
    for user in (world.donor, world.auditor, world.reviewer, world.foreign_staff):
        with pytest.raises(PermissionDenied):
            enter_actuals(actor=user, programme=world.programme, actuals=[(target, None, Decimal(5))])
    ours = factories.target_by_hand(world.programme, code="I2", source="figure", figure="answered_share")
    foreign = factories.target_by_hand(world.other_programme)
    for wrong in ((ours, None, Decimal(5)), (foreign, None, Decimal(5)), (target, None, Decimal(-1))):
        with pytest.raises(ValidationError):
            enter_actuals(actor=world.staff, programme=world.programme, actuals=[wrong])
    with pytest.raises(ValidationError):
        enter_actuals(
            actor=world.staff, programme=world.programme, actuals=[(target, Decimal(3), Decimal(5))]
        )
    assert not AuditEntry.objects.filter(action="forums.enter_actuals").exists()


def test_beside_the_target_in_any_digits_and_never_over_a_colleagues_value(world, target, as_role):
    client, path = as_role("staff", "ar"), reverse("reports:indicators", args=[world.programme.public_id])
    name = name_of(type(target).objects.select_related("indicator").get(pk=target.pk))
    page = client.get(path)
    assert [(line["target"], line["actual"]) for line in page.context["lines"]] == [(target, None)]
    assert f'name="{name}"' in page.content.decode()
    assert client.post(path, {name: "٧٫٥", f"{name}-was": ""}).status_code == 302
    target.refresh_from_db()
    assert target.actual == Decimal("7.5")
    late = as_role("manager", "ar").post(path, {name: "9", f"{name}-was": ""})
    assert late.status_code == 200
    assert "كُتبت قيمة أخرى" in late.content.decode()
    target.refresh_from_db()
    assert target.actual == Decimal("7.5")
    assert client.post(path, {name: "", f"{name}-was": "7.5"}).status_code == 302
    target.refresh_from_db()
    assert target.actual is None
    assert client.post(path, {name: "x", f"{name}-was": ""}).status_code == 200
    assert AuditEntry.objects.filter(action="forums.enter_actuals").count() == 2


def test_what_the_portal_counts_is_not_typed(world, as_role):
    factories.target_by_hand(world.programme, source="figure", figure="answered_share")
    for number in (1, 2):
        addressee = factories.AddresseeFactory(
            recommendation=factories.RecommendationFactory(programme=world.programme, number=number),
            institution=world.institution,
            sent=True,
            sent_at="2022-08-01T08:00:00Z",
            state="sent" if number == 1 else "accepted",
        )
    factories.ResponseFactory(addressee=addressee, answered_by=world.reviewer)
    page = as_role("staff").get(reverse("reports:indicators", args=[world.programme.public_id]))
    ((line,),) = [page.context["lines"]]
    assert (line["field"], line["actual"]) == (None, 50)
    assert "50" in page.content.decode()


MIGRATION = importlib.import_module("forums.migrations.0010_indicator_units")
MEANS = importlib.import_module("forums.migrations.0011_means_of_verification")


@pytest.mark.parametrize(
    ("typed", "arabic", "english"),
    [("شخص", "شخص", ""), ("person", "", "person"), ("%", "%", ""), ("شخص (person)", "شخص (person)", "")],
)
def test_the_unit_that_was_there_stays_in_its_language(world, typed, arabic, english):
    row = factories.target_by_hand(world.programme, code="7.1").indicator
    Indicator.objects.filter(pk=row.pk).update(unit_ar=typed, unit_en="")
    for _twice in range(2):
        MIGRATION.part(apps, None)
    row.refresh_from_db()
    assert (row.unit_ar, row.unit_en) == (arabic, english)
    assert {row.unit_in("ar"), row.unit_in("en")} == {typed}
    MIGRATION.join(apps, None)
    row.refresh_from_db()
    assert row.unit_ar == typed


@pytest.mark.parametrize(
    ("typed", "arabic", "english"),
    [
        ("كشوف التدريب", "كشوف التدريب", ""),
        ("Training sheets", "", "Training sheets"),
        ("١) كشوف (sheets)", "١) كشوف (sheets)", ""),
        ("1) Sheets (كشوف)", "", "1) Sheets (كشوف)"),
        ("2022", "2022", ""),
        ("", "", ""),
    ],
)
def test_the_means_that_were_there_stay_in_the_language_of_their_first_letter(world, typed, arabic, english):
    row = factories.target_by_hand(world.programme, code="7.1", means_of_verification_ar=typed).indicator
    for _twice in range(2):
        MEANS.part(apps, None)
    row.refresh_from_db()
    assert (row.means_of_verification_ar, row.means_of_verification_en) == (arabic, english)
    assert {row.means_of_verification_in("ar"), row.means_of_verification_in("en")} == {typed}
    MEANS.join(apps, None)
    row.refresh_from_db()
    assert row.means_of_verification_ar == typed


def told_of_line(programme, name, language):
    """(one text of the indicator 7.1, what is listed as untranslated) in a period's report in that language."""
    span = Span(programme, datetime.date(2022, 1, 1), datetime.date(2022, 12, 31))
    content = project_period(span, audience="internal", language=language)
    line = next(one for one in content["indicators"] if one["code"] == "7.1")
    return line[name], content["untranslated"]


def test_the_means_are_told_in_the_language_of_the_document_and_listed_where_they_are_not(world):
    row = factories.target_by_hand(world.programme, code="7.1", statement_en="An indicator").indicator
    told = partial(told_of_line, world.programme, "means")
    row.unit_en, row.means_of_verification_ar, row.means_of_verification_en = "count", "كشوف", "Sheets"
    row.save()
    assert told("ar")[0] == {"text": "كشوف", "language": "ar"}
    assert told("en")[0] == {"text": "Sheets", "language": "en"}
    assert [listed for language in ("ar", "en") for listed in told(language)[1] if "7.1" in listed] == []
    row.means_of_verification_en = ""
    row.save()
    assert told("en")[0] == {"text": "كشوف", "language": "ar"}
    assert "Indicator 7.1" in told("en")[1]
    row.means_of_verification_ar = ""
    row.save()
    row.clean()
    assert told("en")[0]["text"] == ""
    assert "Indicator 7.1" not in told("en")[1], "nobody need write it"


def test_the_page_tells_the_means_in_the_readers_language_and_marks_those_of_the_other(world, as_role):
    row = factories.target_by_hand(world.programme, code="7.1", means_of_verification_ar="كشوف").indicator
    path = reverse("reports:indicators", args=[world.programme.public_id])
    assert '<bdi lang="ar" dir="rtl">كشوف</bdi>' in as_role("staff").get(path).content.decode()
    Indicator.objects.filter(pk=row.pk).update(means_of_verification_en="Sheets")
    english, arabic = (as_role("staff", language).get(path).content.decode() for language in ("en", "ar"))
    assert ("<bdi>Sheets</bdi>" in english, "كشوف" in english) == (True, False)
    assert ("<bdi>كشوف</bdi>" in arabic, "Sheets" in arabic) == (True, False)


@pytest.mark.parametrize(
    "name", [f"{text}_{language}" for text in ("unit", "means_of_verification") for language in ("ar", "en")]
)
def test_hidden_direction_marks_are_refused(world, name):
    row = factories.target_by_hand(world.programme, code="7.1").indicator
    setattr(row, name, "x\u202e")
    with pytest.raises(ValidationError) as refused:
        save_indicator(actor=world.administrator, indicator=row)
    assert refused.value.code == "bidi"


def test_the_unit_is_told_in_the_language_of_the_document_and_listed_where_it_is_not(world):
    row = factories.target_by_hand(world.programme, code="7.1").indicator
    told = partial(told_of_line, world.programme, "unit")
    row.statement_en, row.unit_ar, row.unit_en = "An indicator", "شخص", "person"
    row.save()
    assert told("ar")[0] == {"text": "شخص", "language": "ar"}
    assert told("en")[0] == {"text": "person", "language": "en"}
    assert "Indicator 7.1" not in told("en")[1]
    row.unit_en = ""
    row.save()
    assert told("en")[0] == {"text": "شخص", "language": "ar"}
    assert "Indicator 7.1" in told("en")[1]
    row.unit_ar = ""
    with pytest.raises(ValidationError, match="unit"):
        row.clean()
