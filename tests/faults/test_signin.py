"""Signing in attacked from outside: two web processes, one database, one of them killed in between."""

import itertools
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.cache import cache
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import Backoff, Invitation, KnownDevice, UsedCode
from accounts.services.links import hash_token
from accounts.signin.backoff import FREE
from bench.portal import Visitor
from common.models import AuditEntry
from tests.factories import PASSWORD, UserFactory
from tests.faults.signin import ARGON2, code, real_account

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.turns(3)]
WRONG = "not-the-right-password"
#: Each test has a street of its own.
streets = itertools.count(1)


@pytest.fixture
def street():
    """Gives addresses of one neighbourhood: street(7)."""
    cache.clear()
    number = next(streets)
    return lambda house: f"198.51.{number}.{house}"


@pytest.fixture
def real(transactional_db):
    """An account with a password by Argon2 and an app."""
    with override_settings(**ARGON2):
        return real_account("real", email="real@example.org")


def without_numbers(answer):
    return answer.status, "too many" in answer.text, "not correct" in answer.text


def tries(webs, address, login, password, count):
    """The answers to as many tries, at one process and the other in turn."""
    visitors = [Visitor(web, address) for web in webs]
    return [visitors[n % 2].sign_in(login, password) for n in range(count)]


def test_ten_tries_are_held_back_also_after_a_restart(webs, street, real):
    known = tries(webs, street(1), "real", WRONG, 10)
    assert [answer.status for answer in known] == [200] * (FREE + 1) + [429] * (9 - FREE)
    assert int(known[-1].headers["Retry-After"]) > 0
    assert "try again in" in known[-1].text
    # The right password waits too, at both, and where the memory of a process is gone.
    webs[0].restart()
    for web in webs:
        held = Visitor(web, street(1)).sign_in("real", PASSWORD)
        assert (held.status, held.location) == (429, "")
    # An account that does not exist answers the same, one after the other.
    unknown = tries(webs, street(2), "nobody", WRONG, 10)
    assert [without_numbers(a) for a in unknown] == [without_numbers(a) for a in known]
    mail = tries(webs, street(3), "real@example.org", WRONG, 10)
    nobody = tries(webs, street(4), "nobody@example.org", WRONG, 10)
    assert [without_numbers(a) for a in mail] == [without_numbers(a) for a in nobody]


def test_many_accounts_from_one_address_are_held_back(webs, street, real):
    visitor = Visitor(webs[0], street(1))
    answers = [visitor.sign_in(f"name-{n}", WRONG).status for n in range(10)]
    assert answers[-1] == 429


def test_a_claimed_address_changes_nothing(webs, street, real):
    """Only what the proxy itself added on the right counts."""
    answers = [
        Visitor(webs[n % 2], f"203.0.113.{n}, {street(1)}").sign_in("real", WRONG).status for n in range(8)
    ]
    assert answers[-1] == 429


def test_a_stranger_keeps_nobody_out(webs, street, real):
    own = Visitor(webs[0], street(1))
    own.sign_in("real", PASSWORD)
    assert own.post("/accounts/2fa/authenticate/", {"code": code()}).location == "/"
    assert own.post("/accounts/logout/", {}).headers["Clear-Site-Data"] == '"cache"'
    # At his address, and with his name, a stranger does his worst.
    assert tries(webs, street(1), "real", WRONG, 10)[-1].status == 429
    assert Visitor(webs[0], street(1)).sign_in("real", PASSWORD).status == 429
    assert Visitor(webs[0], street(2)).sign_in("real", PASSWORD).status == 302, "elsewhere"
    assert own.sign_in("real", PASSWORD).status == 302, "on the browser that is known"
    # The cookie says nothing, and is of no use for another account.
    assert set(own.cookies) >= {"muntada_device"}
    with override_settings(**ARGON2):
        real_account("other")
    stranger = Visitor(webs[0], street(3), {"muntada_device": own.cookies["muntada_device"]})
    assert [stranger.sign_in("other", WRONG).status for _ in range(6)][-1] == 429
    assert Visitor(webs[1], street(3)).sign_in("other", PASSWORD).status == 429, "counted as anybody's"
    assert KnownDevice.objects.count() == 1


def test_tries_at_the_same_moment_are_all_counted(webs, street, real):
    def one(n):
        return Visitor(webs[n % 2], street(1)).sign_in("real", WRONG).status

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(one, range(12)))
    assert answers.count(200) <= FREE + 1
    assert set(answers) == {200, 429}


def at_the_second_step(webs, street):
    """Two browsers with the right password, one at each process."""
    visitors = [Visitor(web, street(n)) for n, web in enumerate(webs, start=1)]
    for visitor in visitors:
        assert visitor.sign_in("real", PASSWORD).location == "/accounts/2fa/authenticate/"
    return visitors


def test_a_code_opens_one_door(webs, street, real):
    first, second = at_the_second_step(webs, street)
    used = code()
    assert first.post("/accounts/2fa/authenticate/", {"code": used}).location == "/"
    assert first.is_in
    assert first.at(webs[1]).is_in
    # What a cache forgets, or loses in a restart, is not what counts.
    cache.clear()
    webs[1].restart()
    assert second.post("/accounts/2fa/authenticate/", {"code": used}).status == 200
    assert second.post("/accounts/2fa/authenticate/", {"code": f" {used[:3]} {used[3:]}"}).status == 200
    assert not second.is_in
    assert UsedCode.objects.count() == 1
    assert second.post("/accounts/2fa/authenticate/", {"code": code(1)}).location == "/"


@pytest.mark.parametrize("kind", ["app", "recovery"])
def test_of_two_at_the_same_moment_one_gets_in(webs, street, real, kind):
    """Four browsers, one code."""
    used = code() if kind == "app" else RecoveryCodes.activate(real).get_unused_codes()[0]
    visitors = [*at_the_second_step(webs, street), *at_the_second_step(webs, street)]
    cache.clear()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda v: v.post("/accounts/2fa/authenticate/", {"code": used}), visitors))
    assert sum(visitor.is_in for visitor in visitors) == 1
    if kind == "recovery":
        codes = Authenticator.objects.get(user=real, type=Authenticator.Type.RECOVERY_CODES).wrap()
        assert used not in codes.get_unused_codes()
        late = Visitor(webs[0], street(9))
        late.sign_in("real", PASSWORD)
        assert late.post("/accounts/2fa/authenticate/", {"code": used}).status == 200
        assert not late.is_in


def test_codes_are_not_guessed_from_many_addresses(webs, street, real):
    """Whoever has the password is held by the account, wherever he comes from."""
    answers = []
    for n in range(10):
        visitor = Visitor(webs[n % 2], street(n))
        if visitor.sign_in("real", PASSWORD).status == 302:
            answers.append(visitor.post("/accounts/2fa/authenticate/", {"code": "000000"}).status)
    assert answers[-1] == 429
    assert answers.count(200) == FREE + 1


def invite(token, *, late=False, **fields):
    """An invitation for a new account."""
    user = UserFactory(username=f"invited-{token}", is_demo=False, **fields)
    user.set_unusable_password()
    user.save()
    lifetime = Invitation.LIFETIME
    expires_at = timezone.now() + (-lifetime if late else lifetime)
    Invitation.objects.create(user=user, token_hash=hash_token(token), expires_at=expires_at)
    return {"password": PASSWORD, "password_again": PASSWORD}


def test_an_invitation_works_once_in_time_and_for_its_own(webs, street, real):
    fields = invite("good")
    visitors = [Visitor(web, street(1)) for web in webs]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda v: v.post("/invitation/good/", fields).status, visitors))
    # The other finds nothing, or is held back while the first is at work.
    assert sorted(answers) in ([302, 404], [302, 429]), "one of two at the same moment"
    assert [visitor.get("/invitation/good/").status for visitor in visitors] == [404, 404]
    fields = invite("late", late=True)
    assert visitors[0].get("/invitation/late/").status == 404
    assert visitors[1].post("/invitation/late/", fields).status == 404
    fields = invite("hers")
    somebody = Visitor(webs[0], street(2))
    somebody.sign_in("real", PASSWORD)
    somebody.post("/accounts/2fa/authenticate/", {"code": code()})
    assert somebody.is_in
    assert somebody.get("/invitation/hers/").status == 404
    assert somebody.post("/invitation/hers/", fields).status == 404
    assert visitors[0].post("/invitation/hers/", fields).status == 302, "still hers"


def test_a_reset_link_works_once(webs, street, real):
    key = {"uidb36": user_pk_to_url_str(real), "key": default_token_generator.make_token(real)}
    path = reverse("account_reset_password_from_key", kwargs=key)
    chosen = [f"kalima-jadida-{n}-tajribiyya" for n in range(4)]
    visitors = [Visitor(webs[n % 2], street(n)) for n in range(4)]
    forms = [visitor.get(path).location for visitor in visitors]
    assert len(set(forms)) == 1

    def send(visitor, password):
        return visitor.post(forms[0], {"password1": password, "password2": password}).status

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(send, visitors, chosen)) <= {200, 302}, "who comes second is told so"
    assert AuditEntry.objects.filter(action="accounts.reset_password").count() == 1
    webs[0].restart()
    for number, web in enumerate(webs, start=5):
        late = Visitor(web, street(number))
        assert late.get(path).status == 200, "the page that says that it is over"
        assert late.post(forms[0], {"password1": WRONG, "password2": WRONG}).status == 200
    assert AuditEntry.objects.filter(action="accounts.reset_password").count() == 1
    tried = [
        Visitor(webs[n % 2], street(10 + n)).sign_in("real", password).status
        for n, password in enumerate([*chosen, PASSWORD, WRONG])
    ]
    assert tried.count(302) == 1
    assert 302 in tried[:4], "one of those who came first"
    inside = Visitor(webs[0], street(20))
    inside.sign_in("real", chosen[tried.index(302)])
    assert not inside.is_in, "the second factor is asked for"


def test_links_are_not_guessed(webs, street, transactional_db):
    visitors = [Visitor(web, street(1)) for web in webs]
    answers = [visitors[n % 2].get(f"/invitation/guess-{n}/").status for n in range(12)]
    assert answers[0] == 404
    assert answers[-1] == 429
    invite("good")
    assert visitors[0].get("/invitation/good/").status == 429, "not told from the others"
    assert Visitor(webs[0], street(2)).get("/invitation/good/").status == 200
    keys = [visitors[n % 2].get(f"/accounts/password/reset/key/1-guess-{n}/").status for n in range(12)]
    assert keys[-1] == 429
    asked = [
        visitors[n % 2].post("/accounts/password/reset/", {"email": f"a{n}@example.org"}).status
        for n in range(12)
    ]
    assert asked[0] == 302
    assert asked[-1] == 429


def test_a_cookie_of_before_the_sign_out_is_dead(webs, street, real):
    visitor = Visitor(webs[0], street(1))
    visitor.sign_in("real", PASSWORD)
    before = visitor.cookies["sessionid"]
    visitor.post("/accounts/2fa/authenticate/", {"code": code()})
    inside = visitor.cookies["sessionid"]
    assert inside != before, "the key is a new one"
    thief = Visitor(webs[1], street(2), dict(visitor.cookies))
    assert thief.is_in
    visitor.post("/accounts/logout/", {})
    assert not Visitor(webs[1], street(2), {"sessionid": inside}).is_in
    assert not Visitor(webs[0], street(2), {"sessionid": before}).is_in


def test_the_table_of_tries_tells_nothing(webs, street, real):
    tries(webs, street(1), "real@example.org", WRONG, 3)
    assert Backoff.objects.count() == 2
    rows = str(list(Backoff.objects.values("key")))
    assert "real" not in rows
    assert street(1) not in rows
