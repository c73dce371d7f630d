"""Workbooks whose parts are wrong or strange. Name → (file name, content, what is right)."""

from .building import (
    HEAD,
    MAIN,
    TABLE,
    book,
    book_xml,
    cell,
    relations_xml,
    rows_xml,
    shared_xml,
    sheet_xml,
)

LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{LAUGHS}]>'
FETCH = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a9 SYSTEM "file:///etc/passwd">]>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'
HEADER = TABLE[0]


def with_head(head):
    """The good sheet with another head, and a cell that asks for an entity."""
    return sheet_xml([*TABLE, ["&a9;", "", ""]]).replace(HEAD, head).replace("&amp;", "&")


def changed(**table):
    """The good table with cells replaced: `b2="…"`."""
    rows = [list(row) for row in TABLE]
    for place, value in table.items():
        rows[int(place[1:]) - 1][ord(place[0]) - 97] = value
    return rows


def case(xml_cell, text, place="c2", **more):
    """A cell as XML, and what is read of it (or a code)."""
    return (
        "a.xlsx",
        book(sheet=sheet_xml(changed(**{place: xml_cell})), **more),
        changed(**{place: text}) if not text.startswith("!") else text[1:],
    )


def many(count, width=3):
    return [HEADER[:width], *([f"شخص {n}", "وسيط", str(n)][:width] for n in range(count))]


def dated(value, text, style=1, **more):
    return case(f'<c r="C2" s="{style}"><v>{value}</v></c>', text, **more)


WIDE = "".join(cell(place, 1, "x") for place in range(120))
CASES = {
    "bomb of entities": ("a.xlsx", book(sheet=with_head(BOMB)), "broken"),
    "entity from the machine": ("a.xlsx", book(sheet=with_head(FETCH)), "broken"),
    "document type elsewhere": ("a.xlsx", book(sheet=with_head(OUTSIDE)), "broken"),
    "bomb in shared texts": ("a.xlsx", book(shared=BOMB + "<sst>&a9;</sst>"), "broken"),
    "bomb in relations": ("a.xlsx", book(related=BOMB + "<x>&a9;</x>"), "broken"),
    "entity that nobody declared": ("a.xlsx", book(sheet=with_head(HEAD)), "broken"),
    "fifty thousand elements deep": (
        "a.xlsx",
        lambda: book(sheet=sheet_xml(after="".join(f"<x{n * 7919 % 1_000_003}>" for n in range(50_000)))),
        "broken",
    ),
    "a name of 400,000 letters": (
        "a.xlsx",
        lambda: book(
            sheet=sheet_xml(many(300), after=f"<{''.join(map(str, range(70_000)))}/>".replace("<", "<x"))
        ),
        many(300),
    ),
    "tags not closed": ("a.xlsx", book(sheet=sheet_xml().replace("</sheetData>", "")), "broken"),
    "no XML": ("a.xlsx", book(sheet=b"\0\1\2"), "broken"),
    "a sheet of no bytes": ("a.xlsx", book(sheet=b""), "broken"),
    "UTF-16 inside": (
        "a.xlsx",
        book(sheet=sheet_xml().replace("UTF-8", "UTF-16").encode("utf-16")),
        TABLE,
    ),
    "letters that are no UTF-8": (
        "a.xlsx",
        book(sheet=sheet_xml().encode().replace("سالم".encode(), b"\xff\xfe")),
        "broken",
    ),
    "half a surrogate": case('<c r="C2" t="inlineStr"><is><t>a&#xD800;b</t></is></c>', "!broken"),
    "half a surrogate, escaped": case('<c r="C2" t="inlineStr"><is><t>a_xD800_b</t></is></c>', "ab"),
    "a control mark": case('<c r="C2" t="inlineStr"><is><t>a\1b</t></is></c>', "!broken"),
    "a control mark, escaped": case('<c r="C2" t="inlineStr"><is><t>a_x0000_b</t></is></c>', "ab"),
    "marks of direction": case("\u202eسالم\u2066", "\u202eسالم\u2066"),
    "dimension of two rows": (
        "a.xlsx",
        lambda: book(sheet=sheet_xml(many(400), '<dimension ref="A1:B2"/>')),
        many(400),
    ),
    "dimension of the whole sheet": (
        "a.xlsx",
        book(sheet=sheet_xml(before='<dimension ref="A1:XFD1048576"/>')),
        TABLE,
    ),
    "dimension of nonsense": ("a.xlsx", book(sheet=sheet_xml(before='<dimension ref="x:y"/>')), TABLE),
    "rows and cells without places": (
        "a.xlsx",
        book(sheet=sheet_xml().replace(' r="', ' q="')),
        TABLE,
    ),
    "rows in another order": (
        "a.xlsx",
        book(
            sheet=sheet_xml(
                inside="".join(f"<row{row}" for row in reversed(rows_xml(TABLE).split("<row")[1:]))
            )
        ),
        TABLE,
    ),
    "a row at the end of the sheet": (
        "a.xlsx",
        book(sheet=sheet_xml(inside=rows_xml(TABLE) + '<row r="1048576"><c><v>7</v></c></row>')),
        [*TABLE, ["7", "", ""]],
    ),
    "a row beyond the end": (
        "a.xlsx",
        book(sheet=sheet_xml(inside='<row r="1048577"><c><v>7</v></c></row>')),
        "broken",
    ),
    "row zero": ("a.xlsx", book(sheet=sheet_xml(inside='<row r="0"><c><v>7</v></c></row>')), "broken"),
    "a row of no number": (
        "a.xlsx",
        book(sheet=sheet_xml(inside='<row r="x"><c><v>7</v></c></row>')),
        "broken",
    ),
    "a hundred thousand empty rows": (
        "a.xlsx",
        lambda: book(
            sheet=sheet_xml(inside=rows_xml(TABLE) + "".join(f'<row r="{n}"/>' for n in range(4, 100_000)))
        ),
        TABLE,
    ),
    "20,000 rows": ("a.xlsx", lambda: book(sheet=sheet_xml(many(20_000, 2))), many(20_000, 2)),
    "25,000 rows": ("a.xlsx", lambda: book(sheet=sheet_xml(many(25_000, 1))), "too_many_rows"),
    "120 columns": ("a.xlsx", book(sheet=sheet_xml(inside=f'<row r="1">{WIDE}</row>')), "too_many_columns"),
    "a cell in the last column": case('<c r="XFD2"><v>1</v></c>', "!too_many_columns"),
    "a cell of no place": case('<c r="2"><v>1</v></c>', "!broken"),
    "a cell in a column of letters": case("<c r='" + "Z" * 5000 + "2'><v>1</v></c>", "!broken"),
    "a text of 40,000 letters": case("س" * 40_000, "!cell_too_long"),
    "one long text in two thousand cells": (
        "a.xlsx",
        book(
            sheet=sheet_xml(inside=("<row>" + '<c t="s"><v>0</v></c>' * 90 + "</row>") * 22),
            shared=shared_xml("س" * 30_000),
        ),
        "too_much",
    ),
    "half a million shared texts that nobody uses": (
        "a.xlsx",
        lambda: book(shared=shared_xml(*(f"{n * 7919 % 1_000_003}" for n in range(500_000)))),
        TABLE,
    ),
    "shared text beyond the list": case('<c r="C2" t="s"><v>99</v></c>', "!broken"),
    "shared text before the list": case('<c r="C2" t="s"><v>-1</v></c>', "!broken"),
    "shared text of no number": case('<c r="C2" t="s"><v>x</v></c>', "!broken"),
    "shared text": case('<c r="C2" t="s"><v>1</v></c>', "هدى"),
    "text in pieces, with its sound": case(
        '<c r="C2" t="inlineStr"><is><r><t>عبد</t></r><r><t>الله</t></r><rPh><t>ʿAbd</t></rPh></is></c>',
        "عبدالله",
    ),
    "a kind of cell that nobody knows": case('<c r="C2" t="zz"><v>1</v></c>', "1"),
    "a formula with its result": case('<c r="C2"><f>1+1</f><v>2</v></c>', "2"),
    "a formula whose result is no text": case('<c r="C2" t="str"><f>""</f><v></v></c>', ""),
    "a formula without result": case('<c r="C2"><f>1+1</f></c>', "!formulas"),
    "a formula without result, empty": case('<c r="C2"><f>1+1</f><v/></c>', "!formulas"),
    "an order to a program": case('<c r="C2" t="str"><f>cmd|calc</f><v>=cmd|calc</v></c>', "=cmd|calc"),
    "an error": case('<c r="C2" t="e"><v>#REF!</v></c>', "#REF!"),
    "a huge number": case('<c r="C2"><v>1E+308</v></c>', "1e+308"),
    "a number beyond numbers": case('<c r="C2"><v>1E+999</v></c>', "1E+999"),
    "no number": case('<c r="C2"><v>NaN</v></c>', "!broken"),
    "a number with underscores": case('<c r="C2"><v>1_0</v></c>', "!broken"),
    "forty digits": case('<c r="C2"><v>' + "7" * 40 + "</v></c>", "7" * 40),
    "a day": dated(45000, "2023-03-15"),
    "a day by a format of its own": dated("45000.5", "2023-03-15T12:00:00", 2),
    "a day that never was": dated(60, "1900-02-28"),
    "a day beyond the years": dated(99_999_999, "99999999"),
    "a day before the years": dated(-5, "-5"),
    "a day in a style beyond the list": dated(45000, "45000", 99),
    "a day from 1904": dated(
        45000, "2027-03-16", book=book_xml(("s", "r1", "visible"), properties='<workbookPr date1904="1"/>')
    ),
    "styles of nonsense": (
        "a.xlsx",
        book(styles=f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="x"/></cellXfs></styleSheet>'),
        "broken",
    ),
    "merged over rows": (
        "a.xlsx",
        book(sheet=sheet_xml(changed(b3=""), after='<mergeCells><mergeCell ref="B2:B3"/></mergeCells>')),
        changed(b3="وسيط"),
    ),
    "merged over everything": (
        "a.xlsx",
        book(sheet=sheet_xml(after='<mergeCells><mergeCell ref="D1:XFD1048576"/></mergeCells>')),
        TABLE,
    ),
    "merged with nothing": (
        "a.xlsx",
        book(sheet=sheet_xml(after='<mergeCells><mergeCell ref="x"/></mergeCells>')),
        "broken",
    ),
    "twenty thousand merges": (
        "a.xlsx",
        lambda: book(sheet=sheet_xml(many(15_000, 2), after='<mergeCell ref="A1:A1048576"/>' * 20_000)),
        "too_much",
    ),
    "headers twice": ("a.xlsx", book(sheet=sheet_xml(changed(b1="الاسم"))), changed(b1="الاسم")),
    "an empty sheet": ("a.xlsx", book(sheet=sheet_xml([])), "empty"),
    "only blanks": ("a.xlsx", book(sheet=sheet_xml([[" ", "\u00a0"], ["\t"]])), "empty"),
    "only a header": ("a.xlsx", book(sheet=sheet_xml([HEADER])), [HEADER]),
    "many empty sheets": (
        "a.xlsx",
        lambda: book(
            book=book_xml(*((f"s{n}", "r1", "visible") for n in range(5000))),
            sheet=sheet_xml([]),
            related=relations_xml(("r1", "worksheet", "worksheets/sheet1.xml", "")),
        ),
        "empty",
    ),
}
