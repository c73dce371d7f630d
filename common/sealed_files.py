"""Files that are kept as ciphertext under a random name: one row a file, its content in the storage."""

import hashlib
import secrets
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.encryption import decrypt_bytes, encrypt_bytes
from common.models import PublicIdModel
from common.uploads import Clean

#: The ring of all of them: letters, evidence, signed sheets and pictures are as confidential as contacts.
PURPOSE = "contacts"
TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}


class SealedStorage(FileSystemStorage):
    """Files below MEDIA_ROOT that nobody but the portal's own account on the machine opens; without addresses."""

    def __init__(self):
        super().__init__(file_permissions_mode=0o600, directory_permissions_mode=0o700)

    def url(self, name):
        """There is none: a view serves them."""
        raise ValueError("Sealed files are served by a view alone.")


class SealedFile(PublicIdModel):
    """One file. The name that it had on somebody's machine is not kept, since it may name a person."""

    class FileKind(models.TextChoices):
        """What the content was found to be."""

        PDF = "pdf", "PDF"
        JPEG = "jpg", "JPEG"
        PNG = "png", "PNG"

    kind = models.CharField(_("kind"), max_length=3, choices=FileKind)
    #: bytes of the plain content, and its SHA-256
    size = models.PositiveIntegerField(_("size"))
    digest = models.CharField(max_length=64)
    #: name in the storage: random, without ending
    name = models.CharField(max_length=80, unique=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True

    def __str__(self):
        return str(self.public_id)


def store(clean: Clean, *, folder: str, made_by) -> dict:
    """Write the ciphertext; the fields of the row that the caller makes, last in its transaction.

    A file whose row is rolled back stays behind as ciphertext of no use.
    """
    name = SealedStorage().save(
        f"{folder}/{secrets.token_hex(16)}", ContentFile(encrypt_bytes(clean.content, purpose=PURPOSE))
    )
    return {
        "kind": clean.kind,
        "size": len(clean.content),
        "digest": hashlib.sha256(clean.content).hexdigest(),
        "name": name,
        "made_by": made_by,
    }


def read_file(row: SealedFile) -> bytes:
    """The plain content. Raises FileNotFoundError, Undecipherable."""
    with SealedStorage().open(row.name) as file:
        return decrypt_bytes(file.read(), purpose=PURPOSE)


def path_of(row: SealedFile) -> Path:
    """Where its ciphertext lies."""
    return Path(settings.MEDIA_ROOT) / row.name


def sealed_models() -> list[type[SealedFile]]:
    """Every model of such files, so that one that is added later is purged with its programme too."""
    return [model for model in apps.get_models() if issubclass(model, SealedFile)]
