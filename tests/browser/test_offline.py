"""Minutes written without a net: nothing is lost by a reload, a crash or a closed browser, and everything is sent once."""

import pytest

from forums.models import Output

from .offline import (
    AREAS,
    lines,
    open_offline,
    path_of,
    turn_on,
    wait_for_state,
    words_of_state,
    write,
    written,
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_airplane_mode_a_crash_and_the_way_back(minutes, portal, laptop):
    web, address = portal
    url, texts = address + path_of(minutes), written(10)
    laptop.sign_in(address, "staff", "/my-account/device/")
    turn_on(laptop.page)
    page = laptop.page
    page.goto(url)
    page.wait_for_selector(AREAS)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    # Opened once with a net, so it is kept.
    wait_for_state(page, "saved")
    page.wait_for_timeout(1500)
    web.stop()
    laptop.context.set_offline(True)
    write(page, texts[:5])
    wait_for_state(page, "offline")
    page.wait_for_timeout(1500)
    laptop.context.set_offline(False)
    open_offline(page, url)
    assert lines(page) == texts[:5]
    write(page, texts[5:])
    page.wait_for_timeout(1500)
    laptop.kill()
    page = laptop.start()
    open_offline(page, url)
    assert lines(page) == texts
    assert not Output.objects.exists()
    web.start()
    # The session went with the crash: the portal says so, nothing is lost.
    wait_for_state(page, "out", "saved")
    if not Output.objects.exists():
        laptop.context.pages[0].goto(address)
        laptop.sign_in(address, "staff", path_of(minutes))
        page.wait_for_selector(AREAS)
        wait_for_state(page, "saved")
    assert list(Output.objects.order_by("position").values_list("text", flat=True)) == texts
    page.wait_for_timeout(1500)
    page.goto(url)
    page.wait_for_selector(AREAS)
    assert lines(page) == texts


def test_without_a_passphrase_the_page_says_how_long_it_lasts(minutes, portal, laptop):
    web, address = portal
    page, url, texts = laptop.page, address + path_of(minutes), written(3)
    laptop.sign_in(address, "staff", path_of(minutes))
    page.wait_for_selector(AREAS)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    web.stop()
    write(page, texts)
    wait_for_state(page, "offline")
    assert "حتى إغلاق علامة التبويب" in words_of_state(page)
    page.wait_for_timeout(1500)
    page.goto(url)
    page.get_by_text("لم يُفعَّل العمل دون إنترنت").wait_for()
    assert texts[0] not in page.content()
    web.start()
    page.goto(url)
    page.wait_for_selector(AREAS)
    assert lines(page) == texts
    wait_for_state(page, "saved")
    assert list(Output.objects.order_by("position").values_list("text", flat=True)) == texts


def test_two_windows_send_each_change_once(minutes, portal, laptop):
    web, address = portal
    first, texts = laptop.page, written(4)
    laptop.sign_in(address, "staff", path_of(minutes))
    second = laptop.context.new_page()
    second.goto(address + path_of(minutes))
    for page in (first, second):
        page.wait_for_selector(AREAS)
    web.stop()
    write(first, texts[:2])
    write(second, texts[2:])
    for page in (first, second):
        wait_for_state(page, "offline")
    first.wait_for_timeout(1500)
    laptop.kill()
    web.start()
    laptop.start()
    laptop.sign_in(address, "staff", path_of(minutes))
    laptop.page.wait_for_selector(AREAS)
    wait_for_state(laptop.page, "saved")
    assert sorted(Output.objects.values_list("text", flat=True)) == sorted(texts)


def test_signing_out_sends_first(minutes, portal, laptop):
    _web, address = portal
    laptop.sign_in(address, "staff", path_of(minutes))
    laptop.page.wait_for_selector(AREAS)
    write(laptop.page, written(1))
    laptop.page.click("details.menu >> nth=0 >> summary")
    with laptop.page.expect_response("**/accounts/logout/") as answer:
        laptop.page.click("form[data-leave] button")
    assert answer.value.header_value("clear-site-data") == '"cache", "storage"'
    assert list(Output.objects.values_list("text", flat=True)) == written(1)
