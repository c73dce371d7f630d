"""Keys for finding and matching Arabic (and Latin) text. A key is never shown: the original stays as written."""

import re
import unicodedata

_LETTERS = {
    "ى": "ي",
    "ی": "ي",
    "ے": "ي",
    "ې": "ي",
    "ۍ": "ي",
    "ێ": "ي",
    "ۏ": "و",
    "ۋ": "و",
    "ۆ": "و",
    "ۇ": "و",
    "ۈ": "و",
    "ک": "ك",
    "ڪ": "ك",
    "گ": "ك",
    "ڭ": "ك",
    "ݣ": "ك",
    "ڢ": "ف",
    "ڧ": "ق",
    "ں": "ن",
    "پ": "ب",
    "چ": "ج",
    "ژ": "ز",
    "ڤ": "ف",
    "ة": "ه",
    "ۃ": "ه",
    "ہ": "ه",
    "ھ": "ه",
    "ە": "ه",
    "ٱ": "ا",
    "ـ": "",
    "ٴ": "",
    "ۥ": "",
    "ۦ": "",
}
# Dropped rather than spaced, so that Sana'a and Sanaa, Ma`rib and Marib have one key.
_APOSTROPHES = "'’‘`´ʼʻʾʿ\u02c8"
_HAMZA_CARRIERS = str.maketrans({"ؤ": "ء", "ئ": "ء", "ٵ": "ا", "ٶ": "ء", "ٸ": "ء"})
_HAMZA = "ء"
#: Texts in plain letters, none of which carries a hamza that `fold` keeps: most names.
_WITHOUT_CARRIERS = re.compile("[ \u0622\u0623\u0625\u0627-\u063a\u0640-\u0653\u0660-\u0669A-Za-z0-9]*")
# «عبد» joins the word after it only where that word makes a compound name; «عبد» may also be a name alone.
_AFTER_ABD = {"ربه", "مناف"}
_MIN_ARTICLE_WORD = 5


class _KeyTable(dict):
    """Code point → what stands for it in a key. Each is worked out once, then translate() runs at C speed."""

    def __missing__(self, code):
        self[code] = value = _key_of(chr(code))
        return value


def _key_of(char):
    if char in _LETTERS:
        return _LETTERS[char]
    if char in _APOSTROPHES:
        return ""
    category = unicodedata.category(char)
    if category in {"Mn", "Me", "Cf"}:
        return ""
    if category == "Nd":
        return str(unicodedata.digit(char))
    return char if char.isalnum() or category == "Mc" else " "


_TABLE = _KeyTable()


def _decomposed(text):
    # NFKD, not NFKC: with the marks dropped it folds آ أ إ ؤ ئ and é in one step and stays stable when repeated.
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())


def _words(text):
    words = _decomposed(text).translate(_TABLE).split()
    for position in range(len(words) - 1, -1, -1):
        word = words[position]
        if word == "ابن":
            words[position] = "بن"
        elif position + 1 < len(words) and _joins(word, words[position + 1]):
            words[position : position + 2] = [word + words[position + 1]]
    return words


def _joins(word, following):
    if word == "عبد":
        return following in _AFTER_ABD or (following.startswith("ال") and len(following) > 2)
    return word in {"ابو", "با"}


def _carriers_as_hamza(text):
    return unicodedata.normalize("NFKC", text).translate(_HAMZA_CARRIERS)


def _without_article(words):
    return [w[2:] if w.startswith("ال") and len(w) >= _MIN_ARTICLE_WORD else w for w in words]


def _without_inner_bin(words):
    return [w for position, w in enumerate(words) if w != "بن" or position in {0, len(words) - 1}]


def fold(text):
    """The matching key of ``text``: idempotent, never raises, empty for text without letters or digits.

    Alef forms, hamza carriers (ؤ → و, ئ → ي), ya and alef maqsura, ta marbuta, Persian letters, digits of every
    script (→ Latin), presentation forms and letter case become one; diacritics, tatweel, bidi and zero-width
    marks go; punctuation becomes a space. «عبد الله», «أبو بكر» and «با عباد» are joined, «ابن» is «بن».
    A hamza on the line (ء) stays: see `fold_bare`.
    """
    return " ".join(_words(text))


def fold_bare(text):
    """A second key with every hamza and its carrier dropped, so that شئون and شؤون meet.

    Not coarser than `fold`: مؤمن and مومن have one `fold` and two `fold_bare`. Look in both.
    """
    return both_folds(text)[1]


def both_folds(text):
    """(`fold`, `fold_bare`) of a text."""
    folded = fold(text)
    if _WITHOUT_CARRIERS.fullmatch(text):
        return folded, folded
    return folded, " ".join(_words(_carriers_as_hamza(text).replace(_HAMZA, "")))


def weak_key(text):
    """The key of the weak tier: `fold_bare`, less the article of words of five letters or more and «بن» between names.

    For suggestions only: إلهام loses its first letters here, and «سعيد بن سالم» meets «سعيد سالم». Never merge by it.
    """
    return " ".join(weakened(fold_bare(text).split()))


def weakened(words):
    """Folded words less the article of the longer ones and «بن» between names: of those of `fold_bare`, `weak_key`."""
    return _without_inner_bin(_without_article(words))


def tight_key(text):
    """`fold` without its spaces: «خور مكسر» and «خورمكسر» meet."""
    return "".join(_words(text))


def tokens(text):
    """The folded words of ``text``, compound names joined: ``["علي", "عبدالله"]``."""
    return _words(text)


def matches(a, b):
    """Whether two spellings are the same words: equal keys, spaces apart, and whichever letter carries a hamza.

    Two texts without any letter or digit do not match. Different people may well have matching names.
    """
    key = tight_key(a)
    if not key:
        return False
    return key == tight_key(b) or tight_key(_carriers_as_hamza(a)) == tight_key(_carriers_as_hamza(b))


def weakly_matches(a, b):
    """Whether ``a`` and ``b`` are near enough to suggest one for the other (article, «بن», any hamza); see `weak_key`."""
    if matches(a, b):
        return True
    loose = [weakened(_words(text)) for text in (a, b)]
    return bool(loose[0]) and (loose[0] == loose[1] or weak_key(a) == weak_key(b) != "")
