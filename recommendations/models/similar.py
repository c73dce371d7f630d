"""What somebody decided of two asks that are alike: that they are two all the same."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.models import PublicIdModel
from recommendations.models.recommendation import Recommendation


class KeptApart(PublicIdModel):
    """Two asks that are not to be proposed as alike again; one row a pair, the older ask first.

    Seen by whoever drafts in their programme. That two asks *are* alike stands in `Recommendation.similar`.
    """

    first = models.ForeignKey(Recommendation, models.CASCADE, related_name="kept_apart_from")
    second = models.ForeignKey(Recommendation, models.CASCADE, related_name="kept_apart_with")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("pair of asks kept apart")
        verbose_name_plural = _("pairs of asks kept apart")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="kept_apart_once", fields=["first", "second"]),
            models.CheckConstraint(name="kept_apart_in_order", condition=Q(first__lt=F("second"))),
        ]

    def __str__(self):
        return str(self.public_id)
