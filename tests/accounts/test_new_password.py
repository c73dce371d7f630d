"""A forgotten password: by a slip or by mail; neither goes round the second factor, and sessions end."""

import re
from datetime import timedelta

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Invitation, User
from accounts.services import InvitationRefused, make_password_link, reset_password
from common.models import AuditEntry

from ..factories import PASSWORD
from .links import FORM, NEW_PASSWORD, link_on, real_account
from .test_sessions import code_now


@pytest.fixture
def real(world):
    """A real account with an app and an address."""
    cache.clear()
    return real_account(world, email="real@example.org")


def assert_the_factor_is_asked_for(password=NEW_PASSWORD):
    client = Client()
    answer = client.post("/accounts/login/", {"login": "real", "password": password})
    assert answer.url.startswith("/accounts/2fa/authenticate/")
    assert "_auth_user_id" not in client.session
    assert client.get("/").url.startswith("/accounts/login/")
    assert client.post("/accounts/2fa/authenticate/", {"code": code_now()}).status_code == 302
    assert client.get("/").status_code == 200


def test_by_a_slip(world, real, as_role, sign_in):
    browser = sign_in(real)
    assert browser.get("/").status_code == 200
    page = reverse("team_link", args=[real.public_id])
    answer = as_role("manager").post(page, {"kind": "password"})
    assert browser.get("/").status_code == 200, "a link that waits signs nobody out"
    assert Client().post(link_on(answer), FORM).url == "/accounts/login/"
    assert browser.get("/").url.startswith("/accounts/login/")
    assert Client().get(link_on(answer)).status_code == 404
    assert Authenticator.objects.filter(user=real).count() == 1
    assert AuditEntry.objects.first().action == "accounts.reset_password"
    assert_the_factor_is_asked_for()


def test_whoever_opens_the_link_is_not_signed_in_by_it(world, real):
    client = Client()
    client.post(f"/invitation/{make_password_link(actor=world.manager, user=real)}/", FORM)
    assert "_auth_user_id" not in client.session


def test_the_link_is_for_one_day(world, real):
    token = make_password_link(actor=world.manager, user=real)
    left = Invitation.objects.get().expires_at - timezone.now()
    assert timedelta(hours=23) < left <= timedelta(hours=24)
    Invitation.objects.update(expires_at=timezone.now())
    assert Client().get(f"/invitation/{token}/").status_code == 404


def test_a_link_dies_with_the_second_factor(world, real):
    token = make_password_link(actor=world.manager, user=real)
    Authenticator.objects.all().delete()
    assert Client().post(f"/invitation/{token}/", FORM).status_code == 404
    assert User.objects.get(pk=real.pk).check_password(PASSWORD)


@pytest.mark.parametrize("name", ["staff", "auditor", "foreign_manager", "superuser", "donor"])
def test_who_does_not_keep_the_account_makes_none(world, real, name):
    with pytest.raises(PermissionDenied):
        make_password_link(actor=world.users[name], user=real)


def reset_path(user):
    key = default_token_generator.make_token(user)
    arguments = {"uidb36": user_pk_to_url_str(user), "key": key}
    return reverse("account_reset_password_from_key", kwargs=arguments)


def follow(path):
    """Open the link of a mail and send a new password behind it."""
    client = Client()
    answer = client.get(path, follow=True)
    fields = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    return client, client.post(answer.request["PATH_INFO"], fields)


def test_by_mail(world, real, sign_in):
    browser = sign_in(real)
    browser.get("/")
    path = reset_path(real)
    client, answer = follow(path)
    assert answer.url == reverse("account_reset_password_from_key_done")
    assert "_auth_user_id" not in client.session
    assert browser.get("/").url.startswith("/accounts/login/")
    assert AuditEntry.objects.first().action == "accounts.reset_password"
    assert_the_factor_is_asked_for()
    follow(path)
    assert AuditEntry.objects.filter(action="accounts.reset_password").count() == 1, "once"


def test_a_mailbox_alone_opens_no_account_without_a_second_factor(world, real):
    """Whoever reads the mailbox would set up a factor of his own."""
    path = reset_path(real)
    Authenticator.objects.all().delete()
    follow(path)
    assert User.objects.get(pk=real.pk).check_password(PASSWORD)
    with pytest.raises(InvitationRefused):
        reset_password(user=User.objects.get(pk=real.pk), password=NEW_PASSWORD)


@pytest.mark.parametrize("address", ["real@example.org", "nobody@example.org"])
def test_asking_is_answered_alike(world, real, address):
    answer = Client().post("/accounts/password/reset/", {"email": address}, follow=True)
    assert answer.request["PATH_INFO"] == reverse("account_reset_password_done")
    body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    assert address not in body
    expected = Client().get(reverse("account_reset_password_done")).content.decode()
    assert body == re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", expected)
