"""From HTML to a finished PDF, in one call that gives a whole file or an error."""

import datetime
import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from .errors import FontMissing, PdfFailed
from .fonts import FontSet, find_fonts
from .memory import give_back, rare_collections

GENERATOR = "Muntada"

LINK_ELEMENTS = ("a", "a::before", "a::after")

IDENTIFIER_LENGTH = 32  # hexadecimal digits, as long as the MD5 that PDF writers put there


def render_pdf(
    html: str,
    *,
    stylesheets: Sequence[Path],
    identifier: bytes,
    title: str,
    language: str,
    created: datetime.date,
    assets: Sequence[Path],
    article_language: str | None = None,
) -> bytes:
    """Return ``html`` as a tagged PDF/UA-1 file; raise ``PdfFailed`` where it cannot be made whole and closed.

    ``stylesheets`` are read in order, after the ``@font-face`` rules of "Muntada Arabic", "Muntada Latin" and
    "Muntada Display". ``identifier`` (the digest of the frozen figures) and ``created`` replace all that would differ from
    one run to the next: the same arguments give the same bytes, in any process with the same fonts and libraries.
    ``language`` is a tag such as ``ar`` or ``en``; Arabic reads from right to left. ``assets`` are the folders and files
    that images may come from; relative addresses are looked up there. Metadata of the HTML itself, such as an author,
    are dropped: only title, language and date are written. WeasyPrint tells one language, that of the file: a document with a
    part in another puts it into ``<article>`` elements and names that language as ``article_language``.
    """
    if not html.strip():
        raise PdfFailed("The document is empty.")
    fonts = find_fonts()
    if reason := _engine_missing():
        raise PdfFailed(reason)
    from weasyprint.urls import FatalURLFetchingError

    try:
        # Within: a version of WeasyPrint's that lacks what these ask for is an engine that failed.
        from .finish import finish
        from .quicker import make_quick

        make_quick()
        with rare_collections():
            data = _typeset(
                html=html,
                fonts=fonts,
                stylesheets=stylesheets,
                title=title,
                language=language,
                created=created,
                assets=assets,
                article_language=article_language,
            )
            give_back()
            return finish(
                data,
                fonts=fonts,
                identifier=hashlib.sha256(identifier).hexdigest()[:IDENTIFIER_LENGTH],
                # Said of a file with a left-to-right part, it makes readers such as Chromium's turn the words of that part round.
                right_to_left=language.lower().split("-")[0] == "ar" and article_language is None,
            )
    except PdfFailed:
        raise
    except FatalURLFetchingError as error:
        # A BaseException, so that WeasyPrint's own handlers let it pass; ours must name it.
        raise PdfFailed(f"The document may not be made: {error.__cause__}.") from error
    except Exception as error:
        raise PdfFailed(f"The PDF engine failed ({type(error).__name__}).") from error


def is_available() -> str | None:
    """Return ``None`` where PDFs can be made here, otherwise one line that says what to install.

    Loads Pango on the first call (some 0.3 s), not when this module is imported: Django starts without it.
    """
    try:
        find_fonts()
    except FontMissing as error:
        return str(error)
    return _engine_missing()


@lru_cache(maxsize=1)
def _engine_missing() -> str | None:
    try:
        import pikepdf  # noqa: F401  (loaded here to know that it can be)
        import weasyprint  # noqa: F401
    except ImportError as error:
        return f"A Python package for PDF is missing ({error.name}): pip install -r requirements.txt."
    except OSError:
        return "Pango was not found; install it (Debian: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)."
    return None


def _typeset(
    *,
    html: str,
    fonts: FontSet,
    stylesheets: Sequence[Path],
    title: str,
    language: str,
    created: datetime.date,
    assets: Sequence[Path],
    article_language: str | None,
) -> bytes:
    from weasyprint.css.counters import CounterStyle

    from .faces import loaded
    from .fetcher import DOCUMENT_BASE, ClosedFetcher
    from .sheets import Page, sheet

    fetcher = ClosedFetcher(fonts=fonts.paths, roots=assets)
    with loaded(fonts) as faces:
        shared = {"font_config": faces.configuration, "counter_style": CounterStyle()}
        sheets = [faces.sheet, *(sheet(path, url_fetcher=fetcher, **shared) for path in stylesheets)]
        document = Page(string=html, base_url=DOCUMENT_BASE, url_fetcher=fetcher).render(
            stylesheets=sheets, **shared
        )
        return _written(
            document,
            fetcher,
            title=title,
            language=language,
            created=created,
            article_language=article_language,
        )


def _written(
    document, fetcher, *, title: str, language: str, created: datetime.date, article_language: str | None
) -> bytes:
    from weasyprint.document import DocumentMetadata

    from .finish import mend

    if document.metadata.attachments or any(
        link[0] == "attachment" for page in document.pages for link in page.links
    ):
        raise PdfFailed("The document tries to attach a file.")
    for page in document.pages:
        # Elements inside a link get an annotation of their own, outside of the Link tag (PDF/UA-1, 7.18.5).
        page.links = [link for link in page.links if link[3].element_tag in LINK_ELEMENTS]
    date = created.strftime("%Y-%m-%d")
    document.metadata = DocumentMetadata(
        title=title, lang=language, generator=GENERATOR, created=date, modified=date
    )
    # Compressed once, after the last change to it. Its identifier comes then too: here, all would be written twice for it.
    data = document.write_pdf(
        pdf_variant="pdf/ua-1",
        uncompressed_pdf=True,
        finisher=lambda _document, file: mend(file, article_language),
    )
    if fetcher.refusals:
        # Drawings catch all that happens inside of them, our stop too, and come out blank.
        raise PdfFailed(f"The document may not be made: {fetcher.refusals[0]}.")
    return data
