"""Reading one handed-in file: size, kind by content, and images decoded in a child process with limits."""

import subprocess
import sys
from dataclasses import dataclass

#: protection.md, rule 14
MOST_BYTES = 20 * 1024 * 1024
#: how long a picture may take; memory and processor are limited by the child itself
SECONDS = 20
_SIGNATURES = {"pdf": b"%PDF-", "jpg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n"}


class UploadRefused(Exception):
    """The file is not taken; `code` is "empty", "too_large", "kind" or "broken"."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Clean:
    """A file that may be kept: its kind ("pdf", "jpg", "png") and its content; of an image, made anew."""

    kind: str
    content: bytes


def read_upload(upload) -> Clean:
    """What a file (with `size` and `read`) holds, whatever its name says. Raises UploadRefused.

    An image comes back re-encoded, without place, time, device or preview; a PDF as it was, since a signed
    letter must stay what it is. It is never opened here.
    """
    if upload.size > MOST_BYTES:
        raise UploadRefused("too_large")
    content = upload.read(MOST_BYTES + 1)
    if not content:
        raise UploadRefused("empty")
    if len(content) > MOST_BYTES:
        raise UploadRefused("too_large")
    kind = next((kind for kind, start in _SIGNATURES.items() if content.startswith(start)), None)
    if kind is None:
        raise UploadRefused("kind")
    if kind == "pdf":
        if b"%%EOF" not in content[-2048:]:
            raise UploadRefused("broken")
        return Clean(kind, content)
    return Clean(kind, _reencoded(kind, content))


def _reencoded(kind, content):
    """Decoded where a hostile file harms nothing but a child that ends."""
    try:
        done = subprocess.run(  # noqa: S603  our own module
            _command(kind),
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UploadRefused("broken") from error
    if done.returncode or not done.stdout or len(done.stdout) > MOST_BYTES:
        raise UploadRefused("broken")
    return done.stdout


def _command(kind):
    from common.uploads import reencode

    return [sys.executable, "-I", reencode.__file__, kind]
