"""Made-up names in the proportions of life, their other spellings, and other people who look like them."""

import random

from reports.sample.words import MEN, WOMEN

#: Family names are put together from these; that some family bears one of them cannot be excluded, and means nothing.
_FIRST, _SECOND, _THIRD = "بتجحدرزسشصضعغفقكنه", "بدرسعفقكلمنه", "بتدرزسعفقلمنيش"
_SHAPES = ("ال{0}ا{1}{2}ي", "ال{0}{1}{2}ي", "با{0}{1}{2}", "ال{0}{1}ي{2}ي", "{0}{1}{2}ان")
#: Names that are nearly written like another one; written for this measurement, beside those of the sample data.
LOOK_ALIKE = {
    "محمد": "محمود", "أحمد": "حامد", "علي": "عدي", "صالح": "صلاح", "ناصر": "نصر", "سالم": "سليم",
    "خالد": "مخلد", "عمر": "عمرو", "حسن": "حسين", "حسين": "محسن", "سعيد": "سعد", "فيصل": "فاضل",
    "عادل": "عدنان", "وليد": "والد", "ياسر": "يسري", "طارق": "طريف", "هاني": "هادي", "منصور": "ناصر",
    "عبدالرحمن": "عبدالرحيم", "عبدالكريم": "عبدالحكيم", "عبدالقادر": "عبدالقوي", "مازن": "يزن",
    "رامي": "راضي", "أنور": "منير", "فضل": "فضيل", "قاسم": "باسم", "شكري": "شاكر", "نبيل": "نبهان",
    "عوض": "معوض", "باسل": "باسم", "زيد": "زياد", "أمين": "أيمن", "رشاد": "راشد", "جلال": "جمال",
    "لطفي": "لطيف", "فاطمة": "فطيمة", "عائشة": "عيشان", "مريم": "مرام", "أمل": "آمال", "نادية": "ندى",
    "سميرة": "سمر", "هدى": "هداية", "رانيا": "رنا", "ليلى": "ليال", "سلوى": "سلمى", "إيمان": "أمينة",
    "نجلاء": "نجاة", "زينب": "زين", "منى": "منال", "وداد": "وردة", "رحمة": "رحيمة", "آمنة": "أمينة",
    "سعاد": "سعدية", "عبير": "عبلة", "غادة": "غيداء", "هناء": "هنادي", "خديجة": "خدوج", "حنان": "حنين",
}  # fmt: skip


def family_names(chance: random.Random, count: int) -> list[str]:
    """So many different ones."""
    made: dict[str, None] = {}
    while len(made) < count:
        letters = chance.choice(_FIRST), chance.choice(_SECOND), chance.choice(_THIRD)
        made[chance.choice(_SHAPES).format(*letters)] = None
    return list(made)


def made_up_names(chance: random.Random, count: int) -> list[str]:
    """Names of three to five words: a few given names are very frequent, most families rare, as in life."""
    families = family_names(chance, 2000)
    weights = [1 / (place + 2) for place in range(len(families))]
    men = [1 / (place + 2) for place in range(len(MEN))]
    made = []
    for _number in range(count):
        given = chance.choices(MEN, men)[0] if chance.random() < 0.7 else chance.choice(WOMEN)
        fathers = chance.choices(MEN, men, k=chance.choice((1, 2, 2, 2, 3)))
        made.append(" ".join([given, *fathers, chance.choices(families, weights)[0]]))
    return made


def variant(chance: random.Random, name: str) -> str:
    """Another spelling of a name, or a shorter or longer form: one to three things that people do when they write it."""
    acts = [
        _plain_alef,
        _open_ta,
        _alef_maqsura,
        _split,
        _marks,
        _persian,
        _bin,
        _no_article,
        _shorter,
        _slip,
    ]
    for act in chance.sample(acts, len(acts)):
        if (other := act(chance, name)) != name:
            break
    for act in chance.sample(acts[:6], chance.choice((0, 1, 2))):
        other = act(chance, other)
    return other if other != name else _split(chance, name) + " "


def look_alike(chance: random.Random, name: str, families: list[str]) -> str:
    """Somebody else with nearly the same name: brother or sister, cousin, father, of another family, or nearly a namesake."""
    words = name.split()
    kinds = ["brother", "cousin", "family"] + (["father"] if len(words) > 3 else [])
    kinds += ["namesake"] * 3 if any(word in LOOK_ALIKE for word in words[:-1]) else []
    kind = chance.choice(kinds)
    if kind == "namesake":
        place = chance.choice([place for place, word in enumerate(words[:-1]) if word in LOOK_ALIKE])
        words[place] = LOOK_ALIKE[words[place]]
    elif kind == "brother":
        words[0] = chance.choice([one for one in MEN if one != words[0]])
    elif kind == "cousin":
        words[1] = chance.choice([one for one in MEN if one != words[1]])
    elif kind == "father":
        words = words[1:]
    else:
        words[-1] = chance.choice([one for one in families if one != words[-1]])
    return " ".join(words)


def _plain_alef(chance, name):
    return name.translate(str.maketrans("أإآ", "ااا"))


def _open_ta(chance, name):
    return name.replace("ة", "ه")


def _alef_maqsura(chance, name):
    return " ".join(word[:-1] + "ى" if word.endswith("ي") else word for word in name.split())


def _split(chance, name):
    return " ".join("عبد " + word[3:] if word.startswith("عبدال") else word for word in name.split())


def _marks(chance, name):
    place = chance.randrange(1, len(name))
    return name[:place] + chance.choice(["\u064e", "\u064f", "\u0650", "\u0640"]) + name[place:]


def _persian(chance, name):
    return name.translate(str.maketrans("يك", "یک"))


def _bin(chance, name):
    first, *rest = name.split()
    return " ".join([first, "بن", *rest])


def _no_article(chance, name):
    *words, last = name.split()
    return " ".join([*words, last.removeprefix("ال")])


def _shorter(chance, name):
    words = name.split()
    if len(words) > 3:
        del words[chance.randrange(1, len(words) - 1)]
    return " ".join(words)


def _slip(chance, name):
    """A letter too few, twice, or exchanged with the next one, inside a word of five letters or more."""
    words = name.split()
    long = [place for place, word in enumerate(words) if len(word) >= 5]
    if not long:
        return name
    place = chance.choice(long)
    word = words[place]
    at = chance.randrange(2, len(word) - 1)
    words[place] = chance.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )
    return " ".join(words)
