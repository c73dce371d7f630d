"""Documents that try to read files, call servers or carry attachments: no file comes out, and nobody is called."""

import base64
import io
import os
from pathlib import Path

import pikepdf
import pytest

from common.pdf import PdfFailed, find_fonts

from . import documents
from .payloads import ATTACHMENTS, CALLS, PIXEL, UNHEARD, image, listening, page

CANARY = "canary-7f31c0"


@pytest.fixture
def server():
    """A listening port that counts who calls; yields (address, calls)."""
    with listening() as found:
        yield found


@pytest.fixture
def folders(tmp_path) -> tuple[Path, Path]:
    """(folder of the document's images, folder with a secret beside it)."""
    inside, outside = tmp_path / "images", tmp_path / "private"
    inside.mkdir()
    outside.mkdir()
    (inside / "logo.png").write_bytes(PIXEL)
    (outside / "secret.png").write_bytes(PIXEL + CANARY.encode())
    (inside / "link.png").symlink_to(outside / "secret.png")
    (inside / "deep").symlink_to(outside)
    (inside / "own.png").symlink_to(inside / "logo.png")
    os.mkfifo(inside / "pipe.png")
    return inside, outside


@pytest.mark.parametrize("case", UNHEARD)
def test_what_the_engine_does_not_know_calls_nobody_either(server, case):
    """It may come out as a document, without what it asked for, or not at all."""
    host, calls = server
    try:
        data = documents.make(UNHEARD[case](host))
    except PdfFailed:
        data = b""
    assert calls == []
    assert host.encode() not in data


def test_there_are_enough_of_them():
    assert len(CALLS) + len(UNHEARD) >= 30


@pytest.mark.parametrize("case", CALLS)
def test_no_server_is_called(server, case):
    host, calls = server
    with pytest.raises(PdfFailed):
        documents.make(CALLS[case](host))
    assert calls == []


@pytest.mark.parametrize("case", ATTACHMENTS)
def test_nothing_is_attached(folders, case):
    with pytest.raises(PdfFailed):
        documents.make(ATTACHMENTS[case], assets=[folders[0]])


def test_files_outside_are_refused(folders):
    inside, outside = folders
    addresses = [
        (outside / "secret.png").as_uri(),
        (inside / "link.png").as_uri(),
        (inside / "deep" / "secret.png").as_uri(),
        f"{inside.as_uri()}/../private/secret.png",
        f"{inside.as_uri()}/%2e%2e/private/secret.png",
        f"{inside.as_uri()}-other/logo.png",
        f"file://localhost{inside}/logo.png",
        f"file://elsewhere{inside}/logo.png",
        (inside / "pipe.png").as_uri(),
        inside.as_uri(),
        "../private/secret.png",
        "deep/secret.png",
        "link.png",
        "absent.png",
        "file:///etc/passwd",
        "file:///proc/self/environ",
        "about:blank",
    ]
    for address in addresses:
        with pytest.raises(PdfFailed):
            documents.make(image(address), assets=[inside])


def test_own_images_are_drawn(folders):
    inside, _ = folders
    for address in (
        "logo.png",
        "own.png",
        (inside / "logo.png").as_uri(),
        "data:image/png;base64," + base64.b64encode(PIXEL).decode(),
    ):
        data = documents.make(image(address), assets=[inside])
        with pikepdf.open(io.BytesIO(data)) as pdf:
            assert len(pdf.pages[0].get_images()) == 1
            assert "/EmbeddedFiles" not in pdf.Root.get("/Names", {})


def test_the_place_of_images_does_not_change_the_bytes(folders, tmp_path):
    inside, _ = folders
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    (moved / "logo.png").write_bytes(PIXEL)
    first, second = (documents.make(image("logo.png"), assets=[root]) for root in (inside, moved))
    assert first == second


def test_a_font_of_the_documents_own_is_refused():
    font = next(iter(sorted(find_fonts().paths)))
    address = "data:font/ttf;base64," + base64.b64encode(font.read_bytes()).decode()
    style = f'<style>@font-face{{font-family:"Muntada Arabic";src:url({address})}}</style>'
    with pytest.raises(PdfFailed, match="font"):
        documents.make(page("", style))


def test_a_font_of_the_system_is_refused(tmp_path):
    sheet = tmp_path / "other.css"
    sheet.write_text("html{font-family:'DejaVu Sans','Noto Sans Arabic',monospace}")
    with pytest.raises(PdfFailed, match="fonts"):
        documents.make(page("<p>text</p>"), stylesheets=[sheet])


@pytest.mark.parametrize("address", ["file:///etc/passwd", "other.html", "javascript:alert(1)"])
def test_links_to_local_things_are_refused(address):
    with pytest.raises(PdfFailed, match="links"):
        documents.make(page(f'<a href="{address}">هنا</a>'))


def test_the_message_holds_no_content_of_the_document():
    secret = base64.b64encode(CANARY.encode() * 50).decode()
    with pytest.raises(PdfFailed) as caught:
        documents.make(page("", f'<link rel="attachment" href="data:text/plain;base64,{secret}">'))
    assert secret[:20] not in str(caught.value)
