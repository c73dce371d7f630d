"""All ways in, and what stands before each; what a sign-out, a new password and a lost device leave behind."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from accounts.middleware import LAST_ACT, SIGNED_IN_AT
from accounts.signin.tasks import send_reset_mail
from common.encryption import encrypt
from tests.access.matrix import addresses

from ..factories import PASSWORD, UserFactory
from .test_sessions import SECRET, code_now, is_signed_in

SETUP, LOGIN = "/accounts/2fa/totp/activate/", "/accounts/login/"


@pytest.fixture
def real(db):
    """An account with a password, an address and an app."""
    cache.clear()
    user = UserFactory(username="real", email="real@example.org", is_demo=False)
    TOTP.activate(user, SECRET)
    return user


def come_in(user, code=None):
    """A browser that took both steps."""
    client = Client()
    client.post(LOGIN, {"login": user.username, "password": PASSWORD})
    client.post("/accounts/2fa/authenticate/", {"code": code or code_now()})
    assert is_signed_in(client)
    return client


#: Every address of allauth, and what it answers to somebody who is signed in and has no second factor: the way to
#: setting one up, unless it is named here.
OPEN_WITHOUT_FACTOR = {
    "account_logout": 200,
    "account_reauthenticate": 200,
    "mfa_index": 200,
    "mfa_activate_totp": 200,
    "mfa_add_webauthn": 200,
    "mfa_list_webauthn": 200,
    "mfa_login_webauthn": LOGIN,
    # asks to generate, and refuses the answer: there are no recovery codes without a factor
    "mfa_generate_recovery_codes": 200,
    # nothing is there yet to show, remove or ask for
    "mfa_view_recovery_codes": 404,
    "mfa_download_recovery_codes": 404,
    "mfa_deactivate_totp": 404,
    "mfa_remove_webauthn": 404,
    "mfa_edit_webauthn": 404,
    "mfa_authenticate": "/",
    "mfa_reauthenticate": "/accounts/reauthenticate/",
    "mfa_reauthenticate_webauthn": "/accounts/reauthenticate/",
    "mfa_signup_webauthn": "/accounts/signup/",
}


def test_no_address_of_accounts_is_a_way_round(as_role):
    known = {"account_login", "account_logout", "mfa_index", "usersessions_list"}
    names = {name for name in addresses() if name.startswith(("account_", "mfa_", "usersessions_"))}
    assert known <= names
    wrong = {}
    values = {"key": "guessed", "uidb36": "1", "pk": 1}
    for name in sorted(names):
        path = reverse(name, kwargs={argument: values[argument] for argument in addresses()[name]})
        answer = as_role("no_second_factor").get(path)
        found = answer.url.split("?")[0] if answer.status_code == 302 else answer.status_code
        if found != OPEN_WITHOUT_FACTOR.get(name, SETUP):
            wrong[name] = found
    assert wrong == {}


def test_recovery_codes_alone_are_not_made(as_role, world):
    as_role("no_second_factor").post(reverse("mfa_generate_recovery_codes"))
    assert not Authenticator.objects.filter(user=world.users["no_second_factor"]).exists()


def test_no_other_way_in_is_installed(settings):
    """No social accounts, no interface for apps, no signing in by a code, no passkey instead of both steps."""
    names = set(addresses())
    assert not {app for app in settings.INSTALLED_APPS if re.search("socialaccount|headless|idp", app)}
    assert not {"account_request_login_code", "account_signup_by_passkey", "mfa_login_webauthn"} & names
    for path in ("/_allauth/", "/accounts/3rdparty/", "/accounts/login/code/", "/accounts/social/login/"):
        assert Client().get(path).status_code == 404, path


def test_the_first_step_alone_opens_nothing(real):
    client = Client()
    client.post(LOGIN, {"login": "real", "password": PASSWORD})
    for path in ("/", "/accounts/sessions/", SETUP, "/accounts/2fa/", "/accounts/password/change/"):
        assert client.get(path).url.startswith("/accounts/"), path
    assert not is_signed_in(client)


def test_an_account_s_own_address_is_not_changed_by_its_owner(real):
    client = come_in(real)
    for name in ("account_email", "account_email_verification_sent", "account_confirm_login_code"):
        assert client.post(reverse(name), {"action_add": "", "email": "x@example.org"}).status_code == 404


def test_signing_in_changes_the_key_and_signing_out_ends_it(real):
    client = Client()
    client.post(LOGIN, {"login": "real", "password": PASSWORD})
    before = client.cookies["sessionid"].value
    client.post("/accounts/2fa/authenticate/", {"code": code_now()})
    inside = client.cookies["sessionid"].value
    assert inside != before
    assert not Session.objects.filter(session_key=before).exists()
    assert UserSession.objects.get().session_key == inside
    answer = client.post("/accounts/logout/")
    assert answer["Clear-Site-Data"] == '"cache"'
    assert not UserSession.objects.exists()
    assert not Session.objects.filter(session_key=inside).exists()
    thief = Client()
    thief.cookies["sessionid"] = inside
    assert thief.get("/").url.startswith(LOGIN)
    assert "Clear-Site-Data" not in thief.get(LOGIN)


def test_a_browser_throws_away_what_it_kept_at_the_sign_out_and_not_before(real):
    """Drafts only where the page found none of anybody left, and says so."""
    client = come_in(real)
    for answer in (client.get("/accounts/logout/"), client.post("/my-account/"), client.post("/language/")):
        assert "Clear-Site-Data" not in answer
    assert is_signed_in(client)
    assert client.post("/accounts/logout/", {"device": "empty"})["Clear-Site-Data"] == '"cache", "storage"'


def test_an_idle_session_leaves_the_list_of_sessions(real):
    client = come_in(real)
    session = client.session
    session[LAST_ACT] = time.time() - 3600
    session.save()
    assert client.get("/").status_code == 302
    assert not UserSession.objects.exists()


def test_a_new_password_ends_every_other_session(real, monkeypatch):
    monkeypatch.setattr(
        "allauth.mfa.totp.internal.auth.validate_totp_code", lambda secret, code: code.startswith("00000")
    )
    mine, other = come_in(real, "000001"), come_in(real, "000002")
    assert other.get("/").status_code == 200
    fields = {"oldpassword": PASSWORD, "password1": "new-good-password-9", "password2": "new-good-password-9"}
    assert mine.post("/accounts/password/change/", fields).status_code == 302
    assert mine.get("/").status_code == 200
    assert other.get("/").status_code != 200
    assert UserSession.objects.get().session_key == mine.session.session_key
    assert {row.session_key for row in Session.objects.all()} >= {mine.session.session_key}


def test_signing_out_everywhere_else(real, monkeypatch):
    monkeypatch.setattr(
        "allauth.mfa.totp.internal.auth.validate_totp_code", lambda secret, code: code.startswith("00000")
    )
    mine, other = come_in(real, "000001"), come_in(real, "000002")
    mine.post("/accounts/sessions/")
    assert mine.get("/").status_code == 200
    assert not is_signed_in(other)
    assert other.get("/").url.startswith(LOGIN)


def test_the_old_password_is_not_guessed_from_an_open_session(real):
    client = come_in(real)
    fields = {"oldpassword": "wrong", "password1": "new-good-password-9", "password2": "new-good-password-9"}
    answers = [client.post("/accounts/password/change/", fields).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]


def test_what_matters_is_asked_for_again_after_a_while(real):
    client = come_in(real)
    assert client.get("/accounts/2fa/recovery-codes/generate/").status_code == 200
    session = client.session
    session[SIGNED_IN_AT] = time.time() - 3600
    session.save()
    assert client.get("/accounts/2fa/recovery-codes/generate/").url.startswith("/accounts/reauthenticate/")


def ask(address):
    """Ask for a new password on the sign-in page; the answer."""
    return Client().post("/accounts/password/reset/", {"email": address})


def test_asking_for_a_new_password_tells_nothing_and_sends_nothing_itself(real):
    answers = [ask(address) for address in ("real@example.org", "nobody@example.org")]
    assert {(answer.status_code, answer.url) for answer in answers} == {
        (302, "/accounts/password/reset/done/")
    }
    assert mail.outbox == []
    waiting = DBTaskResult.objects.all()
    assert waiting.count() == 2, "one task each, for the unknown address too"
    assert "example" not in str([row.args_kwargs for row in waiting])
    # Nobody's box is filled by a stranger.
    for _ in range(4):
        assert ask("real@example.org").status_code == 302
    assert DBTaskResult.objects.count() == 3 + 1


def test_the_link_leads_to_a_new_password_and_not_past_the_second_factor(real, settings):
    send_reset_mail.call(encrypt("REAL@example.org", purpose="accounts"))
    message = mail.outbox.pop()
    assert message.to == ["real@example.org"]
    assert "real" not in message.body.replace("real@example.org", "")
    link = re.search(r"http\S+/accounts/password/reset/key/\S+", message.body)[0]
    client = Client()
    form = client.get(link.removeprefix(settings.SITE_URL), follow=True)
    path = form.request["PATH_INFO"]
    new = {"password1": "new-good-password-9", "password2": "new-good-password-9"}
    assert client.post(path, new).status_code == 302
    assert not is_signed_in(client)
    answer = client.post(LOGIN, {"login": "real", "password": "new-good-password-9"})
    assert answer.url == "/accounts/2fa/authenticate/"
    assert "password1" not in client.get(link.removeprefix(settings.SITE_URL), follow=True).content.decode()


@pytest.mark.parametrize("state", ["unknown", "switched off", "never opened", "without factor"])
def test_no_mail_goes_to_whoever_may_not_choose_a_password(real, state):
    if state == "switched off":
        real.is_active = False
    elif state == "never opened":
        real.set_unusable_password()
    elif state == "without factor":
        Authenticator.objects.all().delete()
    real.save()
    send_reset_mail.call(
        encrypt("nobody@example.org" if state == "unknown" else real.email, purpose="accounts")
    )
    assert mail.outbox == []
