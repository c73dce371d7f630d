"""Somebody who works by the keyboard alone."""

import json

FOCUSED = "const it = document.activeElement;"


class Typist:
    """Somebody with a keyboard and no mouse. Counts what is pressed."""

    def __init__(self, page, address):
        self.page, self.address, self.pressed = page, address, 0

    def open(self, path):
        """Type an address."""
        self.page.goto(self.address + path)

    def press(self, key, times=1):
        """Press a key."""
        for _time in range(times):
            self.page.keyboard.press(key)
        self.pressed += times

    def focused(self, expression):
        """Something of the element that has the focus, as `it`."""
        return self.page.evaluate(f"() => {{ {FOCUSED} return {expression}; }}")

    def tab_to(self, condition, most=160):
        """Tab on until the focused element fulfils the condition on `it`."""
        for _step in range(most):
            if self.focused(condition):
                return
            self.press("Tab")
        raise AssertionError(f"Tab never came to {condition} on {self.page.url}")

    def field(self, name):
        """Tab on to a field."""
        self.tab_to(f"it.name === {json.dumps(name)}")

    def type(self, name, text):
        """Write into a field, in place of what stands there."""
        self.field(name)
        self.press("Control+a")
        self.page.keyboard.type(text)
        self.pressed += len(text)

    def choose(self, name, value):
        """Go down the choices of a select until the value comes."""
        self.field(name)
        place = self.focused(
            f"[...it.options].findIndex((one) => one.value === {json.dumps(value)}) - it.selectedIndex"
        )
        assert self.focused(f"[...it.options].some((one) => one.value === {json.dumps(value)})"), (
            name,
            value,
        )
        self.press("ArrowDown" if place > 0 else "ArrowUp", abs(place))
        assert self.focused("it.value") == value

    def unfold(self, name):
        """Open the details that hold a field, unless they are open."""
        inside = f"it.tagName === 'SUMMARY' && !!it.parentElement.querySelector('[name={name}]')"
        self.tab_to(inside)
        if not self.focused("it.parentElement.open"):
            self.press("Enter")

    def send(self, label):
        """Go to a button by its words and press it; the next page must come."""
        self.tab_to(f"it.tagName === 'BUTTON' && it.textContent.trim() === {json.dumps(label)}")
        with self.page.expect_navigation():
            self.press("Enter")

    def finish(self):
        """Send the form in which one is writing; the next page must come."""
        with self.page.expect_navigation():
            self.press("Control+Enter")

    def follow(self, path):
        """Go to a link and open it."""
        self.tab_to(f"it.tagName === 'A' && it.getAttribute('href') === {json.dumps(path)}")
        with self.page.expect_navigation():
            self.press("Enter")

    def wait_for_focus(self, name):
        """The page that has just come puts the focus where writing goes on."""
        self.page.wait_for_function("name => document.activeElement?.name === name", arg=name)

    def heading(self):
        """The heading of the page."""
        return self.page.locator("h1").inner_text().strip()
