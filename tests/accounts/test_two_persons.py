"""Acts that take two: asked with a reason, allowed by somebody else, done once and in time."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import Membership, TwoPersonAct, User
from accounts.services import (
    SecondPersonMissing,
    allow_act,
    ask_second_person,
    end_membership,
    has_second_person,
    is_permitted,
    refuse_act,
    take_back_act,
    use_permission,
)
from common.models import AuditEntry
from common.workflow import NotAllowedHere, NoteMissing

from ..factories import UserFactory

SEAL, FACTOR = TwoPersonAct.Act.OPEN_SEAL, TwoPersonAct.Act.RESET_SECOND_FACTOR


def ask(world, actor=None, **changes):
    """The manager asks to open a seal; the programme itself stands in for the output."""
    given = {
        "act": SEAL,
        "subject": world.programme,
        "reason": "a court asked",
        "label": "TST-2024-F01",
        "path": "/",
        "programme": world.programme,
    }
    return ask_second_person(actor=actor or world.manager, **(given | changes))


def use(world, actor=None):
    return use_permission(actor=actor or world.manager, act=SEAL, subject=world.programme)


def test_a_second_manager_allows_and_the_act_is_done_once(world):
    request = ask(world)
    with pytest.raises(SecondPersonMissing):
        use(world)
    allow_act(actor=world.second_manager, request=request)
    assert is_permitted(actor=world.manager, act=SEAL, subject=world.programme)
    assert use(world).state == TwoPersonAct.State.DONE
    with pytest.raises(SecondPersonMissing):
        use(world)
    asked, allowed, done = AuditEntry.objects.order_by("-id")[:3][::-1]
    assert asked.action == "accounts.ask_second_person"
    assert (allowed.actor, done.actor) == (world.second_manager.public_id, world.manager.public_id)
    assert "court" not in str([row.details for row in (asked, allowed, done)])


@pytest.mark.parametrize(
    "name", ["manager", "staff", "foreign_manager", "administrator", "superuser", "auditor", "deactivated"]
)
def test_nobody_else_allows_it_least_of_all_the_one_who_asked(world, name):
    request = ask(world)
    with pytest.raises(PermissionDenied):
        allow_act(actor=world.users[name], request=request)
    request.refresh_from_db()
    assert request.state == TwoPersonAct.State.ASKED


def test_the_word_is_given_to_the_one_who_asked_and_to_this_object(world):
    allow_act(actor=world.second_manager, request=ask(world))
    for actor, subject in ((world.second_manager, world.programme), (world.manager, world.other_programme)):
        with pytest.raises(SecondPersonMissing):
            use_permission(actor=actor, act=SEAL, subject=subject)
    with pytest.raises(SecondPersonMissing):
        use_permission(actor=world.manager, act=TwoPersonAct.Act.EXPORT_NAMES, subject=world.programme)


def test_a_named_second_key_allows_but_only_in_his_programme(world):
    Membership.objects.filter(user=world.auditor).update(is_second_key=True)
    Membership.objects.filter(user=world.foreign_staff).update(is_second_key=True)
    request = ask(world)
    with pytest.raises(PermissionDenied):
        allow_act(actor=User.objects.get(pk=world.foreign_staff.pk), request=request)
    allow_act(actor=User.objects.get(pk=world.auditor.pk), request=request)
    assert use(world)


def test_a_role_that_ended_allows_nothing_more(world):
    request = ask(world)
    end_membership(actor=world.administrator, membership=world.second_manager.memberships.get())
    with pytest.raises(PermissionDenied):
        allow_act(actor=User.objects.get(pk=world.second_manager.pk), request=request)


@pytest.mark.parametrize(("field", "age"), [("created_at", timedelta(hours=72)), ("decided_at", None)])
def test_both_words_run_out(world, field, age):
    request = ask(world)
    if field == "decided_at":
        allow_act(actor=world.second_manager, request=request)
    past = timezone.now() - (age or TwoPersonAct.VALID) - timedelta(seconds=1)
    TwoPersonAct.objects.filter(pk=request.pk).update(**{field: past})
    with pytest.raises((PermissionDenied, SecondPersonMissing)):
        allow_act(actor=world.second_manager, request=TwoPersonAct.objects.get()) if age else use(world)
    assert ask(world).pk != request.pk, "and it may be asked for anew"
    request.refresh_from_db()
    assert request.state == TwoPersonAct.State.TAKEN_BACK


def test_refused_with_a_reason_and_taken_back_by_the_one_who_asked(world):
    request = ask(world)
    with pytest.raises(NoteMissing):
        refuse_act(actor=world.second_manager, request=request, reason=" ")
    refuse_act(actor=world.second_manager, request=TwoPersonAct.objects.get(), reason="not needed")
    with pytest.raises(NotAllowedHere):
        allow_act(actor=world.second_manager, request=TwoPersonAct.objects.get())
    again = ask(world)
    assert again.pk != request.pk
    with pytest.raises(PermissionDenied):
        take_back_act(actor=world.second_manager, request=again)
    again.refresh_from_db()
    take_back_act(actor=world.manager, request=again)
    with pytest.raises(NotAllowedHere):
        allow_act(actor=world.second_manager, request=again)


def test_asking_twice_is_one_request_and_a_reason_is_due(world):
    assert ask(world) == ask(world)
    with pytest.raises(ValidationError):
        ask(world, actor=world.second_manager, reason="  ")


def test_an_act_that_fails_leaves_the_permission(world):
    allow_act(actor=world.second_manager, request=ask(world))
    with transaction.atomic():
        use(world)
        transaction.set_rollback(True)
    assert use(world)


def test_acts_on_accounts_are_allowed_by_a_second_administrator(world):
    given = {"act": FACTOR, "subject": world.staff, "programme": None, "label": "staff"}
    request = ask(world, actor=world.administrator, **given)
    assert not has_second_person(actor=world.administrator)
    with pytest.raises(PermissionDenied):
        allow_act(actor=world.manager, request=request)
    other = UserFactory()
    Membership.objects.create(user=other, role="administrator")
    assert has_second_person(actor=world.administrator)
    allow_act(actor=other, request=request)
    assert use_permission(actor=world.administrator, act=FACTOR, subject=world.staff)


def test_whether_anybody_could_be_the_second_person(world):
    assert has_second_person(actor=world.manager, programme=world.programme)
    assert not has_second_person(actor=world.foreign_manager, programme=world.other_programme)


def test_seen_by_the_two_and_by_nobody_else(world):
    ask(world)
    seeing = {name for name, user in world.users.items() if TwoPersonAct.objects.visible_to(user).exists()}
    assert seeing == {"manager", "second_manager"}
    assert TwoPersonAct.objects.awaiting(world.second_manager).exists()
    assert not TwoPersonAct.objects.awaiting(world.manager).exists()
