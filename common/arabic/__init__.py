"""Arabic text: keys for matching, digits, direction, names. Pure functions; the original text is never altered."""

from .digits import (
    choose_digits,
    chosen_digits,
    digits_chosen,
    localise_digits,
    to_arabic_digits,
    to_latin_digits,
)
from .direction import (
    FSI,
    LRI,
    PDI,
    day_first,
    has_bidi_controls,
    isolate_ltr,
    quote_ar,
    strip_bidi,
    text_direction,
)
from .folding import fold, fold_bare, matches, tight_key, tokens, weak_key, weakened, weakly_matches
from .name_keys import Name, asked_beginning, asked_keys, asked_words, skeleton, stored_keys
from .names import NameParser, ParsedName, parse_name, parser_of, strip_name_prefixes
from .spans import Key, Word, spans

__all__ = [
    "FSI",
    "LRI",
    "PDI",
    "Key",
    "Name",
    "NameParser",
    "ParsedName",
    "Word",
    "asked_beginning",
    "asked_keys",
    "asked_words",
    "choose_digits",
    "chosen_digits",
    "day_first",
    "digits_chosen",
    "fold",
    "fold_bare",
    "has_bidi_controls",
    "isolate_ltr",
    "localise_digits",
    "matches",
    "parse_name",
    "parser_of",
    "quote_ar",
    "skeleton",
    "spans",
    "stored_keys",
    "strip_bidi",
    "strip_name_prefixes",
    "text_direction",
    "tight_key",
    "to_arabic_digits",
    "to_latin_digits",
    "tokens",
    "weak_key",
    "weakened",
    "weakly_matches",
]
