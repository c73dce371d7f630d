"""Chromium of the system, and a portal with the demo in a process of its own."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, make_password
from django.db import connection

from accounts.models import User
from reports.management.commands.shots import CHROMIUM_ARGUMENTS, find_chromium, serve

from ..conftest import make_world
from ..factories import PASSWORD, MinutesFactory
from ..faults.signin import ARGON2
from ..once import collected_static, folder_of_the_run, made_once
from ..template import TEMPLATE
from .offline import Browser, start_portal

ROOT = Path(__file__).parents[2]
#: Fills the demo in one process; prints what `reports.pages` finds in it: [role, name, path] a line.
FILL_SCRIPT = """
import json
import django
django.setup()
from django.core.management import call_command
for command in ("migrate", "createcachetable", "load_reference", "demo"):
    call_command(command, verbosity=0)
from accounts.models import User
from reports.management.commands.shots import ensure_report
from reports.pages import PAGES
ensure_report()
for page in PAGES:
    for role in page.roles:
        user = User.objects.filter(username=role).first()
        print(json.dumps([role, page.name_for(role), page.path_for(user)]))
"""

# Playwright's loop makes Django think that it runs in an asynchronous view.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The system's Chromium instead of one that Playwright would download."""
    chromium = find_chromium()
    if not chromium:
        pytest.skip("*** NO CHROMIUM: no page was looked at. Set CHROMIUM or install it. ***")
    return {**browser_type_launch_args, "executable_path": chromium, "args": CHROMIUM_ARGUMENTS}


@dataclass(frozen=True)
class Portal:
    """A running portal: where it is, and its pages as (role, name, path)."""

    address: str
    pages: list[tuple[str, str, str | None]]

    def pages_of(self, role: str) -> list[tuple[str, str | None]]:
        """(name, path) of each page that a role sees; the path is None where the demo lacks the object."""
        return [(name, path) for owner, name, path in self.pages if owner == role]


def _environment(folder):
    """Settings of the demo that lies in a folder."""
    return {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DEBUG": "0",
        "DEMO": "1",
        "SECRET_KEY": "",
        "SECRET_KEY_FILE": str(folder / "secret"),
        "KEYRING_FILE": str(folder / "keyring"),
        "MEDIA_ROOT": str(folder / "media"),
        "STATIC_ROOT": str(folder / "static"),
        "DATABASE_URL": f"sqlite:///{folder / 'demo.sqlite3'}",
        "CACHE_URL": "",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "SITE_URL": "http://localhost:8000",
    }


def _build(folder, empty: Path | None) -> list:
    """The demo in an empty folder, from an empty database that has its tables already where there is one; its pages."""
    environment = _environment(folder)

    def run(*arguments):
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{arguments[0]}: {done.stderr[-2000:]}"
        return done.stdout

    if empty:
        shutil.copyfile(empty, folder / "demo.sqlite3")
    keys = ("--secret", environment["SECRET_KEY_FILE"], "--keyring", environment["KEYRING_FILE"])
    run("manage.py", "make_keys", *keys)
    lines = run("-c", FILL_SCRIPT).splitlines()
    return [json.loads(line) for line in lines if line.startswith("[")]


@pytest.fixture(scope="session")
def demo_portal(tmp_path_factory):
    """The demo as `make run` serves it: compressed static files, no DEBUG, a database of its own.

    The first worker of the run that needs it builds it; each serves a copy.
    """
    empty = folder_of_the_run(tmp_path_factory) / TEMPLATE
    usable = connection.vendor == "sqlite" and empty.exists()

    def build(folder):
        (folder / "pages.json").write_text(json.dumps(_build(folder, empty if usable else None)))

    shared = made_once(tmp_path_factory, "demo-portal", build)
    folder = tmp_path_factory.mktemp("portal") / "copy"
    shutil.copytree(shared, folder)
    (folder / "static").symlink_to(collected_static(tmp_path_factory))
    pages = [tuple(page) for page in json.loads((folder / "pages.json").read_text())]
    with serve(**_environment(folder)) as address:
        yield Portal(address, pages)


@lru_cache(maxsize=1)
def argon2_password() -> str:
    """The password of made-up accounts as a portal in its own process knows it: the real hasher takes half a second."""
    return make_password(PASSWORD, hasher=Argon2PasswordHasher())


def draft_of_staff(settings):
    """Minutes of a new world, two accounts of which can sign in at a portal in its own process."""
    # Before the hasher is changed: a world has sixteen accounts.
    world = make_world()
    settings.PASSWORD_HASHERS = ARGON2["PASSWORD_HASHERS"]
    world.users["staff"].password = world.users["foreign_staff"].password = argon2_password()
    User.objects.bulk_update([world.staff, world.foreign_staff], ["password"])
    return MinutesFactory(forum__programme=world.programme)


@pytest.fixture
def minutes(transactional_db, settings, reference):
    """A draft that staff writes."""
    return draft_of_staff(settings)


@pytest.fixture(scope="session")
def web_of_the_worker(tmp_path_factory, django_db_setup):
    """It takes seconds to start; what a test wrote is gone from its database by the next one."""
    web, address = start_portal(tmp_path_factory.mktemp("web"))
    yield web, address
    web.stop()


@pytest.fixture
def portal(minutes, web_of_the_worker):
    """(web process, its address). It runs, whatever the test before did to it."""
    web, address = web_of_the_worker
    if web.process.poll() is not None:
        web.start()
    return web, address


@pytest.fixture
def laptop(playwright, tmp_path):
    """A browser with a profile of its own."""
    found = Browser(playwright, tmp_path / "profile")
    yield found
    found.close()
