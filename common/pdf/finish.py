"""The passes before and after WeasyPrint writes that make its file searchable, accessible, closed, and the same to the byte each time."""

import io
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pikepdf
import pikepdf.settings
import pydyf
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Pdf, String

from .errors import PdfFailed
from .fonts import FontSet
from .slim import slim
from .tags import found
from .tounicode import corrected, read_cmap, write_cmap

# Of the process: nothing else here writes PDF files.
pikepdf.settings.set_flate_compression_level(9)

PRINT_FLAG = (
    4  # bit 3 of an annotation's /F: without it a viewer may leave the annotation out of the printed page
)

LINK_SCHEMES = ("https:", "http:", "mailto:", "tel:")

# What a font's own `name` table says of it (family, style, unique id, version), which subsetting keeps.
IDENTIFYING_NAMES = (1, 2, 3, 5)


def mend(pdf: pydyf.PDF, article_language: str | None) -> None:
    """Before the file is written: tags and drawings, while they are still ours to change at no cost.

    ``article_language`` is that of all that stands in articles, for whoever has it read aloud. Raises ``PdfFailed`` where the
    document has no structure.
    """
    tree = slim(pdf)
    for header in tree.headers:
        # PDF/UA-1 asks for it, and WeasyPrint leaves it out.
        attributes = header.setdefault("A", pydyf.Dictionary({"O": "/Table"}))
        attributes["Scope"] = "/Column" if _inside_head(pdf, header) else "/Row"
    if article_language:
        # One on three pages has three elements: each says it, and all below them inherit it.
        for article in tree.articles:
            article["Lang"] = pydyf.String(article_language)


def _inside_head(pdf: pydyf.PDF, element: pydyf.Dictionary) -> bool:
    parent = found(pdf, element["P"])
    while (kind := parent.get("S")) is not None and kind != "/Table":
        if kind == "/THead":
            return True
        parent = found(pdf, parent["P"])
    return False


def finish(data: bytes, *, fonts: FontSet, identifier: str, right_to_left: bool) -> bytes:
    """Return the finished file of the rendered ``data``, with this ``identifier`` (the first half of the file's ID).

    ``right_to_left`` tells viewers to lay facing pages and progress from right to left. Raises ``PdfFailed`` where the file
    holds an attachment, a link to a local file, or a font that is not ours. The second half of the file's ID and the
    cross-references depend on the content alone (``deterministic_id``): a plain save would write a random one.
    """
    with Pdf.open(io.BytesIO(data)) as pdf:
        _refuse_attachments(pdf)
        for annotation in _annotations(pdf):
            _check_annotation(annotation)
            annotation.F = int(annotation.get(Name.F, 0)) | PRINT_FLAG
        _rewrite_texts(pdf, fonts)
        if right_to_left:
            pdf.Root.ViewerPreferences.Direction = Name.R2L
        # Both halves; the second becomes what the content gives.
        pdf.trailer.ID = Array([String(identifier), String(identifier)])
        target = io.BytesIO()
        pdf.save(
            target,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            recompress_flate=True,
        )
        return target.getvalue()


def _refuse_attachments(pdf: Pdf) -> None:
    # A data: URL passes the fetcher, so an attachment of one is found here.
    if Name.EmbeddedFiles in pdf.Root.get(Name.Names, Dictionary()) or Name.AF in pdf.Root:
        raise PdfFailed("The document tries to attach a file.")


def _annotations(pdf: Pdf) -> Iterator[Dictionary]:
    for page in pdf.pages:
        yield from page.obj.get(Name.Annots, Array())


def _check_annotation(annotation: Dictionary) -> None:
    if annotation.get(Name.Subtype) == Name.FileAttachment:
        raise PdfFailed("The document tries to attach a file.")
    uri = annotation.get(Name.A, Dictionary()).get(Name.URI)
    if uri is not None and not str(uri).lower().startswith(LINK_SCHEMES):
        raise PdfFailed(
            "The document links to something that is neither a web page, an address nor a telephone."
        )


def _rewrite_texts(pdf: Pdf, fonts: FontSet) -> None:
    """Replace each font's ToUnicode, the reason for which is in ``tounicode``."""
    originals = _originals(fonts)
    for font in _fonts(pdf):
        written = read_cmap(font.ToUnicode.read_bytes())
        descriptor = font.DescendantFonts[0].FontDescriptor if Name.DescendantFonts in font else Dictionary()
        program = descriptor.get(Name.FontFile2, descriptor.get(Name.FontFile3))
        embedded = TTFont(io.BytesIO(program.read_bytes()), lazy=True) if program is not None else None
        known = originals.get(_identity(embedded)) if embedded else None
        if known is None:
            raise _undrawable(set(written.values()))
        path, glyph_count = known
        if absent := {text for glyph, text in written.items() if glyph >= glyph_count}:
            raise _undrawable(absent)
        font.ToUnicode.write(write_cmap(corrected(written, path)))


@lru_cache(maxsize=4)
def _originals(fonts: FontSet) -> dict[tuple[str | None, ...], tuple[Path, int]]:
    """{what a font says of itself: (its file, how many glyphs it has)}."""
    found: dict[tuple[str | None, ...], tuple[Path, int]] = {}
    for file in fonts.files:
        with TTFont(file.path, lazy=True) as original:
            found.setdefault(_identity(original), (file.path, original["maxp"].numGlyphs))
    return found


def _undrawable(texts: set[str]) -> PdfFailed:
    codes = ", ".join(f"U+{ord(character):04X}" for character in sorted(set("".join(texts)))[:8])
    return PdfFailed(
        f"Our fonts cannot draw some characters of the document ({codes or 'of a foreign font'})."
    )


def _fonts(pdf: Pdf) -> Iterator[Dictionary]:
    seen = set()
    for page in pdf.pages:
        for font in page.obj.get(Name.Resources, Dictionary()).get(Name.Font, Dictionary()).values():
            if font.objgen not in seen:
                seen.add(font.objgen)
                yield font


def _identity(font: TTFont) -> tuple[str | None, ...]:
    return tuple(font["name"].getDebugName(number) for number in IDENTIFYING_NAMES) if "name" in font else ()
