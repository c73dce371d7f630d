"""What was done, what shows it, what staff found; and withdrawn recommendations, on which nothing goes on."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from common.workflow import NotAllowedHere, NoteMissing
from recommendations.models import Update, Verification
from recommendations.services.progress import record_update, verify
from recommendations.services.withdrawal import withdraw_recommendation
from tests import factories

pytestmark = pytest.mark.django_db

DAY = datetime.date(2022, 11, 1)
STOP = {"stopped_because": "نقص الوقود", "would_unblock": "توفير الوقود"}


@pytest.fixture
def addressee(world):
    """One that accepted."""
    recommendation = factories.RecommendationFactory(programme=world.programme, number=1)
    return factories.AddresseeFactory(
        recommendation=recommendation, institution=world.institution, sent=True, state="accepted"
    )


@pytest.fixture
def update(world, addressee):
    """update(kind, …) by the institution."""

    def make(kind="progress", **how):
        how = {"actor": world.reviewer, "summary": "خطوة.", "happened_on": DAY, **how}
        addressee.refresh_from_db()
        return record_update(addressee=addressee, kind=kind, **how)

    return make


def test_the_way_to_verified_and_back(world, addressee, update):
    update(percent=40)
    assert addressee.state == "in_progress"
    update(percent=60)
    assert addressee.state == "in_progress"
    update("stopped", **STOP)
    assert addressee.state == "stopped"
    update()
    assert addressee.state == "in_progress"
    update(
        "done",
        evidence=[{"kind": "seen", "note": "شوهد العمل"}, {"kind": "link", "link": "https://example.org/a"}],
    )
    assert addressee.state == "reported_done"
    with pytest.raises(NoteMissing):
        verify(actor=world.manager, addressee=addressee, finding="partly", method="زيارة", found_on=DAY)
    assert not Verification.objects.exists()
    verify(
        actor=world.manager, addressee=addressee, finding="partly", method="زيارة", found_on=DAY, note="نصفه"
    )
    assert addressee.state == "in_progress"
    update("done")
    verify(actor=world.manager, addressee=addressee, finding="confirmed", method="زيارة", found_on=DAY)
    assert addressee.state == "verified"
    assert Update.objects.count() == 6
    assert Update.objects.filter(on_behalf=True).count() == 0


@pytest.mark.parametrize("state", ["accepted", "conditional", "partly", "stopped"])
def test_work_starts_from(world, addressee, update, state):
    type(addressee).objects.update(state=state)
    assert update(actor=world.staff).on_behalf
    assert addressee.state == "in_progress"


@pytest.mark.parametrize("state", ["accepted", "conditional", "partly", "already_done", "in_progress"])
def test_done_is_reported_from(addressee, update, state):
    type(addressee).objects.update(state=state)
    update("done")
    assert addressee.state == "reported_done"


@pytest.mark.parametrize("state", ["sent", "declined", "noted", "referred", "verified", "draft"])
@pytest.mark.parametrize("kind", ["progress", "done"])
def test_nothing_is_done_about_what_was_not_accepted(addressee, update, state, kind):
    type(addressee).objects.update(state=state)
    with pytest.raises(NotAllowedHere):
        update(kind)
    assert not Update.objects.exists()


def test_what_an_update_must_say(update):
    with pytest.raises(ValidationError) as stopped:
        update("stopped", summary=" ")
    assert set(stopped.value.message_dict) == {"summary", "stopped_because", "would_unblock"}
    with pytest.raises(ValidationError):
        update(percent=101)
    with pytest.raises(ValidationError):
        update(evidence=[{"kind": "link", "link": ""}])
    with pytest.raises(ValidationError):
        update(evidence=[{"kind": "link", "link": "javascript:alert(1)"}])
    assert not Update.objects.exists()


@pytest.mark.parametrize("state", ["accepted", "in_progress"])
@pytest.mark.parametrize("role", ["manager", "foreign_reviewer", "donor", "auditor", "superuser"])
def test_others_report_nothing(world, addressee, update, role, state):
    type(addressee).objects.update(state=state)
    with pytest.raises(PermissionDenied):
        update(actor=world.users[role])
    assert not Update.objects.exists()


@pytest.mark.parametrize("role", ["staff", "reviewer", "foreign_manager"])
def test_only_a_manager_verifies(world, addressee, update, role):
    update("done")
    with pytest.raises(PermissionDenied):
        verify(
            actor=world.users[role], addressee=addressee, finding="confirmed", method="زيارة", found_on=DAY
        )
    assert not Verification.objects.exists()


def test_nothing_goes_on_once_it_is_withdrawn(world, addressee, update):
    recommendation = addressee.recommendation
    type(addressee).objects.update(state="in_progress")
    withdraw_recommendation(
        actor=world.manager, recommendation=recommendation, expected=recommendation.version, reason="تكرار"
    )
    for kind in ("progress", "done"):
        with pytest.raises(NotAllowedHere):
            update(kind)
    assert not Update.objects.exists()
