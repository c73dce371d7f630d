"""Sheets: formulas defused and found again by openpyxl, imports twice the same, wrong rows said, bombs not opened."""

import io
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from common.models import AuditEntry
from common.sheets import SheetRefused, defuse, measure_workbook, read_sheet, undefuse
from participants.models import Category

from ..factories import CategoryFactory

XLSX, CSV = "0", "1"
DANGEROUS = [
    "=1+1",
    "+967",
    "-2",
    "@SUM(A1)",
    "\ufeff=1",
    "\u200f=HYPERLINK(1)",
    "\u200e\u00a0 +1",
    "  =1",
    "\t=1",
    "\uff1d1",
    "|cmd",
]


@pytest.mark.parametrize("text", DANGEROUS)
def test_formulas_are_defused(text):
    assert defuse(text).startswith("'")
    assert undefuse(defuse(text)) == text


@given(st.text())
def test_defusing_is_undone_and_leaves_no_formula(text):
    safe = defuse(text)
    bare = safe.lstrip("\ufeff\u200e\u200f\u061c \t\r\n\u00a0")
    assert not bare.startswith(("=", "+", "-", "@"))
    if not text.startswith("'"):
        assert defuse(undefuse(safe)) == safe


@pytest.mark.parametrize("value", [7, -7, 1.5, None, True, "سليم", "أ=ب"])
def test_what_is_no_formula_stays(value):
    assert defuse(value) == value


def export(client, chosen):
    answer = client.post(reverse("admin:participants_category_export"), {"format": chosen, "resource": "0"})
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    return answer.content


def upload(client, content, chosen=XLSX, name=None):
    file = SimpleUploadedFile(name or ("list.xlsx" if chosen == XLSX else "list.csv"), content)
    return client.post(
        reverse("admin:participants_category_import"),
        {"import_file": file, "format": chosen, "resource": "0"},
    )


def confirm(client, preview):
    form = preview.context["confirm_form"]
    return client.post(reverse("admin:participants_category_process_import"), form.initial, follow=True)


def workbook(*rows):
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("chosen", [XLSX, CSV])
def test_an_export_holds_no_formula_and_importing_it_changes_nothing(world, as_role, chosen):
    CategoryFactory(
        code="danger", name_ar="\u200f=HYPERLINK(1)", name_en="=1+1", plural_en="+1", spellings="-a\n@b"
    )
    client, before = as_role("administrator"), list(Category.objects.values())
    content = export(client, chosen)
    if chosen == XLSX:
        cells = [cell for row in openpyxl.load_workbook(io.BytesIO(content)).active for cell in row]
        assert not [cell for cell in cells if cell.data_type == "f"]
        assert "'=1+1" in {cell.value for cell in cells}
    else:
        assert content.startswith(b"\xef\xbb\xbf")
        assert ",'=1+1," in content.decode("utf-8-sig")
    acts = AuditEntry.objects.count()
    for _ in range(2):
        preview = upload(client, content, chosen)
        assert preview.context["result"].totals["skip"] == len(before), preview.context["result"].invalid_rows
        assert confirm(client, preview).status_code == 200
    assert list(Category.objects.values()) == before
    assert AuditEntry.objects.count() == acts


def test_new_and_changed_rows_are_shown_then_written_by_the_service(world, as_role):
    client = as_role("administrator", "ar")
    content = workbook(["code", "name_ar", "position"], ["media", "إعلام", 4], ["new", "جديدة", 5])
    preview = upload(client, content)
    assert "سجل جديد" in preview.content.decode()
    assert not Category.objects.filter(code="new").exists(), "a preview writes nothing"
    assert not AuditEntry.objects.filter(action="participants.create_category").exists()
    done = confirm(client, preview)
    assert "انتهى الاستيراد" in done.content.decode()
    assert Category.objects.get(code="new").position == 5
    assert Category.objects.get(code="media").name_ar == "إعلام"
    assert (
        AuditEntry.objects.get(action="participants.create_category").actor == world.administrator.public_id
    )
    assert upload(client, content).context["result"].totals["skip"] == 2


WRONG = {
    "no name": (["wrong", "", 1], "name_ar"),
    "no number": (["wrong", "اسم", "كثير"], "position"),
    "hidden marks": (["wrong", "ا\u202eسم", 1], "name_ar"),
    "too long": (["x" * 50, "اسم", 1], "code"),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_rows_are_said_in_arabic_and_nothing_is_written(world, as_role, case):
    row, column = WRONG[case]
    content = workbook(["code", "name_ar", "position"], ["good", "صحيحة", 1], row)
    page = upload(as_role("administrator", "ar"), content)
    result = page.context["result"]
    assert [invalid.number for invalid in result.invalid_rows] == [2]
    assert set(result.invalid_rows[0].field_specific_errors) == {column}
    said = " ".join(
        str(error) for found in result.invalid_rows[0].field_specific_errors.values() for error in found
    )
    assert not set("abcdefghijklmnopqrstuvwxyz") & set(said), said
    assert "confirm_form" not in page.context
    assert not Category.objects.filter(code="good").exists()


def test_an_unknown_parent_and_a_missing_column_are_said(world, as_role):
    client = as_role("administrator", "ar")
    file = SimpleUploadedFile(
        "p.xlsx", workbook(["code", "name_ar", "level", "parent"], ["X1", "مكان", "district", "NO"])
    )
    page = client.post(
        reverse("admin:participants_place_import"), {"import_file": file, "format": XLSX, "resource": "0"}
    )
    assert "«NO»" in page.content.decode()
    page = upload(client, workbook(["name_ar"], ["اسم"]))
    assert "العمود «code» غير موجود" in page.content.decode()


def zipped(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def test_bombs_and_rubbish_are_not_opened(world, as_role):
    client = as_role("administrator", "ar")
    bomb = zipped(**{"[Content_Types].xml": "x", "xl__worksheets__sheet1.xml": b"0" * 60_000_000})
    for content, name in (
        (bomb, None),
        (b"PK\x03\x04rubbish", None),
        (b"MZ", "run.exe"),
        (b"a,b", "list.csv"),
    ):
        page = upload(client, content, name=name)
        assert page.status_code == 200
        assert set(page.context["form"].errors) == {"import_file"}, name
    for content in (b"", b"PK", bomb, zipped(a="b")):
        with pytest.raises(SheetRefused):
            measure_workbook(content)
    for content in (b"a,b\xff\xfe", b"%PDF-1.7", b'a,b\n"x,y', b""):
        page = upload(client, content, CSV)
        assert set(page.context["form"].errors) == {"import_file"}, content
    preview = upload(client, "code;name_ar\nnew;\u0627".encode("utf-16"), CSV)
    assert confirm(client, preview).status_code == 200
    assert Category.objects.get(code="new").name_ar == "\u0627"


def test_a_lying_dimension_loses_no_row():
    content = workbook(["code", "name_ar"], *[[f"c{n}", "اسم"] for n in range(30)])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            data = old.read(part).replace(b'<dimension ref="A1:B31"', b'<dimension ref="A1:A2"')
            new.writestr(part, data)
    sheet = read_sheet(out.getvalue(), "list.xlsx")
    assert len(sheet.rows) == 30
    assert sheet.rows[29] == ["c29", "اسم"]


@pytest.mark.parametrize("actor", ["manager", "staff", "superuser", "roleless"])
def test_nobody_else_imports_or_exports(world, as_role, actor):
    client = as_role(actor)
    assert upload(client, workbook(["code"])).status_code == 404
    assert client.post(reverse("admin:participants_category_export"), {"format": XLSX}).status_code == 404
    assert client.post(reverse("admin:participants_category_process_import"), {}).status_code == 404
