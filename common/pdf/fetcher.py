"""What a document may load while it is rendered: ``data:`` and files under named folders, nothing else.

WeasyPrint's own fetcher opens any URL: a document with ``<link rel=attachment href=file:///etc/passwd>`` carries that file
inside the PDF, and an image of a stranger's server tells him who prints what, and when. Import this module late: it needs Pango.
"""

import os
import stat
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from weasyprint.urls import URLFetcher, URLFetcherResponse

# Relative addresses in a document are joined to this made-up folder and looked up under the roots. WeasyPrint names an image
# by its URL's hash, so a real folder here would give other bytes on the next machine, and would show in a stray link.
DOCUMENT_BASE = "file:///document/"

SHOWN_URL_LENGTH = 80

# First bytes of TrueType, OpenType, collections, WOFF and WOFF2.
FONT_SIGNATURES = (b"\x00\x01\x00\x00", b"true", b"OTTO", b"ttcf", b"wOFF", b"wOF2")


class Refused(ValueError):
    """The document asked for something outside of its own files."""


class ClosedFetcher(URLFetcher):
    """Serves ``data:`` URLs, the files ``fonts`` and the files under ``roots`` (folders or single files); refuses the rest.

    The first refusal stops the render (``fail_on_errors``), so that a document never comes out with a piece missing.
    Paths are compared after symbolic links and ``..`` are resolved. There is no network handler to follow a redirect with:
    every answer is made here, none by ``urllib``.
    """

    def __init__(self, *, fonts: Iterable[Path], roots: Iterable[Path]):
        super().__init__(allowed_protocols={"data", "file"}, allow_redirects=False, fail_on_errors=True)
        self._files = frozenset(fonts)
        self._roots = tuple(root.resolve() for root in roots)
        self.refusals: list[str] = []  # for places where WeasyPrint swallows even the stop

    def fetch(self, url: str, headers=None) -> URLFetcherResponse:
        """Return the content of ``url``; raise ``Refused`` for all that is not the document's own."""
        try:
            return self._answer(url, headers)
        except Refused as refusal:
            self.refusals.append(str(refusal))
            raise

    def _answer(self, url: str, headers) -> URLFetcherResponse:
        scheme = url.split(":", 1)[0].lower()
        if scheme == "data":
            return self._inline(url, headers)
        if scheme == "file":
            return self._local(url)
        raise Refused(f"refused to load {shown(url)}")

    def _inline(self, url: str, headers) -> URLFetcherResponse:
        response = super().fetch(url, headers)
        body = response.read()
        if body.startswith(FONT_SIGNATURES):
            # A font under the name of one of ours would be drawn with its glyphs and read with ours.
            raise Refused("refused to load a font that is not one of our files")
        return URLFetcherResponse("data:", body, response.headers)

    def _local(self, url: str) -> URLFetcherResponse:
        parts = urlsplit(url)
        if parts.netloc:
            raise Refused(f"refused to load {shown(url)} from another machine")
        name = unquote(parts.path)
        own = name.removeprefix(urlsplit(DOCUMENT_BASE).path)
        candidates = [root / own for root in self._roots] if own != name else [Path(name)]
        for candidate in candidates:
            try:
                path = candidate.resolve(strict=True)
            except (OSError, ValueError, RuntimeError):
                continue
            if path in self._files or any(path == root or root in path.parents for root in self._roots):
                return URLFetcherResponse(path.as_uri(), _read(path))
        raise Refused(f"refused to load {shown(url)}: not in the document's folders")


def shown(url: str) -> str:
    """Return ``url`` short enough for a message; the content of a ``data:`` URL is left out."""
    if url[:5].lower() == "data:":
        return "a data: URL"
    return url if len(url) <= SHOWN_URL_LENGTH else url[:SHOWN_URL_LENGTH] + "…"


def _read(path: Path) -> bytes:
    # No link may replace the resolved file between the check and the opening, and no pipe may make us wait.
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise Refused("refused to load something that is not a plain file")
        return file.read()
