"""The switches: which places there are, which of them a test passed, and which are turned in this process."""

import builtins

from django.core.signals import request_finished, request_started

#: name of the mutant → what it is, in words
MUTANTS: dict[str, str] = {}
#: those whose place the running test has passed, one set a request, one for what is between
passed: list[set[str]] = [set()]
_turned: frozenset[str] = frozenset()


def add(name: str, words: str) -> str:
    """Note a mutant; the second one of the same name gets a number. Returns the name."""
    unique, number = name, 1
    while unique in MUTANTS:
        number += 1
        unique = f"{name} #{number}"
    MUTANTS[unique] = words
    return unique


def is_turned(name: str) -> bool:
    """Asked by the place itself: whether it is to be wrong now."""
    passed[-1].add(name)
    return name in _turned


def turn(*names: str) -> None:
    """From now on this process is that mutant; with several names, all of them at once."""
    global _turned  # noqa: PLW0603  one process is one mutant
    _turned = frozenset(names)


def begin(**signal) -> None:
    """A request begins or ends: what is passed from now on was not passed together with what came before."""
    if passed[-1]:
        passed.append(set())


#: The name under which the places of `source.py` find `is_turned`.
builtins.__is_turned__ = is_turned
request_started.connect(begin)
request_finished.connect(begin)
