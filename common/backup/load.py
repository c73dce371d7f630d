"""Putting an unpacked backup into its place, which has to be empty; and what follows before anybody may sign in."""

import os
import shutil
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from common import audit
from common.audit_triggers import missing_triggers
from common.backup.dump import postgresql_tool, run_tool, server_major
from common.backup.errors import BackupRefused
from common.backup.unpack import Unpacked
from common.files import sync_folder

#: Those of this schema that no extension brought.
_OWN_FUNCTIONS = """
    SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = current_schema()::regnamespace
    AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"""


def require_same_kind(unpacked: Unpacked) -> None:
    """Raise BackupRefused where this database or this release cannot take the backup."""
    engine, here = unpacked.manifest["engine"], connection.vendor
    if engine != here:
        raise BackupRefused(
            f"The backup is of {engine} and this installation has {here}: set DATABASE_URL to a database of the same "
            "kind. A backup does not change from one kind to the other.",
            exit_code=8,
        )
    if engine == "postgresql":
        if int(unpacked.manifest["server"]) > server_major():
            raise BackupRefused(
                f"The backup is of PostgreSQL {unpacked.manifest['server']}, and the server here is {server_major()}.",
                exit_code=5,
            )
        postgresql_tool("pg_restore")
    ours = {f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}
    newer = sorted(set(unpacked.manifest["migrations"]) - ours)
    if newer:
        raise BackupRefused(
            f"The backup is of a newer release than this one; it knows: {', '.join(newer[:3])}.", exit_code=7
        )


def tables() -> list[str]:
    """Names of the tables in this database; none for an SQLite file that is not there yet, which stays so."""
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return []
    names = connection.introspection.table_names()
    connection.close()
    return names


def media_is_empty() -> bool:
    """Whether the media folder is missing or holds nothing."""
    folder = Path(settings.MEDIA_ROOT)
    return not folder.exists() or not any(folder.iterdir())


def drop_tables() -> None:
    """Remove all tables; only after it was made sure that nobody's data are in them."""
    connection.close()
    if connection.vendor == "sqlite":
        Path(connection.settings_dict["NAME"]).unlink()
        return
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names():
            cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(name)} CASCADE")
        # The function of the audit triggers outlives the table.
        cursor.execute(_OWN_FUNCTIONS)
        for (function,) in cursor.fetchall():
            cursor.execute(f"DROP FUNCTION {function} CASCADE")
    connection.close()


def place(unpacked: Unpacked) -> None:
    """Database and media into their places. On PostgreSQL in one transaction; an SQLite file by its rename."""
    connection.close()
    if connection.vendor == "sqlite":
        _move(unpacked.database, Path(connection.settings_dict["NAME"]))
    else:
        command = [
            postgresql_tool("pg_restore"),
            "--single-transaction",
            "--exit-on-error",
            "--no-owner",
            "--no-privileges",
            f"--dbname={connection.settings_dict['NAME']}",
            str(unpacked.database),
        ]
        run_tool(command, "The database could not be restored, and nothing is in it")
    media = Path(settings.MEDIA_ROOT)
    if media.exists():
        media.rmdir()
    _move(unpacked.media, media)


def take_back() -> None:
    """Empty again what `place` filled: a restore that fails half-way leaves nothing that could be mistaken for one."""
    drop_tables()
    shutil.rmtree(settings.MEDIA_ROOT)


def settle(unpacked: Unpacked) -> tuple[str, list[str]]:
    """Bring a restored database up to date; (head of its audit record, what is wrong with that record).

    Sessions and what the cache knew end: a sign-out after the backup must not be undone. A broken record is told and
    does not stop the restore, for then a stranger's one altered row would cost all of it.
    """
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    if missing := missing_triggers():
        raise BackupRefused(f"Triggers of the audit record are missing: {', '.join(sorted(missing))}.")
    wrong = []
    if broken := audit.first_broken_link():
        wrong.append(f"THE AUDIT RECORD IS BROKEN at entry {broken.id}: it was altered before the backup.")
    head = audit.head()
    if head != unpacked.manifest["audit_head"]:
        wrong.append("THE AUDIT RECORD ENDS OTHERWISE than the list of the backup says.")
    Session.objects.all().delete()
    cache.clear()
    return head, wrong


def _move(source, target):
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.stat().st_dev == target.parent.stat().st_dev:
        os.rename(source, target)
    elif source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copyfile(source, target)
        target.chmod(0o600)
    sync_folder(target.parent)
