"""Machines to back up from and to restore to, and two web processes beside each other."""

import pytest

from tests.faults.backups import Empty, furnish
from tests.faults.signin import webs_on_test_database
from tests.faults.workers import Workers


@pytest.fixture
def place(tmp_path, settings):
    """The machine that is backed up."""
    return furnish(tmp_path / "here", settings)


@pytest.fixture
def empty(tmp_path):
    """Another one, with nothing on it."""
    machine = Empty(tmp_path / "elsewhere")
    yield machine
    machine.remove()


@pytest.fixture(scope="module")
def webs(tmp_path_factory, django_db_setup):
    """Both processes, for all tests of a file; they keep nothing that the database does not hold."""
    started = webs_on_test_database(tmp_path_factory.mktemp("webs"))
    yield started
    for web in started:
        web.stop()


@pytest.fixture
def start_worker(tmp_path):
    """start_worker(sink) runs `manage.py work` in a process of its own; whatever is left is killed at the end."""
    workers = Workers(tmp_path)
    yield workers
    workers.end()
