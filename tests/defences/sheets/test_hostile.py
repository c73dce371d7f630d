"""T6: hostile and broken sheets are read rightly or refused in words, in 5 s of the processor and 256 MB."""

import pytest

from . import containers, contents, texts
from .measured import Measured

pytestmark = pytest.mark.once
CASES = containers.CASES | contents.CASES | texts.CASES
#: These take a second and more, each for the same reason as a smaller one here.
LONG = {
    "half a million shared texts that nobody uses",
    "csv of 20 MB of commas",
    "bomb of blanks in a good sheet",
    "twenty thousand merges",
}


@pytest.mark.parametrize(
    "case", [pytest.param(each, marks=pytest.mark.slow if each in LONG else ()) for each in CASES]
)
def test_hostile_and_broken_files(case, monkeypatch, record_property):
    name, content, right = CASES[case]
    measured = Measured(monkeypatch)
    found = measured.reading(name, content() if callable(content) else content)
    assert found in right if isinstance(right, set) else found == right
    assert measured.seconds < measured.MOST_SECONDS
    assert measured.bytes <= measured.MOST_BYTES
    record_property("T6 hostile sheets", 1)


def test_the_child_has_limits(monkeypatch):
    """The figures above are of a process that could not have taken more."""
    measured = Measured(monkeypatch)
    measured.reading("a.csv", b"a,b")
    assert measured.limits == [256 * 1024 * 1024, 4, 0, 0]
