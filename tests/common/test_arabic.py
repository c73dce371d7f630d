"""Folding, digits, direction and names."""

import csv
import pathlib
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common import arabic

PAIRS = pathlib.Path(__file__).parent / "data" / "normalisation_pairs.csv"
# Pairs that should match and do not by `matches`, each with its reason.
NOT_BY_MATCHING = {
    ("صيرة", "كريتر"): "two names of one place: an alias table of places",
    ("الباكري", "باكري"): "the article is dropped in the weak tier only",
}
RANKS = [
    ("فريق أول", ["الفريق أول", "فريق اول"]),
    ("فريق", ["الفريق"]),
    ("لواء", ["اللواء"]),
    ("عميد", ["العميد"]),
    ("عقيد", ["العقيد"]),
    ("رائد", ["الرائد"]),
    ("نقيب", ["النقيب"]),
    ("ملازم أول", ["الملازم أول", "ملازم اول", "م/أول"]),
    ("ملازم ثانٍ", ["ملازم ثاني", "ملازم", "الملازم"]),
    ("مساعد", ["المساعد"]),
]
QUALIFIERS = [
    ("الركن", ["ركن"]),
    ("المتقاعد", ["متقاعد"]),
    ("الشرفي", ["شرفي"]),
    ("د.", ["الدكتور", "دكتور"]),
]
TITLES = [
    ("د.", ["د", "د/", "د .", "دكتور", "الدكتور"]),
    ("الدكتورة", ["دكتورة"]),
    ("أ.", ["أ", "أ/", "ا."]),
    ("أ.د.", ["أ.د", "أ د"]),
    ("الأستاذ", ["الاستاذ", "استاذ"]),
    ("م.", ["م", "م/", "المهندس"]),
    ("القاضي", ["القاضى"]),
    ("المحامي", ["محامي"]),
    ("الشيخ", ["شيخ"]),
    ("الأخ", ["الاخ"]),
    ("الإعلامي", ["الإعلامية"]),
    ("عاقل", ["عاقل الحارة"]),
    ("النقيب (نقابة)", ["نقيب المحامين"]),
]


def pairs():
    with PAIRS.open(encoding="utf-8", newline="") as file:
        return [(row["a"], row["b"], row["should_match"] == "1") for row in csv.DictReader(file)]


@pytest.mark.parametrize(("a", "b", "expected"), pairs())
def test_pairs_of_spellings(a, b, expected):
    assert arabic.matches(a, b) == arabic.matches(b, a) == (expected and (a, b) not in NOT_BY_MATCHING)


def test_every_exception_is_still_a_pair_of_the_file():
    assert set(NOT_BY_MATCHING) <= {(a, b) for a, b, expected in pairs() if expected}


@pytest.mark.parametrize(
    ("a", "b"), [("الباكري", "باكري"), ("سعيد بن سالم", "سعيد سالم"), ("علاء", "علا"), ("مؤمن", "مومن")]
)
def test_weak_tier_suggests(a, b):
    assert arabic.weakly_matches(a, b)
    assert arabic.weakly_matches(b, a)


@pytest.mark.parametrize(
    ("a", "b"), [("لحج", "الحج"), ("عدن", "عدنان"), ("", ""), ("…", "—"), ("اروى ابراهيم", "اروى عثمان")]
)
def test_weak_tier_has_limits(a, b):
    assert not arabic.weakly_matches(a, b)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Sana'a – SANAA", "sanaa sanaa"),
        ("«علي\u200f عبد\u00a0الله»،", "علي عبدالله"),
        ("عبد سالم", "عبد سالم"),
        ("عبد ربه", "عبدربه"),
        ("علي با عبد الله", "علي باعبدالله"),
        ("عبد", "عبد"),
        ("مي\u200cخواهم", "ميخواهم"),
        ("۲۰٫۵ ٪", "20 5"),
        ("گوگل", "كوكل"),
        ("ڧاسم ڢضل ڭريم", "قاسم فضل كريم"),
        ("زکرۍ ۋلید رحمٰنۥ", "زكري وليد رحمن"),
        ("\ud800 عدن \x00", "عدن"),
        ("", ""),
    ],
)
def test_fold(text, key):
    assert arabic.fold(text) == key
    assert " ".join(arabic.tokens(text)) == key


def test_two_keys_for_hamza():
    assert arabic.fold("شئون") != arabic.fold("شؤون")
    assert arabic.fold_bare("شئون") == arabic.fold_bare("شؤون") == "شون"
    assert arabic.fold("بئر") == arabic.fold("بير")
    assert arabic.weak_key("عبد القادر الباكري") == arabic.weak_key("عبدالقادر باكري")


def test_fold_is_idempotent_for_every_character():
    # Three quarters of the code points are no character yet.
    assigned = (c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c) not in {"Cn", "Co"})
    assert [c for c in assigned if arabic.fold(arabic.fold(c)) != arabic.fold(c)] == []


@given(st.text() | st.text(alphabet="عبد الأبوبانءئؤإى-ـ\u064b\u0654\u0655\u200f ٣3"))
def test_keys_are_idempotent_and_hold_no_mark(text):
    for key_of in (arabic.fold, arabic.fold_bare, arabic.tight_key):
        key = key_of(text)
        assert key_of(key) == key
        assert not any(unicodedata.category(char) in {"Mn", "Cf", "Cc"} for char in key)


@given(st.text(), st.text())
def test_whatever_matches_also_matches_weakly(a, b):
    assert not arabic.matches(a, b) or arabic.weakly_matches(a, b)
    assert arabic.matches(a, a) == bool(arabic.fold(a))


@given(st.text())
def test_digits_round_trip(text):
    latin = arabic.to_latin_digits(text)
    assert arabic.to_latin_digits(arabic.to_arabic_digits(text)) == latin
    assert not set(latin) & set("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")
    assert len(latin) == len(text)


def test_localised_digits():
    assert arabic.localise_digits(42, "ar") == arabic.localise_digits("42", "ar-ye") == "٤٢"
    assert arabic.localise_digits("٤٢ 42", "en") == "٤٢ 42"


@pytest.mark.parametrize("code", [0x202A, 0x202E, 0x2066, 0x2069, 0x200E, 0x200F, 0x061C])
def test_bidi_controls_are_seen_and_dropped(code):
    text = f"عدن{chr(code)}1"
    assert arabic.has_bidi_controls(text)
    assert arabic.strip_bidi(text) == "عدن1"
    assert arabic.isolate_ltr(text) == "\u2066عدن1\u2069"


def test_joiners_are_no_bidi_controls():
    assert not arabic.has_bidi_controls("می\u200cخواهم")


@pytest.mark.parametrize(
    ("text", "direction"),
    [("(١) عدن Aden", "rtl"), ("2 Aden عدن", "ltr"), ("٢٠٢٢", "rtl"), ("עדן", "rtl"), ("", "rtl")],
)
def test_direction_by_first_strong_letter(text, direction):
    assert arabic.text_direction(text) == direction


def test_direction_default_is_the_callers():
    assert arabic.text_direction("12", default="ltr") == "ltr"


@pytest.mark.parametrize(
    ("text", "quoted"), [("عدن", "«عدن»"), (" «عدن» ", "«عدن»"), ("«أ» و«ب»", "«“أ” و“ب”»")]
)
def test_arabic_quotes(text, quoted):
    assert arabic.quote_ar(text) == quoted


@pytest.mark.parametrize(
    ("text", "rank", "qualifier", "title", "name"),
    [
        ("العميد وحيد عبد الولي", "عميد", None, None, "وحيد عبد الولي"),
        ("للواء مطهر علي ناجي", "لواء", None, None, "مطهر علي ناجي"),
        ("والعميد فضل عبد الله", "عميد", None, None, "فضل عبد الله"),
        ("للعميد ابوبكر جبر", "عميد", None, None, "ابوبكر جبر"),
        ("اللواء الركن طه", "لواء", "الركن", None, "طه"),
        ("العميد الركن د. أحمد علي", "عميد", "الركن د.", None, "أحمد علي"),
        ("العميد أحمد علي (متقاعد)", "عميد", "المتقاعد", None, "أحمد علي"),
        ("العميد الشرفي", "عميد", None, None, "الشرفي"),
        ("الملازم الأول سالم", "ملازم أول", None, None, "سالم"),
        ("م/أول سالم", "ملازم أول", None, None, "سالم"),
        ("عقيد/ أحمد", "عقيد", None, None, "أحمد"),
        ("الأخ/ العميد أحمد", "عميد", None, "الأخ", "أحمد"),
        ("د. علي عبدالله صالح", None, None, "د.", "علي عبدالله صالح"),
        ("د.علي", None, None, "د.", "علي"),
        ("ود. عبد القادر الباكري", None, None, "د.", "عبد القادر الباكري"),
        ("أ.د. علي سالم", None, None, "أ.د.", "علي سالم"),
        ("الاستاذ /سالم ناصر مقبل", None, None, "الأستاذ", "سالم ناصر مقبل"),
        ("القاضي عزام", None, None, "القاضي", "عزام"),
        ("المحامي محمد ناصر السيد", None, None, "المحامي", "محمد ناصر السيد"),
        ("المحامي العام الأول", None, None, None, "المحامي العام الأول"),
        ("والمحامي العام الاول", None, None, None, "والمحامي العام الاول"),
        ("الشيخ عثمان", None, None, None, "الشيخ عثمان"),
        ("الشيخ قاسم الحميدي", None, None, "الشيخ", "قاسم الحميدي"),
        ("النقيب محمد سالم", "نقيب", None, None, "محمد سالم"),
        ("نقيب المحامين أحمد علي", None, None, "النقيب (نقابة)", "أحمد علي"),
        ("نقيب المعلمين", None, None, None, "نقيب المعلمين"),
        ("رائد أحمد", None, None, None, "رائد أحمد"),
        ("الرائد أحمد", "رائد", None, None, "أحمد"),
        ("مساعد سالم", None, None, None, "مساعد سالم"),
        ("العميد", None, None, None, "العميد"),
        ("محمد النقيب", None, None, None, "محمد النقيب"),
        ("وحيد عبد الولي", None, None, None, "وحيد عبد الولي"),
        ("عاقل الحارة سعيد", None, None, "عاقل", "سعيد"),
        ("", None, None, None, ""),
    ],
)
def test_names(text, rank, qualifier, title, name):
    parsed = arabic.parse_name(text, RANKS, QUALIFIERS, TITLES)
    assert (parsed.rank, parsed.qualifier, parsed.title, parsed.name) == (rank, qualifier, title, name)
    assert parsed.original == text
    assert arabic.strip_name_prefixes(text, RANKS, QUALIFIERS, TITLES) == name


def test_names_keep_the_written_forms_and_tell_no_sex():
    parsed = arabic.parse_name("والإعلامية ساره حسين", RANKS, QUALIFIERS, TITLES)
    assert (parsed.title, parsed.title_written, parsed.name) == ("الإعلامي", "الإعلامية", "ساره حسين")
    assert arabic.parse_name("للواء مطهر", RANKS, QUALIFIERS, TITLES).rank_written == "اللواء"
    assert arabic.parse_name("ود. عبد القادر", RANKS, QUALIFIERS, TITLES).title_written == "د."
    assert not any("sex" in field or "gender" in field for field in arabic.ParsedName.__dataclass_fields__)


@given(st.text() | st.text(alphabet="الودم./ علقيركنشخ()،-"))
def test_names_never_raise_and_end_in_what_was_written(text):
    parsed = arabic.NameParser(RANKS, QUALIFIERS, TITLES).parse(text)
    assert parsed.name in text
    assert parsed.name or not arabic.fold(text)
