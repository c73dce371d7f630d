"""Reporting on the work with what shows it, and verifying it, through the pages; the journey tells all of it."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from recommendations.models import Addressee, Attachment, Update, Verification
from recommendations.services.answers import record_response

pytestmark = pytest.mark.django_db


def url(name, thing):
    """Address of a page about something."""
    return reverse(f"recommendations:{name}", args=[thing.public_id])


@pytest.fixture
def addressee(world, sent):
    """One that was accepted with a date."""
    addressee = sent().lead
    record_response(
        actor=world.reviewer,
        addressee=addressee,
        decision="accepted",
        summary="نقبل.",
        promised_on=datetime.date(2022, 10, 2),
        commitment_text="التزام أول",
        channel="account",
    )
    return addressee


@pytest.fixture
def report(addressee, as_role):
    """report(kind, role, **changes) sends the form and gives the page that follows."""

    def make(kind="progress", role="reviewer", **changes):
        form = {
            "version": str(Addressee.objects.get(pk=addressee.pk).version),
            "kind": kind,
            "summary": f"إفادة {kind}",
            "happened_on": "١ نوفمبر ٢٠٢٢",
        }
        return as_role(role).post(url("update", addressee), form | changes, follow=True)

    return make


def state(addressee):
    """As it stands now."""
    return Addressee.objects.get(pk=addressee.pk).state


def test_from_promise_to_verified(addressee, report, as_role):
    report(percent="٣٠", milestone="الموقع الأول", detail="تفصيل داخلي")
    assert state(addressee) == "in_progress"
    report("stopped", role="staff", stopped_because="نقص الوقود", would_unblock="توفيره")
    assert state(addressee) == "stopped"
    report()
    report(
        "done",
        seen="شوهد العمل",
        witness="أكّد أحد السكان",
        link="example.org/a",
        file=SimpleUploadedFile("x.pdf", b"%PDF-1.7 %%EOF"),
    )
    assert state(addressee) == "reported_done"
    last = Update.objects.last()
    assert {row.kind for row in last.evidence.all()} == {"seen", "witness", "link", "file"}
    manager = as_role("manager")
    assert url("verify", addressee) in manager.get("/").content.decode()
    body = manager.get(url("verify", addressee)).content.decode()
    assert "شوهد العمل" in body
    assert " checked" not in body
    finding = {"version": str(Addressee.objects.get().version), "method": "زيارة", "found_on": "1/12/2022"}
    manager.post(url("verify", addressee), {**finding, "finding": "partly", "note": "ينقص موقع"})
    assert state(addressee) == "in_progress"
    report("done")
    finding["version"] = str(Addressee.objects.get().version)
    for _click in range(2):
        manager.post(url("verify", addressee), {**finding, "finding": "confirmed"})
    assert state(addressee) == "verified"
    assert Verification.objects.count() == 2
    journey = as_role("staff", "ar").get(url("detail", addressee.recommendation)).content.decode()
    for words in (
        "قيلت في منتدى",
        "التزام أول",
        "أُنجز ٣٠٪",
        "الموقع الأول",
        "نقص الوقود",
        "ينقص موقع",
        "شوهد العمل",
        "تم التحقق من إنجازها",
        url("attachment", Attachment.objects.get()),
    ):
        assert words in journey, words


def test_kinds_are_those_that_the_state_allows(addressee, report, as_role):
    first = as_role("reviewer").get(url("update", addressee)).content.decode()
    assert 'value="stopped"' not in first
    assert " checked" not in first
    report()
    assert 'value="stopped"' in as_role("reviewer").get(url("update", addressee)).content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": ""}, "Please say what it comes to."),
        ({"summary": ""}, "Please write what was done."),
        ({"happened_on": "قريبًا"}, "The date was not understood"),
        ({"percent": "140"}, "The number is too large."),
        ({"link": "javascript:alert(1)"}, "Enter a valid URL"),
        ({"file": SimpleUploadedFile("x.pdf", b"<html>")}, "neither a PDF nor"),
    ],
)
def test_what_lacks_is_said_and_nothing_is_lost(report, changes, words):
    body = report(**({"detail": "كُتب هنا"} | changes)).content.decode()
    assert words in body
    assert "كُتب هنا" in body
    assert not Update.objects.exists()


def test_a_stop_says_why_and_what_would_help(addressee, report):
    report()
    body = report("stopped").content.decode()
    assert "Please give the reason." in body
    assert "what would unblock it" in body
    assert state(addressee) == "in_progress"


def test_a_second_click_records_it_once_and_a_stale_page_shows_both(addressee, report, as_role):
    report()
    version = str(Addressee.objects.get().version)
    for _click in range(2):
        report(version=version, summary="خطوة ثانية")
    assert Update.objects.filter(text="خطوة ثانية").count() == 1
    body = report(role="staff", version=version, summary="خطوة أخرى").content.decode()
    assert "Saved meanwhile by" in body
    assert "خطوة أخرى" in body
    assert not Update.objects.filter(text="خطوة أخرى").exists()


def test_staff_report_on_behalf_and_it_says_so(report, addressee, as_role):
    report(role="staff")
    assert Update.objects.get().on_behalf
    assert (
        "recorded by staff"
        in as_role("reviewer").get(url("detail", addressee.recommendation)).content.decode()
    )


def test_less_than_confirmed_needs_a_note(addressee, report, as_role):
    report("done")
    form = {"version": str(Addressee.objects.get().version), "method": "زيارة", "found_on": "1/12/2022"}
    body = (
        as_role("manager")
        .post(url("verify", addressee), {**form, "finding": "not_confirmed"})
        .content.decode()
    )
    assert "Please say what is still lacking." in body
    assert not Verification.objects.exists()


def test_details_and_files_stay_inside(report, addressee, as_role):
    report(detail="تفصيل داخلي", file=SimpleUploadedFile("x.pdf", b"%PDF-1.7 %%EOF"))
    path = url("attachment", Attachment.objects.get())
    for role, reads in (("staff", True), ("manager", True), ("reviewer", True), ("auditor", False)):
        body = as_role(role).get(url("detail", addressee.recommendation)).content.decode()
        assert ("تفصيل داخلي" in body) is reads, role
        assert (path in body) is reads, role
        assert (as_role(role).get(path).status_code == 200) is reads, role


@pytest.mark.parametrize("role", ["foreign_reviewer", "manager", "auditor", "foreign_staff"])
def test_others_find_no_form(report, role):
    assert report(role=role).status_code == 404
    assert not Update.objects.exists()


def test_what_was_promised_stands_on_the_institution_s_first_page(addressee, as_role):
    body = as_role("reviewer", "ar").get("/").content.decode()
    assert "ما التزمتم به" in body
    assert "الموعد الملتزَم به: ٢ أكتوبر ٢٠٢٢م" in body
    assert url("update", addressee) in body
