"""What a typist presses in the quick line of the attendance list."""

import json


def quick_name(writer, name):
    """Type a name into the quick line and say, whoever may be meant, that it is somebody new."""
    writer.type("q", name)
    writer.press("Enter")
    writer.page.wait_for_function(
        "() => document.activeElement.name === 'category' || document.querySelector('#candidates [aria-selected=true]')"
    )
    if writer.focused("it.name") == "q":
        writer.press("ArrowUp")  # the one above the first: somebody new
        writer.press("Enter")


def quick_category(writer, code):
    """The one key that stands beside the category."""
    place = writer.focused(f"[...it.options].findIndex((one) => one.value === {json.dumps(code)})")
    writer.press([f"Digit{place % 10}", "Minus", "Equal"][max(0, place - 10)])
    assert writer.page.eval_on_selector("[name=category]", "it => it.value") == code


def quick_institution(writer, code):
    """The first letters of a word of its name, as many as it takes."""
    writer.field("institution")
    name = writer.focused(f"[...it.options].find((one) => one.value === {json.dumps(code)}).textContent")
    word = max(name.split(), key=len).removeprefix("ال")
    for letter in word:
        # An Arabic keyboard's key, which the driver has no name for.
        writer.page.evaluate(
            "key => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}))",
            letter,
        )
        writer.pressed += 1
        if writer.focused("it.value") == code:
            return
    writer.choose("institution", code)
