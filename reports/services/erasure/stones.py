"""The list of erasures outside of the database, and its replay on a database that was restored from before them.

A line names persons by public ids, places by column and public id, and spellings by hashes under a key that is itself
ciphertext of the keyring. It never holds a name, a contact or a word of a text.
"""

import secrets
from pathlib import Path

from django.db import transaction

from common import audit
from common.encryption import decrypt, encrypt
from common.files import remove_files
from common.tombstones import append_tombstone, read_tombstones
from forums.models import Programme
from participants.models import Person
from reports.services.erasure.carrying_out import Done, Erasure, carry_out
from reports.services.erasure.spellings import Spellings

PERSON, VOID = "person", "void"
ERASURE_KINDS = (PERSON, VOID)
#: The ring that the key of the hashes is encrypted with: as confidential as contacts.
_PURPOSE = "contacts"


def new_key() -> bytes:
    """A key for the hashes of one erasure."""
    return secrets.token_bytes(32)


def write_stone(
    path: Path, *, erasure: Erasure, spellings: Spellings, key: bytes, number: str, at: str
) -> None:
    """Add the line of one erasure, on the disk when this returns. `number` tells it from an earlier attempt."""
    codes = Programme.objects.filter(pk__in=erasure.programmes).values_list("public_id", flat=True)
    record = {
        "kind": PERSON,
        "erasure": number,
        "public_id": erasure.people[0],
        "merged": list(erasure.people[1:]),
        "erased_at": at,
        "programmes": sorted(map(str, codes)),
        "key": encrypt(key.hex(), purpose=_PURPOSE),
        "spellings": spellings.listed(),
        "exceptions": sorted(erasure.exceptions),
        "files": sorted(erasure.files),
    }
    append_tombstone(path, record)


def void_stone(path: Path, number: str) -> None:
    """Say of an erasure that it did not come about after its line was written."""
    append_tombstone(path, {"kind": VOID, "erasure": number})


def replay_erasures(path: Path) -> int:
    """Erase again whoever stands on the list; how many were not erased in this database. Doing it twice is harmless.

    His name is read from the restored row, and beside it the hashes on the line find what he was called when he was
    erased. Raises ValueError, Undecipherable, SpeakersLocked: then nothing may be opened.
    """
    records = [record for record in read_tombstones(path) if record.get("kind") in ERASURE_KINDS]
    void = {record["erasure"] for record in records if record["kind"] == VOID}
    count = 0
    for record in records:
        if record["kind"] == PERSON and record.get("erasure") not in void:
            done = _replay(record)
            remove_files(done.files)
            count += done.is_something
    return count


@transaction.atomic
def _replay(record) -> Done:
    people = list(Person._base_manager.filter(public_id__in=[record["public_id"], *record.get("merged", [])]))
    people += [
        one
        for one in Person._base_manager.filter(
            pk__in={pk for person in people for pk in person.ids_with_merged()}
        )
        if one not in people
    ]
    key = bytes.fromhex(decrypt(record["key"], purpose=_PURPOSE)) if "key" in record else new_key()
    spellings = Spellings(key, record.get("spellings"))
    for person in people:
        spellings.add_person(person)
    programmes = set(
        Programme.objects.filter(public_id__in=record.get("programmes", [])).values_list("pk", flat=True)
    ).union(*(person.programme_ids for person in people))
    erasure = Erasure(
        people=(record["public_id"], *(str(person.public_id) for person in people)),
        programmes=tuple(sorted(programmes)),
        exceptions=frozenset(record.get("exceptions", [])),
        files=frozenset(record.get("files", [])),
    )
    done = carry_out(erasure, spellings)
    if done.is_something and people:
        details = {"counts": done.counts, "reports": done.reports}
        audit.append(actor=None, action="reports.replay_erasure", subject=people[0], details=details)
    return done
