"""The allow-lists are nested, and who may be named is the narrowest of forum, consent, attribution and audience."""

import datetime
from dataclasses import asdict, fields
from itertools import pairwise

import pytest
from django.utils import translation

from participants import privacy
from tests.factories import (
    AttendanceFactory,
    ConsentFactory,
    ForumFactory,
    InstitutionFactory,
    PersonFactory,
    RankFactory,
)

pytestmark = pytest.mark.django_db
DAY = datetime.date(2022, 7, 20)
BEFORE, AFTER = DAY - datetime.timedelta(days=1), DAY + datetime.timedelta(days=1)


@pytest.fixture
def attendance():
    """Somebody who agreed to everything at a public forum."""
    return AttendanceFactory(
        forum=ForumFactory(disclosure="public", date=DAY),
        person=PersonFactory(name_ar="سارة تجربة", name_en="Sara Test"),
        rank=RankFactory(name_ar="عقيد"),
        institution=InstitutionFactory(name_ar="جهة تجريبية"),
        post="منصب تجريبي",
        may_be_named=True,
    )


def may_name(row, **changes):
    """`privacy.may_name` of the fixture, with one thing otherwise."""
    return privacy.may_name(
        **{
            "person": row.person,
            "forum": row.forum,
            "purpose": "naming",
            "audience": "public",
            "on": DAY,
            "attendance": row,
            **changes,
        }
    )


def test_levels_are_nested():
    assert tuple(privacy.FIELDS) == privacy.LEVELS
    for wider, narrower in pairwise(privacy.LEVELS):
        assert set(privacy.FIELDS[narrower]) <= set(privacy.FIELDS[wider])
    assert set(privacy.FIELDS["internal"]) == {field.name for field in fields(privacy.PersonEntry)}
    identifying = {"name", "rank", "honorific", "post", "institution"}
    assert not identifying & set(privacy.FIELDS["official"])


@pytest.mark.parametrize(
    ("level", "carried"),
    [
        ("internal", {"name", "rank", "post", "institution", "category", "part", "presence"}),
        ("official", {"category", "part"}),
        ("donor", {"category"}),
        ("public", {"category"}),
    ],
)
def test_entry_carries_what_the_level_lists_and_nothing_else(attendance, level, carried):
    entry = asdict(privacy.entry(attendance, level=level, language="ar"))
    assert {name for name, value in entry.items() if value} == carried


def test_narrow_levels_do_not_load_the_person(attendance, django_assert_num_queries):
    row = type(attendance).objects.select_related("category").defer("post").get(pk=attendance.pk)
    with django_assert_num_queries(1):  # whether the person was erased, and nothing of the rest
        privacy.entry(row, level="donor", language="ar")


def test_unknown_levels_and_audiences_are_refused(attendance):
    with pytest.raises(KeyError):
        privacy.entry(attendance, level="everybody", language="ar")
    with pytest.raises(ValueError, match="everybody"):
        may_name(attendance, audience="everybody")


def test_erased_person_has_no_name_post_or_institution(attendance):
    attendance.person.erased_at = "2026-01-01T00:00Z"
    with translation.override("en"):
        entry = privacy.entry(attendance, level="internal", language="en")
    assert entry.name == "erased person"
    assert (entry.rank, entry.honorific, entry.post, entry.institution) == ("", "", "", "")
    assert entry.category
    assert privacy.entry(attendance, level="public", language="en").name == ""
    ConsentFactory(person=attendance.person)
    assert not any(may_name(attendance, audience=audience) for audience in privacy.LEVELS)


def test_name_follows_the_language_and_the_office_stands_in_for_it(attendance):
    person = attendance.person
    assert privacy.name_of(person, "en") == "Sara Test"
    assert privacy.name_of(person, "ar") == "سارة تجربة"
    person.name_en = ""
    assert privacy.name_of(person, "en") == "سارة تجربة"
    assert privacy.name_of(PersonFactory(name_ar="", known_as="المحامي العام الأول")) == "المحامي العام الأول"


@pytest.mark.parametrize("audience", ["official", "donor", "public"])
@pytest.mark.parametrize("disclosure", ["closed", "chatham", "public"])
def test_outside_the_office_only_a_public_forum_names(attendance, audience, disclosure):
    ConsentFactory(person=attendance.person, given_on=BEFORE)
    attendance.forum.disclosure = disclosure
    assert may_name(attendance, audience=audience) is (disclosure == "public")
    assert may_name(attendance, audience="internal") is True


@pytest.mark.parametrize(
    ("given_on", "withdrawn_on", "expected"),
    [
        (BEFORE, None, True),
        (DAY, None, True),
        (AFTER, None, False),
        (BEFORE, AFTER, True),
        (BEFORE, DAY, False),
        (BEFORE, BEFORE, False),
    ],
)
def test_consent_counts_from_its_day_until_it_is_withdrawn(attendance, given_on, withdrawn_on, expected):
    ConsentFactory(person=attendance.person, given_on=given_on, withdrawn_on=withdrawn_on)
    assert may_name(attendance) is expected


def test_one_purpose_does_not_imply_another(attendance):
    ConsentFactory(person=attendance.person, purpose="list")
    assert may_name(attendance, purpose="naming") is False
    assert may_name(attendance, purpose="list") is True


def test_a_valid_consent_counts_beside_a_withdrawn_one(attendance):
    ConsentFactory(person=attendance.person, withdrawn_on=BEFORE)
    assert may_name(attendance) is False
    ConsentFactory(person=attendance.person, given_on=DAY)
    assert may_name(attendance) is True


def test_who_did_not_agree_that_day_is_not_named(attendance):
    ConsentFactory(person=attendance.person)
    attendance.may_be_named = False
    assert may_name(attendance) is False
    assert may_name(attendance, attendance=None) is True
