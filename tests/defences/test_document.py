"""docs/protection.md names files, tests and rules; they must exist."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "protection.md").read_text(encoding="utf-8")
FOLDERS = (
    "accounts",
    "common",
    "config",
    "deploy",
    "forums",
    "participants",
    "recommendations",
    "reports",
    "static",
    "tests",
)


def test_what_is_named_exists():
    named = set(re.findall(rf"`((?:{'|'.join(FOLDERS)})/[\w./-]+)`", DOCUMENT))
    assert len(named) > 60
    assert {path for path in named if not (ROOT / path).exists()} == set()


def test_every_rule_has_its_place_and_its_proof():
    rules = re.findall(r"^\| (\d+) \| (.+?) \| (.+?) \| (.+?) \|$", DOCUMENT, re.MULTILINE)
    assert [int(number) for number, *_ in rules] == list(range(1, 22))
    assert all("tests/" in proof for *_, proof in rules)


def test_it_is_found():
    for page in ("README.md", "README.ar.md", "SECURITY.md"):
        assert "docs/protection" in (ROOT / page).read_text(encoding="utf-8"), page
