"""Triggers that keep the audit record append-only below Django.

Installed after every migration by one idempotent function, since SQLite drops the triggers of a table that
it rebuilds. `common.checks` asserts that they are there. The owner of the database can still drop them:
the hash chain finds what he then alters.
"""

from django.db import connections

TABLE = "common_auditentry"
NAMES = {"audit_no_update", "audit_no_delete"}

SQLITE = [
    f"""CREATE TRIGGER IF NOT EXISTS audit_no_update BEFORE UPDATE ON {TABLE}
        BEGIN SELECT RAISE(ABORT, 'the audit record is append-only'); END""",
    f"""CREATE TRIGGER IF NOT EXISTS audit_no_delete BEFORE DELETE ON {TABLE}
        BEGIN SELECT RAISE(ABORT, 'the audit record is append-only'); END""",
]
POSTGRESQL = [
    """CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'the audit record is append-only'; END $$""",
    f"""CREATE OR REPLACE TRIGGER audit_no_update BEFORE UPDATE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION audit_refuse()""",
    f"""CREATE OR REPLACE TRIGGER audit_no_delete BEFORE DELETE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION audit_refuse()""",
    f"""CREATE OR REPLACE TRIGGER audit_no_truncate BEFORE TRUNCATE ON {TABLE}
        FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()""",
]


def install_audit_triggers(sender=None, using="default", **kwargs) -> None:
    """Create the triggers where they are missing. Does nothing before the table exists."""
    connection = connections[using]
    if TABLE not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for statement in POSTGRESQL if connection.vendor == "postgresql" else SQLITE:
            cursor.execute(statement)


def missing_triggers(using="default") -> set[str]:
    """Names of the triggers that should be there and are not; empty before the table exists."""
    connection = connections[using]
    if TABLE not in connection.introspection.table_names():
        return set()
    if connection.vendor == "postgresql":
        expected = NAMES | {"audit_no_truncate"}
        query = "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled <> 'D'"
    else:
        expected = NAMES
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
    with connection.cursor() as cursor:
        cursor.execute(query, [TABLE])
        return expected - {row[0] for row in cursor.fetchall()}
