"""Handed-in files: what they are by content, and pictures without what cameras add."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from common.uploads import MOST_BYTES, UploadRefused, read_upload


def picture(kind, mode="RGB", size=(20, 10), **options):
    """The bytes of a picture."""
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind, **options)
    return out.getvalue()


def read(content, name="whatever.pdf"):
    return read_upload(SimpleUploadedFile(name, content))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.4 x %%EOF", "pdf"),
        (picture("JPEG"), "jpg"),
        (picture("JPEG", "CMYK"), "jpg"),
        (picture("PNG", "RGBA"), "png"),
        (picture("PNG", "P"), "png"),
        (picture("PNG", "1"), "png"),
    ],
)
def test_the_kind_is_that_of_the_content(content, kind):
    clean = read(content)
    assert clean.kind == kind
    if kind != "pdf":
        with Image.open(io.BytesIO(clean.content)) as again:
            assert again.size == (20, 10)
            assert not again.info.keys() & {"exif", "comment", "icc_profile", "dpi"} - {"dpi"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"x", "kind"),
        (b"PK\x03\x04", "kind"),
        (b"<svg onload=alert(1)>", "kind"),
        (b"GIF89a", "kind"),
        (b"%PDF-1.7 without an end", "broken"),
        (picture("PNG")[:40], "broken"),
        (b"\xff\xd8\xff\xe0", "broken"),
        (b"%PDF-" + bytes(MOST_BYTES), "too_large"),
    ],
)
def test_what_is_refused_says_why(content, code):
    with pytest.raises(UploadRefused) as refused:
        read(content)
    assert refused.value.code == code


def test_a_picture_that_unpacks_without_measure_is_refused():
    with pytest.raises(UploadRefused) as refused:
        read(picture("PNG", "1", (12_000, 9_000)))
    assert refused.value.code == "broken"


def test_the_end_of_a_picture_takes_nothing_along():
    """A file that is a picture and something else at once comes out as the picture alone."""
    assert b"PK\x03\x04" not in read(picture("JPEG") + b"PK\x03\x04 hidden").content
    text = picture("PNG", comment="hidden")
    assert b"hidden" not in read(text + b"hidden").content
