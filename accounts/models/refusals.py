"""What the portal refused to accounts that were signed in."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.memberships import Membership
from accounts.models.users import User


class RefusalQuerySet(models.QuerySet):
    """Refusals in words."""

    def visible_to(self, reader):
        """To an administrator all; to an auditor those of accounts with a role in his programmes."""
        from accounts.rights import administers, programmes_where

        if administers(reader, "refusals", "r"):
            return self.all()
        held = Membership.objects.current().filter(programme__in=programmes_where(reader, "refusals", "r"))
        return self.filter(Q(account__in=User.objects.filter(pk__in=held.values("user")).values("public_id")))


class Refusal(models.Model):
    """One page or act that was refused: which address by name, never which object.

    Not chained and not for ever: the newest are kept (`accounts/refusals.py`), so that nobody fills the disk with them.
    """

    INNER = True

    at = models.DateTimeField(db_index=True)
    #: public_id of the account
    account = models.UUIDField(db_index=True)
    #: name of the address («forums:detail»); the object in its path stays untold
    address = models.CharField(max_length=80)
    method = models.CharField(max_length=8)
    request_id = models.CharField(max_length=32)

    objects = RefusalQuerySet.as_manager()

    class Meta:
        verbose_name = _("refusal")
        verbose_name_plural = _("refusals")
        ordering = ["-id"]

    def __str__(self):
        return f"{self.address} {self.at:%Y-%m-%d %H:%M}"
