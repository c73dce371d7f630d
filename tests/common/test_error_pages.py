"""Error pages hold when session, database and manifest do not, and speak both languages."""

import pytest
from django.template.loader import get_template
from django.test import RequestFactory
from django.utils import translation

CODES = ["400", "403", "403_csrf", "404", "500", "503"]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(
    ("language", "opening", "other"),
    [
        ("ar", '<html lang="ar" dir="rtl">', 'lang="en" dir="ltr"'),
        ("en", '<html lang="en" dir="ltr">', 'lang="ar" dir="rtl"'),
    ],
)
def test_rendered_without_request_or_database(code, language, opening, other):
    # No `db` mark: pytest-django fails the test on any query.
    with translation.override(language):
        page = get_template(f"{code}.html").render()
    assert opening in page
    assert other in page
    assert "منتدى" in page if language == "ar" else "Muntada" in page
    assert "<script" not in page
    assert " style=" not in page


def test_an_absent_page_repeats_nothing_of_its_address():
    with translation.override("ar"):
        first, second = (
            get_template("404.html").render({"request_path": path}, RequestFactory().get(path))
            for path in ("/forums/aaa/", "/people/bbb/?q=ccc")
        )
    assert first == second
