"""Places for backups: an installation's own folders, and empty ones that a backup is restored into."""

import os
import sqlite3
import subprocess
import sys
import uuid
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg2
from django.conf import settings
from django.db import connection

from common.backup import make_key_pair

ROOT = Path(__file__).resolve().parents[2]
ON_POSTGRESQL = connection.vendor == "postgresql"


@dataclass
class Place:
    """The installation of a test: where its backups, its media and its key files are."""

    folder: Path
    private_key: Path

    @property
    def backups(self):
        return sorted(settings.BACKUP_DIR.glob("*.age"))


def furnish(folder: Path, settings) -> Place:
    """Give the running test its own folders and a key pair."""
    settings.MEDIA_ROOT = folder / "data" / "media"
    settings.BACKUP_DIR = folder / "backups"
    settings.BACKUP_PUBLIC_KEY = []
    settings.BACKUP_PUBLIC_KEY_FILE = folder / "backup-key.pub"
    settings.TOMBSTONES_FILE = folder / "data" / "tombstones.jsonl"
    settings.MEDIA_ROOT.mkdir(parents=True)
    private_key = folder / "private"
    private_key.write_text(make_key_pair(settings.BACKUP_PUBLIC_KEY_FILE) + "\n", encoding="ascii")
    return Place(folder, private_key)


class Empty:
    """An empty machine: its own folder and database, the keyring of this test run, and nothing else."""

    def __init__(self, folder: Path):
        folder.mkdir()
        self.media, self.tombstones = folder / "media", folder / "tombstones.jsonl"
        self.sqlite, self.name = folder / "db.sqlite3", f"restored_{uuid.uuid4().hex[:12]}"
        if ON_POSTGRESQL:
            row = connection.settings_dict
            self._admin(f"CREATE DATABASE {self.name}")
            host = f"{row['HOST'] or 'localhost'}:{row['PORT'] or 5432}"
            self.url = f"postgres://{row['USER']}:{row['PASSWORD']}@{host}/{self.name}"
            if str(row["HOST"]).startswith("/"):
                self.url = f"postgres://{row['USER']}@:{row['PORT'] or 5432}/{row['HOST']}/{self.name}"
        else:
            self.url = f"sqlite:///{self.sqlite}"

    def environment(self, **more):
        own = {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": self.url,
            "MEDIA_ROOT": self.media,
            "TOMBSTONES_FILE": self.tombstones,
            "BACKUP_DIR": self.media.parent / "backups",
            "BACKUP_PUBLIC_KEY_FILE": self.media.parent / "backup-key.pub",
            "KEYRING_FILE": settings.KEYRING_FILE,
            "DEBUG": "1",
            "DEMO": "1",
        }
        return os.environ | {name: str(value) for name, value in (own | more).items()}

    def run(self, *arguments, code="", **environment):
        """manage.py, or a program of Python; its result."""
        command = [sys.executable, "-c", code] if code else [sys.executable, "manage.py"]
        return subprocess.run(
            [*command, *map(str, arguments)],
            cwd=ROOT,
            env=self.environment(**environment),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def restore(self, file, place, *arguments, **environment):
        return self.run("restore", file, "--key", place.private_key, *arguments, **environment)

    def tables(self):
        if not ON_POSTGRESQL and not self.sqlite.exists():
            return {}
        return all_rows(self.name if ON_POSTGRESQL else self.sqlite)

    def is_untouched(self):
        return self.tables() == {} and not (self.media.exists() and any(self.media.iterdir()))

    def remove(self):
        if ON_POSTGRESQL:
            self._admin(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")

    def _admin(self, statement):
        with closing(_connect("postgres")) as admin:
            admin.autocommit = True
            admin.cursor().execute(statement)


def live_rows() -> dict[str, list[str]]:
    """The rows of the running test's database, read past Django."""
    return all_rows(connection.settings_dict["NAME"])


def all_rows(database) -> dict[str, list[str]]:
    """Every row of every table as text, sorted by it."""
    if ON_POSTGRESQL:
        listing = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    else:
        listing = "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'sqlite_sequence'"
    with closing(_connect(database)) as apart:
        cursor = apart.cursor()
        cursor.execute(listing)
        return {table: sorted(_rows(cursor, table)) for (table,) in cursor.fetchall()}


def _rows(cursor, table):
    cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  a table of ours
    names = [column[0] for column in cursor.description]
    for row in cursor.fetchall():
        values = [bytes(value) if isinstance(value, memoryview) else value for value in row]
        yield repr(dict(zip(names, values, strict=True)))


def _connect(database):
    if not ON_POSTGRESQL:
        return sqlite3.connect(database)
    row = connection.settings_dict
    return psycopg2.connect(
        dbname=database,
        user=row["USER"],
        password=row["PASSWORD"],
        host=row["HOST"] or None,
        port=row["PORT"] or None,
    )
