"""`python -m tests.mutants`: all mutants; `--only WORDS` those whose name holds the words, `--sample N` N of them.

What was found is kept in `--file`, and the next run begins with it. `--keep` writes who was caught by what for other
machines too. A run in pieces: `--minutes N --left` tries only what no earlier piece caught, and `--pairs` begins with the
last round, for what earlier pieces tried alone; the figures that count are those of a run without any of them.
"""

import argparse
import os
import sys
from pathlib import Path

import django
import pytest


def main() -> int:
    """Run, print the figures; 0 if every mutant was caught."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="")
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--left", action="store_true")
    parser.add_argument("--pairs", action="store_true")
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--minutes", type=float, default=0)
    parser.add_argument("--file", type=Path, default=Path("var/mutants.json"))
    parser.add_argument("tests", nargs="*", help="paths; without any: all that say something about rights")
    given = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings_test"
    os.environ["FIRST_WRONG"] = "1"
    for name in ("TEST_DATABASE_URL", "FULL"):
        os.environ.pop(name, None)
    django.setup()
    from .memory import Memory
    from .plugin import ORDER, Mutants  # it imports models

    plugin = Mutants(
        Memory(given.file),
        only=given.only,
        left=given.left,
        pairs=given.pairs,
        sample=given.sample,
        minutes=given.minutes,
    )
    code = pytest.main(["-q", "-s", "-p", "no:xdist", *(given.tests or ORDER)], plugins=[plugin])
    if given.keep:
        plugin.memory.keep({*plugin.caught_by, *plugin.guarded})
    return int(code) or int(bool(plugin.alive))


if __name__ == "__main__":
    sys.exit(main())
