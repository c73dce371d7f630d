"""Releasing, withdrawing, numbered copies: each in its order, on the record, and whole or not at all."""

import hashlib
import os
from pathlib import Path

import pytest
from django.conf import settings as portal
from django.core.exceptions import PermissionDenied

from common import audit
from common.models import AuditEntry
from common.pdf import PdfFailed, is_available
from common.versions import StaleVersion
from common.workflow import NotAllowedHere, NoteMissing
from recommendations.models import Response
from reports.models import Report, ReportCopy
from reports.services import release as release_service
from reports.services.check import check_code
from reports.services.copies import issue_copy
from reports.services.files import FileDamaged, read_pdf
from reports.services.prepare import prepare_forum_report
from reports.services.release import (
    CHECKLIST,
    ReleaseRefused,
    discard_report,
    release_report,
    withdraw_report,
)
from reports.states import TRANSITIONS
from tests import factories
from tests.pdf.documents import text_by_pdfium, text_by_pdftotext
from tests.reports import meeting

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(is_available() is not None, reason="the PDF engine is missing here"),
]


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def forum(world):
    forum = meeting.build_meeting(world.programme)
    forum.asks = meeting.send_recommendations(forum)
    return forum


@pytest.fixture
def report(world, forum):
    return prepare_forum_report(actor=world.manager, forum=forum, audience="donor", language="ar")


def release(report, actor, **changes):
    wanted = {"expected": report.version, "checklist": set(CHECKLIST)} | changes
    return release_report(actor=actor, report=report, **wanted)


def files():
    folder = Path(portal.MEDIA_ROOT) / "reports"
    return sorted(folder.iterdir()) if folder.is_dir() else []


def test_released_is_frozen_stored_and_on_the_record(world, report):
    content, head = report.frozen, audit.head()
    release(report, world.manager)
    stored = Report.objects.get(pk=report.pk)
    assert (stored.state, stored.released_by, stored.frozen) == ("released", world.manager, content)
    assert stored.audit_head == head
    (path,) = files()
    assert path.name == stored.file_name
    assert stored.reference not in path.name
    assert os.stat(path).st_mode & 0o777 == 0o600
    assert hashlib.sha256(path.read_bytes()).hexdigest() == stored.pdf_hash
    assert head[:16] in text_by_pdftotext(path.read_bytes())
    entry = AuditEntry.objects.get(action="reports.report.release")
    assert entry.details["file"] == stored.pdf_hash
    assert entry.details["head"] == head


def test_answers_in_it_are_released_with_it_and_no_others(world, forum, report):
    shown = forum.asks["promised"].responses.get()
    draft = factories.ResponseFactory(addressee=forum.asks["late"], sent_at=None)
    release(report, world.manager)
    assert Response.objects.get(pk=shown.pk).released_at is not None
    assert Response.objects.get(pk=draft.pk).released_at is None


@pytest.mark.parametrize("name", ["staff", "donor", "auditor", "foreign_manager", "superuser", "reviewer"])
def test_only_a_manager_of_the_programme_releases(world, forum, report, name):
    with pytest.raises(PermissionDenied):
        release(report, world.users[name])
    with pytest.raises(PermissionDenied):
        prepare_forum_report(actor=world.users[name], forum=forum, audience="donor", language="ar")
    assert files() == []


def test_each_reason_against_a_release(world, forum, report):
    def reason(report, **changes):
        with pytest.raises(ReleaseRefused) as refused:
            release(report, world.manager, **changes)
        return refused.value.reason

    assert reason(report, checklist={"nobody"}) == "checklist"
    english = prepare_forum_report(actor=world.manager, forum=forum, audience="donor", language="en")
    assert reason(english) == "untranslated"
    forum.focus = "أمر آخر"
    forum.save()
    assert reason(report) == "outdated"
    type(forum.minutes).objects.filter(pk=forum.minutes.pk).update(state="amending")
    assert reason(report) == "not_approved"
    assert files() == []
    assert not AuditEntry.objects.filter(action="reports.report.release").exists()


def test_left_out_texts_let_the_other_language_go(world, forum):
    english = prepare_forum_report(
        actor=world.manager, forum=forum, audience="donor", language="en", leaves_out_untranslated=True
    )
    assert release(english, world.manager).is_released


def test_what_changes_while_the_file_is_made_is_found(world, forum, report, monkeypatch):
    real = release_service.render_report

    def meanwhile(*args, **kwargs):
        pdf = real(*args, **kwargs)
        Response.objects.filter(addressee=forum.asks["promised"]).update(text="غير ما نُظر فيه")
        return pdf

    monkeypatch.setattr(release_service, "render_report", meanwhile)
    with pytest.raises(ReleaseRefused, match="outdated"):
        release(report, world.manager)
    assert files() == []
    assert Report.objects.get(pk=report.pk).state == "draft"


def test_a_stale_version_and_a_broken_engine_leave_nothing(world, report, monkeypatch):
    with pytest.raises(StaleVersion):
        release(report, world.manager, expected=99)
    assert files() == []

    def broken(*args, **kwargs):
        raise PdfFailed("no")

    monkeypatch.setattr(release_service, "render_report", broken)
    report.refresh_from_db()
    with pytest.raises(PdfFailed):
        release(report, world.manager)
    assert Report.objects.get(pk=report.pk).state == "draft"


def test_the_frozen_content_cannot_be_written_again(world, report):
    release(report, world.manager)
    report.frozen, report.frozen_hash = {"other": True}, "0" * 64
    report.save()
    stored = Report.objects.get(pk=report.pk)
    assert "other" not in stored.frozen
    assert stored.frozen_hash != "0" * 64


def test_withdrawing_needs_a_reason_and_ends_the_copies(world, report):
    release(report, world.manager)
    with pytest.raises(NoteMissing):
        withdraw_report(actor=world.manager, report=report, expected=report.version, note=" ")
    with pytest.raises(PermissionDenied):
        withdraw_report(actor=world.staff, report=report, expected=report.version, note="خطأ")
    withdraw_report(actor=world.manager, report=report, expected=report.version, note="خطأ في الأرقام")
    assert report.state == "withdrawn"
    with pytest.raises(NotAllowedHere):
        issue_copy(actor=world.donor, report=report)
    assert check_code(report.verification_code).outcome == "withdrawn"
    assert "خطأ" not in str(list(AuditEntry.objects.values_list("details", flat=True)))


def test_a_discarded_draft_is_never_heard_of(world, report):
    discard_report(actor=world.manager, report=report, expected=report.version)
    assert not Report.objects.visible_to(world.donor).exists()
    assert Report.objects.visible_to(world.staff).filter(pk=report.pk).exists()


def test_the_table_has_no_way_back():
    assert {(origin, arrow.to) for (origin, _action), arrow in TRANSITIONS.items()} == {
        ("draft", "released"),
        ("draft", "withdrawn"),
        ("released", "withdrawn"),
    }


def test_each_copy_has_its_number_its_reader_and_its_hash(world, report):
    release(report, world.manager)
    released = read_pdf(report)
    copies = [issue_copy(actor=user, report=report) for user in (world.donor, world.donor, world.staff)]
    assert [issued.copy.number for issued in copies] == [1, 2, 3]
    assert len({issued.pdf for issued in copies}) == 3
    for issued in copies:
        row = ReportCopy.objects.get(pk=issued.copy.pk)
        assert row.file_hash == hashlib.sha256(issued.pdf).hexdigest()
        assert str(row.recipient) in text_by_pdfium(issued.pdf)
    assert AuditEntry.objects.filter(action="reports.issue_copy", actor=world.donor.public_id).count() == 2
    assert read_pdf(report) == released


def test_the_check_page_knows_copies_and_not_their_readers(as_role, world, report):
    release(report, world.manager)
    issued = issue_copy(actor=world.donor, report=report)
    page = as_role(None).get(f"/v/{report.verification_code}/?copy=١").content.decode()
    assert "Copy 1 was given out on" in page
    assert issued.copy.file_hash in page
    assert str(world.donor) not in page
    assert (
        "No copy 2 of this document"
        in as_role(None).get(f"/v/{report.verification_code}/?copy=2").content.decode()
    )
    for odd in ("x", "-1", "²", "9" * 30):
        assert as_role(None).get(f"/v/{report.verification_code}/", {"copy": odd}).status_code == 200


def test_a_file_that_was_touched_is_not_given_out(world, report):
    release(report, world.manager)
    (path,) = files()
    path.write_bytes(path.read_bytes() + b"%")
    with pytest.raises(FileDamaged):
        issue_copy(actor=world.donor, report=report)
    path.unlink()
    with pytest.raises(FileDamaged):
        issue_copy(actor=world.donor, report=report)
    assert not ReportCopy.objects.exists()
