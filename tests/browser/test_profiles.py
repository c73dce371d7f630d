"""T5: what is left in a browser's profile after a day of writing, a sign-out and `kill -9`: no word, no key; nothing is lost."""

import base64
import hashlib
import os
import random
import re
import unicodedata
from pathlib import Path

import pytest

from accounts.models import DraftKey
from forums.models import Output

from .offline import (
    AREAS,
    Browser,
    open_offline,
    path_of,
    turn_on,
    wait_for_state,
    write,
)
from .profile_search import Locks, forms_of, forms_of_key, keys_found, search, unlock

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).parents[2]
LETTERS = "بتثجحخدذرزسشصضطظعغفقكلمنهوي"
#: What is typed may be kept so much later (milliseconds); before that `kill -9` may take it.
KEPT_AFTER = 2500
DEVICES = """async () => {
  const store = await import("/static/js/minutes/store.js");
  const plain = (box) => box && ({ ...box, iv: [...box.iv], bytes: [...box.bytes], salt: box.salt && [...box.salt] });
  const devices = await store.devices();
  const records = (await Promise.all(devices.map(({ id }) => store.recordsOf(id)))).flat();
  return [devices.map((one) => ({ ...one, server: plain(one.server), phrase: plain(one.phrase) })), records.map(plain)];
}"""


class Day:
    """One person's device for a day: what was written, and which keys there were."""

    def __init__(self, browser, portal, minutes, number):
        self.browser, (self.web, self.address), self.minutes = browser, portal, minutes
        self.random = random.Random(f"{os.environ['MUNTADA_TEST_SEED']} {number}")
        self.url = self.address + path_of(minutes)
        self.typed, self.kept, self.keys, self.locks = [], [], {}, None
        self.phrase = " ".join(self.random.sample(self._words(), 6)) if number % 2 == 0 else ""

    @staticmethod
    def _words():
        source = (ROOT / "static" / "js" / "minutes" / "phrases.js").read_text(encoding="utf-8")
        return re.search("`(.+?)`", source, re.DOTALL)[1].split()

    def texts(self, count):
        """So many lines, each with a word that stands nowhere else."""
        made = ["".join(self.random.choices(LETTERS, k=14)) for _ in range(count)]
        self.typed += made
        return made

    def write(self, count, *, kept=True):
        """Type lines; `kept` waits until they must be on the disk."""
        texts = self.texts(count)
        write(self.browser.page, texts)
        if kept:
            self.browser.page.wait_for_timeout(KEPT_AFTER)
            self.kept += texts

    def begin(self):
        """Sign in, with or without a passphrase, and write with a net."""
        page = self.browser.page
        if self.phrase:
            self.browser.sign_in(self.address, "staff", "/my-account/device/")
            turn_on(page, self.phrase)
            page.goto(self.url)
        else:
            self.browser.sign_in(self.address, "staff", path_of(self.minutes))
        page.wait_for_selector(AREAS)
        self.write(2)
        wait_for_state(page, "saved")

    def write_offline(self):
        """The net goes; lines are written, with a passphrase after a reload too."""
        self.web.stop()
        self.write(3)
        self.note_keys()
        if self.phrase:
            open_offline(self.browser.page, self.url, self.phrase)
            self.write(2)

    def sign_out_with_something_unsent(self):
        """The server is there for the sign-out and takes no line: the page warns, and keeps them."""
        page = self.browser.page
        page.route("**/lines/**", lambda route: route.abort())
        self.write(3)
        self.note_keys()
        page.click("details.menu >> nth=0 >> summary")
        page.click("form[data-leave] button")
        page.click("dialog[open] button[value=leave]")
        page.wait_for_url("**/accounts/login/**")

    def note_keys(self):
        """The keys of now, and the ciphertexts to try others on."""
        devices, records = self.browser.page.evaluate(DEVICES)
        self.locks = Locks(devices, records)
        for row in DraftKey.objects.all():
            for name, text in (("server", row.key), ("server, before", row.earlier)):
                if not text:
                    continue
                key = base64.urlsafe_b64decode(text + "=")
                self.keys[name] = key
                for one in devices:
                    self.keys["data"] = unlock(key, one["server"], one["id"])
        for one in devices:
            if one["phrase"]:
                said = re.sub("[\u064b-\u065f]", "", unicodedata.normalize("NFKC", self.phrase))
                said = said.replace("ى", "ي").replace("ة", "ه")
                key = hashlib.pbkdf2_hmac(
                    "sha256", said.encode(), bytes(one["phrase"]["salt"]), one["phrase"]["rounds"]
                )
                assert unlock(key, one["phrase"], one["id"]) == self.keys["data"]
                self.keys["passphrase"] = key

    def needles(self):
        """Everything that must not be found."""
        wanted = {}
        for text in self.typed:
            wanted |= {f"«{text}» {form}": needle for form, needle in forms_of(text).items()}
        for name, key in self.keys.items():
            wanted |= {f"key {name}, {form}": needle for form, needle in forms_of_key(key).items()}
        if self.phrase:
            wanted |= {f"passphrase, {form}": needle for form, needle in forms_of(self.phrase).items()}
        return wanted

    def come_back(self):
        """The net is there again; the same person signs in on the same device. What is on the server then."""
        self.web.start()
        self.browser.start()
        self.browser.sign_in(self.address, "staff", path_of(self.minutes))
        self.browser.page.wait_for_selector(AREAS)
        wait_for_state(self.browser.page, "saved")
        return list(Output.objects.values_list("text", flat=True))


def live(day, number):
    """A day until its end by force; gives (drafts restored, files with something in clear, candidates tried, keys found)."""
    day.begin()
    signs_out = number % 4 == 3
    day.sign_out_with_something_unsent() if signs_out else day.write_offline()
    if not signs_out:
        # Killed while something is being typed, at any moment.
        day.write(1, kept=False)
        day.browser.page.wait_for_timeout(day.random.uniform(0, KEPT_AFTER))
    day.browser.kill()
    day.web.stop()
    found = search(day.browser.profile, day.needles())
    tried, opened = keys_found(day.browser.profile, day.locks, "IndexedDB")
    stored = day.come_back()
    assert sorted(set(stored)) == sorted(stored), "something was sent twice"
    lost = [text for text in day.kept if text not in stored]
    assert lost == []
    day.browser.page.click("details.menu >> nth=0 >> summary")
    day.browser.page.click("form[data-leave] button")
    day.browser.page.wait_for_url("**/accounts/login/**")
    day.browser.kill()
    found += search(day.browser.profile, day.needles())
    return len(day.kept) - 2, found, tried, opened


@pytest.fixture
def begin_day(portal, minutes, playwright, tmp_path):
    """begin_day(number): a person's new device; an even one works without internet."""

    def begin(number):
        return Day(Browser(playwright, tmp_path / f"profile-{number}"), portal, minutes, number)

    return begin


@pytest.mark.parametrize(
    "days",
    [
        pytest.param(range(2), id="two profiles"),
        pytest.param(range(2, 22), id="twenty more", marks=pytest.mark.slow),
    ],
)
def test_nothing_readable_is_left_and_nothing_is_lost(days, begin_day, record_property):
    restored = tried = 0
    for number in days:
        Output.objects.all().delete()
        day = begin_day(number)
        count, found, candidates, opened = live(day, number)
        assert found == []
        assert opened == []
        restored, tried = restored + count, tried + candidates
        day.web.restart()
    record_property("T5 profiles", len(days))
    record_property("T5 drafts restored", restored)
    record_property("T5 candidates for a key", tried)
    record_property("T5 found in clear", 0)
    assert restored >= 3 * len(days)


LEAKS = """async ([text, key]) => {
  const bytes = new Uint8Array(key);
  localStorage.setItem("draft", text);
  await (await caches.open("pages")).put("/page", new Response(`<p>${text}</p>`));
  await new Promise((resolve) => {
    const request = indexedDB.open("plain", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("rows");
    request.onsuccess = () => {
      const change = request.result.transaction("rows", "readwrite", { durability: "strict" });
      change.objectStore("rows").put({ text, key: bytes, filler: "x".repeat(4000) }, 1);
      change.oncomplete = resolve;
    };
  });
}"""


def test_leaks_that_are_planted_are_found(begin_day, record_property):
    day = begin_day(0)
    browser = day.browser
    day.begin()
    day.note_keys()
    browser.page.evaluate(LEAKS, [day.typed[0], list(day.keys["data"])])
    browser.close()
    found = search(browser.profile, day.needles())
    for place in ("Local Storage", "CacheStorage", "IndexedDB"):
        assert any(place in one and day.typed[0] in one for one in found), (place, found)
    assert any("key data, raw" in one for one in found), found
    _tried, opened = keys_found(browser.profile, day.locks, "IndexedDB")
    assert opened, "the key is found without knowing it"
    record_property("T5 planted leaks found", 4)
