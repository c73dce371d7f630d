"""How tries are counted: the waits, what is forgotten, who is counted with whom, and the words for it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from django.db.models import F
from django.test import Client, RequestFactory
from django.utils import timezone, translation

from accounts.models import Backoff, KeptForm, KnownDevice, UsedCode
from accounts.signin.backoff import (
    FREE,
    LONGEST_WAIT,
    Counter,
    Held,
    counted,
    succeeded,
    take_try,
    wait_after,
)
from accounts.signin.codes import use_up
from accounts.signin.keys import keyed
from accounts.signin.sweep import sweep_sign_in
from accounts.signin.visitors import client_address, sign_in_counters
from accounts.signin.wording import when_again

from ..factories import PASSWORD, UserFactory

ONE = Counter(keyed("test"))


def later(seconds):
    """Move all rows into the past."""
    step = timedelta(seconds=seconds)
    Backoff.objects.update(held_until=F("held_until") - step, last_at=F("last_at") - step)


def test_waits_double_up_to_fifteen_minutes():
    waits = [wait_after(n).total_seconds() for n in range(1, 14)]
    assert waits == [0, 0, 0, 0, 15, 30, 60, 120, 240, 480, 900, 900, 900]
    assert wait_after(10**6) == LONGEST_WAIT
    assert wait_after(9) > timedelta(0), "by the tenth try"


@pytest.mark.django_db
def test_pressing_on_does_not_lengthen_the_wait():
    for _ in range(FREE + 1):
        take_try(ONE)
    for _ in range(20):
        with pytest.raises(Held) as held:
            take_try(ONE)
        assert 13 <= held.value.seconds <= 15
    later(15)
    take_try(ONE)
    with pytest.raises(Held) as held:
        take_try(ONE)
    assert 28 <= held.value.seconds <= 30


@pytest.mark.django_db
def test_quiet_time_is_forgiven_slowly():
    for _ in range(FREE + 3):
        take_try(ONE)
        later(900)
    failures = Backoff.objects.get().failures
    assert failures <= FREE + 1
    later(24 * 3600)
    take_try(ONE)
    assert Backoff.objects.get().failures == 1


@pytest.mark.django_db
def test_success_clears_ones_own_count_and_takes_back_a_shared_try_only():
    shared = Counter(keyed("shared"), wiped=False)
    for _ in range(3):
        take_try(ONE, shared)
    with counted(ONE, shared):
        pass
    assert not Backoff.objects.filter(key=ONE.key).exists()
    assert Backoff.objects.get(key=shared.key).failures == 3
    with pytest.raises(ZeroDivisionError), counted(ONE):
        _ = 1 / 0
    assert Backoff.objects.get(key=ONE.key).failures == 1


@pytest.mark.django_db
def test_a_try_that_is_held_by_one_count_is_not_counted_by_the_other():
    other = Counter(keyed("other"), free=100)
    for _ in range(FREE + 1):
        take_try(ONE)
    with pytest.raises(Held):
        take_try(ONE, other)
    assert not Backoff.objects.filter(key=other.key, failures__gt=0).exists()


@pytest.mark.django_db(transaction=True)
def test_no_two_take_the_same_try():
    def one(_n):
        try:
            take_try(ONE)
            return True
        except Held:
            return False
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        passed = sum(pool.map(one, range(24)))
    assert passed == FREE + 1
    assert Backoff.objects.get().failures == FREE + 1


@pytest.mark.django_db(transaction=True)
def test_a_code_is_used_up_by_one_of_many():
    user = UserFactory()

    def one(_n):
        try:
            return use_up(user, "123 456")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(one, range(8))) == 1
    assert not use_up(user, "123456")
    assert use_up(UserFactory(), "123456"), "another account's"
    UsedCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert use_up(user, "123456"), "the same digits may come again"
    assert not use_up(user, "123456")


def request_from(peer="203.0.113.9", forwarded=None):
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return RequestFactory().get("/", REMOTE_ADDR=peer, headers=headers)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "found"),
    [
        (0, None, "203.0.113.9"),
        (0, "198.51.100.1", "203.0.113.9"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "10.9.8.7, 1.2.3.4, 198.51.100.1", "198.51.100.1"),
        (2, "1.2.3.4, 198.51.100.1, 192.0.2.7", "198.51.100.1"),
        (2, "198.51.100.1", "203.0.113.9"),
        (1, "nonsense", "203.0.113.9"),
        (1, None, "203.0.113.9"),
        (1, "1.2.3.4, 2001:db8::1", "2001:db8::1"),
    ],
)
def test_the_address_is_counted_from_the_right(settings, proxies, forwarded, found):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    assert client_address(request_from(forwarded=forwarded)) == found


def test_a_socket_has_no_address():
    assert client_address(request_from(peer="")) == "0.0.0.0"  # noqa: S104  no binding, a placeholder


@pytest.mark.django_db
def test_who_is_counted_with_whom():
    def keys(login, peer):
        return [counter.key for counter in sign_in_counters(request_from(peer), login, None)]

    assert keys(" Real ", "203.0.113.9") == keys("real", "203.0.113.9")
    assert keys("real", "2001:db8::1") == keys("real", "2001:db8::ffff"), "one household"
    assert not set(keys("real", "203.0.113.9")) & set(keys("real", "203.0.113.10"))
    by_name, by_address = keys("real", "203.0.113.9")
    assert by_address in keys("other", "203.0.113.9")
    assert by_name not in keys("other", "203.0.113.9")


def test_the_wait_in_good_arabic():
    with translation.override("ar"):
        words = [when_again(n) for n in (1, 2, 7, 15, 60, 61, 180, 660, 900)]
    assert words == [
        "يمكن إعادة المحاولة بعد ثانية واحدة.",
        "يمكن إعادة المحاولة بعد ثانيتين.",
        "يمكن إعادة المحاولة بعد ٧ ثوانٍ.",
        "يمكن إعادة المحاولة بعد ١٥ ثانية.",
        "يمكن إعادة المحاولة بعد دقيقة واحدة.",
        "يمكن إعادة المحاولة بعد دقيقتين.",
        "يمكن إعادة المحاولة بعد ٣ دقائق.",
        "يمكن إعادة المحاولة بعد ١١ دقيقة.",
        "يمكن إعادة المحاولة بعد ١٥ دقيقة.",
    ]


@pytest.mark.django_db
def test_the_device_cookie_says_nothing_and_ends_with_the_password():
    user = UserFactory(username="real")
    client = Client()
    client.post("/accounts/login/", {"login": "real", "password": PASSWORD})
    cookie = client.cookies["muntada_device"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/accounts/")
    assert str(user.public_id) not in cookie.value
    assert "real" not in cookie.value
    request = RequestFactory().get("/")
    request.COOKIES["muntada_device"] = cookie.value
    assert len(sign_in_counters(request, "real", user)) == 1
    assert len(sign_in_counters(request, "real", UserFactory())) == 2
    request.COOKIES["muntada_device"] = f"{'1' if cookie.value[0] == '0' else '0'}{cookie.value[1:]}"
    assert len(sign_in_counters(request, "real", user)) == 2, "not signed by us"
    request.COOKIES["muntada_device"] = cookie.value
    user.set_password("another-good-password-1")
    user.save()
    assert len(sign_in_counters(request, "real", user)) == 2


@pytest.mark.django_db
def test_the_sweep_takes_what_is_old_and_nothing_else():
    user, now = UserFactory(), timezone.now()
    for age, name in ((timedelta(0), "young"), (timedelta(days=400), "old")):
        then = now - age
        Backoff.objects.create(key=name, failures=9, held_until=then, last_at=then)
        UsedCode.objects.create(digest=name, expires_at=then + timedelta(minutes=1))
        KnownDevice.objects.create(digest=name, seen_at=then)
        KeptForm.objects.create(user=user, digest=name, content="{}", kept_at=then)
    assert sweep_sign_in() == 4
    for model in (UsedCode, KnownDevice, KeptForm):
        assert model.objects.get().digest == "young"
    assert Backoff.objects.get().key == "young"
    assert sweep_sign_in() == 0


@pytest.mark.django_db
def test_a_success_lifts_only_its_own_hold():
    shared = Counter(keyed("shared"), free=1, wiped=False)
    take_try(shared)
    take_try(shared)
    succeeded(shared)
    assert Backoff.objects.get().failures == 1
    take_try(shared)
    with pytest.raises(Held):
        take_try(shared)
