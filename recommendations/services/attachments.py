"""Keeping files and giving them back: ciphertext under a random name, in the caller's transaction."""

import hashlib
import secrets

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from common import audit
from common.encryption import decrypt_bytes, encrypt_bytes
from recommendations.models import Attachment

#: The ring that letters and evidence are encrypted with: as confidential as contacts.
PURPOSE = "contacts"
FOLDER = "attachments"


class SealedStorage(FileSystemStorage):
    """Files below MEDIA_ROOT that nobody but the portal's own account on the machine opens; without addresses."""

    def __init__(self):
        super().__init__(file_permissions_mode=0o600, directory_permissions_mode=0o700)

    def url(self, name):
        """There is none: a view serves them."""
        raise ValueError("Attachments are served by a view alone.")


def keep_file(*, actor, clean, programme, letter=None, evidence=None) -> Attachment:
    """Keep a `common.uploads.Clean` with a letter or a piece of evidence; the caller has asked for the right.

    To be called last in a transaction: a file whose row is rolled back stays behind as ciphertext of no use.
    """
    name = SealedStorage().save(
        f"{FOLDER}/{secrets.token_hex(16)}", ContentFile(encrypt_bytes(clean.content, purpose=PURPOSE))
    )
    attachment = Attachment.objects.create(
        letter=letter,
        evidence=evidence,
        kind=clean.kind,
        size=len(clean.content),
        digest=hashlib.sha256(clean.content).hexdigest(),
        name=name,
        made_by=actor,
    )
    audit.append(actor=actor, action="recommendations.keep_file", subject=attachment, programme=programme)
    return attachment


def read_file(attachment) -> bytes:
    """The plain content. Raises FileNotFoundError, Undecipherable."""
    with SealedStorage().open(attachment.name) as file:
        return decrypt_bytes(file.read(), purpose=PURPOSE)
