"""How a person may be spelt: the whole name in any spelling, parts that somebody decides about, contacts."""

from dataclasses import dataclass

import pytest

from reports.services.erasure.replacing import erased_words
from reports.services.erasure.spellings import PART, WHOLE, WORD, Spellings

from .canary import ENGLISH, MAIL, NAME, PARTS, PHONE
from .canary import WHOLE as WHOLE_TEXTS


@dataclass
class Somebody:
    name_ar: str = NAME
    name_en: str = ENGLISH
    known_as: str = ""
    phone: str = PHONE
    email: str = MAIL


def spelt(**fields):
    spellings = Spellings(b"k" * 32)
    spellings.add_person(Somebody(**fields))
    return spellings


def found(spellings, text):
    return [(text[match.start : match.end], match.strength) for match in spellings.find(text)]


@pytest.mark.parametrize("text", WHOLE_TEXTS)
def test_the_whole_name_in_every_spelling_and_contacts_are_certain(text):
    assert {strength for _, strength in found(spelt(), text)} == {WHOLE}


@pytest.mark.parametrize("text", PARTS)
def test_a_part_of_the_name_is_doubtful(text):
    assert {strength for _, strength in found(spelt(), text)} <= {PART, WORD}
    assert found(spelt(), text)


@pytest.mark.parametrize(
    "text",
    ["عبدالله قال", "كنارية", "الأحمر", "كناريات الأحمريين", "700 11", "", "،؛", "Abdullah", "Canary", "٧٠٠"],
)
def test_other_words_are_not_his(text):
    assert found(spelt(), text) == []


def test_a_glued_letter_stays_and_the_longer_place_wins():
    assert found(spelt(), "ولكناري بن عبدالله الأحمري، وكناري") == [
        ("كناري بن عبدالله الأحمري", WHOLE),
        ("كناري", WORD),
    ]


def test_an_office_and_a_single_name_are_doubtful():
    office = spelt(name_ar="", name_en="", known_as="المحامي العام الأول", phone="", email="")
    assert found(office, "حضر المحامي العام الأول") == [("المحامي العام الأول", PART)]
    single = spelt(name_ar="كناري", name_en="", phone="", email="")
    assert found(single, "قال كناري") == [("كناري", WORD)]


def test_a_compound_name_may_lose_its_first_half_but_is_not_his_alone():
    compound = spelt(name_ar="كناري عبد الولي", name_en="", phone="", email="")
    assert found(compound, "كناري عبدالولي") == [("كناري عبدالولي", WHOLE)]
    assert found(compound, "السيد كناري الولي") == [("كناري الولي", PART)]
    assert found(spelt(name_ar="كناري عبد الله الأحمري"), "عبد الله قال") == []


def test_what_is_written_down_finds_the_same_and_tells_no_name_and_no_contact():
    spellings = spelt()
    listed = spellings.listed()
    again = Spellings(b"k" * 32, listed)
    for text in (*WHOLE_TEXTS[:6], *PARTS):
        assert again.find(text) == spellings.find(text)
    assert found(again, "هاتفه ٧٠٠ ١١٢ ٢٣٣") == []
    assert all(
        len(mark) == 10 and set(mark) <= set("0123456789abcdef")
        for marks in listed.values()
        for mark in marks
    )
    assert not set(listed[WHOLE]) & set(Spellings(b"other" * 6, None).listed()[WHOLE])
    other = Spellings(b"x" * 32)
    other.add_person(Somebody())
    assert not set(listed[WHOLE]) & set(other.listed()[WHOLE])


def test_the_words_that_stand_instead_are_in_the_language_of_the_text():
    assert erased_words("قال Kanari كلمة طويلة") == "[شخص مُحي]"
    assert erased_words("said كناري again and again") == "[erased person]"
