"""Links by which an account is opened."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.users import User
from common.models import PublicIdModel


class Invitation(PublicIdModel):
    """A link that works once and for a while. Only the hash of its token is kept; a newer one replaces it.

    `user` is the account that it opens; empty for the first administrator's, who has none yet.
    """

    LIFETIME = timedelta(hours=72)

    class Kind(models.TextChoices):
        """What the link is for."""

        INVITATION = "invitation", _("invitation")
        SECOND_FACTOR = "second_factor", _("opening anew after a lost second factor")
        PASSWORD = "password", _("new password")

    #: a link to a new password opens nothing without the second factor, and is wanted the same day
    LIFETIMES = {Kind.INVITATION: LIFETIME, Kind.SECOND_FACTOR: LIFETIME, Kind.PASSWORD: timedelta(hours=24)}

    kind = models.CharField(max_length=16, choices=Kind, default=Kind.INVITATION, editable=False)

    user = models.OneToOneField(User, models.CASCADE, null=True, blank=True, related_name="invitation")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self):
        return str(self.public_id)
