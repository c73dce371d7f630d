"""The context processor of the portal: menu by role, language switch, nothing read before it is shown."""

from types import SimpleNamespace

import pytest
from django.test import RequestFactory, override_settings
from django.urls import path
from django.utils import translation

from common import context


def page(request):
    raise AssertionError("never called: only the addresses count here")


urlpatterns = [
    path("", page, name="home"),
    path(
        "forums/",
        (
            [
                path("", page, name="list"),
                path("one/", page, name="record"),
                path("invited/", page, name="invited"),
            ],
            "forums",
            "forums",
        ),
    ),
    path("recommendations/", ([path("", page, name="list")], "recommendations", "recommendations")),
    path("back-office/", ([path("", page, name="index")], "admin", "admin")),
    path("people/", ([path("", page, name="people")], "participants", "participants")),
    path("team/", page, name="team"),
    path("audit/", page, name="audit"),
    path("library/", ([path("", page, name="library")], "reports", "reports")),
]


def request_of(roles, *, namespace="", view_name="home", path="/"):
    request = RequestFactory().get(path)
    request.user = SimpleNamespace(is_authenticated=roles is not None, roles=lambda: set(roles))
    request.resolver_match = SimpleNamespace(namespace=namespace, view_name=view_name)
    return request


@pytest.mark.parametrize(
    ("roles", "urls"),
    [
        (None, []),
        (set(), ["/"]),
        ({"manager"}, ["/", "/forums/", "/recommendations/", "/people/", "/library/", "/team/"]),
        ({"staff"}, ["/", "/forums/", "/recommendations/", "/people/", "/library/"]),
        ({"reviewer"}, ["/", "/forums/invited/", "/recommendations/", "/library/"]),
        ({"auditor"}, ["/", "/recommendations/", "/library/", "/team/", "/audit/"]),
        ({"donor"}, ["/", "/library/"]),
        ({"administrator"}, ["/", "/team/", "/back-office/"]),
        ({"donor", "staff"}, ["/", "/forums/", "/recommendations/", "/people/", "/library/"]),
    ],
)
@override_settings(ROOT_URLCONF=__name__)
def test_the_menu_shows_what_the_role_opens(roles, urls):
    nav = context.portal(request_of(roles))["nav"]
    assert [item.url for item in nav] == urls


@override_settings(ROOT_URLCONF=__name__)
def test_an_entry_is_active_on_every_page_of_its_part():
    nav = context.portal(request_of({"staff"}, namespace="forums", view_name="forums:record"))["nav"]
    assert [item.url for item in nav if item.active] == ["/forums/"]


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize(
    ("path", "active"),
    [
        ("/people/x/erase/", "/people/"),
        ("/programmes/x/purge/", "/forums/"),
        ("/programmes/x/exports/", "/library/"),
    ],
)
def test_a_page_of_another_app_is_shown_where_its_address_stands(path, active):
    nav = context.portal(request_of({"manager"}, namespace="reports", path=path))["nav"]
    assert [item.url for item in nav if item.active] == [active]


@override_settings(ROOT_URLCONF=__name__)
def test_an_entry_without_a_namespace_is_active_on_pages_that_begin_with_its_name():
    for view_name in ("team", "team_account"):
        nav = context.portal(request_of({"manager"}, view_name=view_name))["nav"]
        assert [item.url for item in nav if item.active] == ["/team/"]


def test_a_page_without_menu_asks_nobody():
    """Error pages are rendered with this processor too; a broken database must not break them again."""

    class Untouchable:
        def __getattr__(self, name):
            raise AssertionError(f"asked for {name}")

    request = RequestFactory().get("/")
    request.user = Untouchable()
    assert context.portal(request)["site_name"]


@pytest.mark.parametrize(("language", "other"), [("ar", "en"), ("en", "ar")])
def test_the_switch_leads_to_the_other_language_in_its_own_word(language, other):
    with translation.override(language):
        switch = context.portal(RequestFactory().get("/"))["language_switch"]
    assert switch == {"code": other, "label": context.ENDONYMS[other]}


@override_settings(DEMO=True)
def test_the_demo_says_so():
    assert context.portal(RequestFactory().get("/"))["demo"] is True
