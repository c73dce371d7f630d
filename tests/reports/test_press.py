"""Press releases that anybody reads: the list, the file, and what stands in neither."""

import hashlib

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.rights import ANYBODY, RIGHTS
from reports.models import Report
from reports.services.files import pdf_path, store_pdf
from tests import factories
from tests.test_queries import LIST_LIMIT, repeated, statements

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 press %%EOF"
LIST = "/press/"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def released(world, number=1, **fields):
    """A press release that was released, with its file."""
    minutes = factories.MinutesFactory(forum__programme=world.programme, state="approved", revision=1)
    given = {"audience": "public", "state": "released", "released_at": timezone.now()} | fields
    return factories.ReportFactory(
        programme=world.programme,
        forum=minutes.forum,
        number=number,
        file_name=store_pdf(PDF),
        pdf_hash=hashlib.sha256(PDF).hexdigest(),
        frozen_hash=f"{number:064}",
        **given,
    )


def address(report):
    return reverse("reports:press_release", args=[report.public_id])


@pytest.mark.parametrize("reader", [None, "roleless", "donor", "foreign_reviewer"])
def test_anybody_finds_it_and_has_the_very_file(world, as_role, reader):
    report = released(world)
    client = as_role(reader)
    page = client.get(LIST).content.decode()
    assert report.reference in page
    assert address(report) in page
    answer = client.get(address(report))
    assert answer.content == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer["Cache-Control"]
    assert not report.copies.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "draft", "released_at": None},
        {"state": "withdrawn", "withdrawn_at": timezone.now()},
        {"audience": "donor"},
        {"audience": "official"},
        {"audience": "internal"},
    ],
)
def test_nothing_else_is_here(world, as_role, fields):
    report = released(world, **fields)
    assert report.reference not in as_role(None).get(LIST).content.decode()
    assert as_role(None).get(address(report)).status_code == 404
    assert "No press release has been released yet." in as_role(None).get(LIST).content.decode()


def test_a_file_that_was_touched_is_not_given_out(world, as_role):
    report = released(world)
    pdf_path(report.file_name).write_bytes(PDF + b" ")
    assert as_role(None).get(address(report)).status_code == 404
    pdf_path(report.file_name).unlink()
    assert as_role(None).get(address(report)).status_code == 404


def test_few_statements_for_one_and_many(world, as_role):
    client = as_role(None)
    released(world)
    one = statements(client, LIST)
    for number in (2, 3):
        released(world, number)
    three = statements(client, LIST)
    assert len(one) == len(three) <= LIST_LIMIT
    assert repeated(three) == []
    assert Report.objects.for_anybody().count() == 3


def test_it_is_closed_where_the_rights_table_opens_it_to_nobody(world, client, monkeypatch):
    report = released(world)
    assert client.get(address(report)).status_code == 200
    monkeypatch.setitem(RIGHTS["report public"], ANYBODY, "")
    for path in (LIST, address(report)):
        assert client.get(path).status_code == 404
