"""What an earlier run found, so that the next one begins there: which test caught a mutant, which ones missed it.

A kill that is remembered is a hint and no more: it is made once more in every run that counts it. A miss is believed
while the test's file, the portal and what tests share are what they were. A machine that has no memory begins with the kills
in `caught.json`, which `--keep` writes: minutes instead of hours.
"""

import hashlib
import json
from functools import cache
from pathlib import Path

from .source import APPS, ROOT

#: test → short names of the mutants that it caught, with that of a partner behind "+"
CAUGHT = Path(__file__).with_name("caught.json")


class Memory:
    """A file of JSON; without one nothing is known."""

    def __init__(self, path: Path):
        self.path = path
        found = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        #: mutant → (test, the partner that must be off too or "")
        self.caught: dict[str, tuple[str, str]] = {
            name: tuple(by) for name, by in found.get("caught", {}).items()
        }
        #: test and what it was tried with → short names of mutants: those that it missed, those that it never passes
        self._missed, self._far = (
            {key: set(rows) for key, rows in found.get(part, {}).items() if _still_stands(key)}
            for part in ("missed", "far")
        )

    def is_missed_by(self, test: str, name: str) -> bool:
        """Whether the test as it stands did not notice the mutant."""
        return _short(name) in self._missed.get(_standing(test), ())

    def is_far_from(self, test: str, name: str) -> bool:
        """Whether the test as it stands does not pass the place of the mutant."""
        return _short(name) in self._far.get(_standing(test), ())

    def note_missed(self, test: str, names: set[str]) -> None:
        """The test ran as these mutants and was content."""
        for name in names:
            self.caught.pop(name, None)
        self._missed.setdefault(_standing(test), set()).update(map(_short, names))

    def note_far(self, test: str, names: set[str]) -> None:
        """The test passes none of these."""
        self._far.setdefault(_standing(test), set()).update(map(_short, names))

    def note_caught(self, name: str, test: str, partner: str = "") -> None:
        """The test noticed the mutant, alone or together with a partner."""
        self.caught[name] = (test, partner)

    def learn(self, names, path: Path = CAUGHT) -> None:
        """Of those of these mutants that nothing is remembered of: who caught them when `keep` was last called."""
        known = {_short(name): name for name in names}
        for test, keys in json.loads(path.read_text(encoding="utf-8")).items():
            for key in keys:
                name, _, partner = key.partition("+")
                if name in known and (not partner or partner in known):
                    self.caught.setdefault(known[name], (test, known.get(partner, "")))

    def keep(self, names, path: Path = CAUGHT) -> None:
        """Write down for other machines who caught these mutants."""
        rows: dict[str, list[str]] = {}
        for name in names:
            test, partner = self.caught[name]
            rows.setdefault(test, []).append("+".join(map(_short, filter(None, (name, partner)))))
        lines = (f"{json.dumps(test)}: {json.dumps(sorted(keys))}" for test, keys in sorted(rows.items()))
        path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")

    def save(self) -> None:
        """Write it down; whoever stops the run loses no more than the test that is running."""
        rows = {
            "caught": self.caught,
            "missed": {key: sorted(names) for key, names in self._missed.items()},
            "far": {key: sorted(names) for key, names in self._far.items()},
        }
        self.path.parent.mkdir(exist_ok=True)
        beside = self.path.with_suffix(".new")
        beside.write_text(json.dumps(rows, ensure_ascii=False, indent=0, sort_keys=True), encoding="utf-8")
        beside.replace(self.path)


def _short(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:10]


def _standing(test: str) -> str:
    return f"{test} {_hash_of(test.partition('::')[0])}"


def _still_stands(key: str) -> bool:
    test = key.rpartition(" ")[0]
    return (ROOT / test.partition("::")[0]).exists() and key == _standing(test)


@cache
def _hash_of(path: str) -> str:
    return hashlib.sha256(_hash_of_the_rest() + (ROOT / path).read_bytes()).hexdigest()[:12]


@cache
def _hash_of_the_rest() -> bytes:
    """Of the portal, its templates, and what tests share."""
    whole = hashlib.sha256()
    for folder in (*APPS, "templates", "config", "tests"):
        for path in sorted((ROOT / folder).rglob("*.*")):
            of_tests = folder == "tests" and (path.name.startswith("test_") or path.parent.name == "mutants")
            if path.suffix in (".py", ".html", ".csv") and not of_tests:
                whole.update(path.read_bytes())
    return whole.digest()
