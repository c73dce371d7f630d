"""Leaks that are put there are found, in every channel and encoding: else the silence of the sweep would prove nothing."""

import base64
import gzip
import quopri
import unicodedata
from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import Client

from ..factories import UserFactory
from .leaky import LEAKS
from .marks import arabic_mark, ascii_mark, marks_in, phone_mark
from .sweep import answers, marks_in_tables

WORD = arabic_mark(4711)
#: Where a leak is found that is not in the body of the answer.
ELSEWHERE = {
    **dict.fromkeys(("mailed", "subject"), ", mail"),
    **dict.fromkeys(("header", "redirected"), ", headers"),
    "cookie": ", cookies",
    **dict.fromkeys(("recorded", "noted"), "tables"),
    "logged": "log",
}


def shaped(word):
    """In presentation forms, as some PDFs and old programs hold Arabic."""
    forms = {}
    for code in range(0xFE80, 0xFEF5):
        plain = unicodedata.normalize("NFKC", chr(code))
        forms.setdefault(plain, []).append(chr(code))
    return "".join(forms[char][-1] for char in word)


ENCODINGS = {
    "utf-8": WORD.encode(),
    "utf-16": WORD.encode("utf-16"),
    "utf-16 at an odd place": b"x" + f"قال {WORD}".encode("utf-16-be"),
    "NFD": unicodedata.normalize("NFD", f"آل {WORD}").encode(),
    "bidi isolates": f"\u2067{WORD}\u2069".encode(),
    "html, hexadecimal": "".join(f"&#x{ord(char):X};" for char in WORD).encode(),
    "html, decimal, twice": "".join(f"&amp;#{ord(char)};" for char in WORD).encode(),
    "percent": quote(WORD).encode(),
    "percent, twice": quote(quote(WORD)).encode(),
    "json": WORD.encode("ascii", "backslashreplace"),
    "quoted-printable": quopri.encodestring(WORD.encode()),
    "base64": base64.b64encode(f"He said {WORD} there".encode()),
    "base64 for addresses, after a word": b"prefix"
    + base64.urlsafe_b64encode(f"x{WORD} there it is".encode()),
    "gzip": gzip.compress(f"said {WORD}".encode()),
    "base64 of gzip": base64.b64encode(gzip.compress(f"said {WORD}".encode())),
    "shaped": shaped(WORD).encode(),
    "shaped and mirrored": shaped(WORD)[::-1].encode(),
}


@pytest.mark.parametrize("name", ENCODINGS)
def test_a_mark_is_found_however_it_is_written(name):
    assert marks_in(ENCODINGS[name]) == {WORD}


def test_marks_of_other_forms_are_found():
    words = {ascii_mark(7), phone_mark(7), arabic_mark(7)}
    assert marks_in(" ".join(words)) == words
    assert marks_in(phone_mark(7).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))) == {phone_mark(7)}
    assert marks_in(base64.b64encode(b"to %s@example.org now" % ascii_mark(7).encode())) == {ascii_mark(7)}


def test_nothing_is_found_where_nothing_is():
    assert marks_in("ضغط الدم ٧٧٠٠ و7700 وظلال") == set()
    assert len({arabic_mark(number) for number in range(2000)}) == 2000


@pytest.mark.parametrize("leak", LEAKS, ids=lambda leak: leak.__name__)
def test_a_leak_is_found_where_it_is(db, settings, log, leak):
    settings.ROOT_URLCONF = "tests.leaks.leaky"
    settings.DEBUG = leak.__name__ == "error"
    UserFactory()
    client = Client(raise_request_exception=False)
    path = f"/leak/{leak.__name__}/"
    # The record itself refuses Arabic words.
    word = ascii_mark(4711) if leak.__name__ == "recorded" else WORD
    places = set()
    with transaction.atomic():
        for where, payload in answers(client, "GET", path, {"word": word}):
            if word in marks_in(payload):
                places.add(where.partition(path)[2])
    if leak.__name__ in ("recorded", "noted"):
        assert marks_in_tables() == set()
        assert client.get(path, {"word": word}).status_code == 200
        places |= {"tables"} if word in marks_in_tables() else set()
    if leak.__name__ == "logged" and word in log.marks():
        places.add("log")
    assert ELSEWHERE.get(leak.__name__, "") in places


@pytest.mark.parametrize("admins", [[], [("x", "keeper@example.org")]], ids=["nobody", "admins"])
def test_an_error_tells_nothing_of_what_it_was_about(db, settings, log, mailoutbox, admins):
    """A database repeats in its errors what was typed: not on the page, not in the log, not in a mail to whoever."""
    settings.ROOT_URLCONF = "tests.leaks.leaky"
    settings.ADMINS = admins
    client = Client(raise_request_exception=False)
    response = client.post(f"/leak/error/?word={WORD}", {"name": WORD})
    assert response.status_code == 500
    assert marks_in(response.content) == set()
    assert log.marks() == set()
    assert [marks_in(one.message().as_bytes()) for one in mailoutbox] == []
