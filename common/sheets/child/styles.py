"""What a number in a workbook means by its format: a number, a day, a time, a code with its zeros."""

import datetime
import re

_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?", re.ASCII)
#: Formats that every workbook has without naming them; the last three are how long, not when.
_DATES = {*range(14, 23), *range(27, 37), *range(50, 59), 45, 47}
_DURATION = 46
#: Of a format: quoted words, escaped letters, and what stands in brackets beside hours, minutes and seconds.
_WORDS = re.compile(r'"[^"]*"|[\\_*].|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_LAST_DAY = 2_958_466


class Styles:
    """Handler of the part of styles; without it every number is a number."""

    def __init__(self, from_1904):
        self.begin = datetime.datetime(1904, 1, 1) if from_1904 else datetime.datetime(1899, 12, 30)  # noqa: DTZ001
        self.from_1904, self.codes, self.kinds, self.listing = from_1904, {}, {}, False

    def start(self, name, attributes):
        """A format, or a style that uses one."""
        if name == "numFmt":
            self.codes[attributes["numFmtId"]] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self.listing = True
        elif name == "xf" and self.listing:
            number = attributes.get("numFmtId", "0")
            self.kinds[str(len(self.kinds))] = self._kind(number, self.codes.get(number))

    def end(self, name):
        """The list of styles ends."""
        if name == "cellXfs":
            self.listing = False

    def text(self, text):
        """Nothing is said between the elements."""

    @staticmethod
    def _kind(number, code):
        """ "day", "duration", how many digits are shown at least, or None."""
        if code is None:
            if int(number) == _DURATION:
                return "duration"
            return "day" if int(number) in _DATES else None
        plain = _WORDS.sub("", code.partition(";")[0]).lower()
        if "[" in plain:
            return "duration"
        if re.search("[dmyhs]", plain):
            return "day"
        return len(plain) if re.fullmatch("0{2,}", plain) else None

    def number(self, raw, style):
        """The text of a number in a style of this place in the list. Raises ValueError for what is no number."""
        kind = self.kinds.get(style)
        if kind is None and raw.isascii() and raw.isdigit():
            return raw
        if not _NUMBER.fullmatch(raw):
            raise ValueError(raw)
        value = float(raw)
        if kind == "day" and 0 <= value < _LAST_DAY:
            return self._moment(value)
        if kind == "duration" and 0 <= value < _LAST_DAY:
            minutes, seconds = divmod(round(value * 86_400), 60)
            return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
        if abs(value) < 1e21 and value.is_integer():
            # Digits as written where they are: a float keeps sixteen of them.
            whole = raw.lstrip("+") if raw.lstrip("+-").isdigit() else str(int(value))
            return whole.zfill(kind) if isinstance(kind, int) else whole
        return raw if abs(value) == float("inf") else format(value, ".15g")

    def _moment(self, value):
        if 1 <= value < 60 and not self.from_1904:
            # Excel has a 29 February 1900, which never was.
            value += 1
        moment = self.begin + datetime.timedelta(days=int(value), seconds=round(value % 1 * 86_400))
        if value < 1:
            return moment.time().isoformat()
        return moment.isoformat().removesuffix("T00:00:00")
