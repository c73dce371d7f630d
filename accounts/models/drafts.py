"""The key of what a writer's browser keeps of his drafts."""

from django.db import models
from django.utils import timezone

from accounts.models.users import User
from common.encryption import EncryptedTextField


class DraftKey(models.Model):
    """One random key an account (32 bytes, base64url), given to nobody but its owner while he is signed in.

    It opens on his devices what lies there as ciphertext, so neither the device alone nor the database alone tells
    anything. `earlier` is the key before, while devices may still hold something that it closed.
    """

    INNER = True

    user = models.OneToOneField(User, models.CASCADE, related_name="+")
    key = EncryptedTextField(purpose="drafts")
    earlier = EncryptedTextField(purpose="drafts", blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return str(self.pk)
