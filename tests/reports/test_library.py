"""The pages of the donor's report, walked by manager and donor."""

import hashlib
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from common import audit
from common.pdf import is_available
from reports.models import Report, ReportCopy
from reports.services.release import CHECKLIST
from tests import factories
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
    meeting.send_recommendations(forum)
    return forum


def url(name, row):
    return reverse(f"reports:{name}", args=[row.public_id])


def test_the_way_from_the_forum_to_the_donor_s_copy(as_role, world, forum):
    manager, donor = as_role("manager"), as_role("donor")
    assert (
        url("prepare_outcomes", forum)
        in manager.get(reverse("forums:detail", args=[forum.public_id])).content.decode()
    )
    answer = manager.post(url("prepare_outcomes", forum), {"audience": "donor", "language": "ar"})
    report = Report.objects.get()
    assert answer["Location"] == url("report", report)
    page = manager.get(url("report", report)).content.decode()
    assert "Left out, and why" in page
    for name in meeting.NAMES:
        assert name not in page
    assert donor.get(url("report", report)).status_code == 404
    assert report.reference not in donor.get(reverse("reports:library")).content.decode()

    manager.post(url("release", report), {"version": report.version})
    report.refresh_from_db()
    assert report.state == "draft", "no point of the checklist was ticked"
    manager.post(url("release", report), {"version": report.version, "checklist": list(CHECKLIST)})
    report.refresh_from_db()
    assert report.state == "released"

    for place in (reverse("reports:library"), reverse("home")):
        assert report.reference in donor.get(place).content.decode()
    answer = donor.post(url("download", report))
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="{report.reference}-ar.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    copy = ReportCopy.objects.get()
    assert (copy.number, copy.recipient) == (1, world.donor)
    assert copy.file_hash == hashlib.sha256(answer.content).hexdigest()

    manager.post(url("withdraw", report), {"version": report.version, "note": "كناري السحب"})
    page = donor.get(url("report", report)).content.decode()
    assert "This report was withdrawn" in page
    assert "كناري السحب" not in page
    assert "كناري السحب" in manager.get(url("report", report)).content.decode()
    assert donor.post(url("download", report)).status_code == 302
    assert ReportCopy.objects.count() == 1


def test_a_proof_is_for_the_office_and_no_copy(as_role, forum):
    as_role("manager").post(url("prepare_outcomes", forum), {"audience": "donor", "language": "ar"})
    report = Report.objects.get()
    assert as_role("staff").post(url("download", report), {"proof": "1"}).content.startswith(b"%PDF-")
    assert as_role("donor").post(url("download", report), {"proof": "1"}).status_code == 404
    assert not ReportCopy.objects.exists()
    assert Report.objects.get().pdf_hash == ""


def test_untranslated_texts_are_listed_and_no_release_is_offered(as_role, forum):
    manager = as_role("manager")
    manager.post(url("prepare_outcomes", forum), {"audience": "donor", "language": "en"})
    report = Report.objects.get()
    page = manager.get(url("report", report)).content.decode()
    assert "Output 1" in page
    assert 'name="checklist"' not in page
    manager.post(
        url("prepare_outcomes", forum),
        {"audience": "donor", "language": "en", "leaves_out_untranslated": "on"},
    )
    assert 'name="checklist"' in manager.get(url("report", Report.objects.latest("pk"))).content.decode()


def test_minutes_that_are_not_approved_are_not_prepared(as_role, world):
    draft = meeting.build_meeting(world.programme, approved=False)
    manager = as_role("manager")
    page = manager.post(
        url("prepare_outcomes", draft), {"audience": "donor", "language": "ar"}, follow=True
    ).content.decode()
    assert "Only approved minutes" in page
    assert not Report.objects.exists()


def released(world, **fields):
    forum = factories.MinutesFactory(forum__programme=world.programme, state="approved", revision=1).forum
    return factories.ReportFactory(
        programme=world.programme,
        forum=forum,
        audience="donor",
        state="released",
        released_at=meeting.APPROVED_AT,
        frozen={"outputs": []},
        **fields,
    )


def test_the_library_narrows_by_language_and_takes_no_nonsense(as_role, world):
    arabic, english = released(world), released(world, language="en")
    client, library = as_role("donor"), reverse("reports:library")
    page = client.get(library, {"language": "en"}).content.decode()
    assert english.reference in page
    assert arabic.reference not in page
    page = client.get(library, {"programme": str(world.programme.public_id)}).content.decode()
    assert english.reference in page
    for odd in ({"programme": "x"}, {"language": "zz"}, {"programme": str(world.other_programme.public_id)}):
        assert client.get(library, odd).status_code == 200


def test_an_internal_report_has_no_page_here(as_role, world, forum):
    internal = factories.ReportFactory(programme=world.programme, forum=forum)
    for name in ("manager", "staff", "donor"):
        assert as_role(name).get(url("report", internal)).status_code == 404
        assert as_role(name).post(url("download", internal)).status_code == 404


def test_what_came_since_the_last_visit_is_marked_new(as_role, world):
    def signs_in():
        audit.append(actor=world.donor, action="accounts.sign_in", subject=world.donor)

    def released(number, at):
        return factories.ReportFactory(
            programme=world.programme,
            forum=factories.ForumFactory(programme=world.programme),
            audience="donor",
            state="released",
            number=number,
            released_at=at,
        )

    donor, marked = as_role("donor", "ar"), '<span class="chip open">جديد</span>'
    released(1, timezone.now() - timedelta(days=9))
    signs_in()
    assert marked not in donor.get("/").content.decode(), "on the first visit all of it is"
    released(2, timezone.now())
    signs_in()
    for path in ("/", reverse("reports:library")):
        page = donor.get(path).content.decode()
        assert page.count(marked) == 1
        assert page.index("RPT-0002") < page.index(marked) < page.index("RPT-0001")
    signs_in()
    assert marked not in donor.get("/").content.decode()
