"""What somebody does with his own account goes on the record, whichever page does it."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from accounts.middleware import LAST_ACT
from common import audit
from common.models import AuditEntry

from ..factories import PASSWORD, UserFactory

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NEW = "another-Password-2031"


@pytest.fixture
def real(db):
    cache.clear()
    user = UserFactory(username="real", is_demo=False)
    TOTP.activate(user, SECRET)
    return user


def code(step=0, secret=SECRET):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def acts():
    """(action, by its owner, about him) of all entries."""
    return [entry.action for entry in AuditEntry.objects.order_by("id")]


def come_in(user):
    client = Client()
    client.post("/accounts/login/", {"login": user.username, "password": PASSWORD})
    client.post("/accounts/2fa/authenticate/", {"code": code()})
    return client


def test_signing_in_and_out(real):
    client = come_in(real)
    client.post("/accounts/logout/")
    assert acts() == ["accounts.sign_in", "accounts.sign_out"]
    assert {(entry.actor, entry.subject) for entry in AuditEntry.objects.all()} == {
        (real.public_id, real.public_id)
    }
    assert all(entry.origin.startswith("page ") for entry in AuditEntry.objects.all())


def test_the_first_step_alone_and_wrong_passwords_leave_nothing(real):
    client = Client()
    client.post("/accounts/login/", {"login": real.username, "password": "wrong-password-1"})
    client.post("/accounts/login/", {"login": "nobody-here", "password": "wrong-password-1"})
    client.post("/accounts/login/", {"login": real.username, "password": PASSWORD})
    assert acts() == []


def test_a_wrong_code_is_on_the_record_without_the_code(real):
    client = Client()
    client.post("/accounts/login/", {"login": real.username, "password": PASSWORD})
    client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.subject) == ("accounts.refuse_code", None, real.public_id)
    assert entry.details == {}


def test_a_held_code_is_counted_and_not_recorded(real):
    """The back-off bounds the record: what it holds back was not looked at."""
    client = Client()
    client.post("/accounts/login/", {"login": real.username, "password": PASSWORD})
    for _ in range(12):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert 1 <= acts().count("accounts.refuse_code") <= 6


def test_a_session_whose_time_is_over(real):
    client = come_in(real)
    session = client.session
    session[LAST_ACT] = time.time() - 3600
    session.save()
    client.get("/")
    assert acts() == ["accounts.sign_in", "accounts.end_idle_session"]
    assert AuditEntry.objects.last().subject == real.public_id


def test_a_new_password(real):
    client = come_in(real)
    answer = client.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    )
    assert answer.status_code == 302
    assert acts() == ["accounts.sign_in", "accounts.change_password"]
    assert NEW not in str(list(AuditEntry.objects.values()))


def test_a_password_that_cannot_be_recorded_is_not_changed(real, monkeypatch):
    client = come_in(real)

    def refuse(**keywords):
        raise ZeroDivisionError

    monkeypatch.setattr(audit, "append", refuse)
    with pytest.raises(ZeroDivisionError):
        client.post(
            "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
        )
    real.refresh_from_db()
    assert real.check_password(PASSWORD)


def test_signing_out_elsewhere(real):
    client, other = come_in(real), Client()
    other.force_login(real)
    from allauth.usersessions.models import UserSession

    UserSession.objects.create(
        user=real, ip="127.0.0.1", session_key=other.session.session_key, user_agent="x"
    )
    client.post("/accounts/sessions/")
    entry = AuditEntry.objects.order_by("id").last()
    assert (entry.action, entry.details) == ("accounts.end_session", {"count": 1})


def test_an_app_is_set_up_and_removed(db, sign_in):
    user = UserFactory(is_demo=True)
    client = sign_in(user)
    page = client.get("/accounts/2fa/totp/activate/")
    answer = client.post("/accounts/2fa/totp/activate/", {"code": code(secret=page.context["form"].secret)})
    assert answer.status_code == 302
    kinds = [entry.details["kind"] for entry in AuditEntry.objects.order_by("id")]
    assert acts() == ["accounts.set_up_factor"] * 2
    assert sorted(kinds) == ["recovery_codes", "totp"]
    assert client.post("/accounts/2fa/totp/deactivate/").status_code == 302
    assert not Authenticator.objects.filter(user=user).exists()
    assert set(acts()[2:]) == {"accounts.remove_factor"}
    assert page.context["form"].secret not in str(list(AuditEntry.objects.values()))


def test_what_others_remove_has_one_entry(real, world, sign_in):
    """Two administrators or the machine: their service records it, and the signal keeps still."""
    from accounts.services import reset_second_factor

    reset_second_factor(actor=None, user=real, reason="lost")
    assert acts() == ["accounts.reset_second_factor"]
