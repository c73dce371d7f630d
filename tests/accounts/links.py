"""What tests of one-time links share."""

from allauth.mfa.totp.internal.auth import TOTP
from django_tasks_db.models import DBTaskResult

from accounts.models import Membership

from ..factories import PASSWORD, UserFactory

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NEW_PASSWORD = "bustan-qamar-jisr-41"
FORM = {"password": NEW_PASSWORD, "password_again": NEW_PASSWORD}


def real_account(world, username="real", role="staff", **fields):
    """An account that is no demo's: a password, an app, and a role in the programme."""
    user = UserFactory(username=username, password=PASSWORD, is_demo=False, **fields)
    TOTP.activate(user, SECRET)
    programme = None if role == "administrator" else world.programme
    Membership.objects.create(user=user, role=role, programme=programme)
    return user


def queued(task):
    """The arguments of each waiting task of this kind."""
    rows = DBTaskResult.objects.filter(task_path=task.module_path).order_by("enqueued_at")
    return [row.args_kwargs["args"] for row in rows]


def link_on(answer) -> str:
    """The path of the one link on a slip."""
    return answer.context["link"].removeprefix("http://localhost:8000")
