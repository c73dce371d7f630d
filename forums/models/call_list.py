"""Who opened a forum's call list, and why."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.models import PublicIdModel
from forums.models.forum import Forum


class CallListReading(PublicIdModel):
    """One showing of the telephone numbers of a forum's invitees. Holds the reason and no number."""

    forum = models.ForeignKey(Forum, models.PROTECT, related_name="call_list_readings")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"))
    #: made by the page that asks: sending it again (a reload) shows nothing a second time
    asked = models.UUIDField(unique=True)
    is_printed = models.BooleanField(default=False)
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("reading of a call list")
        verbose_name_plural = _("readings of call lists")
        ordering = ["-id"]

    def __str__(self):
        return str(self.public_id)
