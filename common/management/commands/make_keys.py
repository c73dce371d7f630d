"""`manage.py make_keys`: the secret key and the keyring of an installation, made once."""

import os
import secrets
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from common.keyring_file import (
    APART,
    PURPOSES,
    add_later_rings,
    move_speakers_apart,
    read_keyring,
    write_new_keyring,
)


class Command(BaseCommand):
    """Creates what is missing and never touches what is there: a lost key is lost data.

    A keyring that an earlier version made gets the rings that came since.
    """

    help = "Make the secret key and the keyring, each with mode 0600, where they are missing; add rings that came since."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--secret", type=Path, required=True)
        parser.add_argument("--keyring", type=Path, required=True)
        parser.add_argument(
            "--speakers", type=Path, help="keep the ring of the speakers in this file, apart from the others"
        )

    def handle(self, *args, secret, keyring, speakers=None, **options):
        if not secret.exists():
            secret.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(64))
            self.stdout.write(f"Secret key written to {secret.name}.")
        if not keyring.exists():
            write_new_keyring(keyring)
            self.stdout.write(f"Keyring written to {keyring.name}. Keep a copy where the database is not.")
        if added := add_later_rings(keyring):
            self.stdout.write(
                f"Added to {keyring.name}: {', '.join(added)}. Print the keyring anew: manage.py print_keyring"
            )
        together = [purpose for purpose in PURPOSES if purpose != APART]
        if speakers is None:
            read_keyring(keyring, together if settings.KEYRING_SPEAKERS_FILE else PURPOSES)
            return
        if not speakers.exists():
            move_speakers_apart(keyring, speakers)
            self.stdout.write(
                f"The ring of the speakers is in {speakers.name}; set KEYRING_SPEAKERS_FILE to it."
            )
        read_keyring(keyring, together)
        read_keyring(speakers, [APART])
