"""What role an account holds where."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models.users import PROGRAMME_ROLES, Role, User
from common.models import PublicIdModel


class MembershipQuerySet(models.QuerySet):
    """Memberships in words."""

    def current(self):
        """Those that have not ended."""
        return self.filter(ended_at__isnull=True)

    def who_may_be_second(self):
        """Whose holder may allow what somebody else asks for: managers, administrators, named second keys."""
        return self.filter(Q(is_second_key=True) | Q(role__in=[Role.MANAGER, Role.ADMINISTRATOR]))

    def validating(self):
        """Those whose holder may sign in now and speaks the last word for his institution."""
        return self.current().filter(validates=True, user__is_active=True)


class Membership(PublicIdModel):
    """One role of one account: in a programme, for an institution, or (administrator) in neither."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name=_("account"))
    role = models.CharField(_("role"), max_length=16, choices=Role)
    programme = models.ForeignKey(
        "forums.Programme",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("programme"),
    )
    institution = models.ForeignKey(
        "participants.Institution",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("institution"),
    )
    #: named by a manager to allow, beside the managers, what takes two persons in this programme
    is_second_key = models.BooleanField(_("second key"), default=False)
    #: of a representative: of those who send the institution's answers, which its other accounts then only draft
    validates = models.BooleanField(_("validating authority"), default=False, editable=False)
    #: of an auditor: the days, both included, on which signed sheets of money and attendance may be looked at
    engaged_from = models.DateField(_("audits finances from"), null=True, blank=True, editable=False)
    engaged_until = models.DateField(_("audits finances until"), null=True, blank=True, editable=False)
    started_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.CheckConstraint(
                name="membership_scope_fits_role",
                condition=Q(role__in=PROGRAMME_ROLES, programme__isnull=False, institution__isnull=True)
                | Q(role=Role.REVIEWER, programme__isnull=True, institution__isnull=False)
                | Q(role=Role.ADMINISTRATOR, programme__isnull=True, institution__isnull=True),
            ),
            models.CheckConstraint(
                name="engagement_is_an_auditors_and_ends",
                condition=Q(engaged_from__isnull=True, engaged_until__isnull=True)
                | Q(role=Role.AUDITOR, engaged_until__gte=models.F("engaged_from")),
            ),
            models.CheckConstraint(
                name="a_representative_validates", condition=Q(validates=False) | Q(role=Role.REVIEWER)
            ),
            models.UniqueConstraint(
                name="one_current_role_a_programme",
                fields=["user", "role", "programme"],
                condition=Q(ended_at__isnull=True, programme__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_current_role_an_institution",
                fields=["user", "role", "institution"],
                condition=Q(ended_at__isnull=True, institution__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_current_role_of_neither",
                fields=["user", "role"],
                condition=Q(ended_at__isnull=True, programme__isnull=True, institution__isnull=True),
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()}"

    @property
    def programme_is_archived(self) -> bool:
        """Whether it is held in a programme that can only be read."""
        return self.programme is not None and self.programme.archived_at is not None

    @property
    def is_engaged(self) -> bool:
        """Whether its holder is engaged today to audit the programme's finances."""
        if self.engaged_from is None or self.engaged_until is None:
            return False
        return self.engaged_from <= timezone.localdate() <= self.engaged_until

    @cached_property
    def speaks_last(self) -> bool:
        """Whether his institution's answers may be sent by this membership: it validates, or nobody does who could.

        Asks the database, once a request, of representatives alone who do not validate.
        """
        others = Membership.objects.validating().filter(institution=self.institution_id)
        return self.validates or not others.exists()

    @property
    def may_be_second(self) -> bool:
        """The same words as `who_may_be_second`, of one membership."""
        return self.is_second_key or self.role in (Role.MANAGER, Role.ADMINISTRATOR)
