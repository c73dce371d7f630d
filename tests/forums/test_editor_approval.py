"""Checking, submitting, approving, returning and reopening, as pages."""

import pytest
from django.urls import reverse

from forums.services.approval import CHECKLIST
from forums.services.minutes import submit_minutes, take_back_minutes

from ..factories import AttendanceFactory, MinutesFactory, OutputFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def minutes(world):
    """A draft with one present person, whose sex is not recorded, and one observation."""
    minutes = MinutesFactory(forum__programme=world.programme)
    AttendanceFactory(forum=minutes.forum)
    OutputFactory(minutes=minutes, kind="observation")
    return minutes


@pytest.fixture
def submitted(world, minutes):
    return submit_minutes(actor=world.staff, minutes=minutes, expected=minutes.version)


def url(name, minutes):
    return reverse(f"forums:{name}", args=[minutes.forum.public_id])


def text(response):
    return response.content.decode()


def approval(minutes, **given):
    return {
        "version": minutes.version,
        "checklist": list(CHECKLIST),
        "reason-sex-not-recorded": "لم يُسأل عنه",
    } | given


def test_what_is_missing_is_said_with_the_step_that_mends_it(world, as_role):
    empty = MinutesFactory(forum__programme=world.programme, forum__date=None)
    page = text(as_role("staff", "ar").get(url("check", empty)))
    assert page.count("ينبغي تعديله أولًا:") == 2
    assert f'<a href="{url("meeting", empty)}">' in page
    assert f'<a href="{url("attendance", empty)}">' in page
    assert "disabled" in page
    assert as_role("staff").post(url("submit", empty)).url == url("check", empty)
    empty.refresh_from_db()
    assert empty.state == "draft"


def test_a_second_click_on_submit_is_harmless(minutes, as_role):
    client = as_role("staff", "ar")
    for _click in range(2):
        answer = client.post(url("submit", minutes), {"version": minutes.version})
    minutes.refresh_from_db()
    assert minutes.state == "submitted"
    page = text(client.get(answer.url))
    assert "رُفع المحضر للاعتماد" in page
    assert "سحب المحضر" in page
    for _click in range(2):
        client.post(url("take_back", minutes), {"version": minutes.version})
    minutes.refresh_from_db()
    assert minutes.state == "draft"


def test_a_manager_sees_everything_and_approves_once(submitted, as_role):
    client = as_role("manager", "ar")
    page = text(client.get(url("approval", submitted)))
    assert submitted.outputs.get().text in page
    assert submitted.forum.attendances.get().person.name_ar in page
    assert page.count('type="checkbox"') == len(CHECKLIST)
    assert "checked" not in page
    for _click in range(2):
        answer = client.post(url("approval", submitted), approval(submitted))
        assert answer.url == url("detail", submitted)
    submitted.refresh_from_db()
    assert (submitted.state, submitted.revision) == ("approved", 1)
    assert submitted.revisions.get().warnings[0]["reason"] == "لم يُسأل عنه"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"reason-sex-not-recorded": " "}, "يُرجى بيان سبب الاعتماد مع ذلك"),
        ({"checklist": list(CHECKLIST)[:2]}, "تُرجى مراجعة جميع بنود القائمة"),
        ({"checklist": []}, "تُرجى مراجعة جميع بنود القائمة"),
    ],
)
def test_an_incomplete_approval_is_not_one(submitted, as_role, given, said):
    page = text(as_role("manager", "ar").post(url("approval", submitted), approval(submitted, **given)))
    assert said in page
    submitted.refresh_from_db()
    assert (submitted.state, submitted.revision) == ("submitted", 0)


def test_many_warnings_may_share_a_reason(world, as_role):
    minutes = MinutesFactory(forum__programme=world.programme)
    AttendanceFactory(forum=minutes.forum)
    OutputFactory.create_batch(4, minutes=minutes, kind="recommendation")
    submit_minutes(actor=world.staff, minutes=minutes, expected=minutes.version)
    given = approval(minutes, for_all="تُستكمل لاحقًا")
    as_role("manager").post(url("approval", minutes), given)
    reasons = [warning["reason"] for warning in minutes.revisions.get().warnings]
    assert sorted(reasons) == sorted(["لم يُسأل عنه"] + ["تُستكمل لاحقًا"] * 4)


def test_minutes_that_changed_since_the_manager_looked_are_shown_again(world, submitted, as_role):
    given = approval(submitted)
    take_back_minutes(actor=world.staff, minutes=submitted, expected=submitted.version)
    OutputFactory(minutes=submitted, kind="issue", text="قضية جديدة")
    submit_minutes(actor=world.staff, minutes=submitted, expected=submitted.version)
    client = as_role("manager", "ar")
    page = text(client.post(url("approval", submitted), given))
    assert "تغيّر المحضر منذ اطلاعكم عليه" in page
    assert "قضية جديدة" in page
    assert "لم يُسأل عنه" in page
    submitted.refresh_from_db()
    assert submitted.state == "submitted"
    assert f'name="version" value="{submitted.version}"' in page


def test_returning_needs_a_note_which_the_writer_then_reads(submitted, as_role):
    manager, writer = as_role("manager", "ar"), as_role("staff", "ar")
    given = {"version": submitted.version, "return": "1"}
    assert "هذا الحقل مطلوب" in text(manager.post(url("approval", submitted), given | {"note": ""}))
    manager.post(url("approval", submitted), given | {"note": "تُكمل الصفات"})
    submitted.refresh_from_db()
    assert submitted.state == "draft"
    assert "تُكمل الصفات" in text(writer.get(url("outputs", submitted)))


def test_reopening_needs_a_reason(submitted, as_role):
    client = as_role("manager", "ar")
    client.post(url("approval", submitted), approval(submitted))
    submitted.refresh_from_db()
    for note, state in (("", "approved"), ("سقطت جملة", "amending"), ("مرة أخرى", "amending")):
        client.post(url("reopen", submitted), {"version": submitted.version, "note": note})
        submitted.refresh_from_db()
        assert submitted.state == state
    assert submitted.amendment_reason == "سقطت جملة"


@pytest.mark.parametrize("role", ["staff", "foreign_manager", "reviewer", "donor", "auditor", "superuser"])
def test_nobody_else_approves(submitted, as_role, role):
    client = as_role(role)
    assert client.get(url("approval", submitted)).status_code == 404
    assert client.post(url("approval", submitted), approval(submitted)).status_code == 404
    assert client.post(url("reopen", submitted), {"note": "سبب"}).status_code == 404
    submitted.refresh_from_db()
    assert submitted.state == "submitted"


def test_a_draft_is_not_there_to_be_approved(minutes, as_role):
    client = as_role("manager", "ar")
    assert client.get(url("approval", minutes)).url == url("detail", minutes)
    assert "غير مرفوع الآن" in text(client.get(url("detail", minutes)))
