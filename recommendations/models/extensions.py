"""Days to answer by that were moved: who, when, from which to which day, and why."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.models import PublicIdModel
from recommendations.models.addressees import Addressee


class Extension(PublicIdModel):
    """One move of the day by which an institution is to answer. It reads the reason, as the programme's office does."""

    addressee = models.ForeignKey(Addressee, models.PROTECT, related_name="extensions")
    old_on = models.DateField(editable=False)
    new_on = models.DateField(_("new date to answer by"))
    reason = models.TextField(_("reason"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering = ["id"]
        constraints = [models.CheckConstraint(name="extended_forward", condition=Q(new_on__gt=F("old_on")))]

    def __str__(self):
        return str(self.public_id)
