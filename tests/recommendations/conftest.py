"""An ask in draft minutes of the world's programme, and the same further along, each step by its service."""

import datetime

import pytest

from forums.models import Minutes
from forums.services.minutes import submit_minutes
from recommendations.conditions import AsksCondition
from recommendations.services.promote import promote_output
from recommendations.services.sending import send_recommendation
from tests import factories

#: A Monday; the answer is due fifteen working days later.
SENT_ON = datetime.date(2022, 8, 1)


@pytest.fixture
def minutes(world):
    """Draft minutes of a meeting of the programme."""
    return factories.MinutesFactory(forum__programme=world.programme)


@pytest.fixture
def ask(minutes):
    """One recommendation said there."""
    return factories.OutputFactory(minutes=minutes, text="توفير أجهزة حديثة لإدارة تجريبية.")


@pytest.fixture
def promote(world, ask):
    """promote(**how) takes the ask up as staff, addressed to the world's institution unless told."""

    def make(**how):
        how.setdefault("output", ask)
        how.setdefault("addressing", "named")
        if how["addressing"] == "named":
            how.setdefault("lead", world.institution)
        how.setdefault("actor", world.staff)
        return promote_output(**how)

    return make


def approve(minutes, manager):
    """What approving does to asks; the rest of an approval is tested in tests/forums."""
    Minutes.objects.filter(pk=minutes.pk).update(state="approved", revision=1)
    minutes.refresh_from_db()
    AsksCondition().approved(minutes, manager)


@pytest.fixture
def ready(world, minutes, promote):
    """A recommendation whose minutes are approved."""

    def make(**how):
        recommendation = promote(**how)
        approve(minutes, world.manager)
        return type(recommendation).objects.get(pk=recommendation.pk)

    return make


@pytest.fixture
def sent(world, ready):
    """A recommendation that was sent on SENT_ON."""

    def make(**how):
        recommendation = ready(**how)
        send_recommendation(
            actor=world.manager, recommendation=recommendation, expected=recommendation.version, today=SENT_ON
        )
        return type(recommendation).objects.get(pk=recommendation.pk)

    return make


@pytest.fixture
def submitted(world, minutes):
    """The minutes, submitted: nothing of them may change."""
    return lambda: submit_minutes(actor=world.staff, minutes=minutes, expected=minutes.version)


@pytest.fixture
def validator(world):
    """The official himself."""
    user = factories.UserFactory()
    factories.MembershipFactory(user=user, role="reviewer", institution=world.institution, validates=True)
    return user
