"""Style sheets in the form that WeasyPrint wants them, each read once for a process."""

import re
from functools import lru_cache
from pathlib import Path

import weasyprint.html
from weasyprint import CSS, HTML

from .fetcher import ClosedFetcher

#: Rules of WeasyPrint's own sheet for what no document of ours has. They name no element, so that each element of a document
#: would get five styles more than it uses: a third of the memory that a long report takes, and a twentieth of its time.
NOTES = re.compile(r"^::(?:footnote|note)-(?:call|marker|callback) \{.*\}$", re.MULTILINE)
#: The same for the marks of lists, which only their items have.
MARKER = re.compile(r"^(?=::marker \{)", re.MULTILINE)

#: What WeasyPrint writes into the document that it reads a sheet for.
OF_ONE_DOCUMENT = re.compile(r"@(?:font-face|import|counter-style|color-profile|layer)\b", re.IGNORECASE)


class Page(HTML):
    """A document that WeasyPrint's own style sheet says less of: it has no footnotes, and marks at items of lists alone."""

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return [basic_sheet()]


@lru_cache(maxsize=1)
def basic_sheet() -> CSS:
    """WeasyPrint's sheet of what HTML looks like by itself, without footnotes."""
    return CSS(string=basic_rules())


def basic_rules() -> str:
    """Its text."""
    return MARKER.sub("li", NOTES.sub("", weasyprint.html.UA))


def sheet(path: Path, **document) -> CSS:
    """The sheet of this file, for a document with this fetcher, these fonts and counters.

    Kept until the file changes, for to read one takes as long as to typeset a page; unless it says something that belongs to
    the one document, as a font or another sheet would.
    """
    return _kept(path, path.stat().st_mtime_ns) or CSS(filename=path, **document)


@lru_cache(maxsize=32)
def _kept(path: Path, _changed: int) -> CSS | None:
    if OF_ONE_DOCUMENT.search(path.read_text(encoding="utf-8")):
        return None
    return CSS(filename=path, url_fetcher=ClosedFetcher(fonts=(), roots=()))
