"""T12: each forgery of the audit record is found, and it is said by what: the chain itself, or a head known elsewhere."""

import datetime
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.utils import timezone

from common import audit
from common.audit_verification import Kind, Witness, daily_witnesses, verify
from common.models import AuditEntry, AuditHead

from ..conftest import drop_audit_triggers
from ..factories import ProgrammeFactory, UserFactory
from ..faults.workers import database_url

ROOT = Path(__file__).parents[2]


@pytest.fixture
def chain(db):
    """Eight entries; after the sixth a head went out. The forger has the database, but not the mail."""
    actor, programme = UserFactory(), ProgrammeFactory()
    entries = []
    for n in range(8):
        entries.append(
            audit.append(
                actor=actor, action="test.act", subject=programme, programme=programme, details={"n": n}
            )
        )
        if n == 5:
            AuditHead.objects.create(
                day=timezone.localdate(), at=timezone.now(), entries=6, hash=audit.head()
            )
    drop_audit_triggers()
    return entries


def rewrite_from(entry):
    """What somebody with the database and this source can do: every hash after an entry computed anew."""
    prev = AuditEntry.objects.filter(id__lt=entry.id).order_by("id").last().hash
    later = list(AuditEntry.objects.filter(id__gte=entry.id).order_by("id"))
    AuditEntry.objects.filter(pk__in=[row.pk for row in later]).delete()
    for row in later:
        row.prev = prev
        row.hash = prev = audit.digest(row)
        row.save(force_insert=True)


def edit(entries):
    AuditEntry.objects.filter(pk=entries[2].pk).update(details={"n": 99})
    return entries[2].id


def edit_the_hash(entries):
    AuditEntry.objects.filter(pk=entries[2].pk).update(hash="f" * 64)
    return entries[2].id


def edit_with_its_hash(entries):
    entry = entries[2]
    entry.action = "test.forged"
    AuditEntry.objects.filter(pk=entry.pk).update(action=entry.action, hash=audit.digest(entry))
    return entries[3].id


def delete(entries):
    AuditEntry.objects.filter(pk=entries[2].pk).delete()
    return entries[3].id


def delete_the_first(entries):
    AuditEntry.objects.filter(pk__in=[entries[0].pk, entries[1].pk]).delete()
    return entries[2].id


def insert(entries):
    """Between two: the numbers after it are moved up by one first."""
    for entry in reversed(entries[3:]):
        AuditEntry.objects.filter(pk=entry.pk).update(id=entry.id + 1)
    forged = AuditEntry.objects.get(pk=entries[1].pk)
    forged.id, forged.action, forged.prev = entries[3].id, "test.forged", "e" * 64
    forged.hash = audit.digest(forged)
    forged.save(force_insert=True)
    return forged.id


def put_at_the_end(entries):
    forged = AuditEntry.objects.get(pk=entries[1].pk)
    forged.id, forged.action, forged.prev = entries[-1].id + 1, "test.forged", "e" * 64
    forged.hash = audit.digest(forged)
    forged.save(force_insert=True)
    return forged.id


def reorder(entries):
    one, two = entries[3], entries[4]
    AuditEntry.objects.filter(pk=one.pk).update(id=10**9)
    AuditEntry.objects.filter(pk=two.pk).update(id=one.pk)
    AuditEntry.objects.filter(pk=10**9).update(id=two.pk)
    return one.id


IN_THE_CHAIN = {
    edit: Kind.EDITED,
    edit_the_hash: Kind.EDITED,
    edit_with_its_hash: Kind.EXCHANGED,
    delete: Kind.MISSING,
    insert: Kind.INSERTED,
    put_at_the_end: Kind.EXCHANGED,
    reorder: Kind.REORDERED,
}


@pytest.mark.parametrize("forge", IN_THE_CHAIN, ids=lambda forge: forge.__name__)
def test_the_chain_itself_shows_where_and_what(chain, forge, capsys):
    place = forge(chain)
    verdict = verify()
    first = verdict.findings[0]
    with capsys.disabled():
        sys.stdout.write(f" {forge.__name__}: found by the chain as {first.kind} ")
    assert (first.kind, first.entry) == (IN_THE_CHAIN[forge], place)
    assert {finding.kind for finding in verdict.findings[1:]} <= {Kind.TRIGGERS}


def test_the_beginning_taken_off_is_found(chain):
    place = delete_the_first(chain)
    first = verify().findings[0]
    # SQLite's numbers begin at one here; PostgreSQL's go on through the tests.
    assert first.kind == Kind.MISSING
    assert first.entry == place


def cut_the_tail(entries):
    AuditEntry.objects.filter(pk__gte=entries[4].pk).delete()


def cut_and_go_on(entries):
    cut_the_tail(entries)
    for n in range(6):
        audit.append(actor=None, action="test.later", subject=entries_programme(), details={"n": n})


def entries_programme():
    return AuditHead.objects.get()


def edit_and_rewrite(entries):
    AuditEntry.objects.filter(pk=entries[3].pk).update(action="test.forged")
    rewrite_from(entries[3])


def delete_and_rewrite(entries):
    AuditEntry.objects.filter(pk=entries[3].pk).delete()
    rewrite_from(entries[4])


BY_A_HEAD = {
    cut_the_tail: Kind.CUT,
    cut_and_go_on: Kind.REWRITTEN,
    edit_and_rewrite: Kind.REWRITTEN,
    delete_and_rewrite: Kind.REWRITTEN,
}


@pytest.mark.parametrize("forge", BY_A_HEAD, ids=lambda forge: forge.__name__)
def test_what_holds_in_itself_is_shown_by_a_known_head(chain, forge, capsys):
    witness = daily_witnesses()
    forge(chain)
    assert {finding.kind for finding in verify().findings} == {Kind.TRIGGERS}, "the chain alone sees nothing"
    verdict = verify(witness)
    found = {finding.kind: finding for finding in verdict.findings}
    with capsys.disabled():
        sys.stdout.write(f" {forge.__name__}: found by a known head as {sorted(found)[0]} ")
    assert set(found) == {BY_A_HEAD[forge], Kind.TRIGGERS}
    assert found[BY_A_HEAD[forge]].source == f"daily {timezone.localdate()}"


def test_the_last_sure_entry_is_named(chain):
    """So that it is known from where on to doubt."""
    early = Witness(chain[1].hash[:16], "report TST-R1", chain[1].at)
    edit_and_rewrite(chain)
    found = {finding.kind: finding for finding in verify([early, *daily_witnesses()]).findings}
    assert found[Kind.REWRITTEN].entry == chain[1].id


def test_what_was_written_after_the_last_head_can_be_cut_unseen(chain):
    """Said aloud: a head finds what was there when it went out, and nothing later."""
    witness = daily_witnesses()
    AuditEntry.objects.filter(pk__gte=chain[6].pk).delete()
    assert {finding.kind for finding in verify(witness).findings} == {Kind.TRIGGERS}


def test_a_head_that_is_known_by_time_alone(chain):
    """Those of released reports: no number of entries is printed."""
    late = Witness(chain[7].hash[:16], "report TST-R1", timezone.now())
    AuditEntry.objects.filter(pk=chain[7].pk).delete()
    assert verify([late]).findings[0].kind == Kind.CUT
    audit.append(actor=None, action="test.later", subject=entries_programme())
    assert verify([late]).findings[0].kind == Kind.REWRITTEN


@pytest.mark.parametrize(
    "change", [{"entries": 5}, {"at": datetime.datetime(2001, 1, 1, tzinfo=datetime.UTC)}]
)
def test_a_note_of_a_head_that_was_changed_is_told(chain, change):
    AuditHead.objects.update(**change)
    found = {finding.kind for finding in verify(daily_witnesses()).findings}
    assert found == {Kind.WITNESS, Kind.TRIGGERS}


def test_a_whole_record_and_its_heads(chain):
    audit.append(actor=None, action="test.later", subject=entries_programme())
    verdict = verify([*daily_witnesses(), Witness(chain[2].hash[:8], "given --head")])
    assert [finding.kind for finding in verdict.findings] == [Kind.TRIGGERS]
    assert (verdict.entries, verdict.known, verdict.witnesses) == (9, 2, 2)
    assert verdict.head == audit.head()


def test_a_head_that_is_too_short_is_refused(chain):
    with pytest.raises(ValueError, match="8 digits"):
        verify([Witness("abc", "given --head")])


def test_batches_do_not_matter(chain, monkeypatch):
    monkeypatch.setattr("common.audit_verification.BATCH", 3)
    assert verify(daily_witnesses()).entries == 8
    place = edit(chain)
    assert verify().findings[0].entry == place


@pytest.mark.parametrize("words", ["قيل في اللقاء", "two words", "name@example.org", "a\nb"])
def test_words_never_enter_the_record(db, words):
    """What can never be erased must never hold a person."""
    programme = ProgrammeFactory()
    for details in ({"note": words}, {"fields": [words]}, {words: 1}):
        with pytest.raises(ValueError, match="no words"), transaction.atomic():
            audit.append(actor=None, action="test.act", subject=programme, details=details)
    assert not AuditEntry.objects.exists()


WRITER = """
import sys, django
django.setup()
from django.db import transaction
from common import audit
from forums.models import Programme
programme = Programme.objects.get(code=sys.argv[1])
for n in range(int(sys.argv[2])):
    with transaction.atomic():
        audit.append(actor=None, action="test.process", subject=programme, details={"n": n})
"""


@pytest.mark.django_db(transaction=True)
def test_processes_that_write_at_once_never_fork_the_chain(capsys):
    """Four on PostgreSQL, two on SQLite, each with its own connection."""
    writers, acts = (4, 50) if connection.vendor == "postgresql" else (2, 20)
    programme = ProgrammeFactory(code="FORK")
    environment = {**os.environ, "TEST_DATABASE_URL": database_url()}
    command = [sys.executable, "-c", WRITER, programme.code, str(acts)]
    running = [subprocess.Popen(command, cwd=ROOT, env=environment) for _ in range(writers)]
    assert [process.wait(120) for process in running] == [0] * writers
    rows = list(AuditEntry.objects.order_by("id").values_list("prev", "hash"))
    with capsys.disabled():
        sys.stdout.write(f" {writers} processes at once, {len(rows)} entries, no prev twice ")
    assert len(rows) == writers * acts
    assert len({prev for prev, _hash in rows}) == len(rows)
    assert [prev for prev, _hash in rows[1:]] == [own for _prev, own in rows[:-1]]
    assert verify().holds
