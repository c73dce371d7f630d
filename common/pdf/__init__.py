"""Arabic and English PDF documents: HTML in, a finished file out.

``render_pdf`` is the only way in. Importing this package loads neither WeasyPrint nor Pango, so that the portal starts, and
can say what is missing, on a machine without them. The package knows nothing of forums: no models, no settings.
"""

from .engine import engine_versions, font_digests
from .errors import FontMissing, PdfFailed
from .fonts import FontSet, find_fonts
from .leftovers import sweep_font_copies
from .render import is_available, render_pdf

__all__ = [
    "FontMissing",
    "FontSet",
    "PdfFailed",
    "engine_versions",
    "find_fonts",
    "font_digests",
    "is_available",
    "render_pdf",
    "sweep_font_copies",
]
