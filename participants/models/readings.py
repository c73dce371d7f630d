"""Which contacts were shown to whom, and why."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.models import PublicIdModel
from participants.models.persons import Person


class ContactReading(PublicIdModel):
    """One contact of one person, shown once. Holds the reason and never the value.

    `number` counts what the reader was shown on that local day. The database itself keeps it single and below the
    limit, so that two requests at once cannot both be the last one.
    """

    #: how many contacts are shown to one reader on one local day
    A_DAY = 20

    person = models.ForeignKey(Person, models.PROTECT, related_name="contact_readings")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    field = models.CharField(
        max_length=8, choices=[("phone", _("phone")), ("email", _("e-mail")), ("notes", _("notes"))]
    )
    reason = models.TextField(_("reason"))
    #: the programme by which the reader may; a public id, since foreign keys point right
    programme = models.UUIDField(db_index=True)
    day = models.DateField()
    number = models.PositiveSmallIntegerField()
    #: made by the page that asks: sending it again (a reload) shows nothing a second time
    asked = models.UUIDField(unique=True)
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("reading of a contact")
        verbose_name_plural = _("readings of contacts")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(name="one_reading_a_number", fields=["reader", "day", "number"]),
            models.CheckConstraint(
                name="so_many_readings_a_day", condition=Q(number__gte=1) & Q(number__lte=20)
            ),
        ]

    def __str__(self):
        return str(self.public_id)
