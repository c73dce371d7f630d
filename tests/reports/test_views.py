"""The PDF button, the command and the check page: who gets what, and what goes on the record."""

import datetime
import hashlib

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from common.arabic import to_arabic_digits
from common.models import AuditEntry
from common.pdf import is_available
from common.printed_codes import grouped, normalise_code
from forums.models import Forum
from reports.models import Report
from reports.services.check import check_code
from reports.services.prepare import prepare_forum_report
from reports.views import forum_pdf
from tests import factories
from tests.reports import meeting

pytestmark = pytest.mark.django_db

needs_pango = pytest.mark.skipif(is_available() is not None, reason="the PDF engine is missing here")


@pytest.fixture
def forum(world):
    return meeting.build_meeting(world.programme)


@pytest.fixture
def report(world, forum):
    return prepare_forum_report(actor=world.staff, forum=forum, audience="internal", language="ar")


def address(forum):
    return reverse("reports:forum_pdf", args=[forum.public_id])


@needs_pango
@pytest.mark.parametrize("role", ["staff", "manager"])
def test_staff_and_manager_get_the_file(as_role, world, forum, role):
    response = as_role(role).post(address(forum), {"language": "ar"})
    report = Report.objects.get()
    assert response.status_code == 200
    assert response.content.startswith(b"%PDF-")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{report.reference}-ar.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    entry = AuditEntry.objects.get(action="reports.export_named")
    assert entry.actor == world.users[role].public_id
    assert entry.subject == report.public_id
    assert entry.details["file"] == hashlib.sha256(response.content).hexdigest() == report.pdf_hash


@pytest.mark.parametrize(
    "role",
    ["reviewer", "donor", "auditor", "foreign_staff", "foreign_manager", "superuser", "roleless", "dual"],
)
def test_others_find_nothing(as_role, forum, role):
    client = as_role(role)
    refused = client.post(address(forum), {"language": "ar"})
    absent = client.post(
        reverse("reports:forum_pdf", args=["00000000-0000-4000-8000-000000000000"]), {"language": "ar"}
    )
    assert refused.status_code == absent.status_code == 404
    assert not Report.objects.exists()
    assert not AuditEntry.objects.filter(action__startswith="reports.").exists()


def test_nobody_is_asked_to_sign_in(as_role, forum):
    response = as_role(None).post(address(forum), {"language": "ar"})
    assert response.status_code == 302
    assert not Report.objects.exists()


def test_only_post_and_a_known_language(as_role, forum):
    client = as_role("staff")
    assert client.get(address(forum)).status_code == 405
    response = client.post(address(forum), {"language": "fr"})
    assert response.status_code == 422
    assert not Report.objects.exists()


def test_without_pango_a_page_says_what_to_install(as_role, forum, monkeypatch):
    monkeypatch.setattr(forum_pdf, "is_available", lambda: "Pango was not found; install it (apt install …).")
    response = as_role("staff").post(address(forum), {"language": "ar"})
    assert response.status_code == 503
    assert "Pango was not found" in response.content.decode()
    assert not Report.objects.exists()


def test_the_command_refuses_in_words(forum, tmp_path):
    def run(**changes):
        arguments = {"forum": forum.code, "audience": "internal", "language": "ar", "out": "x.pdf"}
        call_command("render_report", *(f"--{key}={value}" for key, value in (arguments | changes).items()))

    with pytest.raises(CommandError, match="come later; available now: internal, donor"):
        run(kind="period", audience="public")
    with pytest.raises(CommandError, match="no forum NONE"):
        run(forum="NONE", out=tmp_path / "x.pdf")
    with pytest.raises(CommandError, match="no folder"):
        run(out=tmp_path / "absent" / "x.pdf")
    with pytest.raises(CommandError, match="invalid choice"):
        run(language="fr")
    assert not Report.objects.exists()
    assert not list(tmp_path.iterdir())


@needs_pango
def test_the_command_writes_a_private_file_and_is_on_the_record(forum, tmp_path, capsys):
    out = tmp_path / "report.pdf"
    call_command(
        "render_report",
        f"--forum={forum.code}",
        "--audience=internal",
        "--language=en",
        f"--out={out}",
        "--as-of=2022-08-21",
    )
    assert out.read_bytes().startswith(b"%PDF-")
    assert out.stat().st_mode & 0o077 == 0
    assert hashlib.sha256(out.read_bytes()).hexdigest() in capsys.readouterr().out
    assert Report.objects.get().frozen["as_of"] == datetime.date(2022, 8, 21).isoformat()
    assert AuditEntry.objects.get(action="reports.export_named").actor is None


@needs_pango
def test_the_command_makes_the_minutes_for_signature(forum, tmp_path):
    out = tmp_path / "minutes.pdf"
    common = (f"--forum={forum.code}", "--language=ar", f"--out={out}")
    call_command("render_report", "--kind=minutes", "--audience=internal", *common, verbosity=0)
    assert out.read_bytes().startswith(b"%PDF-")
    assert Report.objects.get().kind == Report.Kind.MINUTES
    with pytest.raises(CommandError, match="come later"):
        call_command("render_report", "--kind=minutes", "--audience=donor", *common)


@needs_pango
def test_a_sample_leaves_nothing_but_its_file(db, settings, tmp_path):
    settings.DEMO = True
    call_command("load_reference", verbosity=0)
    before = AuditEntry.objects.count()
    sizes = []
    for count in (1, 40):
        out = tmp_path / f"{count}.pdf"
        call_command(
            "render_report",
            f"--sample-recommendations={count}",
            "--audience=internal",
            "--language=ar",
            f"--out={out}",
            verbosity=0,
        )
        sizes.append(len(out.read_bytes()))
    assert sizes[0] < sizes[1]
    assert not Report.objects.exists()
    assert not Forum.objects.exists()
    assert AuditEntry.objects.count() == before


def test_no_sample_in_a_database_that_may_be_a_real_one(forum, tmp_path, settings):
    arguments = (
        "--sample-recommendations=5",
        "--audience=internal",
        "--language=ar",
        f"--out={tmp_path / 'x'}",
    )
    for demo in (True, False):
        settings.DEMO = demo
        with pytest.raises(CommandError):
            call_command("render_report", *arguments)
    settings.DEMO = True
    with pytest.raises(CommandError, match="no other scope"):
        call_command("render_report", *arguments, f"--forum={forum.code}")


def test_codes_are_normalised():
    code = "23456ABCDEFGHJKLM"
    assert grouped(code) == "2345-6ABC-DEFG-HJKL-M"
    for typed in (
        grouped(code),
        code.lower(),
        to_arabic_digits(code),
        f"\u200f {code} ",
        "23456.abcde_fghjklm",
    ):
        assert normalise_code(typed) == code


def test_anybody_may_check_a_code(as_role, report):
    response = as_role(None).get(
        reverse("reports:check", args=[to_arabic_digits(grouped(report.verification_code).lower())])
    )
    page = response.content.decode()
    assert response.status_code == 200
    assert "This document is genuine" in page
    for shown in (report.reference, report.frozen_hash[:12], "internal", "Arabic", "draft"):
        assert shown in page
    assert report.frozen_hash not in page
    for hidden in (report.forum.title_ar, report.forum.title_en, report.forum.code, *meeting.NAMES):
        assert hidden not in page
    assert report.programme.title_en not in page


def test_a_withdrawn_document_says_so(as_role, report):
    Report.objects.filter(pk=report.pk).update(state="withdrawn")
    page = as_role(None).get(reverse("reports:check", args=[report.verification_code])).content.decode()
    assert "This document was withdrawn" in page
    assert "genuine" not in page


def test_unknown_codes_are_answered_alike(as_role, report):
    def page(code):
        response = as_role(None, language="ar").get(reverse("reports:check", args=[code]))
        assert response.status_code == 404
        # The nonce, the CSRF token and the address itself differ from answer to answer, the words may not.
        text = response.content.decode()
        assert "لا وثيقة بهذا الرمز" in text
        return text.split("<main")[1].split("</main>")[0]

    nearly = report.verification_code[:-1] + ("2" if report.verification_code[-1] != "2" else "3")
    assert page(nearly) == page("X") == page("---") == page("2" * 17)
    assert check_code("").outcome == "unknown"


def test_the_check_page_needs_one_query(report, django_assert_num_queries):
    with django_assert_num_queries(1):
        check_code(report.verification_code)
    with django_assert_num_queries(1):
        check_code("unknown")


def test_reports_are_visible_to_those_who_may_press_the_button(world, report):
    factories.ReportFactory(programme=world.other_programme)
    visible = {
        name for name, user in world.users.items() if Report.objects.visible_to(user).filter(pk=report.pk)
    }
    pressing = {
        name for name, user in world.users.items() if user.has_perm("reports.view_internal", report.forum)
    }
    assert visible == pressing == {"manager", "second_manager", "staff", "no_second_factor"}
