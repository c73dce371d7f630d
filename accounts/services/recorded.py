"""Acts on one's own account that allauth's pages do: what they put on the record.

Passwords that were wrong are not here: whoever types one is a stranger, and could fill a record that never forgets.
They are counted by `accounts/signin/backoff.py`.
"""

from django.db import transaction

from accounts.models import User
from common import audit


@transaction.atomic
def record_sign_in(*, actor) -> None:
    """All steps of signing in are done."""
    audit.append(actor=actor, action="accounts.sign_in", subject=actor)


@transaction.atomic
def record_sign_out(*, actor, by_portal: bool = False) -> None:
    """The session is over; `by_portal` says that its time was, and nobody asked for it."""
    audit.append(
        actor=None if by_portal else actor,
        action="accounts.end_idle_session" if by_portal else "accounts.sign_out",
        subject=actor,
    )


@transaction.atomic
def record_own_password(*, actor, signed_in: bool) -> None:
    """A new password: chosen by whoever is signed in, or behind the link of a mail. In the transaction that stores it."""
    action = "accounts.change_password" if signed_in else "accounts.reset_password"
    audit.append(actor=actor, action=action, subject=actor)


@transaction.atomic
def record_refused_code(*, actor, user: User) -> None:
    """A code was wrong, used or too old, behind a password that was right. Who typed it is not known: `actor` is None.

    The back-off lets through some ten an hour, so the record does not grow by them.
    """
    audit.append(actor=actor, action="accounts.refuse_code", subject=user)


@transaction.atomic
def record_factor(*, actor, action: str, kind: str) -> None:
    """An app, a passkey or recovery codes: `action` is "set_up_factor" or "remove_factor", `kind` allauth's word."""
    audit.append(actor=actor, action=f"accounts.{action}", subject=actor, details={"kind": kind})
