"""Good files damaged at random, each with what must hold of it. A seed gives the same files again."""

import csv
import io
import random
import re
import zipfile

from .building import TABLE, book, cell, column, parts, relations_xml, sheet_xml, zipped

MANY = [["الاسم", "الصفة", "العمر"], *([f"شخص {n}", "وسيط; «أ»", str(n)] for n in range(40))]
SHARED = [["a", "b"], ["سالم", "هدى"]]
SHARED_SHEET = sheet_xml(
    [["a", "b"], ['<c r="A2" t="s"><v>0</v></c>', '<c r="B2" t="s"><v>1</v></c>']],
    after='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>',
)
#: name → (content, what is read of it)
BOOKS = [
    (book(), TABLE),
    (book(sheet=sheet_xml(MANY)), MANY),
    (book(sheet=SHARED_SHEET), SHARED),
    (zipped(parts(sheet=sheet_xml(MANY)), zipfile.ZIP_STORED), MANY),
]
#: Of a workbook without styles and shared texts.
ALONE = relations_xml(("r1", "worksheet", "worksheets/sheet1.xml", ""))
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "windows-1256"]
#: What is put into XML or text: things that parsers stumble over.
BITS = [
    "<",
    ">",
    "&",
    '"',
    "]]>",
    "<c>",
    "</c>",
    "<row>",
    "</row>",
    "<v>",
    "&#0;",
    "-1",
    "1e9",
    "99999999999",
    " ",
    ",",
    ";",
]
BITS += [
    "\t",
    "\n",
    "\r",
    '""',
    "\ufeff",
    "\u202e",
    "\0",
    "س",
    "_x0000_",
    "A1",
    "XFE9",
    "t='s'",
    "<!--",
    "<![CDATA[",
    "s='9'",
]


def damaged_book(dice: random.Random):
    """(file name, content, check): bytes of a workbook changed. Its sums see that: it is refused, or read as it was."""
    content, table = dice.choice(BOOKS)
    damaged = damage(dice, content)
    return "a.xlsx", damaged, lambda found: isinstance(found, str) or found == table


def damage(dice, content):
    """Some bytes flipped, taken out, doubled, moved, or the end cut off."""
    content = bytearray(content)
    for _ in range(dice.choice([1, 1, 1, 2, 5, 30])):
        place = dice.randrange(len(content))
        length = dice.choice([1, 2, 8, 100])
        kind = dice.randrange(6)
        if kind <= 1:
            content[place] ^= 1 << dice.randrange(8)
        elif kind == 2:
            content[place : place + length] = dice.randbytes(length)
        elif kind == 3:
            del content[place : place + length]
        elif kind == 4:
            content[place:place] = content[place : place + length]
        else:
            content[place : place + length] = b"\0" * length
        if len(content) < 2:
            break
    if content and dice.random() < 0.1:
        del content[dice.randrange(len(content)) :]
    return bytes(content)


def damaged_parts(dice: random.Random):
    """XML changed before it is packed, so that no sum sees it: whatever is read is a table, as `Measured` checks."""
    contents = parts(sheet=dice.choice([sheet_xml(), sheet_xml(MANY[:8]), SHARED_SHEET]))
    for _ in range(dice.choice([1, 1, 2, 6])):
        name = dice.choice([*contents, *["xl/worksheets/sheet1.xml"] * 6])
        contents[name] = _changed(dice, contents[name])
    return "a.xlsx", zipped(contents), lambda found: True


def _changed(dice, text):
    marks = [found.start() for found in re.finditer(r'[<>"=]', text)]
    place = (
        dice.choice(marks) + dice.randrange(2)
        if marks and dice.random() < 0.7
        else dice.randrange(len(text) + 1)
    )
    kind = dice.randrange(5)
    if kind == 0:
        return text[:place] + dice.choice(BITS) + text[place:]
    if kind == 1:
        return text[:place] + text[place + dice.choice([1, 2, 10, 40]) :]
    if kind == 2:
        return re.sub(
            r'"[^"]*"', f'"{dice.choice(BITS).replace(chr(34), "")}"', text, count=dice.randrange(1, 12)
        )
    if kind == 3:
        numbers = list(re.finditer(r"\d+", text))
        if numbers:
            found = dice.choice(numbers)
            number = str(dice.choice([-1, 0, 7, 255, 16384, 1048577, 2**31, 2**63, 10**30]))
            return text[: found.start()] + number + text[found.end() :]
    elements = list(re.finditer(r"<(\w+)[^<]*?(/>|</\1>)", text))
    if not elements:
        return text
    found = dice.choice(elements)
    return text[: found.start()] + found[0] * dice.choice([0, 2, 50]) + text[found.end() :]


def strange_book(dice: random.Random):
    """A workbook that is right, with rows and cells in other places than one expects: read exactly."""
    width, rows = dice.randrange(2, 12), dice.randrange(1, 30)
    table = [[f"h{place}" for place in range(width)]]
    table += [
        [dice.choice(["", "س", "7", " x ", "=1", "a\nb", "0", "<&>"]) for _ in range(width)]
        for _ in range(rows)
    ]
    numbers = sorted(dice.sample(range(2, 5000), rows))
    inside = ""
    for number, row in zip([1, *numbers], table, strict=True):
        cells = [
            cell(place, number, value)
            for place, value in enumerate(row)
            if value and not value.startswith("<")
        ]
        cells += [
            f'<c r="{column(place)}{number}" t="str"><v>{value.replace("&", "&amp;").replace("<", "&lt;")}</v></c>'
            for place, value in enumerate(row)
            if value.startswith("<")
        ]
        dice.shuffle(cells)
        inside += f'<row r="{number}" spans="1:2">{"".join(cells)}</row>'
    right = [[value.strip() for value in row] for row in table if any(row)]
    before = f'<dimension ref="A1:{column(dice.randrange(30))}{dice.randrange(1, 99)}"/>'
    texts = {} if dice.random() < 0.5 else {"shared": None, "related": ALONE}
    content = book(sheet=sheet_xml(inside=inside, before=before), **texts)
    return "a.xlsx", content, lambda found: found == right


def damaged_text(dice: random.Random):
    """Bytes of a CSV changed: refused, or read as Python's own reader reads it in the encoding and delimiter found."""
    delimiter, encoding = dice.choice(",;\t"), dice.choice(ENCODINGS)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=dice.choice(["\r\n", "\n"]))
    writer.writerows([[each.replace("«", '"') for each in row] for row in MANY[: dice.randrange(2, 40)]])
    content = out.getvalue().encode(encoding)
    return "a.csv", damage(dice, content), None


def read_by_python(content, sheet):
    """Filled rows of a CSV by the standard reader, each cell stripped."""
    text = content.decode("utf-8-sig" if sheet.encoding == "utf-8" else sheet.encoding)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=sheet.delimiter, strict=True)
    return [row for row in ([cell.strip() for cell in each] for each in rows) if any(row)]
