"""Sample data for measuring: the sizes that were asked for, the same words for the same seed, and never in a real database."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.models import User
from forums.models import Attendance, Forum, Output, Programme
from participants.models import Person
from recommendations.models import Addressee, Recommendation, Response
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def lists(db):
    """The reference lists that the command asks for."""
    call_command("load_reference", verbosity=0)


def fill(seed=1):
    call_command("sample_data", programmes=2, forums=5, people=60, recommendations=80, seed=seed)


def test_as_many_rows_as_were_asked_for(lists, settings):
    settings.DEMO = True
    fill()
    sizes = {model: model._base_manager.count() for model in (Programme, Forum, Person, Recommendation)}
    assert list(sizes.values()) == [2, 5, 60, 80]
    assert Attendance.objects.count() == 5 * 20
    assert Output.objects.filter(themes__isnull=True).count() == 0
    assert all("التجريبي" in name for name in Person.objects.values_list("name_ar", flat=True))
    # Whoever is sent something has a number and a date by which to answer; nothing else has.
    for row in Addressee.objects.select_related("recommendation"):
        assert bool(row.sent_at) == bool(row.recommendation.number) == (row.state not in ("draft", "ready"))
    assert Response.objects.count() == Addressee.objects.filter(state__in=Addressee.ANSWERED_STATES).count()


def test_the_same_seed_gives_the_same_words_and_a_second_run_adds(lists, settings):
    settings.DEMO = True
    fill(seed=7)
    first = list(Person.objects.order_by("pk").values_list("name_ar", "sex", "age_band"))
    fill(seed=7)
    second = list(Person.objects.order_by("pk").values_list("name_ar", "sex", "age_band"))
    assert second == first * 2
    assert len(set(Programme.objects.values_list("code", flat=True))) == 4
    numbers = Recommendation.objects.exclude(number=None).values_list("programme", "number")
    assert len(set(numbers)) == len(numbers)


def test_a_database_that_may_be_a_real_one_is_left_alone(lists, settings):
    factories.UserFactory()
    for demo in (True, False):
        settings.DEMO = demo
        with pytest.raises(CommandError):
            fill()
    assert User.objects.count() == 1
    assert not Person.objects.exists()


def test_sizes_that_make_no_sense_are_refused(settings):
    settings.DEMO = True
    for sizes in ({"programmes": 0}, {"people": -1}):
        with pytest.raises(CommandError):
            call_command("sample_data", **sizes)
