"""What must hold on each request of somebody who is signed in."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.middleware import LAST_ACT, SIGNED_IN_AT
from forums.models import Forum

from ..factories import PASSWORD, UserFactory

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_now(secret=SECRET):
    """The code that an authenticator app shows now."""
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))


def shift(client, **seconds):
    """Move stamps of the session into the past."""
    session = client.session
    for name, value in seconds.items():
        key = {"signed_in": SIGNED_IN_AT, "last_act": LAST_ACT}[name]
        session[key] = time.time() - value
    session.save()


@pytest.fixture
def staff(as_role):
    """A client of staff with a session that has begun."""
    client = as_role("staff")
    assert client.get("/").status_code == 200
    return client


def is_signed_in(client):
    return "_auth_user_id" in client.session


def test_an_idle_session_ends_and_leads_back_to_the_page(staff):
    shift(staff, last_act=15 * 60 + 1)
    answer = staff.get("/?q=1")
    assert answer.status_code == 302
    assert answer.url == "/accounts/login/?next=/%3Fq%3D1"
    assert not is_signed_in(staff)
    assert "signed out" in staff.get(answer.url).content.decode()


def test_a_session_that_is_used_goes_on(staff):
    shift(staff, last_act=15 * 60 - 5)
    assert staff.get("/").status_code == 200
    assert time.time() - staff.session[LAST_ACT] < 5


def test_eight_hours_are_the_end_however_busy(staff):
    shift(staff, signed_in=8 * 3600 + 1, last_act=0)
    assert staff.get("/").status_code == 302
    assert not is_signed_in(staff)


def test_polling_is_not_activity(staff):
    shift(staff, last_act=600)
    staff.get("/", headers={"X-Background": "1"})
    assert time.time() - staff.session[LAST_ACT] >= 600
    staff.get("/")
    assert time.time() - staff.session[LAST_ACT] < 5


def test_a_fragment_request_is_told_to_load_the_sign_in(staff):
    shift(staff, last_act=3600)
    answer = staff.get("/people/pick/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (401, "/accounts/login/?next=/")
    assert answer.content == b""


def test_a_post_after_the_end_changes_nothing(staff, world):
    shift(staff, last_act=3600)
    answer = staff.post("/forums/add/", {"title_ar": "لقاء"})
    assert (answer.status_code, answer.url) == (302, "/accounts/login/?next=/forums/add/")
    assert not Forum.objects.exists()


def test_demo_accounts_are_refused_where_it_is_real(staff, settings):
    settings.DEMO = False
    answer = staff.get("/")
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/")
    assert not is_signed_in(staff)


def test_a_deactivated_account_has_nothing_on_its_next_request(staff, world):
    world.staff.is_active = False
    world.staff.save(update_fields=["is_active"])
    assert staff.get("/").url.startswith("/accounts/login/")
    assert staff.get("/forums/").url.startswith("/accounts/login/")


def test_an_ended_membership_is_gone_on_the_next_request(staff, world):
    assert staff.get("/forums/").status_code == 200
    world.staff.memberships.update(ended_at=timezone.now())
    assert staff.get("/").status_code == 200
    assert staff.get("/forums/").status_code == 404


def test_a_new_membership_counts_on_the_next_request(as_role, world):
    client = as_role("roleless")
    assert client.get("/forums/").status_code == 404
    world.roleless.memberships.create(role="staff", programme=world.programme)
    assert client.get("/forums/").status_code == 200


@pytest.mark.parametrize(
    "path", ["/", "/forums/", "/recommendations/", "/accounts/sessions/", "/accounts/password/change/"]
)
def test_without_second_factor_everything_leads_to_setting_it_up(as_role, path):
    client = as_role("no_second_factor")
    assert client.get(path).url == "/accounts/2fa/totp/activate/"
    assert client.post(path).url == "/accounts/2fa/totp/activate/"


def test_recovery_codes_alone_are_no_second_factor(as_role, world):
    client = as_role("no_second_factor")
    RecoveryCodes.activate(world.no_second_factor)
    assert client.get("/").url == "/accounts/2fa/totp/activate/"


@pytest.fixture
def real(db):
    """A real account with a password and an authenticator app."""
    cache.clear()
    user = UserFactory(username="real", password=PASSWORD, is_demo=False)
    TOTP.activate(user, SECRET)
    return user


def test_the_second_factor_is_asked_for_and_not_accepted_twice(real):
    client = Client()
    answer = client.post("/accounts/login/", {"login": "real", "password": PASSWORD})
    assert answer.url == "/accounts/2fa/authenticate/"
    assert not is_signed_in(client)
    assert client.get("/").status_code == 302
    code = code_now()
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    assert client.post("/accounts/2fa/authenticate/", {"code": wrong}).status_code == 200
    assert not is_signed_in(client)
    assert client.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 302
    assert is_signed_in(client)
    assert client.get("/").status_code == 200

    replay = Client()
    replay.post("/accounts/login/", {"login": "real", "password": PASSWORD})
    replay.post("/accounts/2fa/authenticate/", {"code": code})
    assert not is_signed_in(replay)


def test_secrets_of_second_factors_are_encrypted(real):
    stored = Authenticator.objects.get(user=real, type=Authenticator.Type.TOTP)
    assert SECRET not in str(stored.data)
    assert stored.wrap().validate_code(code_now())
    RecoveryCodes.activate(real)
    codes = Authenticator.objects.get(user=real, type=Authenticator.Type.RECOVERY_CODES)
    seed = codes.data["seed"]
    assert codes.wrap().get_unused_codes()
    assert seed.startswith("gAAAA"), "a Fernet token"


def test_setting_up_the_second_factor_opens_the_portal(db, world):
    cache.clear()
    UserFactory(username="fresh", password=PASSWORD, is_demo=False)
    client = Client()
    client.post("/accounts/login/", {"login": "fresh", "password": PASSWORD})
    assert client.get("/").url == "/accounts/2fa/totp/activate/"
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    assert secret not in str(dict(client.session)), "a stolen database must not hold it"
    assert client.post("/accounts/2fa/totp/activate/", {"code": code_now(secret)}).status_code == 302
    assert client.get("/").status_code == 200


def test_nobody_signs_up(db):
    client = Client()
    page = client.get("/accounts/signup/")
    assert page.status_code == 200
    assert '<form method="post" action="/accounts/signup/"' not in page.content.decode()
    client.post("/accounts/signup/", {"username": "stranger", "password1": PASSWORD, "password2": PASSWORD})
    assert not type(UserFactory.build()).objects.filter(username="stranger").exists()
    assert not is_signed_in(client)


def sign_in_page_after(login, password):
    client = Client()
    answer = client.post("/accounts/login/", {"login": login, "password": password})
    return answer.status_code, [str(error) for error in answer.context["form"].non_field_errors()]


def test_the_sign_in_does_not_tell_whether_an_account_exists(real):
    UserFactory(username="off", password=PASSWORD, is_demo=False, is_active=False)
    unknown = sign_in_page_after("nobody-at-all", "wrong-wrong-wrong")
    assert unknown[0] == 200
    assert unknown == sign_in_page_after("real", "wrong-wrong-wrong")
    assert unknown == sign_in_page_after("off", "wrong-wrong-wrong")


def test_tries_are_counted_whoever_answers_them(real):
    """The count lives in the shared cache, so that a second process does not start at nought."""
    answers = [sign_in_page_after("real", f"wrong-password-{n}")[1] for n in range(12)]
    assert answers[0] != answers[-1]
    client = Client()
    client.post("/accounts/login/", {"login": "real", "password": PASSWORD})
    assert client.get("/accounts/2fa/authenticate/").status_code == 302, "the right one is held back too"


def test_a_superuser_holds_nothing(as_role, world):
    call_command("check")
    assert world.superuser.is_superuser
    assert not world.superuser.is_staff
    for permission in (
        "forums.view_forum",
        "recommendations.view",
        "accounts.keep_accounts",
        "auth.add_user",
    ):
        assert not world.superuser.has_perm(permission)
    client = as_role("superuser")
    assert client.get("/").status_code == 200
    for path in ("/forums/", "/forums/add/", "/recommendations/", "/people/pick/"):
        assert client.get(path).status_code == 404, path


def test_signing_out_takes_a_post_and_ends_the_session(staff):
    staff.get("/accounts/logout/")
    assert is_signed_in(staff)
    assert staff.post("/accounts/logout/").url == "/accounts/login/"
    assert not is_signed_in(staff)
