"""`manage.py rotate_keys`: a new key for a ring, everything encrypted anew, and at last the old key dropped."""

import time

from django.core.management.base import BaseCommand, CommandError

from common.keyring_file import PURPOSES, add_key, drop_old_keys, ring_file, ring_keys
from common.rotation import turn
from common.safekeeping import note_rotation, part_of

#: Seconds that work in hand may still carry the old key; far above the time limit of a request or a task.
SETTLED_AFTER = 15 * 60
_MOST_PASSES = 5


class Command(BaseCommand):
    """Adds a key and renews all that older ones closed. May be killed and called again; the portal may run.

    A ring with several keys is a turning in progress: it is gone on with, and no further key is added.
    """

    help = "Turn the keys of the keyring: new first key, everything encrypted anew; then --drop-old."

    def add_arguments(self, parser):
        """`--now` is for a key that is known to others: what a request in hand writes meanwhile may be lost."""
        parser.add_argument("--ring", choices=PURPOSES, help="one ring only (default: all)")
        parser.add_argument(
            "--drop-old", action="store_true", help="remove the old keys, if nothing needs them"
        )
        parser.add_argument("--now", action="store_true", help="with --drop-old: do not wait 15 minutes")

    def handle(self, *args, ring, drop_old, now, **options):
        wanted = [ring] if ring else PURPOSES
        for purpose in wanted:
            if not ring_file(purpose).exists():
                raise CommandError(f"The ring «{purpose}» is not on this machine ({ring_file(purpose)}).")
        # Read before anything is written: rings share a file, and dropping the key of one makes the file young.
        ages = {purpose: time.time() - ring_file(purpose).stat().st_mtime for purpose in wanted}
        for purpose in wanted:
            if drop_old:
                self._drop(purpose, ages[purpose], now)
            else:
                self._turn(purpose)
        if not drop_old:
            self.stdout.write(
                "Old keys still open what is in work. In 15 minutes: manage.py rotate_keys --drop-old. Keep the printed "
                "page of the old keyring until no backup from before today is left (35 days): they need it."
            )
        self.stdout.write("Print the keyring anew and confirm it: manage.py print_keyring")

    def _turn(self, purpose):
        if len(ring_keys(purpose)) == 1:
            add_key(purpose)
        total = 0
        for _ in range(_MOST_PASSES):
            renewed = sum(turn(purpose).values())
            total += renewed
            if not renewed:
                break
        else:
            raise CommandError(
                f"{purpose}: something is still written with an old key. Is every process up to date?"
            )
        details = {"renewed": total, "keys": len(ring_keys(purpose))}
        note_rotation(purpose=purpose, part=part_of(purpose), details=details)
        self.stdout.write(f"{purpose}: {total} values under the newest key")

    def _drop(self, purpose, age, now):
        if len(ring_keys(purpose)) == 1:
            self.stdout.write(f"{purpose}: no old key")
            return
        if age < SETTLED_AFTER and not now:
            raise CommandError(
                f"{purpose}: the new key is {age / 60:.0f} minutes old, and work in hand may still carry the old one. "
                "Nothing was dropped; try again after 15 minutes, or add --now."
            )
        if left := turn(purpose, write=False):
            places = ", ".join(f"{place} ({count})" for place, count in sorted(left.items()))
            raise CommandError(
                f"{purpose}: an old key is still needed and was kept. First: manage.py rotate_keys --ring {purpose}. "
                f"In: {places}"
            )
        gone = drop_old_keys(purpose)
        note_rotation(purpose=purpose, part=part_of(purpose), details={"dropped": gone, "keys": 1})
        self.stdout.write(f"{purpose}: old keys dropped: {gone}")
