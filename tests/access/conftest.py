"""The scene that most tests of this folder ask about, made once a module."""

import pickle

import pytest
from django.db import transaction

from ..conftest import World, look_at_tables, make_reference, make_world
from .scene import make_scene


@pytest.fixture(scope="module")
def kept(django_db_setup, django_db_blocker):
    """World and scene as bytes. The rows stay until the module ends and each test works in a savepoint of its own;
    it takes ten times as long to make them as to ask one question about them.

    Tests with committed rows would find them: they have no place in a module that uses this.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        reference = make_reference()
        world = make_world()
        scene = make_scene(world)
        look_at_tables()
        yield pickle.dumps((reference, vars(world), scene))
        transaction.set_rollback(True)


@pytest.fixture
def everything(kept, db):
    """(reference, world, scene): rows of one's own, which a test may change."""
    reference, world, scene = pickle.loads(kept)  # noqa: S301  our own bytes
    return reference, World(**world), scene


@pytest.fixture
def reference(everything):
    """As in the other folders."""
    return everything[0]


@pytest.fixture
def world(everything):
    """As in the other folders."""
    return everything[1]


@pytest.fixture
def whole_scene(everything):
    """name → object of both sides: `make_scene`."""
    return everything[2]
