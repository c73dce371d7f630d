"""What a list or a page says of an account and of its roles."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext, pgettext

from accounts.models import Invitation, Membership, User
from accounts.rights import administers, programmes_where


def roles_shown_to(reader):
    """The roles in force that the reader may know of: to an administrator all, else those of his programmes."""
    rows = Membership.objects.current()
    if administers(reader, "accounts", "r"):
        return rows
    return rows.filter(programme__in=programmes_where(reader, "accounts", "r"))


@dataclass(frozen=True)
class RoleRow:
    """One role and what its reader may do with it."""

    membership: Membership
    reader: User

    @property
    def where(self):
        """Programme or institution; nothing for an administrator."""
        return self.membership.programme or self.membership.institution or ""

    @property
    def can_end(self) -> bool:
        """Whether the button stands there."""
        return self.reader.has_perm("accounts.grant_role", self.membership)

    @property
    def can_name(self) -> bool:
        """The same for naming a second key."""
        return self.reader.has_perm("accounts.name_second_key", self.membership)

    @property
    def can_validate(self) -> bool:
        """The same for saying that a representative is of the validating authority."""
        return self.reader.has_perm("accounts.name_validator", self.membership)

    @property
    def can_engage(self) -> bool:
        """The same for engaging an auditor of the finances."""
        return self.reader.has_perm("accounts.engage_auditor", self.membership)


@dataclass(frozen=True)
class AccountRow:
    """One account. Made from rows with `factor`, `invitation` and roles read already: asks nothing."""

    account: User
    roles: list

    @property
    def has_factor(self) -> bool:
        """An app or a key; demo accounts have none and need none."""
        return self.account.factor

    @property
    def is_open(self) -> bool:
        """Whether somebody signs in to it: a password, and a second factor where one is asked for."""
        return self.account.has_usable_password() and (self.account.factor or self.account.is_demo)

    @property
    def link(self):
        """The link that waits or ran out unused; None where there is nothing to follow."""
        invitation = getattr(self.account, "invitation", None)
        return invitation if invitation is not None and invitation.used_at is None else None

    @property
    def chips(self) -> list[tuple[str, str]]:
        """How it stands, as (tone, words)."""
        if not self.account.is_active:
            return [("late", gettext("switched off"))]
        found = []
        if not self.is_open:
            found.append(("open", pgettext("account", "not open yet")))
        if self.link is not None:
            waits = self.link.expires_at > timezone.now()
            words = {
                Invitation.Kind.PASSWORD: gettext("password link waits"),
            }.get(Invitation.Kind(self.link.kind), gettext("invitation link waits"))
            if waits:
                found.append(("prog", words))
            elif not self.is_open:
                found.append(("late", gettext("link ran out")))
        return found or [("ok", pgettext("account", "in use"))]
