"""Workers of one run share the migrations: the first one runs them, the others begin with a copy of its empty database."""

import shutil
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import setup_databases, teardown_databases
from pytest_django.fixtures import _disable_migrations

from .once import folder_of_the_run, locked

#: how the run that is to share one database ends the name of its template on PostgreSQL
SUFFIX = "template"
#: file in the folder of the run: the empty database itself, or on PostgreSQL the name of its template
TEMPLATE = "template.made"


@pytest.fixture(scope="session")
def django_db_setup(  # noqa: PLR0917  as pytest-django has it
    request,
    tmp_path_factory,
    django_test_environment,
    django_db_blocker,
    django_db_use_migrations,
    django_db_modify_db_settings,
):
    """Instead of pytest-django's, which migrates in each worker (some twelve seconds of a processor)."""
    shares = hasattr(request.config, "workerinput") and django_db_use_migrations
    if not django_db_use_migrations:
        _disable_migrations()
    verbosity = request.config.option.verbose
    with django_db_blocker.unblock():
        if shares:
            made = set_up_once(folder_of_the_run(tmp_path_factory), verbosity)
        else:
            made = setup_databases(verbosity=verbosity, interactive=False)
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=verbosity)


def set_up_once(folder: Path, verbosity: int):
    """The test database of this worker; migrated here or, if another worker of the run was first, copied from its own."""
    with locked(folder / "template.lock"):
        kept = folder / TEMPLATE
        if kept.exists():
            bring(kept)
            return setup_databases(verbosity=verbosity, interactive=False, keepdb=True)
        made = setup_databases(verbosity=verbosity, interactive=False)
        connection.close()
        keep(kept)
        return made


def keep(path: Path) -> None:
    """Remember the database that this worker has just made; the file, or on PostgreSQL the name of the copy in it."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        shutil.copyfile(name, path)
        return
    template = f"{name}_{SUFFIX}"
    on_server(f'DROP DATABASE IF EXISTS "{template}"', f'CREATE DATABASE "{template}" TEMPLATE "{name}"')
    path.write_text(template)


def bring(path: Path) -> None:
    """Put a copy where Django will look for this worker's test database."""
    name = connection.creation._get_test_db_name()
    if connection.vendor == "sqlite":
        shutil.copyfile(path, name)
        return
    on_server(f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}" TEMPLATE "{path.read_text()}"')


def drop_template(folder: Path) -> None:
    """At the end of the run: of a server that is not the run's own nothing may be left behind."""
    path = folder / TEMPLATE
    if connection.vendor == "postgresql" and path.exists():
        on_server(f'DROP DATABASE IF EXISTS "{path.read_text()}"')


def on_server(*statements: str) -> None:
    """Statements about databases, which run in none of them."""
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
