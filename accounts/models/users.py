"""Accounts, and the roles that there are."""

import uuid

import rules
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _


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


class UserQuerySet(models.QuerySet):
    """Accounts in words."""

    def visible_to(self, reader):
        """The reader's own, and those with a role where he reads accounts; to an administrator all."""
        from accounts.rights import administers, programmes_where

        if not reader.is_active:  # nor is whoever is not signed in
            return self.none()
        if administers(reader, "accounts", "r"):
            return self.all()
        places = programmes_where(reader, "accounts", "r")
        held = reader.memberships.model.objects.current().filter(programme__in=places)
        return self.filter(Q(pk=reader.pk) | Q(pk__in=held.values("user")))

    def with_second_factor(self):
        """Annotates `factor`: whether an app or a key is set up; recovery codes alone do not count."""
        from allauth.mfa.models import Authenticator

        kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        return self.annotate(factor=Exists(Authenticator.objects.filter(user=OuterRef("pk"), type__in=kinds)))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
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

    def has_module_perms(self, app_label) -> bool:
        """The back office opens for administrators only; each model then asks the rules."""
        return self.is_staff

    @property
    def is_staff(self) -> bool:
        """May enter Django's admin: administrators, by membership; whoever is switched off has none in force."""
        return Role.ADMINISTRATOR in self.roles()

    @cached_property
    def current_memberships(self) -> list:
        """The memberships in force, read once a request: a role taken away is gone with the next request."""
        held = self.memberships.current().select_related("programme")
        return list(held) if self.is_active else []

    def roles(self) -> set[str]:
        """The roles held anywhere."""
        return {membership.role for membership in self.current_memberships}
