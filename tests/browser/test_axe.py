"""Every page in both languages: nothing serious for axe, no pushing sideways on a phone, light on first visit."""

import os

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from axe_playwright_python.sync_playwright import Axe

from accounts.services import invite_first_administrator
from reports.management.commands.shots import new_context, scrolls_sideways, sign_in, visit
from reports.pages import PAGES

from ..factories import PASSWORD, UserFactory
from ..sampling import share

ROLES = sorted({role for page in PAGES for role in page.roles})
LANGUAGES = ("ar", "en")
FULL = bool(os.environ.get("FULL"))
#: Page of a reader → who sees it first: his is looked at in both languages, in the full run everybody's.
FIRST = {page.name_for(role): page.roles[0] for page in PAGES for role in page.roles}
#: One of so many is looked at in a run: of the back office's pages, alike by the hundred, and of the others by language.
OF_BACK_OFFICE, OF_OTHERS = 18, {"ar": 4, "en": 12}
#: Impacts that no page may have.
GRAVE = {"serious", "critical"}
#: Else axe fetches style sheets that others import and puts them into the page, which our policy refuses.
NO_PRELOAD = {"preload": False}
MOST_BYTES, MOST_REQUESTS = 60 * 1024, 8


def faults(window, name):
    """What axe finds grave, and whether the page scrolls sideways at 360 px; a line each."""
    found = [
        f"{name}: {violation['id']} ({violation['impact']}): {violation['nodes'][0]['html'][:160]}"
        for violation in Axe().run(window, options=NO_PRELOAD).response["violations"]
        if violation["impact"] in GRAVE
    ]
    window.set_viewport_size({"width": 360, "height": 800})
    if scrolls_sideways(window):
        found.append(f"{name}: scrolls sideways at 360 px")
    window.set_viewport_size({"width": 1280, "height": 900})
    return found


def chosen(pages, role, language):
    """(name, path) of what this run looks at; of a page with several readers, as the first of them."""
    if FULL:
        return pages
    first = [page for page in pages if FIRST[page[0]] == role]
    back_office = [page for page in first if page[0].startswith("admin-")]
    others = [page for page in first if page not in back_office]
    return [*share(others, OF_OTHERS[language]), *share(back_office, OF_BACK_OFFICE)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", ROLES)
def test_pages_of_the_demo(demo_portal, browser, role, language):
    context = new_context(browser, demo_portal.address, language=language)
    window = context.new_page()
    wrong, refused = [], []
    window.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    if role:
        sign_in(window, demo_portal.address, role)
    for name, path in chosen(demo_portal.pages_of(role), role, language):
        if path is None:
            wrong.append(f"{name}: the demo has nothing to show there")
            continue
        answer = visit(window, demo_portal.address + path)
        if answer.status != 200 or window.url != demo_portal.address + path:
            wrong.append(f"{name}: answers {answer.status} and leads to {window.url}")
            continue
        assert window.get_attribute("html", "lang") == language
        assert window.get_attribute("html", "dir") == ("rtl" if language == "ar" else "ltr")
        wrong += faults(window, name)
    context.close()
    assert wrong == []
    assert refused == [], "the console tells of errors, e.g. of the content policy"


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_the_first_administrator(live_server, browser, language):
    token = invite_first_administrator()
    context = new_context(browser, live_server.url, language=language)
    window = context.new_page()
    window.goto(f"{live_server.url}/first-administrator/{token}/")
    wrong = faults(window, "first_administrator")
    window.fill('input[name="username"]', "mudir")
    window.fill('input[name="display_name"]', "مدير تجريبي")
    window.fill('input[name="password"]', "short")
    window.fill('input[name="password_again"]', "short")
    window.press('input[name="password_again"]', "Enter")
    window.wait_for_load_state()
    assert window.locator(".invalid-feedback, [role=alert]").count() > 0
    wrong += faults(window, "first_administrator, refused")
    context.close()
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_the_second_factor(live_server, browser, language):
    user = UserFactory(username="real", is_demo=True)
    TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    codes = RecoveryCodes.activate(user).get_unused_codes()
    context = new_context(browser, live_server.url, language=language)
    window = context.new_page()
    window.goto(f"{live_server.url}/accounts/login/")
    window.fill('input[name="login"]', "real")
    window.fill('input[name="password"]', PASSWORD)
    window.press('input[name="password"]', "Enter")
    window.wait_for_url("**/accounts/2fa/authenticate/**")
    wrong = faults(window, "mfa_authenticate")
    window.fill('input[name="code"]', codes[0])
    window.press('input[name="code"]', "Enter")
    window.wait_for_url(f"{live_server.url}/")
    for path in ("2fa/totp/deactivate/", "2fa/recovery-codes/", "2fa/recovery-codes/generate/", "2fa/"):
        answer = visit(window, f"{live_server.url}/accounts/{path}", PASSWORD)
        assert answer.status == 200
        assert window.url.endswith(path), window.url
        wrong += faults(window, path)
    context.close()
    assert wrong == []


@pytest.mark.parametrize("path", ["/accounts/login/", "/answer/"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_visit_is_light(demo_portal, browser, language, path):
    """What comes over the line, compressed as served; the web font is left out, since text shows without it."""
    context = new_context(browser, demo_portal.address, language=language)
    window = context.new_page()
    came = []

    def note(request):  # playwright marks its handlers, which a bound method of list does not allow
        came.append(request)

    window.on("requestfinished", note)
    window.goto(demo_portal.address + path, wait_until="networkidle")
    counted = {
        request.url.rpartition("/")[2]: request.sizes()["responseBodySize"]
        for request in came
        if not request.url.endswith(".woff2")
    }
    context.close()
    assert counted, "nothing was loaded"
    assert sum(counted.values()) <= MOST_BYTES, counted
    assert len(counted) <= MOST_REQUESTS, counted
