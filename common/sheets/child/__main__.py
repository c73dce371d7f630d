"""Run as a program: a file comes in, one line about it and a line for each filled row go out as JSON.

The folder is the program (`python -I common/sheets/child xlsx`), so that nothing else of the portal is loaded.
"""

import json
import sys

from limits import Refused, limit


def main(kind: str) -> None:
    """A refusal is said in the first line; whatever else goes wrong with a file is a broken file."""
    content = sys.stdin.buffer.read()
    try:
        if kind == "xlsx":
            from workbook import read
        else:
            from delimited import read
        about, rows = read(content)
    except Refused as refusal:
        about, rows = {"refused": refusal.args[0]}, {}
    except MemoryError:
        about, rows = {"refused": "too_much"}, {}
    except Exception:
        about, rows = {"refused": "broken"}, {}
    del content
    for line in (about, *sorted(rows.items())):
        sys.stdout.buffer.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")


if __name__ == "__main__":
    limit()
    main(sys.argv[1])
