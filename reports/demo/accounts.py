"""The demo's sign-ins, one a role, and the marker that tells a demo database from a real one."""

from django.conf import settings

from accounts.models import Role, User
from accounts.services import grant_membership
from common import audit
from common.models import AuditEntry
from forums.models import Programme

#: The same on every machine and printed by `make run`: it opens nothing but made-up data.
PASSWORD = "muntada-demo-only"  # noqa: S105  public on purpose
MARKER = "reports.mark_demo_database"

#: user name → (name shown, role); administrator, reviewer and validator get their scope in `grant_roles`.
SIGN_INS = {
    "manager": ("مديرة البرنامج (تجريبي)", Role.MANAGER),
    "staff": ("مقرّر البرنامج (تجريبي)", Role.STAFF),
    "reviewer": ("ممثل الجهة (تجريبي)", Role.REVIEWER),
    "validator": ("المدير العام للجهة (تجريبي)", Role.REVIEWER),
    "donor": ("الجهة المانحة (تجريبي)", Role.DONOR),
    "auditor": ("المدقّق (تجريبي)", Role.AUDITOR),
    "administrator": ("مسؤول النظام (تجريبي)", Role.ADMINISTRATOR),
}


class NotADemoDatabase(Exception):
    """The database holds something and lacks the marker: it may be a real one."""


def require_demo_database() -> None:
    """Raise NotADemoDatabase unless DEMO is on and the database is empty or carries the marker."""
    if not settings.DEMO:
        raise NotADemoDatabase("DEMO is off: the demo is not put into a real installation.")
    marked = AuditEntry.objects.filter(action=MARKER).exists()
    if not marked and (User.objects.exists() or Programme.objects.exists()):
        raise NotADemoDatabase("This database holds data and has no demo marker. Nothing was changed.")


def make_sign_ins() -> dict[str, User]:
    """The demo accounts by user name, made where missing; the first one carries the marker."""
    users = {}
    for username, (display_name, _role) in SIGN_INS.items():
        user = User.objects.filter(username=username).first()
        if user is None:
            user = User.objects.create_user(username, PASSWORD, display_name=display_name, is_demo=True)
        users[username] = user
    if not AuditEntry.objects.filter(action=MARKER).exists():
        audit.append(actor=None, action=MARKER, subject=users["administrator"])
    return users


def grant_roles(users, *, programme, institutions, validated=None) -> None:
    """Give each sign-in its role; the reviewer speaks for each of the institutions, of `validated` the validator alone.

    Where no institution has a validating authority, the validator gets no role.
    """
    for username, (_name, role) in SIGN_INS.items():
        user = users[username]
        if username == "validator":
            if validated is None:
                continue
            grant_membership(actor=None, user=user, role=role, institution=validated, validates=True)
        elif role == Role.REVIEWER:
            for institution in institutions:
                grant_membership(actor=None, user=user, role=role, institution=institution)
        elif role == Role.ADMINISTRATOR:
            grant_membership(actor=None, user=user, role=role)
        else:
            grant_membership(actor=None, user=user, role=role, programme=programme)
        user.__dict__.pop("current_memberships", None)
