"""Triggers that keep approved revisions of minutes as they were, below Django.

An erasure may empty words and values of persons, and draws the row's salt anew in the same statement: a change of them
that leaves the salt alone is refused, and so is any change of the rest. A row is let go only where its programme is
being purged. Whoever owns the database can drop the triggers, or draw a salt: `forums/services/vouching.py` finds what
was then done. Installed after every migration, since SQLite drops them when it rebuilds a table.
"""

from django.db import connections

TABLE = "forums_minutesrevision"
NAMES = {"revision_no_update", "revision_no_delete"}
REFUSED = "an approved revision of minutes does not change"
#: never, by nothing
FIXED = (
    *("id", "public_id", "minutes_id", "number", "content", "digest"),
    *("written_by_id", "approved_by_id", "approved_at"),
)
#: by an erasure alone
ERASABLE = ("words", "personal", "warnings", "reason")

_PURGED = """SELECT 1 FROM forums_minutes m JOIN forums_forum f ON f.id = m.forum_id
    JOIN forums_programme p ON p.id = f.programme_id WHERE m.id = OLD.minutes_id AND p.purged_at IS NOT NULL"""


def _changed(differs: str) -> str:
    """The condition under which an update is refused; `differs` is the operator that knows NULL."""
    fixed = " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in FIXED)
    erased = " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in ERASABLE)
    return f"({fixed}) OR (NEW.salt = OLD.salt AND ({erased}))"


SQLITE = [
    f"""CREATE TRIGGER IF NOT EXISTS revision_no_update BEFORE UPDATE ON {TABLE} WHEN {_changed("IS NOT")}
        BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END""",
    f"""CREATE TRIGGER IF NOT EXISTS revision_no_delete BEFORE DELETE ON {TABLE} WHEN NOT EXISTS ({_PURGED})
        BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END""",
]
POSTGRESQL = [
    f"""CREATE OR REPLACE FUNCTION revision_refuse() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION '{REFUSED}'; END $$""",
    f"""CREATE OR REPLACE FUNCTION revision_let_go() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN IF NOT EXISTS ({_PURGED}) THEN RAISE EXCEPTION '{REFUSED}'; END IF; RETURN OLD; END $$""",
    f"""CREATE OR REPLACE TRIGGER revision_no_update BEFORE UPDATE ON {TABLE}
        FOR EACH ROW WHEN ({_changed("IS DISTINCT FROM")}) EXECUTE FUNCTION revision_refuse()""",
    f"""CREATE OR REPLACE TRIGGER revision_no_delete BEFORE DELETE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION revision_let_go()""",
    f"""CREATE OR REPLACE TRIGGER revision_no_truncate BEFORE TRUNCATE ON {TABLE}
        FOR EACH STATEMENT EXECUTE FUNCTION revision_refuse()""",
]


def install_revision_triggers(sender=None, using="default", **kwargs) -> None:
    """Create the triggers where they are missing. Does nothing before the table has its salt."""
    connection = connections[using]
    if not _is_there(connection):
        return
    with connection.cursor() as cursor:
        for statement in POSTGRESQL if connection.vendor == "postgresql" else SQLITE:
            cursor.execute(statement)


def missing_revision_triggers(using="default") -> set[str]:
    """Names of the triggers that should be there and are not; empty before the table exists."""
    connection = connections[using]
    if not _is_there(connection):
        return set()
    if connection.vendor == "postgresql":
        expected = NAMES | {"revision_no_truncate"}
        query = "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled <> 'D'"
    else:
        expected = NAMES
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
    with connection.cursor() as cursor:
        cursor.execute(query, [TABLE])
        return expected - {row[0] for row in cursor.fetchall()}


def _is_there(connection) -> bool:
    """Whether the table stands as this release knows it: a migration may be half-way."""
    if TABLE not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, TABLE)
    return "salt" in {column.name for column in columns}
