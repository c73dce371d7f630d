"""A consistent copy of the database in one file, by its own means; never by copying files under a live database."""

import os
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient

from common.audit import GENESIS
from common.backup.errors import BackupRefused

SQLITE_NAME, POSTGRESQL_NAME = "database.sqlite3", "database.dump"
_HEAD = "SELECT hash FROM common_auditentry ORDER BY id DESC LIMIT 1"
_COUNT = "SELECT count(*) FROM common_auditentry"
_MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY app, name"


@dataclass
class Dump:
    """The copy, and what was true in it: of the copy itself, not of the database as it is by now."""

    path: Path
    facts: dict = field(default_factory=dict)


def dump_database(folder: Path) -> Dump:
    """Copy the database of this installation into a private folder. Raises BackupRefused, OSError."""
    return _dump_postgresql(folder) if connection.vendor == "postgresql" else _dump_sqlite(folder)


def _dump_sqlite(folder):
    path = folder / SQLITE_NAME
    # Not `mode=ro`: after a crash the journal has to be rolled back first.
    source_name = f"file:{quote(str(connection.settings_dict['NAME']))}?mode=rw"
    try:
        with (
            closing(sqlite3.connect(source_name, uri=True, timeout=20)) as source,
            closing(sqlite3.connect(path)) as copy,
        ):
            # In one step: writers wait for its end, so it is the database at one moment.
            source.backup(copy, pages=-1)
            copy.execute("PRAGMA journal_mode=DELETE")
            problem = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
            if problem != "ok":
                raise BackupRefused(f"The database is damaged, so nothing was made: {problem}")
            facts = _facts(lambda query: copy.execute(query).fetchall())
    except sqlite3.OperationalError as error:
        if "disk is full" in str(error):
            raise BackupRefused("There is no room for the copy of the database.", exit_code=4) from error
        raise BackupRefused(f"The database could not be copied: {error}") from error
    except sqlite3.DatabaseError as error:
        raise BackupRefused(f"The database is damaged, so nothing was made: {error}") from error
    return Dump(path, {"engine": "sqlite", "server": sqlite3.sqlite_version, **facts})


def _dump_postgresql(folder):
    path = folder / POSTGRESQL_NAME
    tool = postgresql_tool("pg_dump")
    with _snapshot() as (name, run):
        facts = _facts(run)
        run_tool(
            [
                tool,
                "--format=custom",
                "--no-owner",
                "--no-privileges",
                f"--snapshot={name}",
                f"--file={path}",
            ],
            "The database could not be copied",
        )
    path.chmod(0o600)
    return Dump(path, {"engine": "postgresql", "server": server_major(), **facts})


def _facts(run):
    """`run(query)` gives all rows: the head of the audit record, the number of its entries, the migrations."""
    head = run(_HEAD)
    return {
        "audit_head": head[0][0] if head else GENESIS,
        "audit_entries": run(_COUNT)[0][0],
        "migrations": [f"{app}.{name}" for app, name in run(_MIGRATIONS)],
    }


@contextmanager
def _snapshot():
    """What pg_dump sees and what the manifest says are read from one snapshot, on a connection of its own."""
    apart = connection.copy("backup")
    try:
        with apart.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            name = cursor.fetchone()[0]

            def run(query):
                cursor.execute(query)
                return cursor.fetchall()

            yield name, run
    finally:
        apart.close()


def postgresql_tool(name: str) -> str:
    """The path of pg_dump or pg_restore. Raises BackupRefused where it is missing or older than the server."""
    tool = shutil.which(name)
    if tool is None:
        raise BackupRefused(f"{name} is missing. Install the package postgresql-client.", exit_code=5)
    said = subprocess.run([tool, "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603  found in PATH
    found = re.search(r"\d+", said)
    major = int(found[0]) if found else 0
    if major < server_major():
        raise BackupRefused(
            f"{name} {major} is older than the server, PostgreSQL {server_major()}. "
            f"Install postgresql-client-{server_major()}.",
            exit_code=5,
        )
    return tool


def server_major() -> int:
    """The first part of the server's version number."""
    with connection.cursor():
        return connection.pg_version // 10_000


def run_tool(command: list[str], failure: str) -> None:
    """Run a tool of PostgreSQL against this installation's database; nothing secret is on its command line."""
    row = connection.settings_dict
    _, environment = DatabaseClient.settings_to_cmd_args_env(row, [])
    names = {"PGHOST": row["HOST"], "PGPORT": row["PORT"], "PGUSER": row["USER"], "PGDATABASE": row["NAME"]}
    environment = (environment or {}) | {name: str(value) for name, value in names.items() if value}
    done = subprocess.run(  # noqa: S603  the tool was found in PATH
        [*command, "--no-password"],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        # The first error only: lines after it may quote rows.
        first = next((line for line in done.stderr.splitlines() if "error" in line), "no word why")
        raise BackupRefused(f"{failure}: {first}", exit_code=4 if "No space left" in done.stderr else 5)
