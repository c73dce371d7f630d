"""`manage.py make_keys`: the secret key and the keyring of an installation, made once."""

import os
import secrets
from pathlib import Path

from django.core.management.base import BaseCommand

from common.keyring_file import read_keyring, write_new_keyring


class Command(BaseCommand):
    """Creates what is missing and never touches what is there: a lost key is lost data."""

    help = "Make the secret key and the keyring, each with mode 0600, where they are missing."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--secret", type=Path, required=True)
        parser.add_argument("--keyring", type=Path, required=True)

    def handle(self, *args, secret, keyring, **options):
        if not secret.exists():
            secret.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(64))
            self.stdout.write(f"Secret key written to {secret.name}.")
        if not keyring.exists():
            write_new_keyring(keyring)
            self.stdout.write(f"Keyring written to {keyring.name}. Keep a copy where the database is not.")
        read_keyring(keyring)
