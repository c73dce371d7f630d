"""Marks: words that stand nowhere else, and finding them again in bytes, however these are encoded.

A mark is letters that folding, shaping and every cleaner of ours leave alone: seven Arabic ones, or ten of ASCII where
only these are let in (addresses), or nine digits (telephones).
"""

import base64
import binascii
import html
import io
import re
import subprocess
import unicodedata
import zipfile
import zlib
from functools import lru_cache
from urllib.parse import unquote_to_bytes

import pikepdf
import pypdfium2

#: Stands at the head of every Arabic mark, and is what searches look for.
HEAD = "ضغظ"
_LETTERS = "بتثجحخدذرزسشصطعفقكلمن"
_ASCII_HEAD, _ASCII = "qzxqzx", "bcdfghjklmnprstvw"
_PHONE_HEAD = "7700"
_FOUR = len(_LETTERS) ** 4
_MARKS = re.compile(
    rf"{HEAD}[{_LETTERS}]{{4}}|{_ASCII_HEAD}[{_ASCII}]{{4}}|(?<!\d){_PHONE_HEAD}\d{{5}}(?!\d)"
)
_MIRRORED = re.compile(rf"[{_LETTERS}]{{4}}{HEAD[::-1]}")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{14,}={0,2}")
_OCTAL = re.compile(rb"\\([0-3][0-7]{2})")
_ESCAPED = re.compile(r"\\+u([0-9a-fA-F]{4})")
#: How deep containers lie in containers before they are taken for a bomb.
_DEPTH = 6


def arabic_mark(number: int) -> str:
    """The mark of a number below `_FOUR`."""
    return HEAD + _spelled(number, _LETTERS)


def ascii_mark(number: int) -> str:
    """The same where a field takes ASCII alone; a domain makes an address of it."""
    return _ASCII_HEAD + _spelled(number, _ASCII)


def phone_mark(number: int) -> str:
    """The same as a telephone number."""
    return f"{_PHONE_HEAD}{number:05d}"


def _spelled(number, letters):
    word = ""
    for _ in range(4):
        number, place = divmod(number, len(letters))
        word += letters[place]
    assert not number, "more marks than words"
    return word


def marks_in(payload: bytes | str) -> set[str]:
    """Every mark that stands in the payload, in any encoding and inside any container."""
    found = set()
    for text in _texts(payload.encode() if isinstance(payload, str) else payload, 0):
        plain = unicodedata.normalize("NFKC", text)
        found.update(_MARKS.findall(_western(plain)))
        # Shaped lines of a PDF may stand in the order in which they are drawn.
        found.update(word[::-1] for word in _MIRRORED.findall(plain))
    return found


def _western(text):
    digits = {ord(char): str(unicodedata.digit(char)) for char in "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"}
    return text.translate(digits)


def _texts(payload, depth):
    """Everything that the bytes may be read as."""
    if depth > _DEPTH or not payload:
        return
    if payload[:2] == b"\x1f\x8b" or payload[:1] == b"\x78":
        yield from _texts(_inflated(payload), depth + 1)
    if payload[:4] == b"PK\x03\x04":
        yield from _of_zip(payload, depth)
    if payload[:5] == b"%PDF-":
        yield from _of_pdf(payload, depth)
    for encoding in ("utf-16-le", "utf-16-be"):
        if HEAD.encode(encoding) in payload or _ASCII_HEAD.encode(encoding) in payload:
            yield payload.decode(encoding, "ignore")
            yield payload[1:].decode(encoding, "ignore")
    text = payload.decode("utf-8", "replace")
    yield text
    if "&" in text:
        text = html.unescape(html.unescape(text))
        yield text
    if "\\u" in text:
        yield _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    if b"%" in payload:
        yield unquote_to_bytes(unquote_to_bytes(payload)).decode("utf-8", "replace")
    if b"\\3" in payload:  # cookies
        yield _OCTAL.sub(lambda found: bytes([int(found[1], 8)]), payload).decode("utf-8", "replace")
    if b"=D8" in payload.upper():
        yield binascii.a2b_qp(payload).decode("utf-8", "replace")
    for run in _BASE64.findall(payload):
        yield from _decoded(run, depth)


@lru_cache(maxsize=20000)
def _plain_base64(run):
    padded = run.rstrip(b"=").translate(bytes.maketrans(b"-_", b"+/"))
    padded = padded[: len(padded) // 4 * 4] if len(padded) % 4 == 1 else padded + b"=" * (-len(padded) % 4)
    return base64.b64decode(padded)


def _decoded(run, depth):
    """A run of base64, and from each of four places, since words may stand before it."""
    for start in range(4):
        inner = _plain_base64(run[start:])
        if (
            HEAD.encode() in inner
            or _ASCII_HEAD.encode() in inner
            or inner[:2] in (b"\x1f\x8b", b"PK", b"%P")
        ):
            yield from _texts(inner, depth + 1)


def _inflated(payload):
    for window in (zlib.MAX_WBITS | 32, -zlib.MAX_WBITS):
        try:
            return zlib.decompressobj(window).decompress(payload)
        except zlib.error:
            continue
    return b""


def _of_zip(payload, depth):
    """A sheet or a document: names of its members and what they hold."""
    with zipfile.ZipFile(io.BytesIO(payload)) as archive:
        for member in archive.infolist():
            yield member.filename
            yield from _texts(archive.read(member), depth + 1)


def _of_pdf(payload, depth):
    """Its words as they are read, every stream unpacked, every string of every object, its metadata."""
    read = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", "-", "-"], input=payload, capture_output=True, check=False
    )
    yield read.stdout.decode("utf-8", "replace")
    yield from _pages_of(payload)
    try:
        with pikepdf.open(io.BytesIO(payload)) as document:
            for thing in document.objects:
                if isinstance(thing, pikepdf.Stream):
                    yield from _texts(_bytes_of(thing), depth + 1)
                yield from _strings(thing)
    except pikepdf.PdfError:
        return


def _pages_of(payload):
    """The words as a browser's reader finds them."""
    try:
        document = pypdfium2.PdfDocument(payload)
    except pypdfium2.PdfiumError:
        return
    for page in document:
        yield page.get_textpage().get_text_range()


def _bytes_of(stream):
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:
        return stream.read_raw_bytes()


def _strings(thing, depth=0):
    if depth > _DEPTH:
        return
    if isinstance(thing, pikepdf.String):
        yield str(thing)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        for value in dict(thing).values():
            if not getattr(value, "is_indirect", False):
                yield from _strings(value, depth + 1)
    elif isinstance(thing, pikepdf.Array):
        for value in list(thing):
            if not getattr(value, "is_indirect", False):
                yield from _strings(value, depth + 1)
