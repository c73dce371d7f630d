"""The page where anybody checks a document by its code or by its file's SHA-256."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.signin.backoff import FREE_OF_ADDRESS
from common.printed_codes import grouped
from tests import factories

pytestmark = pytest.mark.django_db
DIGITS = "0123456789abcdef" * 4
OF_COPY = "fedcba9876543210" * 4


@pytest.fixture
def address():
    return reverse("reports:check_document")


@pytest.fixture
def report(world):
    """Released, with one copy that was given out."""
    report = factories.ReportFactory(
        programme=world.programme,
        audience="donor",
        state="released",
        released_at=timezone.now(),
        pdf_hash=DIGITS,
    )
    report.copies.create(number=3, recipient=world.donor, file_hash=OF_COPY)
    return report


def test_a_code_leads_to_its_page(as_role, address, report):
    typed = grouped(report.verification_code).lower()
    answer = as_role(None).post(address, {"code": typed})
    assert answer["Location"] == reverse("reports:check", args=[report.verification_code])


def test_a_released_file_and_a_copy_of_it_are_known(as_role, world, address, report):
    spelled = f" {DIGITS[:30].upper()} {DIGITS[30:]} "
    answer = as_role(None).post(address, {"sha256": spelled})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "The file is the released one, unchanged to the last byte" in text
    assert report.reference in text
    copy = as_role(None).post(address, {"sha256": OF_COPY}).content.decode()
    assert "The file is copy 3, given out on" in copy
    for told in (text, copy):
        assert str(world.donor.public_id) not in told
        assert world.programme.title_en not in told


@pytest.mark.parametrize("sha256", [DIGITS, OF_COPY])
def test_a_withdrawn_file_says_so(as_role, address, report, sha256):
    type(report).objects.filter(pk=report.pk).update(state="withdrawn", withdrawn_at=timezone.now())
    text = as_role(None).post(address, {"sha256": sha256}).content.decode()
    assert "This document was withdrawn" in text
    assert "genuine" not in text


def test_what_never_left_the_house_is_unknown_like_any_other_file(as_role, address, report):
    type(report).objects.filter(pk=report.pk).update(state="draft", released_at=None)

    def told(sha256):
        answer = as_role(None).post(address, {"sha256": sha256})
        assert answer.status_code == 404
        section = answer.content.decode().split("<section")[1]
        return section

    assert "This file is not known" in told(DIGITS)
    assert told(DIGITS) == told("0" * 64)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "enter a code, or choose a file"),
        ({"code": "A", "sha256": DIGITS}, "enter a code, or choose a file"),
        ({"sha256": "abc"}, "A SHA-256 has 64 characters"),
        ({"sha256": "ـ" * 64}, "A SHA-256 has 64 characters"),
    ],
)
def test_what_cannot_be_looked_up_is_told_in_words(as_role, address, sent, words):
    answer = as_role(None).post(address, sent)
    assert answer.status_code == 200
    assert words in answer.content.decode()


def test_guesses_are_held_back_and_known_documents_are_not_counted(as_role, address, report):
    client = as_role(None)
    for _ in range(FREE_OF_ADDRESS + 2):
        assert client.post(address, {"sha256": DIGITS}).status_code == 200
    answers = [client.post(address, {"code": f"GUESS{n}"}).status_code for n in range(FREE_OF_ADDRESS + 2)]
    assert answers[:FREE_OF_ADDRESS] == [404] * FREE_OF_ADDRESS
    held = client.get(reverse("reports:check", args=[report.verification_code]))
    assert answers[-1] == held.status_code == 429
    assert int(held["Retry-After"]) > 0
