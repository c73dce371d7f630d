"""Pages as they are written: what is made anew for each tag, and kept in ten thousand pieces."""

import pydyf
from weasyprint.document import Page

from ..tags import read
from .puts import Undo, put


def pages_by_number() -> list[Undo]:
    """The list of pages is made when pages were added, not for each of the tags that stand on one."""
    make = pydyf.PDF.page_references.fget

    def references(pdf):
        count = len(pdf.pages["Kids"])
        if vars(pdf).get("_references", (None,))[0] != count:
            pdf._references = (count, make(pdf))
        return pdf._references[1]

    return [put(pydyf.PDF, "page_references", property(references))]


def drawn_pages() -> list[Undo]:
    """A page that is drawn is kept as one text, not as ten thousand pieces: a fifth of a long document's memory."""
    paint = Page.paint

    def painted(page, stream, *args, **kwargs):
        paint(page, stream, *args, **kwargs)
        stream.stream = [read(stream)]

    return [put(Page, "paint", painted)]
