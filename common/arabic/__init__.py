"""Arabic text: keys for matching, digits, direction, names. Pure functions; the original text is never altered."""

from .digits import localise_digits, to_arabic_digits, to_latin_digits
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
from .folding import fold, fold_bare, matches, tight_key, tokens, weak_key, weakly_matches
from .names import NameParser, ParsedName, parse_name, strip_name_prefixes

__all__ = [
    "FSI",
    "LRI",
    "PDI",
    "NameParser",
    "ParsedName",
    "day_first",
    "fold",
    "fold_bare",
    "has_bidi_controls",
    "isolate_ltr",
    "localise_digits",
    "matches",
    "parse_name",
    "quote_ar",
    "strip_bidi",
    "strip_name_prefixes",
    "text_direction",
    "tight_key",
    "to_arabic_digits",
    "to_latin_digits",
    "tokens",
    "weak_key",
    "weakly_matches",
]
