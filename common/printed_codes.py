"""Random codes that are printed, read aloud and typed by hand."""

import re
import secrets

from common.arabic import to_latin_digits

#: No 0, O, 1 and I: nobody mistakes one for another. Five bits each.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
BITS_OF_ONE = 5
_NOT_OF_A_CODE = re.compile(r"[^0-9A-Z]")


def new_code(length: int) -> str:
    """So many random characters, as a code is stored: capitals, without dashes."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def normalise_code(typed: str) -> str:
    """A typed code as it is stored: capitals, Latin digits, without dashes, blanks and direction marks."""
    return _NOT_OF_A_CODE.sub("", to_latin_digits(typed).upper())


def grouped(code: str) -> str:
    """A code in groups of four, for print and for reading aloud."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
