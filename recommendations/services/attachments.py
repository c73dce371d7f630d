"""Keeping files and giving them back: ciphertext under a random name, in the caller's transaction."""

from django.db import transaction

from common import audit
from common.sealed_files import read_file, store
from recommendations.models import Attachment

__all__ = ["keep_file", "read_file"]

FOLDER = "attachments"


@transaction.atomic
def keep_file(*, actor, clean, programme, letter=None, evidence=None) -> Attachment:
    """Keep a `common.uploads.Clean` with a letter or a piece of evidence; the caller has asked for the right.

    To be called last in a transaction: a file whose row is rolled back stays behind as ciphertext of no use.
    """
    attachment = Attachment.objects.create(
        letter=letter, evidence=evidence, **store(clean, folder=FOLDER, made_by=actor)
    )
    audit.append(actor=actor, action="recommendations.keep_file", subject=attachment, programme=programme)
    return attachment
