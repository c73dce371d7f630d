"""Direction of text: bidi controls, isolation, first strong letter, Arabic quotation marks."""

import re
import unicodedata

LRI, FSI, PDI = "\u2066", "\u2068", "\u2069"
_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")


def has_bidi_controls(text):
    """Whether ``text`` holds a mark, embedding, override or isolate that may show it in another order than stored."""
    return _CONTROLS.search(text) is not None


def strip_bidi(text):
    """``text`` without its bidi controls; zero-width joiners stay, as they shape letters."""
    return _CONTROLS.sub("", text)


def isolate_ltr(text):
    """``text`` isolated left to right, for a code or phone number in plain text (in HTML use ``<bdi dir="ltr">``).

    Controls already inside are dropped: an unpaired one would leak out of the isolate.
    """
    return f"{LRI}{strip_bidi(str(text))}{PDI}"


def text_direction(text, *, default="rtl"):
    """``"rtl"`` or ``"ltr"`` by the first strong letter; ``default`` where there is none (digits, punctuation)."""
    for char in text:
        strong = unicodedata.bidirectional(char)
        if strong == "L":
            return "ltr"
        if strong in {"R", "AL"}:
            return "rtl"
    return default


def day_first(text):
    """A date in figures («٢٠/٧/٢٠٢٢م») that begins with its day at the right, as it is written by hand.

    By itself a number with slashes runs left to right, and the «م» of the year would stand beside the day.
    """
    return text.replace("/", "/\u200f")


def quote_ar(text):
    """``text`` in «»; its own outer pair is not doubled, pairs inside become “ ”."""
    inner = text.strip()
    if inner.startswith("«") and inner.endswith("»") and inner.count("«") == inner.count("»") == 1:
        return inner
    return "«" + inner.replace("«", "“").replace("»", "”") + "»"
