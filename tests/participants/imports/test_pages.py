"""The pages of a sheet: what they say, what they hand out, and what they cost."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from participants.models import Person, SheetImport

from .sheets import HEADERS, decide, hand_in, known, taken_in, workbook
from .test_runs import names

pytestmark = pytest.mark.django_db


def upload(client, content, name="a.xlsx", page="import_people", **data):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse(f"participants:{page}"), {"file": file, **data}, follow=True)


@pytest.fixture
def given(world):
    return {"programme": str(world.programme.public_id)}


def cells(response):
    content = response.content
    return [
        [cell or "" for cell in row]
        for row in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    ]


def test_a_file_leads_to_its_rows(as_role, given):
    page = upload(as_role("staff", "ar"), workbook([["سالم صالح المثال", "", "", ""]]), **given)
    text = page.content.decode()
    assert "إدراج الصفّ" in text
    assert "سالم صالح المثال" in text
    assert "الاسم = " in text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (workbook([], HEADERS), "headers and not one row"),
        (b"%PDF-1.7 a letter", "neither a workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
    ],
)
def test_what_cannot_be_read_is_said_beside_the_field(as_role, given, content, words):
    page = upload(as_role("staff"), content, "a.xlsx", **given)
    assert page.status_code == 200
    assert words in page.content.decode()
    assert not SheetImport.objects.exists()


def test_a_programme_of_others_is_not_taken(world, as_role):
    page = upload(
        as_role("staff"),
        workbook([["سالم صالح المثال"]], ["الاسم"]),
        programme=str(world.other_programme.public_id),
    )
    assert page.status_code == 200
    assert not SheetImport.objects.exists()


@pytest.mark.parametrize("kind", ["people", "institutions", "attendance"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_empty_sheet_is_understood_when_it_comes_back(world, as_role, kind, language):
    from common.sheets import match_columns, read_sheet
    from participants.services.imports.kinds import kind_named

    client = as_role("administrator" if kind == "institutions" else "staff")
    answer = client.get(reverse("participants:import_template"), {"kind": kind, "language": language})
    fields = kind_named(kind).fields
    sheet = read_sheet(answer.content, "a.xlsx")
    for tags in (sheet.tags, []):
        matching = match_columns(sheet.headers, tags, fields)
        assert matching.columns == {one.key: place for place, one in enumerate(fields)}


def test_the_rows_to_be_mended_come_back_with_the_reason_and_run_nowhere(world, as_role):
    rows = [
        ["@HYPERLINK(1)", "media", "", "+967777123456"],
        ["سالم المثال", "لا شيء", "", ""],
        ["سالم المثال", "", "", ""],
    ]
    sheet = hand_in(world, rows)
    answer = as_role("staff", "ar").post(reverse("participants:import_errors", args=[sheet.public_id]))
    header, first, second, third = cells(answer)
    assert header == ["ما ينبغي تعديله", *HEADERS]
    assert first[1:] == ["'@HYPERLINK(1)", "media", "", "'+967777123456"]
    assert "الفئة" in second[0]
    assert "لا شيء" in second[0]
    assert third[0] == ""
    # What came back is the same sheet: the reason is a column that nobody knows.
    again = hand_in(world, [], content=answer.content)
    assert again.columns == {"name_ar": 1, "category": 2, "sex": 3, "phone": 4}
    taken_in(again, world.staff)
    assert [one.name_ar for one in Person.objects.exclude_empty("phone")] == ["@HYPERLINK(1)"]


def test_rows_are_filtered_and_what_is_decided_is_kept(world, as_role):
    known(world.programme, "منى سعيد عوض التجربة")
    sheet = hand_in(world, [["منى عوض التجربة", "", "", ""], ["سالم صالح المثال", "", "", ""]])
    client, page = as_role("staff"), reverse("participants:import", args=[sheet.public_id])
    shown = client.get(page, {"show": "doubtful"})
    assert [line.title for line in shown.context["lines"]] == ["منى عوض التجربة"]
    row = sheet.rows.get(place=0)
    url = reverse("participants:import_rows", args=[sheet.public_id])
    answer = client.post(f"{url}?show=doubtful", {"version": sheet.version, f"row-{row.public_id}": "new"})
    assert answer.url == f"{page}?show=doubtful#rows"
    row.refresh_from_db()
    assert row.chosen == "new"
    late = client.post(url, {"version": sheet.version, f"row-{row.public_id}": "skip"}, follow=True)
    assert "meanwhile" in late.content.decode()


@pytest.mark.parametrize("version", ["", "x", "²", "9" * 30])
def test_odd_versions_are_answered_by_the_page(world, as_role, version):
    sheet = hand_in(world, [["سالم صالح المثال", "", "", ""]])
    client = as_role("staff")
    for name in ("import_columns", "import_rows", "take_in", "undo_import"):
        answer = client.post(reverse(f"participants:{name}", args=[sheet.public_id]), {"version": version})
        assert answer.status_code == 302
    assert not Person.objects.exists()


def test_a_page_of_many_rows_costs_as_many_queries_as_one_of_few(world, as_role):
    counts = []
    for rows in (names(10), names(250)):
        known(world.programme, f"{rows[0][0]} باوزير", category=None)
        sheet = hand_in(world, [[f"{rows[0][0]} باوزير", "media", "", ""], *rows])
        decide(sheet, world.staff, row_1="skip")
        client = as_role("staff")
        client.get(reverse("participants:import", args=[sheet.public_id]))
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("participants:import", args=[sheet.public_id]))
        counts.append(len(found))
    assert counts[1] <= counts[0] <= 30, counts
