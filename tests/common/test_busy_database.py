"""A database that stays locked costs nobody what he typed."""

import pytest
from django.db import OperationalError
from django.test import RequestFactory

from common.middleware import BusyDatabaseMiddleware

TEXT = "إنارة الشوارع <b>الداخلية</b>\nسطر ثانٍ"


def answer(request, error):
    """What the middleware makes of an error that a view raised."""
    return BusyDatabaseMiddleware(lambda _request: None).process_exception(request, error)


def test_what_was_typed_comes_back_to_be_sent_again():
    request = RequestFactory().post("/forums/x/?step=2", {"text": TEXT, "themes": ["T01", "T02"]})
    response = answer(request, OperationalError("database is locked"))
    page = response.content.decode()
    assert response.status_code == 503
    assert 'action="/forums/x/?step=2"' in page
    assert "إنارة الشوارع &lt;b&gt;الداخلية&lt;/b&gt;\nسطر ثانٍ" in page
    assert page.count('name="themes"') == 2


def test_passwords_are_not_written_into_the_page():
    request = RequestFactory().post("/accounts/login/", {"password": "secret-word"})
    response = answer(request, OperationalError("database is locked"))
    assert response.status_code == 503
    assert "secret-word" not in response.content.decode()


@pytest.mark.parametrize("error", [OperationalError("no such table: x"), ValueError("database is locked")])
def test_other_errors_go_on_as_they_were(error):
    assert answer(RequestFactory().get("/"), error) is None
