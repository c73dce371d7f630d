"""The private address at which an account's telephone reads the meetings to come."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.models import PublicIdModel


class CalendarFeed(PublicIdModel):
    """One address an account. Only a keyed hash of its secret part is kept; what it shows is asked at each reading."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feed", verbose_name=_("account")
    )
    digest = models.CharField(max_length=64, unique=True)
    #: the feed's words; a telephone says nothing of its reader's language
    language = models.CharField(max_length=2, default="ar")
    made_at = models.DateTimeField(default=timezone.now)
    #: the last day on which something read it: its owner sees whether it is still in use
    read_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("private calendar address")
        verbose_name_plural = _("private calendar addresses")

    def __str__(self):
        return str(self.public_id)
