"""A person planted everywhere, and folders of the test's own."""

import pytest

from .canary import plant


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.TOMBSTONES_FILE = tmp_path / "tombstones.jsonl"


@pytest.fixture
def person(world):
    return plant(world)


@pytest.fixture
def forum(person):
    return person.attendances.get().forum
