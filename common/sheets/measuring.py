"""What a handed-in file is by its first bytes and its size, before anything opens it."""

import io
import zipfile

from .refusals import SheetRefused

#: protection.md, rule 14: bytes of the file, bytes unpacked, how many times larger it may grow, parts
MOST_BYTES, MOST_UNPACKED, MOST_RATIO, MOST_PARTS = 20 * 1024 * 1024, 50 * 1024 * 1024, 100, 1_000
_ZIP, _OLE = (b"PK\x03\x04", b"PK\x05\x06"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: How text begins that is no sheet: pages, other documents, drawings.
_NO_SHEET = (b"<", b"%pdf-", b"{\\rtf", b"mz", b"\x7felf")
_ENDINGS = {"xls": "old_excel", "xlsm": "macro", "xltm": "macro", "xlam": "macro", "xlsb": "macro"}


def measure(content: bytes, name: str) -> str:
    """ "xlsx" or "csv": by the name and by the content, which must agree. Raises SheetRefused; opens no part."""
    if len(content) > MOST_BYTES:
        raise SheetRefused("too_large")
    if not content:
        raise SheetRefused("empty")
    ending = name.lower().rpartition(".")[2]
    if content.startswith(_OLE):
        raise SheetRefused("password" if "EncryptedPackage".encode("utf-16-le") in content else "old_excel")
    if ending in _ENDINGS:
        raise SheetRefused(_ENDINGS[ending])
    if ending == "xlsx" and content.startswith(_ZIP):
        measure_workbook(content)
        return "xlsx"
    start = content[:64].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if ending != "csv" or content.startswith(_ZIP) or start.startswith(_NO_SHEET):
        raise SheetRefused("kind")
    return "csv"


def measure_workbook(content: bytes) -> None:
    """Raise SheetRefused for what is no workbook or would unpack to more than is good. Opens no part of it."""
    if len(content) > MOST_BYTES:
        raise SheetRefused("too_large")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    # The library's own errors for a damaged directory are many.
    except Exception as error:
        raise SheetRefused("broken") from error
    unpacked = sum(part.file_size for part in parts)
    packed = max(sum(part.compress_size for part in parts), 1)
    if unpacked > MOST_UNPACKED or unpacked > packed * MOST_RATIO or len(parts) > MOST_PARTS:
        raise SheetRefused("bomb")
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise SheetRefused("password")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise SheetRefused("macro")
    if "[Content_Types].xml" not in names:
        raise SheetRefused("broken")
