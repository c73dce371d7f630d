"""What typesets here, by name and version: kept with a released document, so that it is known later what has changed."""

import ctypes
import hashlib
import importlib.metadata
import platform
import zlib
from collections.abc import Callable
from functools import lru_cache

from .errors import FontMissing
from .fonts import find_fonts

#: Packages that the bytes of a file depend on, in the order of the work.
PACKAGES = (
    *("weasyprint", "tinyhtml5", "tinycss2", "cssselect2", "pyphen", "pydyf"),
    *("fonttools", "brotli", "zopfli", "pillow", "pikepdf"),
)
UNKNOWN = "unknown"


@lru_cache(maxsize=1)
def engine_versions() -> dict[str, str]:
    """{name: version} of Python, of the packages above and of the libraries beneath them; "unknown" where none is found."""
    found = {"python": platform.python_version(), "zlib": zlib.ZLIB_RUNTIME_VERSION}
    for name in PACKAGES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = UNKNOWN
    return found | {name: _asked(ask) for name, ask in _LIBRARIES.items()}


def font_digests() -> dict[str, str]:
    """{file name: SHA-256} of the fonts that documents are set in; empty where they are missing."""
    try:
        files = find_fonts().files
    except FontMissing:
        return {}
    return {font.path.name: hashlib.sha256(font.path.read_bytes()).hexdigest() for font in files}


def _asked(ask: Callable[[], str]) -> str:
    try:
        return ask()
    except (OSError, ImportError, AttributeError):
        return UNKNOWN


def _qpdf() -> str:
    import pikepdf

    return pikepdf.__libqpdf_version__


def _word(library: str, function: str) -> str:
    """What a function of a library that WeasyPrint loads says of it."""
    called = getattr(ctypes.CDLL(library), function)
    called.restype = ctypes.c_char_p
    return called().decode()


def _fontconfig() -> str:
    number = ctypes.CDLL("libfontconfig.so.1").FcGetVersion()
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


_LIBRARIES: dict[str, Callable[[], str]] = {
    "pango": lambda: _word("libpango-1.0.so.0", "pango_version_string"),
    "harfbuzz": lambda: _word("libharfbuzz.so.0", "hb_version_string"),
    "fontconfig": _fontconfig,
    "qpdf": _qpdf,
}
