"""The audit record: chained, append-only, and every forgery but a cut tail is found."""

import threading
import uuid

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction

from common import audit
from common.audit_triggers import TABLE, install_audit_triggers, missing_triggers
from common.checks import audit_triggers_are_installed
from common.models import AuditEntry

from ..conftest import drop_audit_triggers
from ..factories import ProgrammeFactory, UserFactory


@pytest.fixture
def chain(db):
    """Five entries about one programme."""
    actor, programme = UserFactory(), ProgrammeFactory()
    return [
        audit.append(
            actor=actor, action=f"test.act_{n}", subject=programme, programme=programme, details={"n": n}
        )
        for n in range(5)
    ]


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_a_transaction_is_refused():
    programme = ProgrammeFactory()
    with pytest.raises(transaction.TransactionManagementError):
        audit.append(actor=None, action="test.act", subject=programme)
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_act_that_fails_leaves_no_entry():
    programme = ProgrammeFactory()

    def act():
        with transaction.atomic():
            audit.append(actor=None, action="test.act", subject=programme)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()
    assert not AuditEntry.objects.exists()
    assert audit.head() == audit.GENESIS


def test_entries_are_chained_from_genesis(chain):
    assert chain[0].prev == audit.GENESIS
    assert [entry.prev for entry in chain[1:]] == [entry.hash for entry in chain[:-1]]
    assert audit.head() == chain[-1].hash
    assert audit.first_broken_link() is None


def test_the_digest_covers_every_column(chain):
    """A column that is added later and forgotten in the digest could be altered unseen."""
    entry = AuditEntry.objects.get(pk=chain[2].pk)
    changed = {
        "at": entry.at.replace(year=2001),
        "actor": uuid.uuid4(),
        "action": "test.other",
        "subject_type": "forums.forum",
        "subject": uuid.uuid4(),
        "programme": None,
        "details": {"n": 7},
        "origin": "elsewhere",
        "prev": "f" * 64,
    }
    columns = {field.name for field in AuditEntry._meta.fields}
    assert columns == set(changed) | {"id", "hash"}
    for name, value in changed.items():
        forged = AuditEntry.objects.get(pk=entry.pk)
        setattr(forged, name, value)
        assert audit.digest(forged) != entry.hash, name


def test_details_may_hold_ids_and_are_stored_as_text(chain):
    ident = uuid.uuid4()
    subject = ProgrammeFactory()
    audit.append(actor=None, action="test.act", subject=subject, details={"who": ident, "many": {ident}})
    stored = AuditEntry.objects.first()
    assert stored.details == {"who": str(ident), "many": [str(ident)]}
    assert stored.actor is None
    assert audit.first_broken_link() is None


def test_the_origin_names_the_command_or_the_request(chain):
    assert chain[0].origin == "command"
    token = audit.set_origin("page abc")
    try:
        entry = audit.append(actor=None, action="test.act", subject=ProgrammeFactory())
    finally:
        audit.reset_origin(token)
    assert entry.origin == "page abc"


def _edit(entries):
    AuditEntry.objects.filter(pk=entries[2].pk).update(action="test.forged")
    return entries[2]


def _edit_with_its_hash(entries):
    entry = entries[2]
    entry.action = "test.forged"
    AuditEntry.objects.filter(pk=entry.pk).update(action=entry.action, hash=audit.digest(entry))
    return entries[3]


def _delete(entries):
    AuditEntry.objects.filter(pk=entries[2].pk).delete()
    return entries[3]


def _insert(entries):
    forged = AuditEntry.objects.get(pk=entries[1].pk)
    forged.pk, forged.action, forged.prev = None, "test.forged", "e" * 64
    forged.hash = audit.digest(forged)
    forged.save(force_insert=True)
    return forged


def _swap(entries):
    AuditEntry.objects.filter(pk=entries[1].pk).update(id=10**6)
    AuditEntry.objects.filter(pk=entries[2].pk).update(id=entries[1].pk)
    AuditEntry.objects.filter(pk=10**6).update(id=entries[2].pk)
    return AuditEntry.objects.get(pk=entries[1].pk)


@pytest.mark.parametrize("forge", [_edit, _edit_with_its_hash, _delete, _insert, _swap])
def test_every_forgery_below_the_head_is_found(chain, forge):
    drop_audit_triggers()
    wrong = forge(chain)
    found = audit.first_broken_link()
    assert found is not None
    assert found.pk == wrong.pk


def test_a_cut_tail_is_seen_by_the_head_alone(chain):
    printed = audit.head()
    drop_audit_triggers()
    AuditEntry.objects.filter(pk=chain[-1].pk).delete()
    assert audit.first_broken_link() is None
    assert audit.head() != printed


def test_a_fork_is_impossible(chain):
    twin = AuditEntry.objects.get(pk=chain[3].pk)
    twin.pk, twin.hash = None, "d" * 64
    with pytest.raises(DatabaseError), transaction.atomic():
        twin.save(force_insert=True)


STATEMENTS = ["UPDATE %s SET action = 'test.forged'", "DELETE FROM %s", "TRUNCATE %s"]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_database_itself_refuses(chain, statement):
    if statement.startswith("TRUNCATE") and connection.vendor != "postgresql":
        statement = "DELETE FROM %s WHERE id > 0"
    statement %= TABLE
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)
    assert AuditEntry.objects.count() == 5


def test_missing_triggers_are_an_error_and_come_back_once(db):
    assert audit_triggers_are_installed(None, databases=["default"]) == []
    drop_audit_triggers()
    (error,) = audit_triggers_are_installed(None, databases=["default"])
    assert error.id == "muntada.E001"
    assert all(name in error.msg for name in missing_triggers())
    install_audit_triggers()
    install_audit_triggers()
    assert missing_triggers() == set()


def test_a_disabled_trigger_counts_as_missing(db):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite cannot switch a trigger off without dropping it")
    connection.cursor().execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER audit_no_delete")
    assert missing_triggers() == {"audit_no_delete"}


@pytest.mark.django_db(transaction=True)
def test_migrate_puts_the_triggers_back():
    drop_audit_triggers()
    call_command("migrate", "common", verbosity=0)
    assert missing_triggers() == set()


@pytest.mark.django_db(transaction=True)
def test_parallel_writers_never_fork_the_chain():
    """PostgreSQL by its advisory lock, SQLite by IMMEDIATE transactions: each waits for the one before."""
    programme = ProgrammeFactory()
    errors, threads, acts = [], 4, 10

    def write(number):
        try:
            for n in range(acts):
                with transaction.atomic():
                    audit.append(actor=None, action=f"test.{number}.{n}", subject=programme)
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=write, args=(number,)) for number in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert errors == []
    assert AuditEntry.objects.count() == threads * acts
    assert audit.first_broken_link() is None
