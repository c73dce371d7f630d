"""Names of months and weekdays: what is shown, and every spelling that is understood."""

from common.arabic import fold

GREGORIAN, HIJRI = "gregorian", "hijri"
# Weekdays are numbered as date.weekday() does: Monday is 0.
_WEEKDAYS = {
    "ar": ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}
_MONTHS = {
    (GREGORIAN, "ar"): [
        "يناير",
        "فبراير",
        "مارس",
        "أبريل",
        "مايو",
        "يونيو",
        "يوليو",
        "أغسطس",
        "سبتمبر",
        "أكتوبر",
        "نوفمبر",
        "ديسمبر",
    ],
    (GREGORIAN, "en"): (
        [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ]
    ),
    (HIJRI, "ar"): [
        "محرم",
        "صفر",
        "ربيع الأول",
        "ربيع الآخر",
        "جمادى الأولى",
        "جمادى الآخرة",
        "رجب",
        "شعبان",
        "رمضان",
        "شوال",
        "ذو القعدة",
        "ذو الحجة",
    ],
    (HIJRI, "en"): [
        "Muharram",
        "Safar",
        "Rabi al-Awwal",
        "Rabi al-Akhir",
        "Jumada al-Ula",
        "Jumada al-Akhirah",
        "Rajab",
        "Shaban",
        "Ramadan",
        "Shawwal",
        "Dhu al-Qadah",
        "Dhu al-Hijjah",
    ],
}
_SYRIAC = [
    "كانون الثاني",
    "شباط",
    "آذار",
    "نيسان",
    "أيار",
    "حزيران",
    "تموز",
    "آب",
    "أيلول",
    "تشرين الأول",
    "تشرين الثاني",
    "كانون الأول",
]
_OTHER_MONTHS = {
    (GREGORIAN, 4): ["ابريل", "نيسان", "افريل"],
    (GREGORIAN, 6): ["يونيه"],
    (GREGORIAN, 7): ["يوليه"],
    (GREGORIAN, 8): ["اوغسطس"],
    (GREGORIAN, 9): ["sept"],
    (HIJRI, 1): ["المحرم", "محرم الحرام"],
    (HIJRI, 2): ["صفر الخير"],
    (HIJRI, 3): ["ربيع اول", "rabi al awal", "rabi i"],
    (HIJRI, 4): ["ربيع الثاني", "ربيع ثاني", "rabi al thani", "rabi ii"],
    (HIJRI, 5): ["جمادى الأول", "جماد الأول", "جماد أول", "jumada al awwal", "jumada i"],
    (HIJRI, 6): [
        "جمادى الآخر",
        "جمادى الثانية",
        "جمادى الثاني",
        "جماد الثاني",
        "جماد ثاني",
        "jumada al thani",
    ],
    (HIJRI, 7): ["رجب الحرام"],
    (HIJRI, 8): ["sha ban"],
    (HIJRI, 9): ["رمضان المبارك"],
    (HIJRI, 11): ["ذي القعدة", "ذوالقعدة", "ذي القعده", "dhul qadah", "dhu al qidah"],
    (HIJRI, 12): ["ذي الحجة", "ذوالحجة", "ذو الحجه", "dhul hijjah", "dhu al hijja"],
}
_OTHER_WEEKDAYS = {0: ["اثنين"], 1: ["ثلاثاء", "الثلاثا"], 2: ["اربعاء", "الاربعا"], 6: ["احد"]}


def _language(language):
    return "ar" if language.startswith("ar") else "en"


def weekday_name(weekday, language):
    """Name of ``weekday`` (0 is Monday) in Arabic or, for any other language, English."""
    return _WEEKDAYS[_language(language)][weekday]


def month_name(month, language, *, calendar=GREGORIAN, short=False):
    """Name of ``month`` (1–12) of ``calendar``; ``short`` gives the three letters that English tables use."""
    if not 1 <= month <= 12:
        raise ValueError(f"month must be in 1-12, got {month}")
    name = _MONTHS[calendar, _language(language)][month - 1]
    return name[:3] if short and _language(language) == "en" and calendar == GREGORIAN else name


def _month_words():
    words = {}
    for (calendar, language), names in _MONTHS.items():
        for number, name in enumerate(names, start=1):
            words[fold(name)] = (calendar, number)
            if (calendar, language) == (GREGORIAN, "en"):
                words[fold(name[:3])] = (calendar, number)
    for number, name in enumerate(_SYRIAC, start=1):
        words[fold(name)] = (GREGORIAN, number)
    for (calendar, number), names in _OTHER_MONTHS.items():
        words.update((fold(name), (calendar, number)) for name in names)
    return words


def _weekday_words():
    words = {}
    for number, (arabic, english) in enumerate(zip(_WEEKDAYS["ar"], _WEEKDAYS["en"], strict=True)):
        for form in (arabic, english, english[:3], *_OTHER_WEEKDAYS.get(number, ())):
            words[fold(form)] = number
    return words | {"tues": 1, "thur": 3, "thurs": 3}


# Folded spelling → (calendar, month); folded spelling → weekday.
MONTH_WORDS = _month_words()
WEEKDAY_WORDS = _weekday_words()
LONGEST_MONTH = max(len(form.split()) for form in MONTH_WORDS)
