"""A portal on the test database, and browsers with a profile of their own that can be killed and started again."""

import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from django.urls import reverse

from reports.management.commands.shots import CHROMIUM_ARGUMENTS, find_chromium
from tests.faults.signin import webs_on_test_database

from ..factories import PASSWORD

PHRASE = "قنديل بستان زورق مرجان هضبة صنوبر"
#: The lines of the editor.
AREAS = "ol.lines textarea"


def start_portal(folder):
    """A web process with real settings; its address is a host that browsers trust without TLS."""
    (web,) = webs_on_test_database(folder, count=1)
    return web, f"http://localhost:{web.port}"


class Browser:
    """Chromium with a profile on the disk, as one person's device."""

    def __init__(self, playwright, profile: Path, language="ar"):
        self.playwright, self.profile, self.language = playwright, profile, language
        self.start()

    def start(self):
        """Start the browser, or start it again."""
        self.context = self.playwright.chromium.launch_persistent_context(
            str(self.profile),
            executable_path=find_chromium(),
            args=[*CHROMIUM_ARGUMENTS, "--disable-dev-shm-usage"],
            locale=self.language,
            headless=True,
        )
        self.page = self.context.pages[0]
        return self.page

    def pids(self):
        """The processes of this profile: those whose command line names it, and their children."""
        listing = subprocess.run(
            ["pgrep", "-f", "--", f"--user-data-dir={self.profile}"],
            capture_output=True,
            text=True,
            check=False,
        ).stdout.split()
        return [int(pid) for pid in listing if int(pid) != os.getpid()]

    def kill(self):
        """`kill -9` of all of it: nothing is written, nobody is asked."""
        pids = self.pids()
        assert pids, "no browser to kill"
        for pid in pids:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        for _ in range(100):
            if not self.pids():
                break
            time.sleep(0.05)
        # It is gone: whatever the driver says of that.
        with suppress(Exception):
            self.context.close()
        for name in ("SingletonLock", "SingletonCookie", "SingletonSocket"):
            (self.profile / name).unlink(missing_ok=True)

    def close(self):
        """As a person closes it."""
        self.context.close()

    def sign_in(self, address, username, path="/"):
        """Sign in by the page, and be at `path`."""
        self.page.goto(f"{address}{path}")
        self.page.fill("input[name=login]", username)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.press("input[name=password]", "Enter")
        self.page.wait_for_url(lambda url: "/accounts/login/" not in url)


def turn_on(page, phrase=PHRASE):
    """As a person does it on the page."""
    page.click("details.confirm:visible >> nth=0 >> summary")
    page.fill("#phrase", phrase)
    page.fill("#again", phrase)
    page.click("form[data-act=phrase] button.btn-primary")
    page.locator('[data-show="done"]').wait_for()


def path_of(minutes):
    """The page of outputs."""
    return reverse("forums:outputs", args=[minutes.forum.public_id])


def write(page, texts):
    """One line each, by the keyboard."""
    page.locator(AREAS).last.focus()
    for text in texts:
        page.keyboard.insert_text(text)
        page.keyboard.press("Enter")


def words_of_state(page):
    """What the editor says of the saving."""
    return page.locator("[data-line-state]").inner_text()


def wait_for_state(page, *states):
    """Until the editor is in one of these."""
    page.wait_for_selector(
        ",".join(f'[data-line-state][data-state="{state}"]' for state in states), timeout=20_000
    )


def open_offline(page, url, phrase=PHRASE):
    """Unlock the page that opens without a net; its editor is there."""
    page.goto(url)
    page.locator('input[name="phrase"]:visible').fill(phrase)
    page.locator('form[data-show="locked"]:visible button').click()
    page.wait_for_selector(AREAS)


def lines(page):
    """The texts on the page."""
    return [text for text in page.eval_on_selector_all(AREAS, "all => all.map((one) => one.value)") if text]


def written(count, what="سطر"):
    """So many texts."""
    return [f"{what} {number} كُتب في الطريق." for number in range(count)]
