"""What an ask leaves open: who, what to do, to what, by when. Guesses by word patterns, good for a hint and for no more.

Nothing here refuses anything: the words of a meeting are its own.
"""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.arabic import fold, tokens

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


@dataclass(frozen=True)
class Hint:
    """One thing that an ask leaves open; `code` is "opening", "actor", "verb", "what" or "when"."""

    code: str
    words: Promise


_OPENING = Hint(
    "opening",
    _(
        "It opens with words that bind nobody, such as “the need to care about”. What is to be done may stand first."
    ),
)
_ACTOR = Hint(
    "actor", _("It does not say who is to act: an institution may be chosen below, or named in the wording.")
)
_VERB = Hint(
    "verb", _("It does not seem to begin with something to do, such as “fitting”, “training” or “opening”.")
)
_WHAT = Hint("what", _("It names hardly anything that is to be done: where, for whom, how many?"))
_WHEN = Hint("when", _("It has no date by which it is to be done."))

#: Openings after which anything may follow.
_VAGUE = tuple(
    fold(words)
    for words in (
        *(
            "ضرورة",
            "أهمية",
            "الاهتمام ب",
            "اهتمام ب",
            "العمل على",
            "السعي إلى",
            "السعي نحو",
            "التأكيد على",
            "لا بد من",
        ),
        *(
            "لابد من",
            "الحث على",
            "ينبغي",
            "نتمنى",
            "نأمل",
            "من المهم",
            "من الضروري",
            "بذل الجهود",
            "تكثيف الجهود",
        ),
        *(
            "النظر في",
            "محاولة",
            "the need",
            "the importance",
            "importance of",
            "need to",
            "efforts should",
            "it is important",
        ),
    )
)
#: Kinds of bodies and offices; who reads one of them knows who is meant.
_BODIES = frozenset(
    tokens(
        "وزارة الوزارة إدارة الإدارة مدير المدير أمن الأمن شرطة الشرطة نيابة النيابة المحكمة محكمة المحاكم القضاء السلطة المحافظ "
        "محافظ المأمور مأمور المديرية اللجنة لجنة اللجان المجلس مجلس مكتب الهيئة هيئة القيادة المنظمة المنظمات البنك "
        "ministry police prosecution prosecutor court courts governor directorate department committee council authority"
    )
)
_TIMES = frozenset(
    tokens(
        "خلال قبل نهاية مطلع حتى فورا عاجلا شهر شهرين أشهر أسبوع أسبوعين أسابيع يوم أيام سنة عام الربع رمضان العيد دوري دورية شهري "
        "أسبوعي يومي سنوي within before until by end monthly weekly daily month months week weeks year quarter"
    )
)
#: An act and what it is done to, less than which nobody can check.
_FEWEST = 3


def hints_for(
    *, text: str, language: str, is_question: bool, has_addressee: bool, has_date: bool
) -> list[Hint]:
    """What the ask leaves open, in the order of reading. A question needs an addressee alone; empty text gives nothing."""
    words = tokens(text)
    if not words:
        return []
    found = []
    if not is_question:
        if _opens_vaguely(text):
            found.append(_OPENING)
        elif not names_an_action(text, language):
            found.append(_VERB)
        if len(words) < _FEWEST:
            found.append(_WHAT)
    if not has_addressee and not _BODIES & set(words):
        found.append(_ACTOR)
    if not is_question and not has_date and not _says_when(words):
        found.append(_WHEN)
    return found


def _opens_vaguely(text):
    folded = fold(text)
    # «الاهتمام بـ» goes on in the same word.
    return any(folded.startswith(one if one.endswith(" ب") else f"{one} ") for one in _VAGUE)


def _says_when(words):
    return any(
        word in _TIMES or word.removeprefix("ال") in _TIMES or (word.isdigit() and len(word) == 4)
        for word in words
    )
