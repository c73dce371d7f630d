"""Phone numbers as they are stored: E.164 where the number says what it is, else as typed."""

import re

from common.arabic import strip_bidi, to_latin_digits

_COUNTRY = "+967"
#: National numbers of Yemen without the leading zero: mobile 7x and seven digits; landline, code of the area and six.
_NATIONAL = re.compile(r"0?(7[01378]\d{7}|[1-7]\d{6})")
_INTERNATIONAL = re.compile(r"\+[1-9]\d{7,14}")


def normal_phone(text: str) -> str:
    """«٠٧٧٧ ١٢٣ ٤٥٦» → "+967777123456"; what is no single number («777… or the neighbour's») stays as it was typed.

    Digits of any script are made Latin in both cases. "00" in front stands for "+". Numbers abroad need either.
    """
    typed = " ".join(strip_bidi(to_latin_digits(text)).split())
    bare = re.sub(r"[\s().\-/\u2010-\u2015]", "", typed)
    bare = re.sub(r"^00", "+", bare)
    if _INTERNATIONAL.fullmatch(bare):
        return bare
    national = _NATIONAL.fullmatch(bare)
    return _COUNTRY + national[1] if national else typed
