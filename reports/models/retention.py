"""When what is kept for a time was last looked through."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import PublicIdModel


class RetentionRun(PublicIdModel):
    """One look for what has been kept long enough. Of those that deleted nothing only the last one is kept.

    `deleted` and `waiting` are numbers by sort, of speakers by the programme's code: never ids of what is gone.
    """

    ran_at = models.DateTimeField(auto_now_add=True, db_index=True)
    deleted = models.JSONField(default=dict)
    waiting = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("look for what was kept long enough")
        verbose_name_plural = _("looks for what was kept long enough")
        ordering = ["-id"]

    def __str__(self):
        return str(self.public_id)
