"""System checks that hold rules of the house which no type checker sees."""

from django.apps import apps
from django.core.checks import Error, Tags, Warning, register
from django.db import connection, connections

from common.audit_triggers import missing_triggers
from common.models import KeyringState
from common.safekeeping import unconfirmed_parts

OUR_APPS = {"common", "accounts", "participants", "forums", "recommendations", "reports"}


@register(Tags.database)
def audit_triggers_are_installed(app_configs, databases, **kwargs):
    """The audit record is append-only only while its triggers stand."""
    return [
        Error(f"Audit triggers are missing: {', '.join(sorted(missing))}. Run migrate.", id="muntada.E001")
        for using in databases or []
        if (missing := missing_triggers(using))
    ]


@register(Tags.database)
def keyring_is_locked_away(app_configs, databases, **kwargs):
    """A keyring of which no copy exists is one disk failure away from contacts that nobody can ever read."""
    if "default" not in (databases or []):
        return []
    if KeyringState._meta.db_table not in connection.introspection.table_names():
        return []
    return [
        Warning(
            f"Nobody has confirmed that a copy of the keyring ({part}) is locked away.",
            hint="manage.py print_keyring, then manage.py confirm_keyring",
            id="muntada.W002",
        )
        for part in unconfirmed_parts()
    ]


@register(Tags.models)
def models_carry_a_public_id(app_configs, **kwargs):
    """What a page may name has a public_id; rows without one must say that they are inner rows.

    Raised as a warning: a through table may live without, but someone should have thought of it.
    """
    return [
        Warning(f"{model._meta.label} has neither public_id nor INNER = True.", id="muntada.W001")
        for model in apps.get_models()
        if model._meta.app_label in OUR_APPS
        and model._meta.label != "common.AuditEntry"
        and not getattr(model, "INNER", False)
        and not model._meta.auto_created
        and "public_id" not in {field.name for field in model._meta.fields}
    ]


#: PostgreSQL's settings without which a power cut can take what was acknowledged, or break pages of the database.
DURABLE = ("fsync", "full_page_writes", "synchronous_commit")


@register(Tags.database)
def what_is_acknowledged_is_on_the_disk(app_configs, databases, **kwargs):
    """A text that was said to be saved must survive a power cut. SQLite's settings are ours; PostgreSQL's the server's."""
    return [
        Warning(
            f"The database may lose what it acknowledged: {weak}.",
            hint="Durability is switched off for throw-away databases alone. See docs/operations.md.",
            id="muntada.W003",
        )
        for using in databases or []
        for weak in weak_settings(connections[using])
    ]


def weak_settings(of) -> list[str]:
    """Settings of one database's connection under which a power cut costs what was acknowledged: «fsync=off»."""
    with of.cursor() as cursor:

        def ask(statement):
            cursor.execute(statement)
            return cursor.fetchone()[0]

        if of.vendor == "postgresql":
            found = {name: ask(f"SHOW {name}") for name in DURABLE}
            return [f"{name}={value}" for name, value in found.items() if value == "off"]
        journal, synchronous = ask("PRAGMA journal_mode"), ask("PRAGMA synchronous")
    # 2 is FULL, 3 EXTRA. Not WAL, which up to SQLite 3.51.2 could lose what a reset overtook.
    weak = [] if journal in ("delete", "truncate", "persist") else [f"journal_mode={journal}"]
    return weak + ([] if synchronous >= 2 else [f"synchronous={synchronous}"])
