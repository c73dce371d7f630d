"""The words and numbers of a written date, found in one pass."""

import re
import unicodedata

from common.arabic import fold, to_latin_digits, tokens

from .names import GREGORIAN, HIJRI, LONGEST_MONTH, MONTH_WORDS, WEEKDAY_WORDS

# Words that stand around a date and say nothing of it. «امس»: a report of the next day, with its date written out.
_AROUND = set(
    tokens("""يوم اليوم أمس صباح مساء ظهر عصر الظهر العصر قبل بعد بتاريخ تاريخ التاريخ في الموافق موافق المصادف
    لسنة سنة عام للعام شهر من لشهر on the of day date dated this st nd rd th corresponding to""")
)
_ERAS = {"م": GREGORIAN, "ميلادي": GREGORIAN, "ميلاديه": GREGORIAN, "ad": GREGORIAN, "ce": GREGORIAN}
_ERAS |= {"ه": HIJRI, "هج": HIJRI, "هجري": HIJRI, "هجريه": HIJRI, "ah": HIJRI}
RELATIVE = {"اليوم": 0, "today": 0, "امس": -1, "yesterday": -1, "غدا": 1, "tomorrow": 1}
_SEPARATED = re.compile(
    r"(?<!\d)(\d{1,4})(?:\s*([/\-.\\])\s*(\d{1,2})\s*\2\s*|\s+(\d{1,2})\s+)(\d{1,4})(?!\d)"
)
_LEXEME = re.compile(r"\d+|[^\W\d_]+")
# Dashes and slashes of other scripts; \u060d is the Arabic date separator.
_SAME = str.maketrans(
    {**dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"), "\u060d": "/", "\u2044": "/"}
)


class DateNotUnderstood(ValueError):
    """``code``: "empty", "unknown" (no date), "ambiguous" (a part is missing or doubtful), "impossible" (no such day)."""

    def __init__(self, code, text=""):
        super().__init__(f"{code} date: {text!r}")
        self.code = code
        self.text = text


class Reader:
    """One pass over the words and numbers of a text; whatever has no place in a date ends it as "unknown"."""

    def __init__(self, text):
        self.text = text
        plain = unicodedata.normalize("NFKC", text).translate(_SAME)
        plain = "".join(c for c in plain if unicodedata.category(c) not in {"Cf", "Mn"} and c != "ـ")
        self.plain = to_latin_digits(plain).casefold()
        self.found = {}
        self.weekdays = set()
        self.lexemes = []
        self.at = 0

    def read(self):
        """({calendar: {(year, month, day)}}, weekdays named, all words); raises `DateNotUnderstood`."""
        end = 0
        for match in _SEPARATED.finditer(self.plain):
            self._lex(self.plain[end : match.start()])
            self.lexemes.append((match[1], match[3] or match[4], match[5]))
            end = match.end()
        self._lex(self.plain[end:])
        words = [lexeme for lexeme in self.lexemes if isinstance(lexeme, str)]
        while self.at < len(self.lexemes):
            self._step()
        return self.found, self.weekdays, words

    def _lex(self, part):
        self.lexemes += [fold(lexeme) or lexeme for lexeme in _LEXEME.findall(part)]

    def _fail(self, code):
        raise DateNotUnderstood(code, self.text)

    def _step(self):
        lexeme = self.lexemes[self.at]
        if isinstance(lexeme, tuple):
            self.at += 1
            self._add(*self._ordered(lexeme), None)
        elif lexeme.isdigit():
            self._from_number(lexeme)
        elif month := self._month():
            self._from_month(month)
        elif lexeme in WEEKDAY_WORDS:
            self.weekdays.add(WEEKDAY_WORDS[lexeme])
            self.at += 1
        elif lexeme in _AROUND or lexeme in RELATIVE:
            self.at += 1
        else:
            self._fail("unknown")

    def _ordered(self, numbers):
        first, month, last = numbers
        if len(first) == 4 and len(last) <= 2:
            return first, month, last
        if len(first) <= 2 and len(last) == 4:
            return last, month, first
        return self._fail("ambiguous" if len(first) <= 2 and len(last) <= 2 else "unknown")

    def _from_number(self, number):
        """`20 [of] July [of] 2022` or `2022 July 20`."""
        self.at += 1
        self._skip_around()
        month = self._month()
        if not month:
            self._fail("unknown")
        self._skip_around()
        other = self._number()
        if other is None:
            self._fail("ambiguous")
        year, day = (number, other) if len(number) == 4 else (other, number)
        self._add(year, month[1], day, month[0])

    def _from_month(self, month):
        """`July 20, 2022`; a month and a year without a day are not a date."""
        self._skip_around()
        day = self._number()
        self._skip_around()
        year = self._number()
        if day is None or year is None:
            self._fail("ambiguous")
        self._add(year, month[1], day, month[0])

    def _number(self):
        if (
            self.at < len(self.lexemes)
            and isinstance(self.lexemes[self.at], str)
            and self.lexemes[self.at].isdigit()
        ):
            self.at += 1
            return self.lexemes[self.at - 1]
        return None

    def _skip_around(self):
        while self.at < len(self.lexemes) and self.lexemes[self.at] in _AROUND:
            self.at += 1

    def _month(self):
        """The month named here, (calendar, number); «تموز/يوليو» is one month, «تموز/يونيو» is a doubt."""
        months = []
        while one := self._one_month():
            months.append(one)
        if len(set(months)) > 1:
            self._fail("ambiguous")
        return months[0] if months else None

    def _one_month(self):
        for length in range(LONGEST_MONTH, 0, -1):
            words = self.lexemes[self.at : self.at + length]
            month = all(isinstance(word, str) for word in words) and MONTH_WORDS.get(" ".join(words))
            if month:
                self.at += length
                return month
        return None

    def _add(self, year, month, day, calendar):
        if len(day) > 2 or len(year) != 4:
            self._fail("ambiguous" if len(year) <= 2 and len(day) <= 2 else "unknown")
        era = self.lexemes[self.at] if self.at < len(self.lexemes) else None
        era = _ERAS.get(era) if isinstance(era, str) else None
        self.at += era is not None
        by_year = HIJRI if 1300 <= int(year) <= 1500 else GREGORIAN
        if {calendar, era} - {None, by_year}:
            self._fail("impossible")
        self.found.setdefault(by_year, set()).add((int(year), int(month), int(day)))
