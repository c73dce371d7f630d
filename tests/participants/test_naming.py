"""What a body is called: which name for which audience, language and day; and that documents ask."""

import datetime

import pytest

from participants.models import InstitutionName
from participants.services.naming import LETTER, BodyNames
from reports.letters import letter_html
from reports.projection import project_forum
from tests.factories import (
    AddresseeFactory,
    InstitutionFactory,
    LetterFactory,
    MinutesFactory,
    OutputFactory,
    RecommendationFactory,
)

pytestmark = pytest.mark.django_db
Use = InstitutionName.Use


def day(year):
    return datetime.date(year, 6, 1)


@pytest.fixture
def body(db):
    found = InstitutionFactory(name_ar="إدارة الميناء", name_en="Port office")
    for text, use, audience, since, until in (
        ("الميناء", Use.SPELLING, "", None, None),
        ("رئاسة إدارة الميناء", Use.FORMAL, "", None, None),
        ("مكتب الميناء القديم", Use.AUDIENCE, "", None, day(2019)),
        ("سلطة الميناء", Use.AUDIENCE, "donor", day(2021), None),
        ("سلطة الميناء الجديدة", Use.AUDIENCE, "donor", day(2022), None),
    ):
        found.names.create(
            text=text, folded=text, use=use, audience=audience, valid_from=since, valid_until=until
        )
    return found


@pytest.mark.parametrize(
    ("audience", "language", "year", "name"),
    [
        ("internal", "ar", 2020, "إدارة الميناء"),
        ("internal", "ar", 2018, "مكتب الميناء القديم"),
        ("internal", "ar", 2019, "مكتب الميناء القديم"),
        ("donor", "ar", 2018, "مكتب الميناء القديم"),
        ("donor", "ar", 2021, "سلطة الميناء"),
        ("donor", "ar", 2023, "سلطة الميناء الجديدة"),
        ("donor", "en", 2023, "Port office"),
        (LETTER, "ar", 2023, "رئاسة إدارة الميناء"),
        # the name for letters comes before one for a time
        (LETTER, "ar", 2018, "رئاسة إدارة الميناء"),
    ],
)
def test_which_name(body, audience, language, year, name):
    assert BodyNames(audience=audience, language=language, on=day(year)).of(body) == name


def test_all_names_of_a_document_are_read_once(body, django_assert_num_queries):
    names = BodyNames(audience="donor", language="ar", on=day(2023))
    others = InstitutionFactory.create_batch(3)
    with django_assert_num_queries(1):
        assert [names.of(row) for row in (body, *others)][1:] == [row.name_ar for row in others]


def test_reports_and_letters_call_it_so(body, world):
    minutes = MinutesFactory(
        forum__programme=world.programme, forum__date=day(2023), state="approved", revision=1
    )
    output = OutputFactory(minutes=minutes)
    row = RecommendationFactory(programme=world.programme, sources=[output], number=1)
    AddresseeFactory(recommendation=row, institution=body, sent=True)
    internal = project_forum(minutes.forum, audience="internal", language="ar")
    (asked,) = internal["recommendations"]
    assert asked["addressees"][0]["name"]["text"] == "إدارة الميناء"
    letter = LetterFactory(
        programme=world.programme, institution=body, recorded_by=world.staff, date=day(2023), body="نص"
    )
    assert "رئاسة إدارة الميناء" in letter_html(letter)
