"""An institution with a validating authority: its office drafts, and those who validate send, confirm and take back."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import Membership, User
from accounts.rights import institutions_where
from common.models import AuditEntry
from common.versions import StaleVersion
from common.workflow import NotAllowedHere
from recommendations.models import CodeBearer, Response
from recommendations.services.answers import confirm_response, withdraw_response
from recommendations.services.codes import answer_by_code, make_code
from recommendations.services.drafts import draft_of, save_draft
from recommendations.services.progress import record_update
from tests import factories

from .validating import ANSWER, again, fresh, hand_over, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def addressee(sent):
    """One that waits for the answer of the world's institution, whose office is `world.reviewer`."""
    return sent().lead


def test_without_anybody_who_validates_each_account_sends(world, addressee):
    assert send(world.reviewer, addressee).channel == "account"


def test_the_office_drafts_and_does_not_send(world, validator, addressee):
    with pytest.raises(PermissionDenied):
        send(world.reviewer, addressee)
    draft = hand_over(world.reviewer, addressee)
    assert draft.is_draft
    assert draft.ready_at is not None
    assert fresh(addressee).state == "sent"
    assert AuditEntry.objects.first().action == "recommendations.hand_over_draft"
    answer = send(validator, addressee, draft_seen=draft.version)
    assert (answer.text, answer.answered_by) == (ANSWER["summary"], validator)
    assert [row.is_draft for row in Response.objects.all()] == [False]


def test_only_the_institutions_own_validator_counts(world, addressee):
    elsewhere = factories.UserFactory()
    factories.MembershipFactory(
        user=elsewhere, role="reviewer", institution=world.other_institution, validates=True
    )
    assert send(world.reviewer, addressee).stands
    with pytest.raises(PermissionDenied):
        send(elsewhere, addressee)


@pytest.mark.parametrize("how", ["switched off", "ended", "unnamed"])
def test_no_institution_falls_silent_with_its_last_validator(world, validator, addressee, how):
    held = Membership.objects.filter(user=validator)
    if how == "switched off":
        User.objects.filter(pk=validator.pk).update(is_active=False)
    elif how == "ended":
        held.update(ended_at=validator.date_joined)
    else:
        held.update(validates=False)
    assert send(world.reviewer, addressee).stands


def test_a_second_validator_keeps_the_rule(world, validator, addressee):
    other = factories.UserFactory()
    factories.MembershipFactory(user=other, role="reviewer", institution=world.institution, validates=True)
    User.objects.filter(pk=validator.pk).update(is_active=False)
    with pytest.raises(PermissionDenied):
        send(world.reviewer, addressee)
    assert send(other, addressee).stands


def test_who_drafts_for_one_institution_may_validate_for_another(world, validator):
    Membership.objects.create(
        user=world.reviewer, role="reviewer", institution=world.other_institution, validates=True
    )
    both = {world.institution.pk, world.other_institution.pk}
    assert institutions_where(again(world.reviewer), "response", "w") == both
    assert institutions_where(again(world.reviewer), "response", "s") == {world.other_institution.pk}


def test_what_is_handed_over_is_whole_and_any_later_draft_takes_that_back(world, validator, addressee):
    with pytest.raises(ValidationError) as refused:
        hand_over(world.reviewer, addressee, decision="declined")
    assert set(refused.value.message_dict) == {"reason"}
    assert draft_of(addressee) is None
    draft = hand_over(world.reviewer, addressee)
    later = save_draft(
        actor=again(world.reviewer), addressee=fresh(addressee), seen=draft.version, summary="لم يكتمل"
    )
    assert (later.pk, later.ready_at) == (draft.pk, None)


def test_a_draft_saved_while_the_validator_sends_is_not_lost_unseen(world, validator, addressee):
    seen = hand_over(world.reviewer, addressee).version
    hand_over(world.reviewer, addressee, seen=seen, summary="نص أحدث")
    with pytest.raises(StaleVersion):
        send(validator, addressee, draft_seen=seen)
    assert draft_of(addressee).text == "نص أحدث"
    send(validator, addressee, draft_seen=seen + 1)
    with pytest.raises(NotAllowedHere):
        hand_over(world.reviewer, addressee, seen=seen + 1)


def test_taking_back_is_for_who_sends(world, validator, addressee):
    response = send(validator, addressee)
    with pytest.raises(PermissionDenied):
        withdraw_response(actor=again(world.reviewer), response=response, note="سبب")
    withdraw_response(actor=again(validator), response=fresh(response), note="سبب")
    assert fresh(response).withdrawn_at


def test_what_was_said_in_the_room_is_confirmed_by_who_sends(world, validator, addressee):
    response = send(world.staff, addressee, channel="room")
    with pytest.raises(PermissionDenied):
        confirm_response(actor=again(world.reviewer), response=response)
    assert confirm_response(actor=again(validator), response=response).is_confirmed


def test_what_came_by_a_code_is_confirmed_by_who_sends(world, validator, addressee):
    code, _characters = make_code(actor=world.staff, addressee=addressee)
    response = answer_by_code(actor=CodeBearer(code), **ANSWER)
    with pytest.raises(PermissionDenied):
        confirm_response(actor=again(world.reviewer), response=response)
    assert confirm_response(actor=again(validator), response=response).is_confirmed


def test_staff_on_behalf_and_progress_are_as_before(world, validator, addressee):
    response = send(world.staff, addressee, channel="room")
    assert world.staff.has_perm("recommendations.withdraw_answer", response)
    update = record_update(
        actor=again(world.reviewer),
        addressee=fresh(addressee),
        kind="progress",
        summary="بدأ العمل.",
        happened_on=response.sent_at.date(),
    )
    assert not update.on_behalf
