"""Children of the running test: each holds a copy of everything, the database in memory too, and runs the body once."""

import gc
import os
import pickle
import signal
import sys

import pytest

from . import switches

#: Seconds after which a child counts as caught: it hangs.
PATIENCE = 300
ALIVE, CAUGHT = 0, 1


def body(pyfuncitem):
    """What pytest itself would do."""
    given = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
    pyfuncitem.obj(**given)


def run_as_it_is(pyfuncitem) -> list[set[str]]:
    """Names of the places that the body passes, those of one request together; it runs in a child, so that what was prepared stays as it is."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        code = 0
        try:
            be_silent()
            switches.passed[:] = [set()]
            body(pyfuncitem)
            answer = list({frozenset(together) for together in switches.passed})
        except BaseException as error:
            code, answer = 1, f"{type(error).__name__}: {error}"
        with os.fdopen(writing, "wb") as pipe:
            pickle.dump(answer, pipe)
        os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pickle.load(pipe)  # noqa: S301  from our own child
    _, status = os.waitpid(child, 0)
    if status:
        if answer.startswith("Skipped"):
            pytest.skip(answer)
        pytest.fail(f"fails as the code is: {answer}")
    return answer


def is_caught(pyfuncitem, *names) -> bool:
    """Whether the body fails with all of these off."""
    _, status = os.waitpid(fork(pyfuncitem, *names), 0)
    return status != ALIVE


def fork(pyfuncitem, *names) -> int:
    """A child that is the mutant and runs the body; it ends with ALIVE or CAUGHT, or by the alarm."""
    child = os.fork()
    if child:
        return child
    gc.disable()
    signal.alarm(PATIENCE)
    code = CAUGHT
    try:
        be_silent()
        switches.turn(*names)
        body(pyfuncitem)
        code = ALIVE
    finally:
        os._exit(code)


def be_silent():
    """A child says nothing on the terminal."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    sys.stdout.flush()
    for stream in (1, 2):
        os.dup2(nowhere, stream)
