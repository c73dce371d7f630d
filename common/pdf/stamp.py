"""One line stamped on each page of a finished file, e.g. whose copy it is; the rest stays byte for byte what it was."""

import datetime
import io
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from pathlib import Path

import pikepdf
from pikepdf import Name, Operator, Pdf

from .errors import PdfFailed
from .fonts import find_fonts
from .render import render_pdf

#: What WeasyPrint puts around tagged content. The stamp is an artifact as a whole and has no tags of its own.
_MARKS = {Operator(name) for name in ("BMC", "BDC", "EMC", "MP", "DP")}
#: pikepdf would draw a name at random; WeasyPrint's own are of another form
STAMP = Name("/MuntadaStamp")
STYLESHEET = Path(__file__).with_name("stamp.css")
SUBSTITUTE = "\ufffd"


def stamp_line(pdf: bytes, *, texts: Mapping[str, str]) -> bytes:
    """Return the file with one line in the lower margin of each page, readable and searchable, as an artifact.

    `texts` holds language → words; of two languages they stand beside each other, the first one first. The stamp's page has the size of A4; other sizes keep its distance from the lower edge. The same file and text
    give the same bytes. Characters without a glyph are replaced. Raises PdfFailed.
    """
    try:
        with (
            Pdf.open(io.BytesIO(pdf)) as target,
            Pdf.open(io.BytesIO(_stamp(tuple(texts.items())))) as source,
        ):
            form = target.copy_foreign(_without_tags(source))
            shared = target.make_indirect(form)
            for page in target.pages:
                _lay_over(target, page, shared)
            out = io.BytesIO()
            target.save(
                out,
                deterministic_id=True,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
                compress_streams=True,
            )
            return out.getvalue()
    except pikepdf.PdfError as error:
        raise PdfFailed(f"The file could not be stamped ({type(error).__name__}).") from error


@lru_cache(maxsize=64)
def _stamp(texts: tuple[tuple[str, str], ...]) -> bytes:
    language, direction = texts[0][0], _direction(texts[0][0])
    spans = " ".join(
        f'<span lang="{spoken}" dir="{_direction(spoken)}">{_drawable(text)}</span>' for spoken, text in texts
    )
    html = (
        f'<!doctype html><html lang="{language}" dir="{direction}"><head><title>stamp</title></head>'
        f'<body><p class="stamp">{spans}</p></body></html>'
    )
    return render_pdf(
        html,
        stylesheets=[STYLESHEET],
        identifier=html.encode(),
        title="stamp",
        language=language,
        created=datetime.date(2000, 1, 1),
        assets=[],
    )


def _drawable(text: str) -> str:
    missing = find_fonts().missing_characters(text)
    return escape(text.translate(dict.fromkeys(map(ord, missing), SUBSTITUTE)))


def _direction(language: str) -> str:
    return "rtl" if language.startswith("ar") else "ltr"


def _without_tags(source: Pdf) -> pikepdf.Object:
    """The stamp's page as a form, without the marks that would point into another file's structure."""
    page = source.pages[0]
    kept = [
        instruction
        for instruction in pikepdf.parse_content_stream(page)
        if instruction.operator not in _MARKS
    ]
    form = pikepdf.Page(page).as_form_xobject()
    form.write(pikepdf.unparse_content_stream(kept))
    for key in (Name.StructParents, Name.StructParent):
        if key in form:
            del form[key]
    return form


def _lay_over(target: Pdf, page: pikepdf.Page, form) -> None:
    page.contents_coalesce()
    name = page.add_resource(form, Name.XObject, name=STAMP)
    before = pikepdf.Stream(target, b"q\n")
    after = pikepdf.Stream(
        target,
        b"\nQ\n/Artifact <</Type /Pagination /Subtype /Footer>> BDC\nq %s Do Q\nEMC\n" % str(name).encode(),
    )
    page.contents_add(before, prepend=True)
    page.contents_add(after)
