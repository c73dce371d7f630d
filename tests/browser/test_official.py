"""An official on a telephone of 360 px: few taps from the list to the sent answer, few bytes, with and without JavaScript."""

import pytest

from reports.management.commands.shots import scrolls_sideways, sign_in

pytestmark = pytest.mark.once

PHONE = {"width": 360, "height": 740}
#: Over the line, compressed, with headers; without the web font, which waits for a good connection.
FIRST_VISIT, NEXT_VISIT = 60 * 1024, 12 * 1024
MOST_TAPS = 3


@pytest.fixture
def phone(browser, demo_portal):
    """phone(scripts=True): a telephone on which the official has signed in before and nothing else is kept."""
    opened = []

    def make(*, scripts=True):
        door = browser.new_context(locale="ar")
        sign_in(door.new_page(), demo_portal.address, "reviewer")
        cookies = [one for one in door.cookies() if one["name"] == "sessionid"]
        door.close()
        cookies.append({"name": "django_language", "value": "ar", "url": demo_portal.address})
        context = browser.new_context(
            locale="ar", viewport=PHONE, java_script_enabled=scripts, has_touch=True, is_mobile=True
        )
        context.add_cookies(cookies)
        opened.append(context)
        return context.new_page()

    yield make
    for context in opened:
        context.close()


class Line:
    """What comes over the line: {address: bytes}; what the browser kept costs nothing."""

    def __init__(self, page):
        self.came, names = {}, {}
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")

        def asked(event):
            names[event["requestId"]] = event["request"]["url"]

        def finished(event):
            url = names.get(event["requestId"], "")
            if event["encodedDataLength"] and not url.endswith(".woff2") and not url.startswith("data:"):
                self.came[url] = self.came.get(url, 0) + event["encodedDataLength"]

        session.on("Network.requestWillBeSent", asked)
        session.on("Network.loadingFinished", finished)

    def of_visit(self, page, address):
        """The bytes of one visit, by address."""
        self.came.clear()
        page.goto(address, wait_until="networkidle")
        return dict(self.came)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_from_the_list_to_the_sent_answer(demo_portal, phone, scripts, record_property):
    page = phone(scripts=scripts)
    line = Line(page)
    first = line.of_visit(page, demo_portal.address + "/")
    after = line.of_visit(page, demo_portal.address + "/")
    name = "360px with scripts" if scripts else "360px without scripts"
    record_property(f"{name}: bytes of the first visit", sum(first.values()))
    record_property(f"{name}: bytes of the next", sum(after.values()))
    assert 0 < sum(first.values()) <= FIRST_VISIT, first
    assert 0 < sum(after.values()) <= NEXT_VISIT, after
    assert not scrolls_sideways(page) if scripts else True
    waiting = page.locator("article .code").all_inner_texts()
    reference = waiting[0]
    # The first that waits stands open; nothing is chosen.
    assert page.locator("input[type=radio]:checked").count() == 0
    page.get_by_label("نص الرد بإيجاز").first.fill("تُقبل التوصية ويُعمل بها.")
    taps = [
        page.get_by_role("radio", name="مقبولة", exact=True),
        page.get_by_role("button", name="إرسال الرد", exact=True),
    ]
    assert len(taps) <= MOST_TAPS
    with page.expect_navigation():
        for place in taps:
            place.first.tap()
    said = page.inner_text("main")
    assert "شكرًا لردكم" in said
    assert reference in said
    page.goto(demo_portal.address + "/")
    assert page.locator("article .code").first.inner_text() == waiting[1], "the next one stands open"
