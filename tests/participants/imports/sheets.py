"""Workbooks made of rows, and sheets handed in, for the tests of imports."""

import io

from openpyxl import Workbook

from common.arabic import fold, fold_bare
from participants.models import ImportRow
from participants.services.imports.applying import take_in
from participants.services.imports.deciding import decide_rows
from participants.services.imports.opening import open_import

from ...factories import AttendanceFactory, MinutesFactory, PersonFactory

HEADERS = ["الاسم", "الفئة", "الجنس", "الهاتف"]


def workbook(rows, headers=HEADERS) -> bytes:
    """An .xlsx of these rows below the headers."""
    book = Workbook()
    page = book.active
    for row in (headers, *rows):
        page.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def hand_in(world, rows, headers=HEADERS, *, actor=None, content=None, **about):
    """An import of people of the programme, looked through."""
    about = {"kind": "people", "programme": world.programme.public_id, "name": "كشف.xlsx"} | about
    return open_import(actor=actor or world.staff, content=content or workbook(rows, headers), **about)


def verdicts(sheet) -> list[str]:
    """Of its rows in their order."""
    return list(sheet.rows.order_by("place").values_list("verdict", flat=True))


def decide(sheet, actor, **choices):
    """`row_0="new"`: what is decided about the row of this place."""
    ids = dict(sheet.rows.values_list("place", "public_id"))
    by_id = {str(ids[int(name.removeprefix("row_"))]): str(value) for name, value in choices.items()}
    decide_rows(actor=actor, sheet=sheet, expected=sheet.version, choices=by_id)
    sheet.refresh_from_db()


def taken_in(sheet, actor):
    """Taken in as it stands."""
    return take_in(actor=actor, sheet=sheet, expected=sheet.version)


def known(programme, name, **fields):
    """Somebody who stands in the programme."""
    person = PersonFactory(name_ar=name, folded=fold(name), folded_bare=fold_bare(name), **fields)
    AttendanceFactory(forum=MinutesFactory(forum__programme=programme).forum, person=person)
    return person


def row_of(sheet, place) -> ImportRow:
    """The row of this place."""
    return sheet.rows.get(place=place)
