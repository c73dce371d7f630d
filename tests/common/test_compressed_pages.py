"""Pages are compressed where nothing in them can have been chosen by a stranger."""

import gzip

import pytest
from django.test import Client

from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]

GZIP = {"accept-encoding": "gzip, deflate, br"}


def encoding(answer):
    return answer.headers.get("Content-Encoding", "")


def test_a_page_is_a_fifth_of_itself(world, as_role):
    for number in range(1, 12):
        factories.AddresseeFactory(
            recommendation=factories.RecommendationFactory(programme=world.programme, number=number),
            institution=world.institution,
            sent=True,
        )
    client = as_role("reviewer", "ar")
    plain, packed = client.get("/"), client.get("/", headers=GZIP)
    assert encoding(plain) == ""
    assert encoding(packed) == "gzip"
    assert "Accept-Encoding" in packed["Vary"]
    assert len(packed.content) * 4 < len(plain.content)
    assert "</html>" in gzip.decompress(packed.content).decode()
    assert len({len(client.get("/", headers=GZIP).content) for _again in range(8)}) > 1, "of a random length"


def test_nothing_that_was_asked_stands_compressed(world, as_role):
    client = as_role("staff")
    assert encoding(client.get("/recommendations/", headers=GZIP)) == "gzip"
    assert encoding(client.get("/recommendations/?q=x", headers=GZIP)) == ""
    assert encoding(Client().post("/answer/", {"code": "x"}, headers=GZIP)) == ""
    assert encoding(client.get("/recommendations/due.ics", headers=GZIP)) == ""
