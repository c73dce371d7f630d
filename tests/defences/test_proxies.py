"""What a visitor may claim about himself, with no, one and two proxies in front."""

import uuid

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from accounts.signin.visitors import client_address
from common.models import AuditEntry
from common.proxies import ForwardedHeadersMiddleware, handed_request_id

PEER, CLAIMED, REAL, OUTER = "192.0.2.1", "198.51.100.66", "203.0.113.7", "192.0.2.9"
NUMBER = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def seen(settings):
    """seen(count, **headers): address, whether it is taken for https, host and id, as the portal sees them."""

    def see(count, **headers):
        settings.TRUSTED_PROXIES = settings.ALLAUTH_TRUSTED_PROXY_COUNT = count
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if count else None
        request = RequestFactory().get("/", REMOTE_ADDR=PEER, headers={"Host": "testserver", **headers})
        found = {}

        def look(request):
            found.update(
                address=client_address(request),
                secure=request.is_secure(),
                host=request.get_host(),
                number=handed_request_id(request),
                left={name for name in request.META if "FORWARDED" in name or name == "HTTP_X_REAL_IP"},
            )
            return HttpResponse()

        ForwardedHeadersMiddleware(look)(request)
        return found

    return see


ALL = {
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Port": "1",
    "X-Real-IP": CLAIMED,
    "Forwarded": f"for={CLAIMED}",
    "X-Request-ID": NUMBER,
}


@pytest.mark.parametrize("chain", ["", CLAIMED, f"{CLAIMED}, {REAL}", "not an address"])
def test_without_a_proxy_nothing_is_believed(seen, chain):
    found = seen(0, **ALL, **({"X-Forwarded-For": chain} if chain else {}))
    assert found == {"address": PEER, "secure": False, "host": "testserver", "number": "", "left": set()}


@pytest.mark.parametrize(
    ("count", "chain", "address"),
    [
        (1, REAL, REAL),
        (1, f"{CLAIMED}, {REAL}", REAL),
        (1, f"{CLAIMED},{CLAIMED},{REAL}", REAL),
        (2, f"{REAL}, {OUTER}", REAL),
        (2, f"{CLAIMED}, {REAL}, {OUTER}", REAL),
    ],
)
def test_counted_from_the_right(seen, count, chain, address):
    found = seen(count, **ALL, **{"X-Forwarded-For": chain})
    assert (found["address"], found["secure"], found["number"]) == (address, True, NUMBER)
    assert found["host"] == "testserver", "the host is the one that is asked for"
    assert found["left"] == {"HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO"}


@pytest.mark.parametrize(("count", "chain"), [(1, ""), (2, ""), (2, CLAIMED), (2, f"{CLAIMED},")])
def test_past_the_proxies_nothing_is_believed(seen, count, chain):
    found = seen(count, **ALL, **({"X-Forwarded-For": chain} if chain else {}))
    assert found == {"address": PEER, "secure": False, "host": "testserver", "number": "", "left": set()}


@pytest.mark.parametrize(
    ("claimed", "secure"),
    [
        ("https", True),
        ("HTTPS", True),
        ("http", False),
        ("https, http", False),
        ("https, https", True),
        ("x", False),
    ],
)
def test_a_proxy_that_adds_where_it_should_set(seen, claimed, secure):
    assert seen(1, **{"X-Forwarded-For": REAL, "X-Forwarded-Proto": claimed})["secure"] is secure


@pytest.mark.parametrize(
    "claimed",
    ["short", NUMBER.upper(), NUMBER + "0", f"{NUMBER}\n", "<script>alert(1)</script>", "سالم", "-" * 32],
)
def test_an_id_of_another_form_is_replaced(settings, db, claimed):
    settings.TRUSTED_PROXIES = 1
    answer = Client().get("/accounts/login/", headers={"X-Request-ID": claimed, "X-Forwarded-For": REAL})
    assert uuid.UUID(answer["X-Request-ID"]).version == 4


def test_the_id_is_the_same_everywhere(settings, as_role, world, caplog):
    settings.TRUSTED_PROXIES = 1
    staff, by_proxy = as_role("staff"), {"X-Request-ID": NUMBER, "X-Forwarded-For": REAL}
    answer = staff.post("/my-account/", {"language": "en", "digits": ""}, headers=by_proxy)
    assert (answer.status_code, answer["X-Request-ID"]) == (302, NUMBER)
    assert AuditEntry.objects.order_by("-pk").first().origin == f"page {NUMBER}"
    settings.TRUSTED_PROXIES = 0
    assert staff.get("/", headers=by_proxy)["X-Request-ID"] != NUMBER
