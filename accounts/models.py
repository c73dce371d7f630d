"""Accounts, and what role each holds where."""

import uuid
from datetime import timedelta

import rules
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from common.models import PublicIdModel


class Role(models.TextChoices):
    """What somebody is here. What a role may do stands in `accounts/rights.py` and nowhere else."""

    MANAGER = "manager", _("programme manager")
    STAFF = "staff", _("programme staff")
    REVIEWER = "reviewer", _("institution's representative")
    DONOR = "donor", _("donor")
    AUDITOR = "auditor", _("auditor")
    ADMINISTRATOR = "administrator", _("administrator")


#: Roles that are held in one programme; a reviewer's is held for an institution, an administrator's for neither.
PROGRAMME_ROLES = (Role.MANAGER, Role.STAFF, Role.DONOR, Role.AUDITOR)


class UserManager(BaseUserManager):
    """Creates accounts. Pages do so by invitation only."""

    def create_user(self, username: str, password: str | None = None, **fields):
        """An account; without a password nobody can sign in to it."""
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields):
        """An operator of the machine. By that alone he may read nothing here."""
        return self.create_user(username, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in. Rights come from memberships alone, never from `is_superuser` or groups."""

    class Digits(models.TextChoices):
        """Which digits a reader wants to see; empty follows the language."""

        ARABIC = "arab", _("Arabic-Indic digits (٠١٢)")
        LATIN = "latn", _("Latin digits (012)")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField(_("user name"), max_length=150, unique=True)
    display_name = models.CharField(_("name shown"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=2, blank=True, default="ar")
    digits = models.CharField(_("digits"), max_length=4, choices=Digits, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    #: A sign-in of the demo: no second factor, and refused wherever DEMO is off.
    is_demo = models.BooleanField(default=False, editable=False)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self):
        return self.display_name or self.username

    def get_short_name(self) -> str:
        """What the top bar calls him."""
        return str(self)

    def has_perm(self, perm, obj=None) -> bool:
        """Ask the rules. Being superuser gives nothing, and a deactivated account has nothing."""
        return bool(self.is_active and rules.has_perm(perm, self, obj))

    def has_perms(self, perm_list, obj=None) -> bool:
        """All of them."""
        return all(self.has_perm(perm, obj) for perm in perm_list)

    def has_module_perms(self, app_label) -> bool:
        """The back office opens for administrators only; each model then asks the rules."""
        return self.is_staff

    @property
    def is_staff(self) -> bool:
        """May enter Django's admin: administrators, by membership."""
        return self.is_active and Role.ADMINISTRATOR in self.roles()

    @cached_property
    def current_memberships(self) -> list["Membership"]:
        """The memberships in force, read once a request: a role taken away is gone with the next request."""
        return list(self.memberships.current()) if self.is_active else []

    def roles(self) -> set[str]:
        """The roles held anywhere."""
        return {membership.role for membership in self.current_memberships}


class MembershipQuerySet(models.QuerySet):
    """Memberships in words."""

    def current(self):
        """Those that have not ended."""
        return self.filter(ended_at__isnull=True)


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


class Invitation(PublicIdModel):
    """A link that works once and for 72 hours. Only the hash of its token is kept.

    `user` is the account that it opens; empty for the first administrator's, who has none yet.
    """

    LIFETIME = timedelta(hours=72)

    user = models.OneToOneField(User, models.CASCADE, null=True, blank=True, related_name="invitation")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self):
        return str(self.public_id)
