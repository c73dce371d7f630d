"""What the browser keeps without a net: closed by the server's key and a passphrase, never in clear, each user's his own."""

import json

import pytest

from accounts.models import DraftKey

from .offline import PHRASE, turn_on

pytestmark = pytest.mark.django_db(transaction=True)

FORUM = "6b1c1d5e-0000-4000-8000-00000000abcd"
OTHER = "6b1c1d5e-0000-4000-8000-00000000dcba"
DATA = {"title": "لقاء الميناء", "url": f"/forums/{FORUM}/lines/", "lines": []}
CHANGES = [{"key": f"key-{number}", "ops": [{"op": "add"}]} for number in range(3)]
#: Runs `work` with a keeper of whoever is signed in.
WITH_KEEPER = """async (values) => {
  const form = document.querySelector("form[data-leave]");
  const { openBySignIn } = await import("/static/js/minutes/keeper.js");
  const keeper = await openBySignIn({ url: form.dataset.leave, token: form.elements.csrfmiddlewaretoken.value });
  WORK
}"""


def with_keeper(page, work, *values):
    """What `work` returns; `keeper` and `values` are at hand."""
    return page.evaluate(WITH_KEEPER.replace("WORK", work), values)


def keep(page, changes=CHANGES):
    assert with_keeper(page, "return keeper.keep(values[0].url.slice(8, 44), ...values)", DATA, changes)


def open_shell(page, address, phrase=PHRASE):
    """What the service worker opens while the portal is away; the words of the list, or of the refusal.

    At the address of minutes that are not kept here: those that are would be opened at once, without the list.
    """
    page.goto(f"{address}/forums/{OTHER}/outputs/")
    page.locator('input[name="phrase"]:visible').fill(phrase)
    page.locator('form[data-show="locked"]:visible button').click()
    page.wait_for_selector('[data-show="unlocked"]:visible, [data-show="wrong"]:visible')
    return page.locator("main").inner_text()


def test_a_passphrase_opens_what_was_kept_after_a_crash(portal, laptop):
    web, address = portal
    laptop.sign_in(address, "staff", "/my-account/device/")
    turn_on(laptop.page)
    laptop.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    keep(laptop.page)
    laptop.kill()
    web.stop()
    page = laptop.start()
    assert "لا شيء على هذا الجهاز" in open_shell(page, address, "خمس كلمات مختلفة لا تفتح شيئا")
    words = open_shell(page, address)
    assert DATA["title"] in words
    assert "٣" in words
    assert page.input_value('section:not([hidden]) input[name="phrase"]') == ""
    web.start()
    laptop.sign_in(address, "staff")
    found = with_keeper(laptop.page, "return keeper.load(values[0])", FORUM)
    assert [change["key"] for change in found["changes"]] == ["key-0", "key-1", "key-2"]


def test_without_a_passphrase_it_waits_for_the_sign_in(portal, laptop):
    web, address = portal
    laptop.sign_in(address, "staff", "/my-account/device/")
    laptop.page.evaluate(
        "navigator.serviceWorker.register('/sw.js').then(() => navigator.serviceWorker.ready).then(() => true)"
    )
    keep(laptop.page)
    web.stop()
    laptop.page.goto(f"{address}/forums/{FORUM}/outputs/")
    laptop.page.get_by_text("لم يُفعَّل العمل دون إنترنت").wait_for()
    assert not laptop.page.locator('input[name="phrase"]').first.is_visible()
    web.start()
    laptop.page.goto(address)
    assert len(with_keeper(laptop.page, "return keeper.load(values[0])", FORUM)["changes"]) == 3


def test_two_users_of_one_device_see_their_own_and_signing_out_leaves_the_other_s(portal, laptop):
    _web, address = portal
    laptop.sign_in(address, "staff", "/my-account/device/")
    keep(laptop.page)
    laptop.context.clear_cookies()
    laptop.sign_in(address, "foreign-staff")
    assert with_keeper(laptop.page, "return keeper.all()") == []
    laptop.page.click("details.menu >> nth=0 >> summary")
    with laptop.page.expect_response("**/accounts/logout/") as answer:
        laptop.page.click("form[data-leave] button")
    assert answer.value.header_value("clear-site-data") == '"cache"'
    laptop.page.wait_for_url("**/accounts/login/**")
    laptop.sign_in(address, "staff")
    assert len(with_keeper(laptop.page, "return keeper.all()")) == 1


def test_signing_out_with_something_unsent_warns_and_keeps_it(portal, laptop):
    _web, address = portal
    laptop.sign_in(address, "staff")
    keep(laptop.page)
    laptop.page.click("details.menu >> nth=0 >> summary")
    laptop.page.click("form[data-leave] button")
    dialog = laptop.page.locator("dialog[open]")
    assert "٣" in dialog.inner_text()
    dialog.locator("button[value=stay]").click()
    assert "/accounts/" not in laptop.page.url
    laptop.page.click("details.menu >> nth=0 >> summary")
    laptop.page.click("form[data-leave] button")
    with laptop.page.expect_response("**/accounts/logout/") as answer:
        dialog.locator("button[value=leave]").click()
    assert answer.value.header_value("clear-site-data") == '"cache"'
    laptop.page.wait_for_url("**/accounts/login/**")
    laptop.sign_in(address, "staff")
    assert len(with_keeper(laptop.page, "return keeper.load(values[0])", FORUM)["changes"]) == 3


def test_signing_out_with_all_sent_empties_the_device(portal, laptop):
    _web, address = portal
    laptop.sign_in(address, "staff", "/my-account/device/")
    turn_on(laptop.page)
    keep(laptop.page, [])
    assert len(with_keeper(laptop.page, "return keeper.all()")) == 1
    laptop.page.click("details.menu >> nth=0 >> summary")
    with laptop.page.expect_response("**/accounts/logout/") as answer:
        laptop.page.click("form[data-leave] button")
    assert answer.value.header_value("clear-site-data") == '"cache", "storage"'
    laptop.page.wait_for_url("**/accounts/login/**")
    left = "Promise.all([indexedDB.databases(), caches.keys(), navigator.serviceWorker.getRegistrations()])"
    assert json.loads(
        laptop.page.evaluate(f"{left}.then((all) => JSON.stringify(all.map((one) => one.length)))")
    ) == [0, 0, 0]


def test_a_wipe_deletes_what_is_kept_and_the_key(portal, laptop):
    _web, address = portal
    laptop.sign_in(address, "staff", "/my-account/device/")
    keep(laptop.page)
    laptop.page.reload()
    laptop.page.locator("[data-unsent]").wait_for()
    assert "٣" in laptop.page.locator("[data-unsent]").inner_text()
    before = DraftKey.objects.get().pk
    laptop.page.click("details.confirm:visible >> nth=1 >> summary")
    laptop.page.click("form[data-act=wipe] button")
    laptop.page.locator('[data-show="done"]').wait_for()
    assert not DraftKey.objects.filter(pk=before).exists()
    assert with_keeper(laptop.page, "return keeper.all()") == []


def test_windows_do_not_take_each_other_s_changes_but_those_of_windows_that_are_gone(portal, laptop):
    _web, address = portal
    laptop.sign_in(address, "staff")
    first, second = laptop.page, laptop.context.new_page()
    second.goto(address)
    work = "globalThis.keeper = keeper; return keeper.keep(...values)"
    assert with_keeper(first, work, FORUM, DATA, CHANGES[:1])
    assert with_keeper(second, work, FORUM, DATA, CHANGES[1:])
    keys = "keeper.load(forum).then((found) => found.changes.map((change) => change.key))"
    assert second.evaluate(f"(forum) => {keys}", FORUM) == ["key-1", "key-2"]
    first.close()
    gone = "navigator.locks.query().then(({ held }) => held.length)"
    while second.evaluate(gone) > 1:
        second.wait_for_timeout(50)
    assert sorted(second.evaluate(f"(forum) => {keys}", FORUM)) == ["key-0", "key-1", "key-2"]
    assert len(second.evaluate("keeper.all()")) == 1


def test_a_turned_key_takes_over_from_the_one_before(portal, laptop):
    _web, address = portal
    laptop.sign_in(address, "staff")
    keep(laptop.page)
    row = DraftKey.objects.get()
    DraftKey.objects.filter(pk=row.pk).update(earlier=row.key, key="A" * 43)
    laptop.page.reload()
    assert len(with_keeper(laptop.page, "return keeper.all()")) == 1
    DraftKey.objects.filter(pk=row.pk).update(earlier="")
    laptop.page.reload()
    assert len(with_keeper(laptop.page, "return keeper.all()")) == 1, "closed by the new key meanwhile"
    DraftKey.objects.filter(pk=row.pk).update(key="B" * 43)
    laptop.page.reload()
    assert with_keeper(laptop.page, "return keeper.all()") == []


def test_weak_words_are_refused(portal, laptop):
    _web, address = portal
    laptop.sign_in(address, "staff", "/my-account/device/")
    page = laptop.page
    page.click("details.confirm:visible >> nth=0 >> summary")
    assert len(page.locator("[data-phrase]").inner_text().split()) == 6
    for phrase, again, said in (
        ("باب باب باب باب باب باب", "", "weak"),
        ("أربع كلمات فقط هنا", "", "weak"),
        (PHRASE, PHRASE + "ا", "unlike"),
    ):
        page.fill("#phrase", phrase)
        page.fill("#again", again or phrase)
        page.click("form[data-act=phrase] button.btn-primary")
        assert page.locator(f'[data-show="{said}"]').is_visible()
    assert not with_keeper(page, "return keeper.worksOffline()")
