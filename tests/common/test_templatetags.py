"""The template filters and tags: digits, numbers, dates, codes, icons, bars."""

import datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import timezone, translation
from django.utils.safestring import mark_safe

from common.templatetags import muntada

DAY = datetime.date(2022, 7, 20)


def render(source, language="ar", **context):
    with translation.override(language):
        return Template("{% load muntada %}" + source).render(Context(context))


@pytest.mark.parametrize(("language", "expected"), [("ar", "٢٠ مشاركًا"), ("en", "20 مشاركًا")])
def test_digits_follow_the_language_of_the_page(language, expected):
    assert render("{{ text|digits }}", language, text="20 مشاركًا") == expected


def test_digits_of_nothing_are_nothing():
    assert render("{{ text|digits }}", text=None) == ""


def test_digits_leave_plain_text_to_be_escaped():
    assert render("{{ text|digits }}", text="<b>1</b>") == "&lt;b&gt;١&lt;/b&gt;"


def test_digits_in_markup_keep_tags_entities_and_codes():
    markup = mark_safe('<a href="/p/12/">12 &#x27;</a> <bdi dir="ltr" class="code">ADEN-R-0014</bdi> 3')
    assert render("{{ text|digits }}", text=markup) == (
        '<a href="/p/12/">١٢ &#x27;</a> <bdi dir="ltr" class="code">ADEN-R-0014</bdi> ٣'
    )


@pytest.mark.parametrize(
    ("value", "places", "language", "expected"),
    [
        (1234567, 0, "ar", "١٬٢٣٤٬٥٦٧"),
        (1234567, 0, "en", "1,234,567"),
        (Decimal("1234.56"), 1, "ar", "١٬٢٣٤٫٦"),
        (0, 0, "ar", "٠"),
        (None, 0, "ar", ""),
    ],
)
def test_number(value, places, language, expected):
    with translation.override(language):
        assert muntada.number(value, places) == expected


@pytest.mark.parametrize(("language", "expected"), [("ar", "٣٤٪"), ("en", "34%")])
def test_percent_sign_stands_after_the_number(language, expected):
    assert render("{{ share|percent }}", language, share=34) == expected


@pytest.mark.parametrize(
    ("name", "language", "expected"),
    [
        ("date_prose", "ar", "٢٠ يوليو ٢٠٢٢م"),
        ("date_prose", "en", "20 July 2022"),
        ("date_table", "ar", "٢٠/\u200f٧/\u200f٢٠٢٢م"),
        ("date_both", "ar", "٢١/\u200f١٢/\u200f١٤٤٣هـ الموافق ٢٠/\u200f٧/\u200f٢٠٢٢م"),
        ("date_weekday", "ar", "الأربعاء ٢٠ يوليو ٢٠٢٢م"),
    ],
)
def test_dates(name, language, expected):
    assert render("{{ day|" + name + " }}", language, day=DAY) == expected


def test_a_date_that_is_missing_shows_nothing():
    assert render("{{ day|date_prose }}{{ day|date_table }}", day=None) == ""


def test_a_moment_counts_on_its_local_day():
    late = datetime.datetime(2022, 7, 20, 22, 30, tzinfo=datetime.UTC)
    with timezone.override("Asia/Aden"):
        assert render("{{ moment|date_prose }}", "en", moment=late) == "21 July 2022"


def test_a_code_keeps_latin_digits_and_is_escaped():
    assert render("{{ code|ref }}", code="R-1<") == '<bdi dir="ltr" class="code">R-1&lt;</bdi>'


@pytest.mark.parametrize(
    ("page", "text", "expected"),
    [
        ("ar", "en", 'lang="en" dir="ltr"'),
        ("en", "ar", 'lang="ar" dir="rtl"'),
        ("ar", "ar", ""),
        ("ar", "", ""),
    ],
)
def test_text_of_another_language_says_so(page, text, expected):
    assert render("{{ text|lang_attrs }}", page, text=text) == expected


def test_an_icon_without_label_is_decoration():
    svg = render('{% icon "check" %}')
    assert svg.startswith('<svg class="icon icon-check" aria-hidden="true" viewBox=')
    assert svg.endswith("</svg>")


def test_an_icon_with_label_is_read_out():
    assert 'role="img" aria-label="a &quot;b&quot;"' in render(
        "{% icon name label %}", name="check", label='a "b"'
    )


@pytest.mark.parametrize("name", ["no-such-icon", "../css/muntada", "Check"])
def test_an_unknown_icon_is_a_mistake(name):
    with pytest.raises(FileNotFoundError):
        muntada.icon(name)


def test_a_bar_is_drawn_without_style_and_read_out_in_words():
    svg = render(
        "{% bar parts 40 %}",
        parts=[("ok", 10, "تم التحقق"), ("open", 0, "بانتظار الرد"), ("late", 20, "متأخرة")],
    )
    assert "style" not in svg
    assert 'aria-label="تم التحقق: ١٠، متأخرة: ٢٠"' in svg
    assert '<rect class="ok" x="0.00%" width="24.60%" height="100%"/>' in svg
    assert '<rect class="late" x="25.00%" width="49.60%" height="100%"/>' in svg
    assert "open" not in svg


def test_an_empty_bar_has_no_parts():
    assert "<rect" not in render("{% bar parts %}", parts=[])
