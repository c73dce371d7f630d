"""Words of the other script carry their language; all else is escaped and left alone."""

import pytest
from django import forms
from django.utils import translation
from django.utils.safestring import mark_safe

from common.foreign import foreign_language, mark_foreign
from common.forms import HouseForm

ARABIC = '<bdi lang="ar" dir="rtl">{}</bdi>'
LATIN = '<bdi lang="en" dir="ltr">{}</bdi>'


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "سالم تجربة", ARABIC.format("سالم تجربة")),
        ("en", "الدورة 3 في عدن", ARABIC.format("الدورة 3 في عدن")),
        ("en", "Dr سالم تجربة", "Dr " + ARABIC.format("سالم تجربة")),
        ("en", "by سالم (تجربة) on 4 May", "by " + ARABIC.format("سالم (تجربة)") + " on 4 May"),
        ("en", "Letter in تجريبي/10 · 27 May", "Letter in " + ARABIC.format("تجريبي/10") + " · 27 May"),
        ("en", "Ask 2, “فتح الملاعب.”, waits", "Ask 2, “" + ARABIC.format("فتح الملاعب.") + "”, waits"),
        ("en", "12 / 7", "12 / 7"),
        ("en", "Plain <b>", "Plain &lt;b&gt;"),
        ("en", "<b>سالم</b>", "&lt;b&gt;" + ARABIC.format("سالم") + "&lt;/b&gt;"),
        ("ar", "سالم تجربة", "سالم تجربة"),
        ("ar", "Plan International", LATIN.format("Plan International")),
        (
            "ar",
            "منظمة Search for 2 Grounds في عدن",
            "منظمة " + LATIN.format("Search for 2 Grounds") + " في عدن",
        ),
        ("ar", "<i>", LATIN.format("&lt;i&gt;")),
    ],
)
def test_the_other_script_is_marked(language, text, expected):
    with translation.override(language):
        assert mark_foreign(text) == expected


def test_markup_and_nothing_are_left_alone():
    markup = mark_safe("<b>سالم</b>")
    with translation.override("en"):
        assert mark_foreign(markup) == markup
        assert mark_foreign(None) == ""


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [("en", "نص", "ar"), ("en", "نص and text", ""), ("en", "12", ""), ("ar", "text", "en"), ("ar", "نص", "")],
)
def test_a_whole_text_names_its_language(language, text, expected):
    with translation.override(language):
        assert foreign_language(text) == expected


class _Form(HouseForm):
    title = forms.CharField()


def test_a_filled_field_says_its_language():
    with translation.override("en"):
        assert 'lang="ar"' in str(_Form(initial={"title": "لقاء"})["title"])
        assert "lang=" not in str(_Form(initial={"title": "Meeting"})["title"])
        assert "lang=" not in str(_Form()["title"])
