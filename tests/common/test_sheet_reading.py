"""Sheets as people make them: what is read, from which row, and what is said of a file that is none."""

import datetime
import io

import openpyxl
import pytest
from django.utils import translation

from common.sheets import SheetRefused, defuse, message_for, read_sheet, undefuse
from common.sheets.refusals import _WORDS

pytestmark = pytest.mark.once
HEADER, ROW = ["الاسم", "Post", "العمر"], ["محمد، سالم", 'a;b "c"\nd', "٤٥"]


def workbook(*rows, change=None):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def text(*rows, delimiter=",", encoding="utf-8", end="\r\n"):
    lines = [delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    return end.join(lines).encode(encoding)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("encoding", "said", "mark"),
    [
        ("utf-8", "utf-8", b""),
        ("utf-8-sig", "utf-8", b""),
        ("utf-16", "utf-16", b""),
        ("utf-16-be", "utf-16", b"\xfe\xff"),
        ("windows-1256", "windows-1256", b""),
    ],
)
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_text_in_columns(delimiter, encoding, said, mark, end):
    row = [ROW[0], ROW[1], "45"] if encoding == "windows-1256" else ROW
    sheet = read_sheet(
        mark + text(HEADER, row, row, delimiter=delimiter, encoding=encoding, end=end), "a.CSV"
    )
    assert (sheet.headers, sheet.rows, sheet.row_numbers) == (HEADER, [row, row], [2, 3])
    assert (sheet.encoding, sheet.delimiter, sheet.kind) == (said, delimiter, "csv")


@pytest.mark.parametrize(
    ("content", "delimiter", "headers"),
    [
        ('name;notes\n"a, b";c, d\nx, y;z', ";", ["name", "notes"]),
        ('"a;b",c\n1,2\n', ",", ["a;b", "c"]),
        ("sep=;\na,b;c\n1;2", ";", ["a,b", "c"]),
        ("List of the forum, 2024\n\nname\tpost\tage\nx\ty\t3", "\t", ["name", "post", "age"]),
        ("name\nAli, son of Salem\nSalem\nSaid", ",", ["name", ""]),
        ('"' + "x\n" * 9000 + '";b\n1;2', ";", [("x\n" * 9000).strip(), "b"]),
    ],
)
def test_the_delimiter_is_what_the_rows_agree_on(content, delimiter, headers):
    sheet = read_sheet(content.encode(), "a.csv")
    assert (sheet.delimiter, sheet.headers) == (delimiter, headers)


def test_a_title_blank_rows_and_tags_are_kept_apart():
    rows = [
        [],
        ["Forum of Crater"],
        ["Salem"],
        [],
        HEADER,
        ["#org +name", "#role", " "],
        [],
        ROW,
        [None, " "],
        ["x"],
    ]
    for sheet in (
        read_sheet(workbook(*rows), "a.xlsx"),
        read_sheet(text(*([cell or "" for cell in row] for row in rows)), "a.csv"),
    ):
        assert sheet.title == ["Forum of Crater", "Salem"]
        assert sheet.headers == HEADER
        assert sheet.tags == ["#org+name", "#role", ""]
        assert (sheet.header_row, sheet.row_numbers) == (5, [8, 10])
        assert sheet.rows == [ROW, ["x", "", ""]]
    alone = read_sheet(b"#org,#adm1+code\nx,y", "a.csv")
    assert (alone.headers, alone.tags) == (["#org", "#adm1+code"], ["#org", "#adm1+code"])
    assert alone.rows == [["x", "y"]]


def test_what_cells_hold():
    values = {
        7: "7",
        45.0: "45",
        0.1 + 0.2: "0.3",
        -3: "-3",
        967777123456: "967777123456",
        True: "TRUE",
        datetime.date(2024, 3, 31): "2024-03-31",
        datetime.datetime(2024, 3, 31, 9, 30): "2024-03-31T09:30:00",  # noqa: DTZ001  as in a sheet
        datetime.time(9, 30): "09:30:00",
        datetime.timedelta(hours=26, minutes=5): "26:05:00",
        datetime.date(1900, 2, 1): "1900-02-01",
        "  ٤٥ ": "٤٥",
        "007": "007",
        "a_x000D_b_x005F_x000D_": "a\rb_x000D_",
    }
    sheet = read_sheet(workbook(["h"] * len(values), list(values)), "a.xlsx")
    assert dict(zip(values.values(), sheet.rows[0], strict=True)) == {each: each for each in values.values()}

    def zeros(book):
        book.active["A2"].number_format = "0000000000"
        book.active["B2"].number_format = '"day" 0.0'

    assert read_sheet(workbook(["a", "b"], [777123456, 5], change=zeros), "a.xlsx").rows == [
        ["0777123456", "5"]
    ]


def test_the_first_visible_sheet_that_holds_something_is_read():
    def more(book):
        book.active.sheet_state = "hidden"
        book.create_sheet("empty")
        book.create_sheet("الحضور").append(["a", "b"])
        book.create_sheet("more").append(["c", "d"])

    sheet = read_sheet(workbook(["hidden", "words"], change=more), "a.xlsx")
    assert (sheet.sheet_name, sheet.headers, sheet.other_sheets) == ("الحضور", ["a", "b"], 2)


def test_a_merged_cell_says_the_same_of_each_of_its_rows():
    rows = [["place", "name"], ["Crater", "a"], [None, "b"], [None, "c"], ["Mualla", "d"]]
    content = workbook(*rows, change=lambda book: book.active.merge_cells("A2:A4"))
    assert [row[0] for row in read_sheet(content, "a.xlsx").rows] == ["Crater", "Crater", "Crater", "Mualla"]


def test_what_we_defused_comes_back():
    assert undefuse(read_sheet(text(["a", "b"], [defuse("=1"), "x"]), "a.csv").rows[0][0]) == "=1"


def test_every_refusal_is_said_in_both_languages():
    for code in _WORDS:
        for language in ("ar", "en"):
            with translation.override(language):
                words = message_for(code)
        assert words
    with translation.override("ar"):
        assert all("\u0600" <= message_for(code)[0] <= "\u06ff" for code in _WORDS)
    assert SheetRefused("unheard of").code == "broken"
