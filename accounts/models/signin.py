"""What the defences of signing in remember. No row names an account, an address or a device: keys are keyed hashes."""

from django.db import models
from django.utils import timezone

from accounts.models.users import User
from common.encryption import EncryptedTextField


class Backoff(models.Model):
    """How often something was tried in vain, and until when the next try waits.

    In the database and not in the cache: a cache may drop rows when a stranger fills it.
    """

    INNER = True

    key = models.CharField(max_length=64, unique=True)
    failures = models.PositiveIntegerField(default=0)
    held_until = models.DateTimeField()
    last_at = models.DateTimeField(db_index=True)

    def __str__(self):
        return str(self.pk)


class UsedCode(models.Model):
    """A one-time code that has opened a door, until it could not open one any more."""

    INNER = True

    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self):
        return str(self.pk)


class KnownDevice(models.Model):
    """A browser from which an account signed in. The digest mixes both and the password: a new one ends it."""

    INNER = True

    digest = models.CharField(max_length=64, unique=True)
    seen_at = models.DateTimeField(db_index=True)

    def __str__(self):
        return str(self.pk)


class KeptForm(models.Model):
    """What somebody sent after the session had ended: encrypted, for him alone, for one showing."""

    INNER = True

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    #: of account and page
    digest = models.CharField(max_length=64, unique=True)
    content = EncryptedTextField(purpose="accounts")
    kept_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self):
        return str(self.pk)
