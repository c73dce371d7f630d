"""Template filters and tags of the portal: digits, numbers, dates, codes, icons, bars.

All of them follow the active language and, on pages, the digits that the reader chose (`common.arabic.chosen_digits`);
none knows the request, but for the number of a fault. Filters that get `None` or an empty value answer an empty string, so that templates need no
`{% if %}` around them.
"""

import datetime
import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from pathlib import Path

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeData, SafeString, mark_safe
from django.utils.translation import get_language, get_language_info

from common.arabic import choose_digits, chosen_digits, day_first, localise_digits
from common.dates import HijriOutOfRange, format_date
from common.foreign import mark_foreign
from common.logs import current_request_id

register = template.Library()

#: What must keep its Latin digits inside markup: tags, entities, codes.
_KEEP = re.compile(r"(<(bdi|code|textarea|script)\b.*?</\2>|<[^>]*>|&\#?\w+;)", re.DOTALL | re.IGNORECASE)
_ICON_NAME = re.compile(r"^[a-z][a-z-]*$")


@register.filter
def digits(value: object) -> str:
    """Arabic-Indic digits when the page is Arabic or the reader chose them. In safe markup, tags, entities and codes are kept."""
    if value is None:
        return ""
    if not isinstance(value, SafeData):
        return _in_digits(str(value))
    parts = _KEEP.split(str(value))
    # The pattern has two groups, so the list runs: text, kept, name of the kept element, text, …
    changed = [_in_digits(text) if n % 3 == 0 else text for n, text in enumerate(parts)]
    return mark_safe("".join(text for n, text in enumerate(changed) if n % 3 != 2 and text))


@register.filter
def number(value: int | float | Decimal | None, places: int = 0) -> str:
    """1234.5 → «١٬٢٣٥» or "1,235"; `places` decimals are kept, rounded half even."""
    if value is None or value == "":
        return ""
    text = f"{value:,.{int(places)}f}"
    if _arabic_digits():
        text = text.replace(",", "٬").replace(".", "٫")
    return _in_digits(text)


@register.filter
def percent(value: int | float | Decimal | None, places: int = 0) -> str:
    """A share already in hundredths (34 → «٣٤٪», "34%"), not a ratio."""
    if value is None or value == "":
        return ""
    return number(value, places) + ("٪" if _arabic_digits() else "%")


@register.filter
def date_prose(value: datetime.date | None) -> str:
    """«٢٠ يوليو ٢٠٢٢م», "20 July 2022"; a moment counts on its local day."""
    return _date(value, "prose")


@register.filter
def date_table(value: datetime.date | None) -> str:
    """«١٥/٩/٢٠٢٢م», short, for tables."""
    return _date(value, "table")


@register.filter
def date_both(value: datetime.date | None) -> str:
    """Hijri and Gregorian together, for documents."""
    return _date(value, "both")


@register.filter
def date_hijri(value: datetime.date | None) -> str:
    """«٢١ ذو الحجة ١٤٤٣هـ»; empty for days that the calendar's tables do not reach."""
    try:
        return _date(value, "hijri")
    except HijriOutOfRange:
        return ""


@register.filter
def date_weekday(value: datetime.date | None) -> str:
    """The date with its day of the week."""
    return _date(value, "weekday")


@register.filter
def ref(value: object) -> SafeString:
    """A code, reference, e-mail or phone number: Latin digits, left to right, isolated."""
    if value is None or value == "":
        return mark_safe("")
    return format_html('<bdi dir="ltr" class="code">{}</bdi>', value)


@register.filter
def refs(values: Iterable[object]) -> SafeString:
    """Several of them, each as `ref` gives it, parted by the comma of the page's language."""
    comma = "، " if (get_language() or "ar").startswith("ar") else ", "
    return format_html_join(comma, "{}", ((ref(value),) for value in values))


@register.filter
def lang_attrs(language: str | None) -> SafeString:
    """`lang` and `dir` for an element whose text is not in the language of the page, else nothing."""
    if not language or language.split("-")[0] == (get_language() or "").split("-")[0]:
        return mark_safe("")
    direction = "rtl" if get_language_info(language)["bidi"] else "ltr"
    return format_html('lang="{}" dir="{}"', language, direction)


@register.filter
def foreign(value: object) -> SafeString:
    """What people wrote, escaped; words of the other script carry their language: see `mark_foreign`."""
    return mark_foreign(value)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of `static/icons` in the page itself (no request); without `label` it is decoration.

    Raises `FileNotFoundError` for an unknown name: a missing icon is a mistake in the template.
    """
    body = mark_safe(_icon_body(name))
    classes = f"icon icon-{name}"
    if label:
        return format_html('<svg class="{}" role="img" aria-label="{}" {}', classes, label, body)
    return format_html('<svg class="{}" aria-hidden="true" {}', classes, body)


@register.simple_tag
def bar(parts: Iterable[tuple[str, int, str]], scale: int | None = None) -> SafeString:
    """A stacked bar drawn by SVG attributes, since the CSP allows no inline style.

    `parts` are (tone, count, label), tones those of the chips; `scale` is the count that fills the whole
    width (the longest bar of a chart), the bar's own sum without it. Read out as "label: count, …".
    """
    shown = [(tone, count, label) for tone, count, label in parts if count]
    whole = scale or sum(count for _tone, count, _label in shown) or 1
    rects, start = [], 0.0
    for tone, count, _label in shown:
        width = 100 * count / whole
        rects.append((conditional_escape(tone), f"{start:.2f}", f"{max(width - 0.4, 0.2):.2f}"))
        start += width
    separator = "، " if _is_arabic() else ", "
    text = separator.join(f"{label}: {number(count)}" for _tone, count, label in shown)
    return format_html(
        '<svg class="bar" role="img" aria-label="{}">{}</svg>',
        text,
        format_html_join("", '<rect class="{}" x="{}%" width="{}%" height="100%"/>', rects),
    )


@cache
def _icon_body(name: str) -> str:
    if not _ICON_NAME.match(name):
        raise FileNotFoundError(f"icon names are letters and hyphens: {name!r}")
    source = (Path(settings.BASE_DIR) / "static" / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    return source.strip().removeprefix('<svg xmlns="http://www.w3.org/2000/svg" ')


def _date(value: datetime.date | None, style: str) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, datetime.datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return _in_digits(day_first(format_date(value, get_language() or settings.LANGUAGE_CODE, style)))


@register.simple_tag
def request_id() -> str:
    """The number under which this request stands in the logs; empty outside a request."""
    return current_request_id.get().strip("-")


def _in_digits(text: str) -> str:
    return choose_digits(localise_digits(text, get_language()))


def _arabic_digits() -> bool:
    """Whether numbers come out in Arabic-Indic digits, with the separators that go with them."""
    chosen = chosen_digits.get()
    return chosen == "arab" if chosen else _is_arabic()


def _is_arabic() -> bool:
    return (get_language() or "").startswith("ar")
