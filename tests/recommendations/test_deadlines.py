"""How late somebody is: working days less holidays, computed, and said with the right plural and gender."""

import datetime

import pytest
from django.utils import translation

from common.arabic import to_arabic_digits
from forums.models import Holiday
from recommendations.deadlines import answers_overdue, due_of, holidays, overdue
from recommendations.models import Addressee
from recommendations.presentation import STATES, chips_of, delay_counted, late_chip, state_chip
from tests import factories

pytestmark = pytest.mark.django_db

#: A Thursday.
DUE = datetime.date(2022, 8, 18)


def addressee(**fields):
    """One that was sent, due on DUE unless told."""
    return factories.AddresseeFactory(**{"sent": True, "answer_due_on": DUE, **fields})


@pytest.mark.parametrize(
    ("today", "days"),
    [
        ((2022, 8, 17), None),
        ((2022, 8, 18), None),
        ((2022, 8, 20), None),
        ((2022, 8, 21), 1),
        ((2022, 8, 25), 5),
    ],
)
def test_the_weekend_does_not_count(today, days):
    today = datetime.date(*today)
    row = addressee()
    late = overdue(row, holidays(), today)
    assert (late and late.days) == days
    assert (row in answers_overdue(Addressee.objects.all(), holidays(), today)) is (days is not None)


def test_holidays_are_taken_off_and_said():
    Holiday.objects.create(day=datetime.date(2022, 8, 21), name_ar="عطلة")
    today = datetime.date(2022, 8, 22)
    row = addressee()
    late = overdue(row, holidays(), today)
    assert (late.days, late.holidays, late.what) == (1, 1, "answer")
    with translation.override("ar"):
        assert delay_counted(late) == (
            "حُسبت من ١٨ أغسطس ٢٠٢٢م إلى ٢٢ أغسطس ٢٠٢٢م، من الأحد إلى الخميس. لم يُحتسب يوم عطلة واحد."
        )
    assert not answers_overdue(Addressee.objects.all(), holidays(), datetime.date(2022, 8, 21)).exists()
    assert list(answers_overdue(Addressee.objects.all(), holidays(), today)) == [row]


def test_only_who_is_asked_and_still_asked():
    today = datetime.date(2022, 9, 1)
    assert overdue(addressee(part="copy"), holidays(), today) is None
    assert overdue(addressee(state="declined"), holidays(), today) is None
    assert overdue(addressee(recommendation__standing="withdrawn"), holidays(), today) is None
    assert not answers_overdue(Addressee.objects.all(), holidays(), today).exists()


def test_after_a_yes_the_promise_counts_then_the_wish():
    row = addressee(state="in_progress", recommendation__due_on=datetime.date(2022, 12, 1))
    assert due_of(row) == ("promise", datetime.date(2022, 12, 1))
    response = factories.ResponseFactory(addressee=row, promised_on=datetime.date(2022, 9, 1))
    assert due_of(row) == ("promise", datetime.date(2022, 9, 1))
    factories.CommitmentFactory(response=response, due_on=datetime.date(2022, 10, 2))
    assert due_of(row) == ("promise", datetime.date(2022, 10, 2))
    assert overdue(row, holidays(), datetime.date(2022, 10, 4)).days == 2
    row.state = "verified"
    assert due_of(row) is None


@pytest.mark.parametrize(
    ("days", "feminine", "masculine"),
    [
        (1, "متأخرة يوم عمل واحدًا", "متأخر يوم عمل واحدًا"),
        (2, "متأخرة يومَي عمل", "متأخر يومَي عمل"),
        (3, "متأخرة ٣ أيام عمل", "متأخر ٣ أيام عمل"),
        (10, "متأخرة ١٠ أيام عمل", "متأخر ١٠ أيام عمل"),
        (11, "متأخرة ١١ يوم عمل", "متأخر ١١ يوم عمل"),
        (27, "متأخرة ٢٧ يوم عمل", "متأخر ٢٧ يوم عمل"),
        (100, "متأخرة ١٠٠ يوم عمل", "متأخر ١٠٠ يوم عمل"),
        (103, "متأخرة ١٠٣ أيام عمل", "متأخر ١٠٣ أيام عمل"),
    ],
)
def test_lateness_in_words(days, feminine, masculine):
    late = type("Late", (), {"days": days})
    with translation.override("ar"):
        assert to_arabic_digits(late_chip(late, "recommendation")[1]) == feminine
        assert to_arabic_digits(late_chip(late, "demand")[1]) == masculine
    with translation.override("en"):
        assert late_chip(late)[1] == f"{days} working day{'s' if days > 1 else ''} late"


def test_every_state_has_words_in_both_languages():
    assert set(Addressee.State.values) <= set(STATES)
    with translation.override("ar"):
        arabic = {state: state_chip(state)[1] for state in STATES}
        assert all(any("ء" <= letter <= "ي" for letter in words) for words in arabic.values())
        assert arabic["sent"] == "مُحالة إلى الجهة"
        assert state_chip("sent", "question")[1] == "مُحال إلى الجهة"
    with translation.override("en"):
        assert state_chip("verified") == ("ok", "verified as done")


def test_chips_say_what_is_missing():
    recommendation = factories.RecommendationFactory()
    row = factories.AddresseeFactory(recommendation=recommendation, institution=None)
    with translation.override("en"):
        assert [words for _tone, words in chips_of(recommendation, row)] == [
            "proposed",
            "addressee not determined",
        ]
        row.institution, row.is_guess = factories.InstitutionFactory(), True
        assert [words for _tone, words in chips_of(recommendation, row)] == [
            "proposed",
            "a guess, to be confirmed",
        ]
