"""HTML as it is read."""

import re

from tinyhtml5 import inputstream

from .puts import Undo, put


class _Expressions(dict[tuple[str, bool], re.Pattern[str]]):
    """What finds the end of a word or a tag, by its characters and whether they are all it may hold; made when asked for first."""

    def __missing__(self, asked: tuple[str, bool]) -> re.Pattern[str]:
        characters, opposite = asked
        written = "".join(f"\\x{ord(character):02x}" for character in characters)
        self[asked] = found = re.compile(f"[{written}]+" if opposite else f"[^{written}]+")
        return found


def expressions_kept() -> list[Undo]:
    """An expression is written once, not for each word: tinyhtml5 keeps it by itself instead of by what it was made of."""
    return [put(inputstream, "characters_until_regex", _Expressions())]
