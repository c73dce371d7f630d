"""Small counts of a period beside what was released of its forums and of other periods (protection.md, rule 4)."""

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from forums.models import AttendanceTotal
from reports.models import Report
from reports.projection import project_forum
from reports.projection.donor.counts import JOINED, publishable
from reports.projection.donor.earlier import rest_survives
from reports.projection.period import Span, project_period
from reports.projection.period.persons import apart_from_forums
from reports.services.periods import prepare_period_report
from reports.services.prepare import prepare_forum_report
from tests.reports.periods import AUTUMN, SUMMER, YEAR, build_two_forums, crowd, empty

COUNTS = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 12), max_size=4)


def added(*tables):
    keys = {key for table in tables for key in table}
    return {key: sum(table.get(key, 0) for table in tables) for key in keys}


@given(COUNTS, COUNTS, st.integers(5, 7))
@settings(max_examples=80, deadline=None)
def test_what_is_left_of_a_period_once_a_forum_is_taken_off_tells_of_nobody_or_of_enough(known, pool, k):
    told = publishable(known, k)
    counts = added(known, pool)
    cells = publishable(counts, k)
    if cells is None or told is None or not rest_survives(cells, [told], pool, counts, k):
        return
    if JOINED not in told:
        for key, count in cells.items():
            mine = (
                sum(told.get(one, 0) for one in counts if one not in cells)
                if key == JOINED
                else told.get(key, 0)
            )
            assert count == mine or count - mine >= k
        return
    # A joined line could be anything from none to all of itself: the pool hides enough of each key.
    assert all(pool.get(key, 0) >= k for key, count in counts.items() if count)


pytestmark = pytest.mark.django_db


@pytest.fixture
def forums(world):
    first, second = build_two_forums(world)
    for forum, many, few in ((first, 12, 6), (second, 9, 7)):
        empty(forum)
        crowd(forum, "security", many)
        crowd(forum, "media", few)
    return first, second


def project(world, span=YEAR):
    span = Span(world.programme, span["start"], span["end"])
    return project_period(span, audience="donor", language="ar")["figures"]


def tell(report):
    Report.objects.filter(pk=report.pk).update(state="released", released_at=timezone.now())


def lines(table):
    return {row["key"]: row["count"] for row in table["rows"]}


def test_tables_of_both_forums_and_persons_each_once(world, forums):
    figures = project(world)
    assert lines(figures["by_category"]) == {"security": 21, "media": 13}
    assert (figures["attendances"], figures["persons"]) == (34, 34)
    assert figures["by_category"]["rows"][0]["persons"] == 21
    assert lines(figures["by_district"]) == {"YE2401": 34}


def test_persons_that_came_again_in_small_number_are_not_told(world, forums):
    person = forums[0].attendances.first().person
    row = forums[1].attendances.first()
    type(row).objects.filter(pk=row.pk).update(person=person)
    figures = project(world)
    assert (figures["attendances"], figures["persons"]) == (34, None)
    assert {row["persons"] for row in figures["by_category"]["rows"]} == {None}


def test_beside_a_released_forum_the_rest_must_be_large_enough(world, forums):
    first, second = forums
    tell(prepare_forum_report(actor=None, forum=first, audience="donor", language="ar"))
    assert lines(project(world)["by_category"]) == {"security": 21, "media": 13}
    for row in list(second.attendances.filter(category__code="media"))[:4]:
        row.delete()
    # 3 of the media in the other forum: the difference would tell them
    figures = project(world)
    assert figures["by_category"] is None
    assert figures["attendances"] == 30


def test_a_forum_inside_a_period_that_was_told_keeps_its_own_figures(world, forums):
    period = prepare_period_report(
        actor=None, programme=world.programme, audience="donor", language="ar", **YEAR
    )
    tell(period)
    content = project_forum(forums[0], audience="donor", language="ar", shows_totals=True)
    assert content["figures"]["attendances"] is None
    assert content["figures"]["by_category"] is None
    assert "compared" in content["withheld"]


def test_periods_that_share_days_do_not_both_tell_of_people(world, forums):
    tell(
        prepare_period_report(
            actor=None, programme=world.programme, audience="donor", language="ar", **SUMMER
        )
    )
    assert project(world, YEAR)["attendances"] is None
    assert project(world, SUMMER)["attendances"] == 18
    assert project(world, AUTUMN)["attendances"] == 16
    crowd(forums[0], "security", 1)
    again = project(world, SUMMER)
    assert (again["attendances"], again["by_category"]) == (None, None)


def test_a_report_that_withheld_all_of_it_does_not_let_the_next_one_tell(world, forums):
    """The period was told of first; the first report of the forum says so, and the second one must say the same."""
    first, second = forums
    for row in list(second.attendances.filter(category__code="media"))[:6]:
        row.delete()
    tell(
        prepare_period_report(actor=None, programme=world.programme, audience="donor", language="ar", **YEAR)
    )
    for audience in ("donor", "official", "public", "donor"):
        report = prepare_forum_report(actor=None, forum=first, audience=audience, language="ar")
        assert (report.frozen["figures"]["attendances"], report.frozen["figures"]["by_category"]) == (
            None,
            None,
        )
        tell(report)


def test_what_was_told_before_the_period_is_repeated_and_nothing_else(world, forums):
    first, _second = forums
    told = prepare_forum_report(actor=None, forum=first, audience="donor", language="ar")
    tell(told)
    tell(
        prepare_period_report(actor=None, programme=world.programme, audience="donor", language="ar", **YEAR)
    )
    again = project_forum(first, audience="official", language="ar")["figures"]
    assert (again["attendances"], lines(again["by_category"])) == (18, {"security": 12, "media": 6})
    crowd(first, "media", 9)
    changed = project_forum(first, audience="donor", language="ar")
    assert (changed["figures"]["attendances"], changed["figures"]["by_category"]) == (None, None)
    assert "compared" in changed["withheld"]


@pytest.mark.parametrize("audience", ["official", "public"])
def test_a_period_stands_beside_whatever_was_told_of_its_forums_outside(world, forums, audience):
    first, second = forums
    tell(prepare_forum_report(actor=None, forum=first, audience=audience, language="ar"))
    assert project(world)["attendances"] == 34
    for row in list(second.attendances.all())[:13]:
        row.delete()
    assert project(world)["attendances"] is None, "three are left of the other forum"


def test_one_more_does_not_show_between_a_press_release_and_a_donor_s_report(world, forums):
    first, _second = forums
    crowd(first, "mediator", 14)
    press = prepare_forum_report(actor=None, forum=first, audience="public", language="ar")
    assert lines(press.frozen["figures"]["by_category"]) == {"mediator": 14, "~": 18}
    tell(press)
    same = project_forum(first, audience="donor", language="ar")["figures"]
    assert (same["attendances"], same["by_category"]["rows"][1]["count"]) == (32, 14)
    crowd(first, "media", 1)
    changed = project_forum(first, audience="donor", language="ar")["figures"]
    assert (changed["attendances"], changed["by_category"]) == (None, None)
    crowd(first, "media", 8)
    enough = project_forum(first, audience="donor", language="ar")["figures"]
    assert (enough["attendances"], enough["by_category"]) == (41, None), (
        "its lines would tell those of the press"
    )


def test_a_press_release_keeps_its_table_in_the_other_language_after_a_period(world, forums):
    first, _second = forums
    crowd(first, "mediator", 14)

    def press(language):
        report = prepare_forum_report(
            actor=None, forum=first, audience="public", language=language, leaves_out_untranslated=True
        )
        return report.frozen["figures"]["attendances"], report.frozen["figures"]["by_category"], report

    total, table, report = press("ar")
    assert (total, lines(table)) == (32, {"mediator": 14, "~": 18})
    tell(report)
    tell(
        prepare_period_report(actor=None, programme=world.programme, audience="donor", language="ar", **YEAR)
    )
    assert press("en")[:2] == (total, table)
    assert project_forum(first, audience="donor", language="ar")["figures"]["by_category"] is None
    crowd(first, "media", 9)
    assert press("en")[:2] == (None, None), "other people than were told of before the period"


def test_persons_are_not_told_where_several_forums_were_counted_bare(world, forums):
    AttendanceTotal.objects.create(forum=forums[0], dimension="category", key="media", count=5)
    figures = project(world)
    assert (figures["attendances"], figures["persons"]) == (39, None)
    assert {row["persons"] for row in figures["by_category"]["rows"]} == {None}
    span = Span(world.programme, YEAR["start"], YEAR["end"])
    assert "persons_unknown" in project_period(span, audience="donor", language="ar")["withheld"]
    figures = project(world, SUMMER)
    assert (figures["attendances"], figures["persons"]) == (23, 23), "nobody is twice in one forum"


def test_persons_are_not_told_beside_a_forum_that_leaves_few_of_them(world, forums):
    """Six came to both forums; eighteen to the first, three of the others to the second alone."""
    first, second = forums
    second.attendances.filter(category__code="media").delete()
    for row, again in zip(second.attendances.all()[:6], first.attendances.all(), strict=False):
        type(row).objects.filter(pk=row.pk).update(person=again.person)
    figures = project(world)
    assert (figures["attendances"], figures["persons"]) == (27, 21)
    tell(prepare_forum_report(actor=None, forum=first, audience="donor", language="ar"))
    figures = project(world)
    assert (figures["attendances"], figures["persons"]) == (27, None)


@given(COUNTS, COUNTS, st.integers(5, 7))
@settings(max_examples=80, deadline=None)
def test_lines_of_persons_beside_a_told_forum_leave_enough_who_were_not_there(away, again, k):
    told = {key: again.get(key, 0) + 3 for key in "ab"}
    persons = {key: told[key] + away.get(key, 0) for key in told}
    cells = {key: persons[key] + again.get(key, 0) for key in told}
    if apart_from_forums(persons, cells, {"A": told}, 3, k):
        assert all(away.get(key, 0) >= k or (not away.get(key, 0) and not again.get(key, 0)) for key in told)
