"""What was planted in a programme, and where it is still found."""

from django.db import connection

from forums.revision_triggers import install_revision_triggers
from reports.models import Report
from reports.services import purge as service

from ...conftest import drop_revision_triggers

WORD = "مزروعةسرية"


def plant(findings):
    """The word into every free text of every row that belongs to it."""
    drop_revision_triggers()
    for model, keys in findings.rows.items():
        texts = [
            field.name
            for field in model._meta.concrete_fields
            if field.get_internal_type() == "TextField" and not field.choices
        ]
        rows = model._base_manager.filter(pk__in=keys)
        rows.update(
            **{name: WORD for name in texts if type(model._meta.get_field(name)).__name__ == "TextField"}
        )
    # So that the purge has to pass them.
    install_revision_triggers()
    Report.objects.filter(pk__in=findings.reports).update(withdrawn_because=WORD, totals_reason=WORD)


def purge(world, typed="TST"):
    return service.purge_programme(actor=world.manager, programme=world.programme, typed=typed)


def dump(without=()):
    """Every table as one text, past the models; ids also without their dashes."""
    found = []
    for table in sorted(connection.introspection.table_names()):
        if table in {"common_auditentry", *without}:
            continue
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  a table of ours
            found += [
                (table, repr([bytes(value) if isinstance(value, memoryview) else value for value in row]))
                for row in cursor.fetchall()
            ]
    return found


def tables_with(word, rows):
    return sorted({table for table, row in rows if word in row or ascii(word)[1:-1] in row})


def ids_of(findings):
    """Public ids of all rows that go."""
    for model, keys in findings.rows.items():
        if any(field.name == "public_id" for field in model._meta.concrete_fields):
            yield from model._base_manager.filter(pk__in=keys).values_list("public_id", flat=True)
