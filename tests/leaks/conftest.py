"""The planted scene, and everything that is logged meanwhile."""

import logging
import logging.config

import pytest
from django.conf import settings
from django.test import Client

from ..conftest import make_world
from .marks import marks_in
from .planting import plant_scene
from .sweep import everything


@pytest.fixture
def planted(reference):
    """(world, scene, word → Mark)."""
    return plant_scene(make_world)


@pytest.fixture
def answers_to(planted, sign_in):
    """answers_to("staff") gives (where, bytes) of everything that this reader can fetch."""
    world, scene, _ = planted

    def fetch(actor):
        client = Client() if actor == "anonymous" else sign_in(world.users[actor], "ar")
        return everything(client, actor, scene)

    return fetch


class Kept(logging.Handler):
    """Every record as our own handler would write it, whatever its level."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.lines = []
        configured = logging.config.DictConfigurator(dict(settings.LOGGING))
        console = settings.LOGGING["handlers"]["console"]
        self.setFormatter(
            configured.configure_formatter(dict(settings.LOGGING["formatters"][console["formatter"]]))
        )
        for name in console["filters"]:
            self.addFilter(configured.configure_filter(dict(settings.LOGGING["filters"][name])))

    def emit(self, record):
        """Keep the line."""
        self.lines.append(self.format(record))

    def marks(self):
        """Marks in any line."""
        return marks_in("\n".join(self.lines))


@pytest.fixture
def log():
    """All loggers at DEBUG, and what they write."""
    handler, root = Kept(), logging.getLogger()
    loggers = [root, *(logging.getLogger(name) for name in list(root.manager.loggerDict))]
    before = [(logger, logger.level, logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
        logger.propagate = True
    root.addHandler(handler)
    yield handler
    root.removeHandler(handler)
    for logger, level, propagate in before:
        logger.setLevel(level)
        logger.propagate = propagate
