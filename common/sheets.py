"""Reading a workbook that somebody hands in: measured before it is opened, parsed in a child with limits.

Run as a program: the file comes in, its first sheet goes out as JSON, all cells as text.
"""

import io
import json
import resource
import subprocess
import sys
import zipfile

#: protection.md, rule 14: bytes of the file, bytes unpacked, how many times larger it may grow, parts
MOST_BYTES, MOST_UNPACKED, MOST_RATIO, MOST_PARTS = 20 * 1024 * 1024, 50 * 1024 * 1024, 100, 1_000
#: A reference list has hundreds of rows.
MOST_ROWS, MOST_COLUMNS = 20_000, 100
SECONDS, MEMORY = 20, 768 * 1024 * 1024


class SheetRefused(ValueError):
    """The file is not read; `code` is "too_large", "bomb" or "broken"."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def measure_workbook(content: bytes) -> None:
    """Raise SheetRefused for what is no workbook or would unpack to more than is good. Opens no part of it."""
    if len(content) > MOST_BYTES:
        raise SheetRefused("too_large")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise SheetRefused("broken") from error
    unpacked = sum(part.file_size for part in parts)
    packed = max(sum(part.compress_size for part in parts), 1)
    if unpacked > MOST_UNPACKED or unpacked > packed * MOST_RATIO or len(parts) > MOST_PARTS:
        raise SheetRefused("bomb")
    if "[Content_Types].xml" not in {part.filename for part in parts}:
        raise SheetRefused("broken")


def read_workbook(content: bytes) -> list[list[str]]:
    """Rows of the first sheet as text, the header first. Raises SheetRefused."""
    measure_workbook(content)
    try:
        done = subprocess.run(  # noqa: S603  our own module
            [sys.executable, "-I", __file__],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=True,
        )
        return json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise SheetRefused("broken") from error


def _limit():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def _rows(content):
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    sheet = book.worksheets[0]
    # A dimension that lies would make openpyxl drop rows silently.
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)):
        if number > MOST_ROWS:
            raise ValueError("too many rows")
        yield [_text(value) for value in row]


def _text(value):
    if value is None:
        return ""
    if hasattr(value, "isoformat"):
        return value.isoformat().removesuffix("T00:00:00")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _even(rows):
    # As wide as its header: cells beyond it belong to no column.
    width = len(rows[0]) if rows else 0
    while width and not rows[0][width - 1]:
        width -= 1
    return [(row + [""] * width)[:width] for row in rows]


if __name__ == "__main__":
    _limit()
    sys.stdout.write(json.dumps(_even(list(_rows(sys.stdin.buffer.read())))))
