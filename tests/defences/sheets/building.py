"""Workbooks built part by part, so that each part can lie."""

import io
import zipfile
import zlib

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
#: The good sheet that each case changes in one place, and what is read of it.
TABLE = [["الاسم", "الصفة", "العمر"], ["سالم", "وسيط", "45"], ["هدى", "إعلام", "33"]]

STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>'
)


def column(place):
    """0 → A, 26 → AA."""
    letters = ""
    while place >= 0:
        letters = chr(65 + place % 26) + letters
        place = place // 26 - 1
    return letters


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;")


def cell(place, row, value):
    """A cell as XML; a value that begins with < is the cell itself."""
    if value.startswith("<"):
        return value
    if value.isascii() and value.isdigit():
        return f'<c r="{column(place)}{row}"><v>{value}</v></c>'
    return (
        f'<c r="{column(place)}{row}" t="inlineStr"><is><t xml:space="preserve">{escaped(value)}</t></is></c>'
    )


def rows_xml(rows):
    return "".join(
        f'<row r="{number}">{"".join(cell(place, number, value) for place, value in enumerate(row))}</row>'
        for number, row in enumerate(rows, 1)
    )


def sheet_xml(rows=TABLE, before="", after="", inside=None):
    """A sheet's part; `inside` replaces its rows."""
    data = rows_xml(rows) if inside is None else inside
    return f'{HEAD}<worksheet xmlns="{MAIN}">{before}<sheetData>{data}</sheetData>{after}</worksheet>'


def shared_xml(*texts):
    return f'{HEAD}<sst xmlns="{MAIN}">{"".join(f"<si><t>{text}</t></si>" for text in texts)}</sst>'


def relations_xml(*relations):
    """Of (id, kind, target, and what else stands in the element)."""
    each = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}" {more}/>'
        for key, kind, target, more in relations
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{each}</Relationships>'


def book_xml(*sheets, properties=""):
    """Of (name, id, state)."""
    each = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="{key}" state="{state}"/>'
        for number, (name, key, state) in enumerate(sheets, 1)
    )
    return f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{properties}<sheets>{each}</sheets></workbook>'


TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def parts(**changed):
    """The parts of the good workbook by name, some changed: `sheet`, `shared`, `styles`, `book`, `related`, `root`."""
    good = {
        "types": f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="{TYPES}.x+xml"/></Types>',
        "root": relations_xml(("r1", "officeDocument", "xl/workbook.xml", "")),
        "book": book_xml(("الحضور", "r1", "visible")),
        "related": relations_xml(
            ("r1", "worksheet", "worksheets/sheet1.xml", ""),
            ("r2", "styles", "styles.xml", ""),
            ("r3", "sharedStrings", "sharedStrings.xml", ""),
        ),
        "sheet": sheet_xml(),
        "styles": STYLES,
        "shared": shared_xml("سالم", "هدى"),
    }
    names = {
        "types": "[Content_Types].xml",
        "root": "_rels/.rels",
        "book": "xl/workbook.xml",
        "related": "xl/_rels/workbook.xml.rels",
        "sheet": "xl/worksheets/sheet1.xml",
        "styles": "xl/styles.xml",
        "shared": "xl/sharedStrings.xml",
    }
    content = {names[key]: value for key, value in {**good, **changed}.items() if key in names}
    more = {key: value for key, value in changed.items() if key not in names}
    return {name: value for name, value in {**content, **more}.items() if value is not None}


def zipped(contents, method=zipfile.ZIP_DEFLATED):
    """A zip of these (name → text or bytes)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return out.getvalue()


def book(**changed):
    """The good workbook with parts changed, as bytes."""
    return zipped(parts(**changed))


def rewritten(content, old, new, count=-1):
    """Bytes changed in the container, behind the library's back."""
    assert old in content
    return content.replace(old, new, count)


def compressed(data):
    """As a zip holds it: deflated without a head."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()
