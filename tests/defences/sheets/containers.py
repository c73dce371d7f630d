"""Files that are wrong before a cell is read: the zip, its parts, its kind. Name → (file name, content, what is right).

What is right is the code of a refusal, or the table that must be read.
"""

import io
import struct
import zipfile

from common.sheets.measuring import MOST_BYTES

from .building import (
    HEAD,
    MAIN,
    TABLE,
    book,
    book_xml,
    compressed,
    parts,
    relations_xml,
    rewritten,
    sheet_xml,
    zipped,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
GOOD = book()


def quine_like():
    """A file whose one part is a zip of a zip of a zip: nothing in it is opened."""
    inner = b"0" * 1_000_000
    for depth in range(6):
        inner = zipped({f"{depth}.zip": inner})
    return zipped({**parts(), "xl/embeddings/more.zip": inner})


def overlapping():
    """Fifield's: many entries of the directory point to one part, so that the file is small and its sum is huge."""
    kernel = compressed(b"0" * 1_000_000)
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 0, 0, len(kernel), 1_000_000, 1, 0) + b"k"
    entry = b"".join(
        struct.pack(
            "<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 8, 0, 0, 0, len(kernel), 1_000_000, 4, 0, 0, 0, 0, 0, 0
        )
        + b"%04d" % number
        for number in range(900)
    )
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 900, 900, len(entry), len(local + kernel), 0)
    return local + kernel + entry + end


def lying_size(content=GOOD):
    """The directory says that the sheet has ten bytes."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    return rewritten(content, struct.pack("<L", size), struct.pack("<L", 10))


def wrong_sum(content=GOOD):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        kept = archive.getinfo("xl/worksheets/sheet1.xml").CRC
    return rewritten(content, struct.pack("<L", kept), struct.pack("<L", kept ^ 1))


def encrypted_parts(content=GOOD):
    """The bit that says so, in the directory and before each part."""
    changed = bytearray(content)
    for mark, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        place = changed.find(mark)
        while place >= 0:
            changed[place + offset] |= 1
            place = changed.find(mark, place + 4)
    return bytes(changed)


def twice_named():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts().items():
            archive.writestr(name, content)
        import warnings

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            archive.writestr("xl/worksheets/sheet1.xml", sheet_xml([["a", "b"], ["c", "d"]]))
    return out.getvalue()


def hidden(*states):
    names = [(f"s{number}", f"r{number}", state) for number, state in enumerate(states, 1)]
    related = [(key, "worksheet", f"worksheets/sheet{key[1:]}.xml", "") for _name, key, _state in names]
    more = {
        f"xl/worksheets/sheet{number}.xml": sheet_xml([["hidden", "x"], ["y", "z"]])
        for number in range(1, len(states))
    }
    last = {f"xl/worksheets/sheet{len(states)}.xml": sheet_xml()}
    return book(book=book_xml(*names), related=relations_xml(*related), sheet=None, **more, **last)


def related(*relations, **changed):
    return book(related=relations_xml(*relations), **changed)


SHEET = ("r1", "worksheet", "worksheets/sheet1.xml", "")
CASES = {
    "good": ("a.xlsx", GOOD, TABLE),
    "good, stored": ("a.XLSX", zipped(parts(), zipfile.ZIP_STORED), TABLE),
    "good, packed by lzma": ("a.xlsx", zipped(parts(), zipfile.ZIP_LZMA), TABLE),
    "bomb of zeros": ("a.xlsx", lambda: book(sheet=b"0" * 60_000_000), "bomb"),
    "bomb of blanks in a good sheet": ("a.xlsx", lambda: book(sheet=sheet_xml() + " " * 51_000_000), "bomb"),
    "ratio of a bomb, small": (
        "a.xlsx",
        lambda: book(sheet=sheet_xml(after="<x>" + " " * 2_000_000 + "</x>")),
        "bomb",
    ),
    "bomb of overlapping entries": ("a.xlsx", overlapping, "bomb"),
    "two thousand parts": ("a.xlsx", lambda: book(**{f"xl/media/{n}.png": "x" for n in range(2000)}), "bomb"),
    "zips in zips": ("a.xlsx", quine_like, TABLE),
    "size in the directory lies": ("a.xlsx", lying_size(), "broken"),
    "wrong sum": ("a.xlsx", wrong_sum(), "broken"),
    "cut in the middle": ("a.xlsx", GOOD[: len(GOOD) // 2], "broken"),
    "cut by one byte": ("a.xlsx", GOOD[:-1], "broken"),
    "beginning lost": ("a.xlsx", GOOD[100:], "kind"),
    "only the end of a zip": ("a.xlsx", GOOD[GOOD.index(b"PK\5\6") :], "broken"),
    "four bytes": ("a.xlsx", b"PK\3\4", "broken"),
    "nothing": ("a.xlsx", b"", "empty"),
    "21 MB": ("a.xlsx", lambda: b"PK\3\4" + b"\0" * MOST_BYTES, "too_large"),
    "parts under a password": ("a.xlsx", encrypted_parts(), "password"),
    "encrypted by Excel": ("a.xlsx", OLE + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"), "password"),
    "old Excel": ("a.xls", OLE + b"\0" * 512 + "Workbook".encode("utf-16-le"), "old_excel"),
    "old Excel, named anew": ("a.xlsx", OLE + b"\0" * 512 + "Workbook".encode("utf-16-le"), "old_excel"),
    "named .xlsm": ("a.xlsm", GOOD, "macro"),
    "named .xlsb": ("a.xlsb", GOOD, "macro"),
    "macros inside": ("a.xlsx", book(**{"xl/vbaProject.bin": OLE}), "macro"),
    "no ending": ("sheet", GOOD, "kind"),
    "named .csv": ("a.csv", GOOD, "kind"),
    "named .xlsx.exe": ("a.xlsx.exe", GOOD, "kind"),
    "a page, named .xlsx": ("a.xlsx", b"<html><table><tr><td>a</td></tr></table></html>", "kind"),
    "text, named .xlsx": ("a.xlsx", "الاسم,الصفة\nسالم,وسيط".encode(), "kind"),
    "a PDF, named .xlsx": ("a.xlsx", b"%PDF-1.7\n%%EOF", "kind"),
    "a picture, named .xlsx": ("a.xlsx", b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "kind"),
    "a text document, named .xlsx": (
        "a.xlsx",
        zipped({"[Content_Types].xml": HEAD + "<Types/>", "word/document.xml": HEAD + "<w/>"}),
        "broken",
    ),
    "an open document, named .xlsx": ("a.xlsx", zipped({"mimetype": "x", "content.xml": "<x/>"}), "broken"),
    "any zip": ("a.xlsx", zipped({"a.txt": "b"}), "broken"),
    "empty zip": ("a.xlsx", b"PK\5\6" + b"\0" * 18, "broken"),
    "no list of relations": ("a.xlsx", book(root=None), "broken"),
    "no workbook": ("a.xlsx", book(book=None), "broken"),
    "no sheet part": ("a.xlsx", book(sheet=None), "broken"),
    "no styles, no shared texts": ("a.xlsx", related(SHEET, styles=None, shared=None), TABLE),
    "part of shared texts missing": ("a.xlsx", book(shared=None), "broken"),
    "paths that climb": (
        "a.xlsx",
        related(("r1", "worksheet", "../../../../xl/worksheets/sheet1.xml", "")),
        TABLE,
    ),
    "path to the machine": ("a.xlsx", related(("r1", "worksheet", "file:///etc/passwd", "")), "broken"),
    "a sheet elsewhere": (
        "a.xlsx",
        related(("r1", "worksheet", "http://127.0.0.1:9/x", 'TargetMode="External"')),
        "no_sheet",
    ),
    "a sheet that is the workbook": ("a.xlsx", related(("r1", "worksheet", "workbook.xml", "")), "empty"),
    "only a chart": ("a.xlsx", related(("r1", "chartsheet", "worksheets/sheet1.xml", "")), "no_sheet"),
    "no sheets": ("a.xlsx", book(book=book_xml()), "no_sheet"),
    "hidden sheets first": ("a.xlsx", hidden("hidden", "veryHidden", "visible"), TABLE),
    "all hidden": ("a.xlsx", hidden("hidden", "veryHidden"), "no_sheet"),
    "two parts of one name": ("a.xlsx", twice_named(), [["a", "b"], ["c", "d"]]),
    "part names in another case": (
        "a.xlsx",
        book(sheet=None, **{"xl/Worksheets/Sheet1.xml": sheet_xml()}),
        "broken",
    ),
    "absolute targets": ("a.xlsx", related(("r1", "worksheet", "/xl/worksheets/sheet1.xml", "")), TABLE),
    "strict names": (
        "a.xlsx",
        book(sheet=sheet_xml().replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")),
        TABLE,
    ),
    "words after the end": ("a.xlsx", GOOD + b"x" * 1000, TABLE),
    "words before the beginning": ("a.xlsx", b"x" * 10 + GOOD, "kind"),
}
