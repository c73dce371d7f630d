"""Databases of a measurement's own, and the environment of a process that works on one."""

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

LOCAL = "postgres://root@127.0.0.1:5432/postgres"


def environment_of(url: str, folder: Path) -> dict[str, str]:
    """Of a process that works on this database, with keys and files in this folder."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": url,
        "SECRET_KEY": "bench-only-" + "x" * 60,
        "KEYRING_FILE": str(folder / "keyring"),
        "MEDIA_ROOT": str(folder / "media"),
        "DEMO": "1",
        "DEBUG": "0",
        "ALLOWED_HOSTS": "localhost",
        "CACHE_URL": "",
    }


@contextmanager
def new_database() -> Iterator[str | None]:
    """The address of a database on PostgreSQL that is made for this and dropped; None, which is said, without a server."""
    import psycopg2

    server = os.environ.get("TEST_DATABASE_URL") or LOCAL
    try:
        connection = psycopg2.connect(server, connect_timeout=3)
    except psycopg2.OperationalError:
        sys.stdout.write("PostgreSQL was left out: no server here; name one in TEST_DATABASE_URL.\n")
        yield None
        return
    connection.autocommit = True
    name = f"bench_{secrets.token_hex(4)}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            # Web processes that were killed a moment ago may still hold it.
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
