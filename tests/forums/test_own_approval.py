"""Nobody approves what he wrote: not what he submitted, and no row of it; with the second key alone he does."""

import ast
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import Membership, Role, TwoPersonAct, User
from accounts.services import allow_act
from common import audit
from forums.rules.authorship import WRITING, written_by
from forums.services import outputs
from forums.services.approval import CHECKLIST, approval_warnings
from forums.services.forums import update_meeting
from forums.services.minutes import approve_minutes, reopen_minutes, submit_minutes
from forums.services.own_approval import ask_to_approve_own
from reports.auditing.acts import FORUMS

from ..factories import AttendanceFactory, MembershipFactory, MinutesFactory, OutputFactory

pytestmark = pytest.mark.django_db

#: Acts of this app that write nothing of the minutes.
NOT_WRITING = {
    *(f"forums.minutes.{act}" for act in ("submit", "take_back", "return", "approve", "reopen")),
    *(f"forums.{act}_programme" for act in ("create", "change", "archive", "unarchive")),
    # Who arranged a meeting beforehand wrote nothing of what was said at it.
    *("forums.plan_meeting", "forums.mark_invited", "forums.record_reply"),
    *("forums.make_feed", "forums.withdraw_feed"),
    *(
        "forums.add_photo",
        "forums.allow_photos",
        "forums.forbid_photos",
        "forums.hand_in_sheet",
        "forums.remove_photo",
    ),
    *(
        "forums.create_indicator",
        "forums.change_indicator",
        "forums.enter_actuals",
        "forums.decide_date",
        "forums.erase_in_revision",
    ),
}


@pytest.fixture
def minutes(world):
    """A draft; the manager is of the staff too."""
    Membership.objects.create(user=world.manager, role=Role.STAFF, programme=world.programme)
    minutes = MinutesFactory(forum__programme=world.programme)
    AttendanceFactory(forum=minutes.forum)
    OutputFactory(minutes=minutes, kind="observation")
    return minutes


def submit(world, minutes):
    minutes.refresh_from_db()
    return submit_minutes(actor=world.staff, minutes=minutes, expected=minutes.version)


def approve(actor, minutes):
    reasons = {warning.key: "سبب تجريبي" for warning in approval_warnings(minutes)}
    options = {"expected": minutes.version, "reasons": reasons, "checklist": set(CHECKLIST)}
    return approve_minutes(actor=actor, minutes=minutes, **options)


def test_who_wrote_one_row_does_not_approve_and_his_colleague_does(world, minutes):
    outputs.add_output(actor=world.manager, minutes=minutes, kind="issue", text="قضية تجريبية")
    submit(world, minutes)
    assert written_by(world.manager, [minutes]) == {minutes.pk}
    with pytest.raises(PermissionDenied):
        approve(world.manager, minutes)
    minutes.refresh_from_db()
    assert approve(world.second_manager, minutes).number == 1


def test_only_what_is_new_since_the_last_revision_counts(world, minutes):
    outputs.add_output(actor=world.manager, minutes=minutes, kind="issue", text="قضية تجريبية")
    submit(world, minutes)
    approve(world.second_manager, minutes)
    minutes.refresh_from_db()
    reopen_minutes(actor=world.manager, minutes=minutes, expected=minutes.version, note="سقطت جملة")
    outputs.add_output(actor=world.staff, minutes=minutes, kind="issue", text="قضية لاحقة")
    submit(world, minutes)
    assert approve(world.manager, minutes).number == 2


def test_what_he_wrote_elsewhere_does_not_count(world, minutes):
    other = MinutesFactory(forum__programme=world.programme)
    outputs.add_output(actor=world.manager, minutes=other, kind="issue", text="قضية تجريبية")
    submit(world, minutes)
    assert approve(world.manager, minutes).number == 1


def test_a_single_manager_who_wrote_takes_the_second_key(world, minutes, as_role):
    outputs.add_output(actor=world.manager, minutes=minutes, kind="issue", text="قضية تجريبية")
    submit(world, minutes)
    client = as_role("manager")
    record = reverse("forums:detail", args=[minutes.forum.public_id])
    ask = reverse("forums:ask_own_approval", args=[minutes.forum.public_id])
    page = client.get(record).content.decode()
    assert "You wrote in these minutes yourself" in page
    assert client.get(reverse("forums:approval", args=[minutes.forum.public_id])).status_code == 404
    client.post(ask, {"note": " "})
    assert not TwoPersonAct.objects.exists()
    client.post(ask, {"note": "لا مدير غيري"})
    request = TwoPersonAct.objects.get()
    assert (request.act, request.asked_by, request.label) == (
        "approve_own",
        world.manager,
        minutes.forum.code,
    )
    assert "It waits for a second person" in client.get(record).content.decode()
    allow_act(actor=world.second_manager, request=request)
    assert client.get(reverse("forums:approval", args=[minutes.forum.public_id])).status_code == 200
    minutes.refresh_from_db()
    approve(world.manager, minutes)
    request.refresh_from_db()
    assert request.state == "done"
    assert audit.first_broken_link() is None


def test_the_word_of_somebody_who_wrote_too_is_none(world, minutes):
    key = MembershipFactory(programme=world.programme, role=Role.STAFF, is_second_key=True).user
    for writer in (world.manager, key):
        minutes.refresh_from_db()
        outputs.add_output(actor=writer, minutes=minutes, kind="issue", text="قضية تجريبية")
    submit(world, minutes)
    request = ask_to_approve_own(actor=world.manager, minutes=minutes, reason="سبب تجريبي", path="/")
    allow_act(actor=key, request=request)
    with pytest.raises(PermissionDenied):
        approve(world.manager, minutes)


def test_without_a_second_person_the_page_says_what_to_do(world, minutes, as_role):
    world.second_manager.memberships.all().delete()
    outputs.add_output(actor=world.manager, minutes=minutes, kind="issue", text="قضية تجريبية")
    submit(world, minutes)
    page = as_role("manager").get(reverse("forums:detail", args=[minutes.forum.public_id])).content.decode()
    assert "Please name a second key under accounts" in page


def test_home_leads_a_single_manager_to_the_record(world, minutes, as_role):
    outputs.add_output(actor=world.manager, minutes=minutes, kind="issue", text="قضية تجريبية")
    submit(world, minutes)
    said, client = "a second person is needed", as_role("manager")
    assert said not in client.get(reverse("home")).content.decode(), "a colleague approves them"
    assert "Review and approve" in as_role("second_manager").get(reverse("home")).content.decode()
    world.second_manager.memberships.all().delete()
    assert said in client.get(reverse("home")).content.decode()


def test_a_colleague_who_was_switched_off_approves_nothing(world, minutes, as_role):
    outputs.add_output(actor=world.manager, minutes=minutes, kind="issue", text="قضية تجريبية")
    submit(world, minutes)
    User.objects.filter(pk=world.second_manager.pk).update(is_active=False)
    assert "a second person is needed" in as_role("manager").get(reverse("home")).content.decode()


def test_a_word_for_other_minutes_or_for_another_act_is_none(world, minutes):
    other = MinutesFactory(forum__programme=world.programme)
    AttendanceFactory(forum=other.forum)
    OutputFactory(minutes=other, kind="observation")
    for one in (minutes, other):
        outputs.add_output(actor=world.manager, minutes=one, kind="issue", text="قضية تجريبية")
        submit(world, one)
    request = ask_to_approve_own(actor=world.manager, minutes=other, reason="سبب تجريبي", path="/")
    allow_act(actor=world.second_manager, request=request)
    with pytest.raises(PermissionDenied):
        approve(world.manager, minutes)
    assert world.manager.has_perm("forums.approve_minutes", other)
    TwoPersonAct.objects.update(act=TwoPersonAct.Act.OPEN_SEAL)
    assert not world.manager.has_perm("forums.approve_minutes", other)


def test_who_wrote_the_head_of_the_meeting_wrote_too(world, minutes):
    """What is on the record about the forum itself counts as well as what is about its rows."""
    forum = minutes.forum
    update_meeting(actor=world.manager, forum=forum, expected=forum.version, venue="قاعة")
    submit(world, minutes)
    assert written_by(world.manager, [minutes]) == {minutes.pk}


def test_of_several_minutes_those_he_submitted_and_those_he_wrote_in(
    world, minutes, django_assert_num_queries
):
    written, untouched = (MinutesFactory(forum__programme=world.programme) for _number in range(2))
    outputs.add_output(actor=world.manager, minutes=written, kind="issue", text="قضية تجريبية")
    minutes.refresh_from_db()
    submit_minutes(actor=world.manager, minutes=minutes, expected=minutes.version)
    several = [minutes, written, untouched]
    assert written_by(world.manager, several) == {minutes.pk, written.pk}
    with django_assert_num_queries(0):
        assert written_by(world.manager, [minutes]) == {minutes.pk}


def test_every_act_on_forums_writes_or_does_not():
    """A new act is put in WRITING, or above."""
    acts = {act for act in FORUMS if act.startswith("forums.")}
    assert acts == WRITING | NOT_WRITING
    services = Path(__file__).parents[2] / "forums" / "services"
    named = {
        node.value
        for path in services.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert {act for act in WRITING if act.removeprefix("forums.") not in named and act not in named} == set()
