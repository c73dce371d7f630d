"""Folders of fonts that a killed render left: the next worker takes them away, and nothing else."""

import os
import shutil
import time
from datetime import timedelta

import pytest
from django.core.management import call_command

from common.pdf import find_fonts, is_available, sweep_font_copies
from common.pdf.leftovers import LEFT_AFTER

pytestmark = pytest.mark.skipif(is_available() is not None, reason="the PDF engine is missing here")
NAME = "0123456789abcdef" * 2


@pytest.fixture(autouse=True)
def _temporary(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


def leave(tmp_path, name, *, age=LEFT_AFTER + timedelta(minutes=1), files=(NAME,), content=None):
    """A folder as WeasyPrint makes it, of a certain age."""
    folder = tmp_path / name
    folder.mkdir()
    for file in files:
        if content is None:
            shutil.copyfile(find_fonts().files[0].path, folder / file)
        else:
            (folder / file).write_bytes(content)
    then = time.time() - age.total_seconds()
    for path in (*folder.iterdir(), folder):
        os.utime(path, (then, then))
    return folder


def test_what_is_surely_ours_goes_and_all_else_stays(tmp_path):
    left = [leave(tmp_path, "weasyprint-left"), leave(tmp_path, "weasyprint-empty", files=())]
    stays = [
        leave(tmp_path, "weasyprint-running", age=timedelta(minutes=2)),
        leave(tmp_path, "weasyprint-other", content=b"a font of another program"),
        leave(tmp_path, "weasyprint-named", files=(NAME, "notes.txt")),
        leave(tmp_path, "something-else"),
    ]
    (tmp_path / "weasyprint-link").symlink_to(stays[-1])
    young = leave(tmp_path, "weasyprint-going-on")
    os.utime(young / NAME)
    then = time.time() - 2 * LEFT_AFTER.total_seconds()
    os.utime(young, (then, then))
    assert sweep_font_copies() == 2
    assert not any(path.exists() for path in left)
    assert all(path.is_dir() for path in (*stays, young, tmp_path / "weasyprint-link"))
    assert list(stays[-1].iterdir()), "nothing behind a link is touched"


def test_another_account_s_stays(tmp_path, monkeypatch):
    folder = leave(tmp_path, "weasyprint-theirs")
    monkeypatch.setattr("os.getuid", lambda: folder.stat().st_uid + 1)
    assert sweep_font_copies() == 0
    assert folder.is_dir()


def test_a_render_that_goes_on_leaves_none_and_keeps_its_own(tmp_path):
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    from common.pdf.fetcher import ClosedFetcher

    fonts = find_fonts()
    config = FontConfiguration()
    fetcher = ClosedFetcher(fonts=fonts.paths, roots=())
    CSS(string=fonts.css(), url_fetcher=fetcher, font_config=config)
    [folder] = tmp_path.glob("weasyprint-*")
    assert sweep_font_copies() == 0, "as old as a render that goes on"
    then = time.time() - 2 * LEFT_AFTER.total_seconds()
    for path in (*folder.iterdir(), folder):
        os.utime(path, (then, then))
    assert sweep_font_copies() == 1, "what it looks like is what WeasyPrint makes"


@pytest.mark.django_db
def test_the_worker_does_it_at_its_start(tmp_path):
    folder = leave(tmp_path, "weasyprint-left")
    call_command("work", "--once")
    assert not folder.exists()
