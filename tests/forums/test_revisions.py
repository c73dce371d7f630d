"""Approved revisions: read in full, compared with any other state, changed by nothing unnoticed."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.urls import NoReverseMatch, reverse

from common.audit_verification import Kind
from common.checks import audit_triggers_are_installed
from forums.checks import revision_triggers_are_installed
from forums.models import MinutesRevision, Output
from forums.models.minutes import new_salt
from forums.revision_triggers import install_revision_triggers, missing_revision_triggers
from forums.services import outputs
from forums.services.approval import CHECKLIST, approval_warnings
from forums.services.minutes import approve_minutes, reopen_minutes, submit_minutes
from forums.services.vouching import find_altered

from ..conftest import drop_revision_triggers
from ..factories import AcknowledgementFactory, AttendanceFactory, MinutesFactory, OutputFactory

pytestmark = pytest.mark.django_db


def approve(world, minutes):
    minutes.refresh_from_db()
    submit_minutes(actor=world.staff, minutes=minutes, expected=minutes.version)
    reasons = {warning.key: "سبب تجريبي" for warning in approval_warnings(minutes)}
    return approve_minutes(
        actor=world.manager, minutes=minutes, expected=minutes.version, reasons=reasons, checklist=set(CHECKLIST)
    )  # fmt: skip


@pytest.fixture
def minutes(world):
    """Approved once, with three outputs and two people."""
    minutes = MinutesFactory(forum__programme=world.programme, forum__summary="ملخص تجريبي")
    for number, text in enumerate(("قيل كلام أول", "قيل كلام ثان", "قيل كلام ثالث"), 1):
        OutputFactory(minutes=minutes, text=text, position=number, kind="issue")
    AttendanceFactory(forum=minutes.forum, person__name_ar="شخص تجريبي أول", post="مدير تجريبي")
    AttendanceFactory(forum=minutes.forum)
    AcknowledgementFactory(
        forum=minutes.forum, person=None, institution=world.institution, reason="على الضيافة"
    )
    approve(world, minutes)
    return minutes


@pytest.fixture
def amended(world, minutes):
    """A second revision: one text changed, one output added, one taken out, one moved up."""
    minutes.refresh_from_db()
    reopen_minutes(actor=world.manager, minutes=minutes, expected=minutes.version, note="سقطت جملة")
    first, second, third = minutes.outputs.order_by("position")
    outputs.edit_output(actor=world.staff, output=second, expected=second.version, text="قيل حديث ثان")
    outputs.remove_output(actor=world.staff, output=Output.objects.get(pk=first.pk))
    outputs.move_output(actor=world.staff, output=Output.objects.get(pk=third.pk), up=True)
    outputs.add_output(actor=world.staff, minutes=minutes, kind="issue", text="قيل كلام جديد")
    return minutes


def text_of(client, name, subject, query=""):
    answer = client.get(reverse(f"forums:{name}", args=[subject.public_id]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_revision_is_read_as_it_was_approved(world, amended, as_role):
    """What changed since in the record does not change it."""
    first = amended.revisions.get(number=1)
    page = text_of(as_role("staff"), "revision", first)
    for words in (
        "قيل كلام أول",
        "قيل كلام ثان",
        "شخص تجريبي أول",
        "مدير تجريبي",
        "على الضيافة",
        "ملخص تجريبي",
        first.digest,
    ):
        assert words in page
    assert "قيل حديث ثان" not in page
    assert "قيل كلام جديد" not in page


def test_any_two_are_compared_by_word_and_the_draft_is_one(world, amended, as_role):
    client = as_role("staff")
    draft = text_of(client, "compare", amended.forum)
    assert 'value="draft" selected' in draft
    approve(world, amended)
    page = text_of(client, "compare", amended.forum)
    for shown in (draft, page):
        assert '<del><span class="visually-hidden">[removed: </span>كلام' in shown
        assert '<ins><span class="visually-hidden">[added: </span>حديث' in shown
        assert shown.count("taken out") >= 1
        assert "moved from 3 to 1" in shown
    assert 'value="draft"' not in page
    backwards = text_of(client, "compare", amended.forum, "?old=2&new=1")
    assert '<ins><span class="visually-hidden">[added: </span>كلام' in backwards
    same = text_of(client, "compare", amended.forum, "?old=1&new=1")
    assert "Nothing differs" in same
    address = reverse("forums:compare", args=[amended.forum.public_id])
    assert client.get(f"{address}?old=1&new=7").status_code == 404


def test_there_is_nothing_to_compare_with_one_state(minutes, as_role):
    assert "only one state" in text_of(as_role("staff"), "compare", minutes.forum)


@pytest.mark.parametrize(
    "changed", ["content", "digest", "number", "approved_at", "approved_by_id", "words", "reason"]
)
def test_the_database_refuses_a_change(world, amended, changed):
    values = {
        "content": {}, "digest": "0" * 64, "number": 9, "approved_at": amended.created_at,
        "approved_by_id": world.staff.pk, "words": {}, "reason": "غيره",
    }  # fmt: skip
    with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
        MinutesRevision.objects.update(**{changed: values[changed]})
    assert find_altered() == []


def test_the_database_refuses_a_deletion(minutes):
    with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
        MinutesRevision.objects.all()._raw_delete(MinutesRevision.objects.db)
    assert MinutesRevision.objects.exists()


def test_an_erasure_draws_the_salt_anew_and_is_let_through(minutes):
    MinutesRevision.objects.update(personal={}, salt=new_salt())
    assert MinutesRevision.objects.get().personal == {}


def test_no_page_admin_or_importer_writes_one(minutes, as_role):
    """There is no address that would; what exists reads."""
    with pytest.raises(NoReverseMatch):
        reverse("admin:forums_minutesrevision_changelist")
    before = list(MinutesRevision.objects.values())
    revision = MinutesRevision.objects.get()
    for role in ("manager", "staff", "administrator"):
        for name, subject in (("revision", revision), ("compare", minutes.forum)):
            address = reverse(f"forums:{name}", args=[subject.public_id])
            assert as_role(role).post(address, {"reason": "غيره", "words": "{}"}).status_code in (404, 405)
        change = reverse("admin:forums_minutes_change", args=[minutes.public_id])
        as_role(role).post(change, {"state": "draft", "revision": "0"})
    assert list(MinutesRevision.objects.values()) == before
    assert find_altered() == []


def forge(**values):
    """By whoever rules the database."""
    drop_revision_triggers()
    MinutesRevision.objects.filter(number=1).update(**values)
    install_revision_triggers()


def kinds():
    return [finding.kind for finding in find_altered()]


def test_each_change_by_sql_is_found_by_the_record(world, minutes):
    revision = MinutesRevision.objects.get()
    key = revision.content["outputs"][0]["id"]
    untouched = {
        name: getattr(revision, name) for name in ("words", "personal", "digest", "reason", "approved_by")
    }
    words = {**revision.words, key: {"text": {"value": "كلام آخر", "erased": True}}}
    for values, kind in (
        ({"words": words}, Kind.REVISION_ERASED),
        ({"words": {**words, key: {}}}, Kind.REVISION_CHANGED),
        ({"personal": {}}, Kind.REVISION_ERASED),
        ({"digest": "0" * 64}, Kind.REVISION_CHANGED),
        ({"reason": "غيره"}, Kind.REVISION_CHANGED),
        ({"approved_by": world.second_manager}, Kind.REVISION_CHANGED),
    ):
        forge(**values)
        assert kinds() == [kind], values
        forge(**untouched)
        assert kinds() == []


def test_a_revision_that_was_made_anew_with_all_its_hashes_is_found(minutes):
    """He computes the digest of other words himself; the record has another."""
    from forums.services.freezing import freeze

    Output.objects.filter(text="قيل كلام أول").update(text="كلام مزوّر")
    forge(**freeze(minutes))
    (finding,) = find_altered()
    assert finding.kind == Kind.REVISION_CHANGED
    assert finding.source == f"revision {minutes.forum.code}/1"


def test_one_that_is_missing_and_one_too_many_are_found(world, minutes):
    drop_revision_triggers()
    revision = MinutesRevision.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM forums_minutesrevision")
    assert kinds() == [Kind.REVISION_MISSING, Kind.REVISION_TRIGGERS]
    install_revision_triggers()
    revision.pk, revision.number = None, 2
    revision.save(force_insert=True)
    assert kinds() == [Kind.REVISION_EXTRA, Kind.REVISION_MISSING]


def test_the_command_and_the_page_name_it(world, minutes, as_role):
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert "each approved revision of minutes is as it was approved" in out.getvalue()
    forge(reason="غيره")
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_audit", stdout=out)
    assert "REVISION_CHANGED: An approved revision of minutes was changed" in out.getvalue()
    assert f"It is {minutes.forum.code}/1." in out.getvalue()
    page = as_role("auditor").post(reverse("audit_verify"), follow=True).content.decode()
    assert f"{minutes.forum.code}/1" in page


def test_missing_triggers_are_an_error_of_the_system_check():
    assert revision_triggers_are_installed(None, ["default"]) == []
    drop_revision_triggers()
    (error,) = revision_triggers_are_installed(None, ["default"])
    assert "revision_no_update" in error.msg
    assert audit_triggers_are_installed(None, ["default"]) == []
    install_revision_triggers()
    assert missing_revision_triggers() == set()
