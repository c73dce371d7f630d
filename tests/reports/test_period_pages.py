"""The pages of a programme's report for a period, walked by manager, staff and donor; and its command."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from common.pdf import is_available
from recommendations.models import Response
from reports.models import Report
from reports.services.release import CHECKLIST
from tests.reports import meeting
from tests.reports.periods import SUMMER, YEAR, build_two_forums

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(is_available() is not None, reason="the PDF engine is missing here"),
]
PAGE = "reports:prepare_period"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def forums(world):
    return build_two_forums(world)


def choices(world, **changes):
    given = {"programme": world.programme.public_id, "start": "2022-01-01", "end": "31/12/2022"}
    return given | {"audience": "donor", "language": "ar"} | changes


def url(name, report):
    return reverse(f"reports:{name}", args=[report.public_id])


def test_from_the_choice_to_the_donor_s_copy(as_role, world, forums):
    manager, donor = as_role("manager"), as_role("donor")
    assert reverse(PAGE) in manager.get(reverse("reports:library")).content.decode()
    assert reverse(PAGE) not in donor.get(reverse("reports:library")).content.decode()
    answer = manager.post(reverse(PAGE), choices(world, introduction="مقدمة أولى."))
    draft = Report.objects.get()
    assert (draft.period_start, draft.period_end) == tuple(YEAR.values())
    assert answer["Location"] == url("report", draft)
    page = manager.get(url("report", draft)).content.decode()
    assert "مقدمة أولى." in page
    assert "لقاء تنسيقي كل شهر." in page
    assert not any(name in page for name in meeting.NAMES)
    assert donor.get(url("report", draft)).status_code == 404

    again = f"{reverse(PAGE)}?draft={draft.public_id}"
    assert "مقدمة أولى." in manager.get(again).content.decode()
    manager.post(again, choices(world, introduction="مقدمة ثانية."))
    report = Report.objects.get(state="draft")
    draft.refresh_from_db()
    assert (draft.state, report.frozen["texts"]["introduction"]["text"]) == ("withdrawn", "مقدمة ثانية.")

    manager.post(url("release", report), {"version": report.version, "checklist": list(CHECKLIST)})
    report.refresh_from_db()
    assert report.state == "released"
    assert Response.objects.filter(released_at__isnull=False).count() == 2
    assert report.reference in donor.get(reverse("reports:library")).content.decode()
    assert "مقدمة ثانية." in donor.get(url("report", report)).content.decode()
    assert donor.post(url("download", report)).content.startswith(b"%PDF-")
    assert (
        "genuine" in manager.get(reverse("reports:check", args=[report.verification_code])).content.decode()
    )
    assert (
        manager.get(reverse("reports:programme_exports", args=[world.programme.public_id])).status_code == 200
    )
    manager.post(url("withdraw", report), {"version": report.version, "note": "خطأ"})
    report.refresh_from_db()
    assert report.state == "withdrawn"


def test_staff_get_the_internal_one_and_not_the_donor_s(as_role, world, forums):
    staff = as_role("staff")
    file = staff.post(reverse(PAGE), choices(world, audience="internal"))
    assert file.content.startswith(b"%PDF-")
    refused = staff.post(reverse(PAGE), choices(world))
    assert refused.status_code == 200
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"end": "2021-01-01"}, "before the first one"),
        ({"end": "2999-01-01"}, "still to come"),
        ({"annex_title_1": "ملحق"}, "a heading and a text"),
    ],
)
def test_what_makes_no_sense_is_said(as_role, world, changes, words):
    page = as_role("manager").post(reverse(PAGE), choices(world, **changes)).content.decode()
    assert words in page
    assert not Report.objects.exists()


def test_a_foreign_programme_is_none(as_role, world):
    given = choices(world, programme=world.other_programme.public_id)
    assert as_role("manager").post(reverse(PAGE), given).status_code == 200
    assert not Report.objects.exists()


def test_the_command(world, forums, tmp_path):
    out = tmp_path / "period.pdf"
    common = ["--kind=period", "--audience=donor", "--language=en", f"--out={out}"]
    with pytest.raises(CommandError, match="A period takes"):
        call_command("render_report", *common)
    span = [f"--from={SUMMER['start']}", f"--until={SUMMER['end']}"]
    with pytest.raises(CommandError, match="no programme"):
        call_command("render_report", *common, *span, "--programme=NONE")
    with pytest.raises(CommandError, match="not over"):
        call_command("render_report", *common, span[0], "--until=2999-01-01", "--programme=TST")
    call_command("render_report", *common, *span, "--programme=TST", verbosity=0)
    assert out.read_bytes().startswith(b"%PDF-")
    assert Report.objects.get().period_end == datetime.date(2022, 9, 30)
