"""`manage.py print_keyring`: the keyring as a page for the safe."""

import io

import segno
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from common.safekeeping import note_printed, present_parts, state_of


class Command(BaseCommand):
    """Prints each file of the keyring once: text, the same as a QR code, fingerprint, and the words that confirm it.

    A second time only with `--again`; each time is on the record.
    """

    help = "Print the keyring for the safe (to paper: manage.py print_keyring | lp); then manage.py confirm_keyring."

    def add_arguments(self, parser):
        parser.add_argument("--again", action="store_true", help="print what was printed before once more")

    def handle(self, *args, again, **options):
        parts = [part for part in present_parts() if again or not state_of(part).printed_at]
        if not parts:
            raise CommandError("The keyring as it is now was printed already. Once more: --again.")
        for part in parts:
            note_printed(part)
            self._page(part, part.path.read_text(encoding="ascii").strip())

    def _page(self, part, content):
        shown = " ".join(part.fingerprint[start : start + 4] for start in range(0, 32, 4))
        self.stdout.write(f"MUNTADA · KEYRING · {part.path.name} · {timezone.localdate():%Y-%m-%d}\n")
        self.stdout.write(
            "Lock this page away outside of the office, apart from the backups and their private key."
        )
        self.stdout.write(
            "Whoever holds it and a copy of the database can read contacts, speakers and second factors."
        )
        self.stdout.write(
            "To use it: write the lines between the rules into a file, mode 600, named by KEYRING_FILE.\n"
        )
        self.stdout.write("-" * 72)
        self.stdout.write(content)
        self.stdout.write("-" * 72)
        self.stdout.write(f"\nFingerprint: {shown}")
        self.stdout.write(f"Check words: {' '.join(part.check_words)}\n")
        code = io.StringIO()
        segno.make(content, error="l").terminal(out=code, compact=True, border=2)
        self.stdout.write(code.getvalue())
        self.stdout.write(
            "\nThen prove that the page exists: manage.py confirm_keyring, with the check words.\n"
        )
