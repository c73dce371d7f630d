"""Somebody who writes minutes in the outliner: a browser of his own, signed in."""

from django.test import Client
from django.urls import reverse

#: Milliseconds; the page saves every two and a half seconds.
PATIENCE = 15_000


class Writer:
    """One window on one draft."""

    def __init__(self, browser, address, user, minutes, language="ar", **window):
        client = Client()
        client.force_login(user)
        self.context = browser.new_context(viewport={"width": 1280, "height": 900}, **window)
        cookies = {"sessionid": client.cookies["sessionid"].value, "django_language": language}
        self.context.add_cookies([{"name": k, "value": v, "url": address} for k, v in cookies.items()])
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()
        self.errors = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.address = address + reverse("forums:outputs", args=[minutes.forum.public_id])
        self.open()

    def open(self):
        """Load the page; the script lays its list."""
        self.page.goto(self.address)
        self.page.wait_for_selector(".lines .draft")

    @property
    def lines(self):
        """The rows, the empty one at the end left out."""
        return self.page.locator(".lines > li:not(.draft)")

    def texts(self):
        """What stands in them."""
        return self.page.eval_on_selector_all(
            ".lines > li:not(.draft) textarea", "all => all.map(one => one.value)"
        )

    def values(self, field):
        """What is chosen in each."""
        return self.page.eval_on_selector_all(
            f".lines > li:not(.draft) [data-field={field}]", "all => all.map(one => one.value)"
        )

    def go(self, number, at=None):
        """Into the text of a line (from 0; -1 is the empty one at the end), the cursor there."""
        area = self.page.locator(".lines textarea").nth(number)
        area.focus()
        area.evaluate("(it, at) => it.setSelectionRange(at ?? it.value.length, at ?? it.value.length)", at)

    def press(self, *keys):
        """Keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text):
        """Write where the cursor is."""
        self.page.keyboard.type(text)

    def at(self):
        """(number of the line, place of the cursor)."""
        return tuple(
            self.page.evaluate(
                "() => [[...document.querySelectorAll('.lines textarea')].indexOf(document.activeElement),"
                " document.activeElement.selectionStart]"
            )
        )

    def state(self):
        """The words of the state."""
        return self.page.inner_text("[data-line-state]")

    def until(self, state):
        """Wait for a state: saved, offline, out …"""
        self.page.wait_for_function(
            "state => document.querySelector('[data-line-state]').dataset.state === state", arg=state
        )

    def saved(self):
        """Everything is with the server."""
        self.page.wait_for_timeout(50)
        self.until("saved")

    def until_texts(self, *texts):
        """Wait for these lines."""
        self.page.wait_for_function(
            "wanted => JSON.stringify([...document.querySelectorAll('.lines > li:not(.draft) textarea')]"
            ".map(one => one.value)) === JSON.stringify(wanted)",
            arg=list(texts),
        )

    def said(self):
        """What was read out last."""
        live = self.page.locator("[data-outliner] > [aria-live=polite]")
        self.page.wait_for_timeout(150)
        return live.text_content()
