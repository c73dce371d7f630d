"""Sending: number, wording, dates, messages, states; all or nothing."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from common.models import AuditEntry
from common.versions import StaleVersion
from common.workflow import NotAllowedHere, NoteMissing
from forums.models import Holiday
from recommendations.models import OutboxMessage, Recommendation
from recommendations.services.addressing import confirm_guess
from recommendations.services.sending import send_recommendation
from recommendations.services.withdrawal import withdraw_recommendation
from tests import factories
from tests.recommendations.conftest import SENT_ON, approve

pytestmark = pytest.mark.django_db


def send(world, recommendation, **how):
    """Send as the manager, at the version in hand."""
    how = {"actor": world.manager, "expected": recommendation.version, "today": SENT_ON, **how}
    return send_recommendation(recommendation=recommendation, **how)


def test_number_wording_states_and_dates(world, ready):
    through, copy = factories.InstitutionFactory(), factories.InstitutionFactory()
    Holiday.objects.create(day=datetime.date(2022, 8, 8), name_ar="عطلة")
    recommendation = ready(through=[through], copies=[copy], text="الصيغة المرسلة.")
    send(world, recommendation)
    stored = Recommendation.objects.get(pk=recommendation.pk)
    assert stored.reference == "TST-R-0001"
    assert "tst r 0001" in stored.folded
    assert [(w.occasion, w.text) for w in stored.wordings.all()][-1] == ("sent", "الصيغة المرسلة.")
    rows = {row.part: row for row in stored.addressees.all()}
    assert {row.state for row in rows.values()} == {"sent"}
    # 1 August + 15 working days is 22 August; the holiday moves it to 23.
    assert rows["lead"].answer_due_on == datetime.date(2022, 8, 23)
    assert rows["through"].answer_due_on is None
    assert rows["copy"].answer_due_on is None
    assert AuditEntry.objects.order_by("-id").first().action == "recommendations.send"


def test_messages_go_to_accounts_or_to_paper(world, ready):
    silent = factories.InstitutionFactory()
    recommendation = ready(supporting=[silent], copies=[world.other_institution])
    send(world, recommendation)
    told = {(m.institution_id, m.recipient_id) for m in OutboxMessage.objects.all()}
    assert told == {(world.institution.pk, world.reviewer.pk), (silent.pk, None)}
    paths = set(OutboxMessage.objects.values_list("path", flat=True))
    assert paths == {f"/recommendations/{recommendation.public_id}/"}


def test_numbers_run_on_and_a_refused_sending_takes_none(world, minutes, promote):
    first, second, third = promote(), promote(addressing="undetermined"), promote()
    approve(minutes, world.manager)
    fresh = [Recommendation.objects.get(pk=row.pk) for row in (first, second, third)]
    send(world, fresh[0])
    with pytest.raises(ValidationError):
        send(world, fresh[1])
    with pytest.raises(StaleVersion):
        send(world, Recommendation.objects.get(pk=third.pk), expected=99)
    send(world, Recommendation.objects.get(pk=third.pk))
    numbers = Recommendation.objects.order_by("pk").values_list("number", flat=True)
    assert list(numbers) == [1, None, 2]
    world.programme.refresh_from_db()
    assert world.programme.last_recommendation_number == 2


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"addressing": "general"}, "general"),
        ({"addressing": "undetermined"}, "undetermined"),
        ({"is_guess": True}, "guess"),
    ],
)
def test_what_cannot_be_sent_yet(world, ready, how, code):
    recommendation = ready(**how)
    with pytest.raises(ValidationError) as refused:
        send(world, recommendation)
    assert refused.value.code == code
    assert Recommendation.objects.get(pk=recommendation.pk).number is None
    assert not OutboxMessage.objects.exists()


def test_draft_minutes_hold_it_back_and_a_confirmed_guess_goes(world, minutes, promote):
    recommendation = promote(is_guess=True)
    confirm_guess(actor=world.staff, addressee=recommendation.lead)
    with pytest.raises(ValidationError) as refused:
        send(world, recommendation)
    assert refused.value.code == "not_ready"
    approve(minutes, world.manager)
    assert send(world, Recommendation.objects.get(pk=recommendation.pk)).number == 1


def test_second_click_is_told_so_and_does_nothing(world, sent):
    recommendation = sent()
    before = (AuditEntry.objects.count(), OutboxMessage.objects.count())
    for version in (recommendation.version - 1, recommendation.version):
        with pytest.raises(NotAllowedHere):
            send(world, recommendation, expected=version)
    assert (AuditEntry.objects.count(), OutboxMessage.objects.count()) == before


@pytest.mark.parametrize("role", ["staff", "reviewer", "auditor", "donor", "foreign_manager", "superuser"])
def test_only_a_manager_of_the_programme_sends(world, ready, role):
    recommendation = ready()
    with pytest.raises(PermissionDenied):
        send(world, recommendation, actor=world.users[role])
    assert recommendation.addressees.get().state == "ready"


def test_whoever_may_not_send_is_not_told_what_stands_against_it(world, sent):
    ask = sent()
    with pytest.raises(PermissionDenied):
        send_recommendation(actor=world.foreign_manager, recommendation=ask, expected=ask.version)


def test_withdrawing_asks_a_reason_and_stops_everything(world, ready):
    recommendation = ready()
    with pytest.raises(NoteMissing):
        withdraw_recommendation(
            actor=world.manager, recommendation=recommendation, expected=recommendation.version, reason=" "
        )
    withdraw_recommendation(
        actor=world.manager, recommendation=recommendation, expected=recommendation.version, reason="مكررة."
    )
    stored = Recommendation.objects.get(pk=recommendation.pk)
    assert (stored.state, stored.standing_reason) == ("withdrawn", "مكررة.")
    with pytest.raises(NotAllowedHere):
        send(world, stored)
    with pytest.raises(NotAllowedHere):
        withdraw_recommendation(
            actor=world.manager, recommendation=stored, expected=stored.version, reason="ثانية."
        )


def test_staff_withdraw_what_nobody_outside_has_seen(world, promote, minutes):
    recommendation = promote()
    withdraw_recommendation(
        actor=world.staff, recommendation=recommendation, expected=recommendation.version, reason="خطأ."
    )
    assert recommendation.standing == "withdrawn"


def test_staff_do_not_withdraw_what_was_sent(world, sent):
    recommendation = sent()
    with pytest.raises(PermissionDenied):
        withdraw_recommendation(
            actor=world.staff, recommendation=recommendation, expected=recommendation.version, reason="خطأ."
        )
