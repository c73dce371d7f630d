"""Whether a copy of the keyring lies in a safe: printed, and confirmed by words that stand on the paper alone.

Confirmed is a *state* of the keyring: after each turning of keys it is another one, and the warning comes back.
"""

import hashlib
import hmac
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from common import audit
from common.keyring_file import fingerprint, keyring_files
from common.models import KeyringState

#: Short, unlike each other on the telephone, and six bits each.
_LIST = (
    "anchor apple arrow autumn bamboo barley basket beacon bottle branch bridge butter candle "
    "carpet castle cedar circle clover copper cotton desert donkey dragon eagle engine falcon "
    "feather fiddle forest garden ginger granite hammer harbour helmet honey island jacket "
    "jasmine kettle ladder lantern lemon marble meadow mirror mountain needle olive orange "
    "paper pepper pillow pocket rabbit ribbon river saddle saffron silver spoon tiger valley "
    "window"
)
WORDS = _LIST.split()
#: How many of them stand on the page.
WORDS_ASKED = 3


class NotConfirmed(Exception):
    """The words are not those of any printed page of the present keyring."""


@dataclass(frozen=True)
class Part:
    """One file of the keyring as it is now: "keyring", or or the name of the file that keeps the speakers' ring apart."""

    name: str
    path: Path
    fingerprint: str

    @property
    def check_words(self) -> list[str]:
        """The words on its page. They follow from the keys and tell nothing about them."""
        known = hmac.digest(bytes.fromhex(self.fingerprint), b"check words", hashlib.sha256)
        return [WORDS[byte % len(WORDS)] for byte in known[:WORDS_ASKED]]


def present_parts() -> list[Part]:
    """The files of the keyring that are on this machine; that of the speakers may be elsewhere."""
    return [_part(path, purposes) for path, purposes in keyring_files().items() if path.exists()]


def unconfirmed_parts() -> list[str]:
    """Names of the parts of which nobody has shown that a copy exists. One query."""
    present = present_parts()
    rows = KeyringState.objects.filter(confirmed_at__isnull=False)
    confirmed = set(
        rows.filter(fingerprint__in=[part.fingerprint for part in present]).values_list("part", flat=True)
    )
    return [part.name for part in present if part.name not in confirmed]


@transaction.atomic
def note_printed(part: Part) -> KeyringState:
    """Record that the page of a part was printed."""
    state = state_of(part)
    state.printed_at = timezone.now()
    state.save(update_fields=["printed_at"])
    audit.append(actor=None, action="common.print_keyring", subject=state, details={"part": part.name})
    return state


@transaction.atomic
def confirm(words: list[str]) -> list[str]:
    """Record that a copy exists, shown by the words of its page; the parts confirmed. Raises NotConfirmed."""
    said = [word.strip().casefold() for word in words]
    confirmed = []
    for part in present_parts():
        state = state_of(part)
        if state.printed_at and hmac.compare_digest(" ".join(said), " ".join(part.check_words)):
            state.confirmed_at = timezone.now()
            state.save(update_fields=["confirmed_at"])
            audit.append(
                actor=None, action="common.confirm_keyring", subject=state, details={"part": part.name}
            )
            confirmed.append(part.name)
    if not confirmed:
        raise NotConfirmed("These are not the check words of the keyring as it is now.")
    return confirmed


@transaction.atomic
def note_rotation(*, purpose: str, part: Part, details: dict) -> None:
    """Record that keys of a ring were turned or dropped; the part then waits to be printed and confirmed anew."""
    audit.append(
        actor=None, action="common.rotate_keys", subject=state_of(part), details={"ring": purpose, **details}
    )


def part_of(purpose: str) -> Part:
    """The part that holds a ring. Raises FileNotFoundError where its file is elsewhere."""
    for path, purposes in keyring_files().items():
        if purpose in purposes:
            return _part(path, purposes)
    raise ValueError(f"Unknown ring: {purpose}")


def state_of(part: Part) -> KeyringState:
    """The row of a part as it is now, made where it is missing."""
    return KeyringState.objects.get_or_create(fingerprint=part.fingerprint, defaults={"part": part.name})[0]


def _part(path, purposes):
    name = "keyring" if path == settings.KEYRING_FILE else path.name
    return Part(name, path, fingerprint(path, purposes))
