"""That two entries were found to be one person, with what it takes to part them again; and that two are not one."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.encryption import EncryptedTextField
from common.models import PublicIdModel
from participants.models.persons import Person


class Merge(PublicIdModel):
    """One merging of one entry into another. It remembers what moved, so that it can be undone.

    A merged entry keeps its own values; what was overwritten in the entry that stayed is remembered here, encrypted as
    contacts are, until it is undone or the person is erased.
    """

    kept = models.ForeignKey(Person, models.PROTECT, related_name="merges")
    absorbed = models.ForeignKey(Person, models.PROTECT, related_name="merges_into_others")
    reason = models.TextField(_("reason"))
    #: the programme by which it was done, and those in which the absorbed person stood; public ids, since foreign keys
    #: point right
    programme = models.UUIDField(db_index=True)
    programmes = models.JSONField(default=list)
    #: primary keys of the rows that were moved, by `Mover.key`
    moved = models.JSONField(default=dict)
    #: primary keys of consents: `left` with the absorbed entry, and `withdrawn` on the day of the other's withdrawal
    consents = models.JSONField(default=dict)
    #: field → what stood in the kept entry, what was put there; as JSON
    replaced = EncryptedTextField(purpose="contacts", blank=True)
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    merged_at = models.DateTimeField(default=timezone.now)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("merging of persons")
        verbose_name_plural = _("mergings of persons")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="merged_once", fields=["absorbed"], condition=Q(undone_at__isnull=True)
            ),
            models.CheckConstraint(name="no_merge_into_itself", condition=~Q(kept=F("absorbed"))),
        ]

    def __str__(self):
        return str(self.public_id)


class NotSame(PublicIdModel):
    """Two entries of which somebody said that they are two people; one row a pair, the older entry first.

    It is a fact about the two, as their names are: whoever sees both may see it, and not who recorded it.
    """

    first = models.ForeignKey(Person, models.PROTECT, related_name="not_same_as")
    second = models.ForeignKey(Person, models.PROTECT, related_name="not_same_with")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("pair of different persons")
        verbose_name_plural = _("pairs of different persons")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="one_not_same_a_pair", fields=["first", "second"]),
            models.CheckConstraint(name="not_same_in_order", condition=Q(first__lt=F("second"))),
        ]

    def __str__(self):
        return str(self.public_id)
