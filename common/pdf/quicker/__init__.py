"""WeasyPrint's work that changes nothing in a document, left out: the same bytes in half of the time, a long one with two fifths of the memory.

Each of these is a few lines in front of a function of WeasyPrint's or pydyf's, put there once for a process by `make_quick`, and
only where both are the versions that this was measured with: with another one, documents are made as slowly as its authors
made it, until somebody has looked (`tests/pdf/test_quicker.py` says so). The same test makes documents of all kinds with and
without, and compares the bytes. Import this module late: it needs Pango.
"""

from threading import Lock

import pydyf
import weasyprint

from .boxes import plain_lengths
from .leaving import pages_let_go, sides_shared, sources_let_go
from .lines import begin_document, known_lines, lines_once, shaped_once, struts
from .puts import Undo
from .reading import expressions_kept
from .styles import answers_of_a_style, styles_of_pages, unsaid_properties
from .writing import drawn_pages, pages_by_number

__all__ = ["KNOWN", "begin_document", "make_quick", "make_slow"]

#: (WeasyPrint, pydyf) that all this was tried with.
KNOWN = {("70.0", "0.13.0")}
CHANGES = (
    *(lines_once, shaped_once, known_lines, struts, plain_lengths),
    *(expressions_kept, answers_of_a_style, unsaid_properties, styles_of_pages, pages_by_number, drawn_pages),
    *(sides_shared, sources_let_go, pages_let_go),
)

_done: list[Undo] = []
# Threads of a web process may begin their first documents together.
_one_at_a_time = Lock()


def make_quick() -> bool:
    """Leave that work out from now on, in this process; False where the versions are others."""
    known = (weasyprint.__version__, pydyf.__version__) in KNOWN
    with _one_at_a_time:
        if known and not _done:
            for change in CHANGES:
                _done.extend(change())
    return known


def make_slow() -> None:
    """Take it all back, until it is made quick again."""
    with _one_at_a_time:
        while _done:
            _done.pop()()
