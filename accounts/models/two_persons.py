"""Acts that one person asks for and a second one allows."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.memberships import Membership
from accounts.models.users import Role, User
from accounts.states import TwoPersonState
from common.models import VersionedModel


class TwoPersonActQuerySet(models.QuerySet):
    """Such acts in words."""

    def visible_to(self, user):
        """Those that the reader asked for, and those of which he could be the second person."""
        if not user.is_active:  # nor is whoever is not signed in
            return self.none()
        seconds = Membership.objects.current().who_may_be_second().filter(user=user)
        mine = Q(asked_by=user) | Q(programme__in=seconds.values("programme__public_id"))
        if Role.ADMINISTRATOR in user.roles():
            mine |= Q(programme__isnull=True)
        return self.filter(mine)

    def awaiting(self, user):
        """Those that this reader could allow or refuse now."""
        since = timezone.now() - TwoPersonAct.WAITS
        waiting = self.visible_to(user).filter(state=TwoPersonAct.State.ASKED, created_at__gt=since)
        return waiting.exclude(asked_by=user)

    def usable_by(self, user):
        """Those that were allowed to this account and may still be done."""
        since = timezone.now() - TwoPersonAct.VALID
        return self.filter(asked_by=user, state=TwoPersonAct.State.ALLOWED, decided_at__gt=since)


class TwoPersonAct(VersionedModel):
    """One act on one object: asked for with a reason, allowed by a second person, done once.

    `programme` is a public id, since foreign keys point right; empty for acts on accounts, of which a second
    administrator is the second person. `label` names the object by its code or user name, never by a person's name.
    """

    #: how long a request waits for the second person, and how long his word holds
    WAITS = timedelta(hours=72)
    VALID = timedelta(hours=24)

    class Act(models.TextChoices):
        """What takes two."""

        OPEN_SEAL = "open_seal", _("opening the seal over who said it")
        PRINT_CALL_LIST = "print_call_list", _("printing a call list")
        EXPORT_NAMES = "export_names", _("exporting names")
        ERASE_PERSON = "erase_person", _("erasing a person")
        APPROVE_OWN = "approve_own", _("approving minutes in which one wrote oneself")
        ARCHIVE_PROGRAMME = "archive_programme", _("archiving a programme")
        PURGE_PROGRAMME = "purge_programme", _("purging a programme after its retention time")
        RESET_SECOND_FACTOR = "reset_second_factor", _("removing a lost second factor")

    State = TwoPersonState

    act = models.CharField(_("act"), max_length=24, choices=Act)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.ASKED, editable=False)
    subject_type = models.CharField(max_length=80, editable=False)
    subject = models.UUIDField(db_index=True, editable=False)
    programme = models.UUIDField(null=True, db_index=True, editable=False)
    label = models.CharField(max_length=200, editable=False)
    #: the page of this portal on which the act is done once it is allowed
    path = models.CharField(max_length=200, editable=False)
    reason = models.TextField(_("reason"))
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(_("reason of the refusal"), blank=True)

    objects = TwoPersonActQuerySet.as_manager()

    class Meta:
        verbose_name = _("act of two persons")
        verbose_name_plural = _("acts of two persons")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                name="one_open_request_an_act",
                fields=["act", "subject", "asked_by"],
                condition=Q(state__in=["asked", "allowed"]),
            )
        ]

    def __str__(self):
        return str(self.public_id)

    @property
    def is_over(self) -> bool:
        """Whether its time has run out while it waited or after it was allowed."""
        if self.state == self.State.ASKED:
            return self.created_at + self.WAITS <= timezone.now()
        if self.state == self.State.ALLOWED:
            return self.decided_at + self.VALID <= timezone.now()
        return False
