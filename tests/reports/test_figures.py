"""Figures against what a person counts by hand from `meeting.py`."""

import datetime
import json

import pytest

from recommendations.models import Addressee
from reports.audiences import AudienceComesLater
from reports.figures import Figures, forum_figures, lateness, programme_figures
from tests import factories
from tests.reports import meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def forum(world):
    return meeting.build_meeting(world.programme)


def counts(table):
    return {row.key: row.count for row in table.rows}


def persons(table):
    return {row.key: row.persons for row in table.rows}


def test_people_of_one_forum(forum):
    figures = forum_figures(forum)
    # Four named; the same five nameless were counted by sex (5) and partly by category (4).
    assert (figures.attendances, figures.persons, figures.unnamed) == (9, 9, 5)
    assert counts(figures.by_sex) == {"f": 5, "m": 3, "": 1}
    assert counts(figures.by_category) == {"security": 2, "mediator": 5, "media": 1, "": 1}
    assert counts(figures.by_age_band) == {"18-35": 2, "36-59": 1, "": 6}
    assert counts(figures.by_district) == {"YE2401": 2, "YE2402": 1, "": 6}
    for table in (figures.by_sex, figures.by_category, figures.by_age_band, figures.by_district):
        assert sum(counts(table).values()) == sum(persons(table).values()) == 9


def test_a_forum_of_bare_totals_counts_its_people(world):
    forum = factories.ForumFactory(programme=world.programme)
    forum.totals.create(dimension="sex", key="f", count=7)
    forum.totals.create(dimension="sex", key="m", count=4)
    figures = forum_figures(forum)
    assert (figures.attendances, figures.persons, figures.unnamed) == (11, 11, 11)
    assert counts(figures.by_sex) == {"f": 7, "m": 4}
    assert counts(figures.by_category) == {"": 11}
    assert not figures.by_category.is_known


def test_outputs_of_one_forum(forum):
    figures = forum_figures(forum)
    assert figures.outputs == 5
    assert counts(figures.outputs_by_kind) == {
        "recommendation": 2,
        "demand": 1,
        "question": 1,
        "observation": 1,
    }
    assert counts(figures.outputs_by_theme) == {"T01": 3, "T02": 2, "": 1}
    assert figures.outputs_by_theme.overlaps


def test_recommendations_of_one_forum(forum):
    meeting.send_recommendations(forum)
    figures = forum_figures(forum, as_of=meeting.AS_OF)
    assert figures.recommendations == 6
    assert counts(figures.recommendations_by_state) == {
        "draft": 1,
        "sent": 1,
        "accepted": 1,
        "verified": 1,
        "general": 1,
        "withdrawn": 1,
    }
    assert (figures.sent, figures.answered, figures.verified) == (3, 2, 1)
    assert figures.answered_percent == 67
    assert (figures.overdue_answers, figures.overdue_promises, figures.overdue) == (1, 1, 2)


def test_nothing_sent_has_no_share(forum):
    assert forum_figures(forum).answered_percent is None


@pytest.mark.parametrize("channel", ["room", "code"])
def test_what_nobody_knows_to_be_the_institutions_counts_once_confirmed(forum, channel):
    promised = meeting.send_recommendations(forum)["promised"]
    promised.responses.update(channel=channel)
    assert forum_figures(forum).answered == 1
    promised.responses.update(confirmed_at=meeting.ANSWERED_AT)
    assert forum_figures(forum).answered == 2


def test_lateness_is_counted_in_working_days(forum):
    rows = meeting.send_recommendations(forum)
    late = lateness(rows["late"], as_of=meeting.AS_OF)
    assert (late.what, late.due_on, late.working_days) == ("answer", datetime.date(2022, 8, 10), 7)
    assert lateness(rows["promised"], as_of=meeting.AS_OF).working_days == 4
    holiday = datetime.date(2022, 8, 14)
    assert lateness(rows["late"], as_of=meeting.AS_OF, holidays=[holiday]).working_days == 6
    # Due on a Thursday, looked at on the Saturday after it: nobody worked since.
    rows["late"].answer_due_on = datetime.date(2022, 8, 18)
    assert lateness(rows["late"], as_of=datetime.date(2022, 8, 20)) is None
    assert lateness(rows["verified"], as_of=meeting.AS_OF) is None


def test_without_a_day_the_last_act_on_the_record_counts(forum):
    assert forum_figures(forum).as_of == datetime.date(2022, 8, 1)
    meeting.send_recommendations(forum)
    assert forum_figures(forum).as_of == datetime.date(2022, 8, 4)


def test_nobody_counts_twice_in_a_programme(world, forum):
    later = factories.ForumFactory(programme=world.programme, date=datetime.date(2022, 9, 1))
    factories.MinutesFactory(forum=later, state="approved", revision=1)
    first, second = (
        row.person for row in forum.attendances.present().order_by("position").select_related("person")[:2]
    )
    double = factories.PersonFactory(sex="m", sex_source="said", merged_into=second)
    new = factories.PersonFactory(sex="m", sex_source="said")
    for person, code in ((first, "mediator"), (double, "security"), (new, "security")):
        factories.AttendanceFactory(forum=later, person=person, category=meeting.category(code))
    draft = factories.MinutesFactory(
        forum__programme=world.programme, forum__date=datetime.date(2022, 9, 2)
    ).forum
    factories.AttendanceFactory(forum=draft)
    undated = factories.MinutesFactory(
        forum__programme=world.programme, forum__date=None, state="approved", revision=1
    )
    factories.AttendanceFactory(forum=undated.forum)
    figures = programme_figures(
        world.programme, start=datetime.date(2022, 7, 1), end=datetime.date(2022, 9, 30)
    )
    assert (figures.forums, figures.undated_forums) == (2, 1)
    assert (figures.attendances, figures.persons, figures.unnamed) == (12, 5, 5)
    assert persons(figures.by_sex) == {"f": 2, "m": 2, "": 1}
    # The first person came as security leader, later as mediator: the later counts.
    assert persons(figures.by_category) == {"security": 2, "mediator": 2, "media": 1, "": 0}
    only_july = programme_figures(
        world.programme, start=datetime.date(2022, 7, 1), end=datetime.date(2022, 7, 31)
    )
    assert only_july.attendances == 9
    with pytest.raises(ValueError, match="ends"):
        programme_figures(world.programme, start=datetime.date(2022, 9, 1), end=datetime.date(2022, 7, 1))


def test_figures_go_to_json_and_back(forum):
    meeting.send_recommendations(forum)
    figures = forum_figures(forum)
    assert Figures.from_json(json.loads(json.dumps(figures.to_json()))) == figures


@pytest.mark.parametrize("audience", ["official", "donor", "public"])
def test_other_audiences_get_nothing_yet(forum, audience):
    with pytest.raises(AudienceComesLater):
        forum_figures(forum, audience=audience)


def test_an_undetermined_addressee_is_not_sent(forum):
    rows = meeting.send_recommendations(forum)
    Addressee.objects.filter(pk=rows["proposed"].pk).update(institution=None)
    assert forum_figures(forum).sent == 3
