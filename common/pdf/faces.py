"""Our fonts as Pango has loaded them, kept for the next document: to load and to learn them anew takes a fifth of a short one's time."""

import os
import shutil
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from weasyprint import CSS
from weasyprint.text.fonts import FontConfiguration

from .fetcher import ClosedFetcher
from .fonts import FontSet
from .quicker import begin_document

# Pango's list of fonts is of one thread at a time, and of one process.
_of_thread = threading.local()


class Faces:
    """Fonts, loaded: `configuration` and `sheet` (the rules that name them) are what WeasyPrint takes."""

    def __init__(self, fonts: FontSet):
        self.fonts, self.process = fonts, os.getpid()
        self.configuration = FontConfiguration()
        self.sheet = CSS(
            string=fonts.css(),
            font_config=self.configuration,
            url_fetcher=ClosedFetcher(fonts=fonts.paths, roots=()),
        )
        self.folder = Path(self.configuration._folder)
        self.files = tuple(self.folder.iterdir())
        # The folder is ours from here on: WeasyPrint would take it away in a child process too, under its parent's hands.
        # What a document brings goes into a new one, by which it is known.
        self.configuration._folder = None
        weakref.finalize(self.configuration, _take_away, self.folder, self.process)

    def are(self, fonts: FontSet) -> bool:
        """Whether these fonts and no others are loaded: a document may have brought one, a sweep taken the files away."""
        return (
            (self.fonts, self.process) == (fonts, os.getpid())
            and self.configuration._folder is None
            and all(path.is_file() for path in self.files)
        )

    def touch(self) -> None:
        """Say that they are in use, to who sweeps what was left behind (`leftovers`)."""
        for path in (self.folder, *self.files):
            os.utime(path)


@contextmanager
def loaded(fonts: FontSet) -> Iterator[Faces]:
    """The fonts, for one document. Who fails, adds a font or makes a document inside of another leaves none for the next."""
    faces = vars(_of_thread).pop("faces", None)
    if faces is None or not faces.are(fonts):
        faces = Faces(fonts)
    faces.touch()
    begin_document(faces.configuration)
    yield faces
    if faces.are(fonts):
        _of_thread.faces = faces


def _take_away(folder: Path, process: int) -> None:
    if os.getpid() == process:
        shutil.rmtree(folder, ignore_errors=True)
