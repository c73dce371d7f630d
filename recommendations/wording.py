"""Whether an ask names something to do. A guess by word patterns, good enough for a warning and for no more."""

import re

from common.arabic import tokens

#: Shapes of Arabic verbal nouns, folded: تفعيل، تفاعل، إفعال، افتعال، استفعال، مفاعلة.
_SHAPES = re.compile(r"ت..?ي.ه?|ت.ا.{2,3}|است.{2,5}|ا...?ا.ه?|ا..?ا?.ه|م.ا..ه|ا.ت.ا.")
_NOUNS = frozenset(
    [
        "رفد",
        "دعم",
        "منع",
        "وضع",
        "فتح",
        "عقد",
        "نشر",
        "حل",
        "بناء",
        "رفع",
        "ضبط",
        "سن",
        "وقف",
        "نقل",
        "صرف",
        "حمايه",
        "وقايه",
        "عمل",
        "جعل",
        "ربط",
        "سرعه",
        "زياده",
        "صيانه",
        "اقامه",
        "اعاده",
        "اداره",
        "رعايه",
        "مراقبه",
        "محاسبه",
        "خفض",
        "حظر",
        "حصر",
        "نزع",
        "سحب",
        "فرض",
        "بسط",
        "حفظ",
        "رصد",
        "شراء",
        "دفع",
        "جمع",
        "كشف",
    ]
)
#: «أن تقوم», «يجب», «نطالب»: after these a verb or its noun follows in any order.
_DEMANDS = {"يجب", "ينبغي", "نطالب", "نوصي", "يطالب", "يوصي", "نرجو", "نامل", "لابد", "ضروره", "ان"}
_LOOK_AT = 4


def names_an_action(text: str, language: str = "ar") -> bool:
    """Whether one of the first words looks like something to do; True for other languages than Arabic."""
    if language != "ar":
        return True
    return any(_is_action(word) for word in tokens(text)[:_LOOK_AT])


def _is_action(word):
    bare = word.removeprefix("و").removeprefix("ال")
    return word in _DEMANDS or bare in _NOUNS or bool(_SHAPES.fullmatch(bare))
