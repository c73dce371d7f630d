"""Staff enter what came by letter or was said in the room; the scan is kept, and only the right people get it."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from common.sealed_files import SealedStorage
from recommendations.models import Addressee, Attachment, Letter, Response
from tests import factories

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\nSECRET LETTER\n%%EOF\n"


def url(name, thing):
    """Address of a page about something."""
    return reverse(f"recommendations:{name}", args=[thing.public_id])


@pytest.fixture
def addressee(sent):
    """One that waits for an answer."""
    return sent().lead


@pytest.fixture
def enter(addressee, as_role):
    """enter(**changes) sends the form as staff and gives the page that follows."""

    def make(**changes):
        form = {
            "version": str(Addressee.objects.get(pk=addressee.pk).version),
            "channel": "letter",
            "decision": "accepted",
            "summary": "تُقبل التوصية.",
            "letter_number": "١٢/٢٠٢٢",
            "letter_date": "١ أغسطس ٢٠٢٢",
            "letter_subject": "الرد على التوصية",
        }
        return as_role("staff").post(url("answer", addressee), form | changes, follow=True)

    return make


def photo():
    """A JPEG as a telephone makes it, with a name and a place in it."""
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = "SECRET NAME", 6
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "JPEG", exif=exif)
    assert b"SECRET NAME" in out.getvalue()
    return out.getvalue()


def test_letter_scan_and_answer_in_one_act(enter, addressee, as_role):
    body = enter(scan=SimpleUploadedFile("خطاب العقيد.pdf", PDF)).content.decode()
    assert "The answer of the institution" in body
    letter, response, attachment = Letter.objects.get(), Response.objects.get(), Attachment.objects.get()
    assert (letter.number, letter.direction, letter.purpose) == ("١٢/٢٠٢٢", "in", "answer")
    assert (response.letter, response.channel, response.is_confirmed) == (letter, "letter", True)
    with SealedStorage().open(attachment.name) as file:
        assert b"SECRET" not in file.read()
    assert "العقيد" not in attachment.name
    detail = as_role("staff", "ar").get(url("detail", addressee.recommendation)).content.decode()
    assert url("attachment", attachment) in detail
    assert "نسخة مصوّرة" in detail


def test_the_file_comes_back_as_attachment_to_those_who_may(enter, world, as_role):
    enter(scan=SimpleUploadedFile("a.pdf", PDF))
    attachment = Attachment.objects.get()
    for role in ("staff", "manager", "reviewer"):
        answer = as_role(role).get(url("attachment", attachment))
        assert answer.content == PDF
        assert answer["Content-Disposition"].startswith('attachment; filename="')
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Type"] == "application/pdf"
    for role in ("foreign_reviewer", "foreign_staff", "auditor", "donor", "superuser"):
        assert as_role(role).get(url("attachment", attachment)).status_code == 404, role


def test_a_photo_is_made_anew_without_what_the_camera_added(enter, as_role):
    enter(scan=SimpleUploadedFile("scan.pdf", photo()))
    content = as_role("staff").get(url("attachment", Attachment.objects.get())).content
    assert b"SECRET NAME" not in content
    with Image.open(io.BytesIO(content)) as picture:
        assert (picture.format, picture.size, dict(picture.getexif())) == ("JPEG", (30, 40), {})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"channel": ""}, "Please say how the answer came."),
        ({"letter_number": ""}, "Please write the number of the letter."),
        ({"letter_date": ""}, "Please write the date of the letter."),
        ({"letter_subject": ""}, "Please write the subject of the letter."),
        ({"decision": "declined"}, "Please give the reason."),
        ({"scan": SimpleUploadedFile("a.pdf", b"MZ program")}, "neither a PDF nor"),
        ({"scan": SimpleUploadedFile("a.jpg", b"\xff\xd8\xff not a picture")}, "could not be read"),
        ({"scan": SimpleUploadedFile("a.pdf", b"")}, "The file is empty."),
    ],
)
def test_what_lacks_is_said_and_nothing_is_kept(enter, changes, words):
    assert words in enter(**changes).content.decode()
    assert not Response.objects.exists()
    assert not Letter.objects.exists()
    assert not Attachment.objects.exists()


def test_the_same_letter_is_not_recorded_twice(enter, world):
    factories.LetterFactory(
        programme=world.programme,
        institution=world.institution,
        direction="in",
        number="١٢/٢٠٢٢",
        date="2022-08-01",
        recorded_by=world.staff,
    )
    assert "recorded before" in enter().content.decode()
    assert not Response.objects.exists()


def test_what_was_said_in_the_room_waits_for_the_institution(enter, addressee, as_role):
    assert "counts once the institution confirms it" in enter(channel="room").content.decode()
    response = Response.objects.get()
    assert not Letter.objects.exists()
    assert not response.is_confirmed
    reviewer = as_role("reviewer", "ar")
    assert "ردود تنتظر تأكيدكم" in reviewer.get("/").content.decode()
    assert "تأكيد ما قيل في اللقاء" in reviewer.get(url("detail", addressee.recommendation)).content.decode()
    for role in ("staff", "manager", "foreign_reviewer"):
        assert as_role(role).post(url("confirm_answer", response)).status_code == 404
    assert not Response.objects.get().is_confirmed
    for _click in range(2):
        reviewer.post(url("confirm_answer", response))
    assert Response.objects.get().is_confirmed
    assert "تنتظر تأكيدكم" not in reviewer.get("/").content.decode()


def test_staff_take_back_what_they_entered(enter, as_role):
    enter()
    response = Response.objects.get()
    as_role("staff").post(url("withdraw_answer", response), {"note": "رقم خاطئ"})
    assert Response.objects.get().withdrawn_because == "رقم خاطئ"
    assert Addressee.objects.get().state == "sent"


def test_an_institution_s_draft_stays_when_staff_enter_the_letter(world, enter, addressee, as_role):
    as_role("reviewer").post(
        url("answer", addressee), {"act": "draft", "summary": "مسودتنا", "draft": "0", "version": "2"}
    )
    enter()
    assert Response.objects.filter(sent_at=None, text="مسودتنا").count() == 1
    assert Response.objects.standing().get().channel == "letter"
