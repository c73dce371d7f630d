"""Fonts are loaded once for a thread, and never with what a document brought."""

import gc
import os
import subprocess
import sys
import threading

import pytest

from common.pdf import PdfFailed, find_fonts, is_available
from tests.pdf import documents

pytestmark = pytest.mark.skipif(is_available() is not None, reason="the PDF engine is missing here")
DOCUMENT = documents.minutes(["نص قصير."] * 7)
BRINGS_A_FONT = (
    '<html lang="ar" dir="rtl"><head><title>نص</title><style>@font-face {{ font-family: own; src: url({font}) }}'
    "p {{ font-family: own }}</style></head><body><p>نص</p></body></html>"
)


@pytest.fixture
def made(monkeypatch):
    """The font sets that were loaded, in order."""
    from common.pdf import faces

    vars(faces._of_thread).clear()
    loaded = []

    class Counted(faces.Faces):
        def __init__(self, fonts):
            super().__init__(fonts)
            loaded.append(self)

    monkeypatch.setattr(faces, "Faces", Counted)
    yield loaded
    vars(faces._of_thread).clear()


def test_the_next_document_has_them_already(made):
    first = documents.make(DOCUMENT)
    assert documents.make(DOCUMENT) == first
    assert len(made) == 1


def test_what_a_document_brings_is_not_there_for_the_next(made):
    first = documents.make(DOCUMENT)
    documents.make(BRINGS_A_FONT.format(font=find_fonts().files[-1].path.as_uri()))
    assert documents.make(DOCUMENT) == first
    assert len(made) == 2


def test_a_document_that_failed_leaves_none(made):
    first = documents.make(DOCUMENT)
    with pytest.raises(PdfFailed):
        documents.make(DOCUMENT.replace("<body>", '<body><img src="https://example.org/x.png" alt="">'))
    assert documents.make(DOCUMENT) == first
    assert len(made) == 2


def test_they_are_loaded_anew_where_their_files_were_swept_away(made):
    first = documents.make(DOCUMENT)
    next(iter(made[0].files)).unlink()
    assert documents.make(DOCUMENT) == first
    assert len(made) == 2


def test_while_they_are_in_use_they_are_not_old(made):
    documents.make(DOCUMENT)
    for path in (made[0].folder, *made[0].files):
        os.utime(path, (0, 0))
    documents.make(DOCUMENT)
    assert len(made) == 1
    assert min(path.stat().st_mtime for path in (made[0].folder, *made[0].files)) > 0


def test_another_thread_has_its_own(made):
    first, answers = documents.make(DOCUMENT), []
    other = threading.Thread(target=lambda: answers.append(documents.make(DOCUMENT)))
    other.start()
    other.join()
    assert answers == [first]
    assert len(made) == 2


def test_a_child_process_leaves_its_parents_files(made):
    first = documents.make(DOCUMENT)
    child = os.fork()
    if child == 0:
        from common.pdf import faces

        vars(faces._of_thread).clear()
        made.clear()
        gc.collect()
        os._exit(0)
    os.waitpid(child, 0)
    assert documents.make(DOCUMENT) == first
    assert len(made) == 1


def test_a_process_takes_its_copies_with_it(tmp_path):
    program = "from tests.pdf import documents; documents.make(documents.minutes(['نص قصير.'] * 7)); import os; print(len(os.listdir(os.environ['TMPDIR'])))"
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "TMPDIR": str(tmp_path), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "1", "it is there while the process lives"
    assert list(tmp_path.iterdir()) == []
