"""The home page's figures: equal to the figures of reports, from few statements, with links to their lists."""

import datetime
import re
from collections import Counter, defaultdict

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forums.models import AttendanceTotal, Holiday
from recommendations.deadlines import answers_overdue, holidays
from recommendations.models import Addressee, Recommendation
from reports.figures import figures_so_far, programme_figures
from reports.figures.home_asks import Stage
from tests import factories
from tests.reports.varied import TODAY, build_varied

from ..conftest import look_at_tables
from ..test_queries import FRAME

#: Statements of the whole page, with session, account and memberships.
#: Beside what the frame of every page asks.
HOME_LIMIT = 12
#: By hand, from the words of the chart: only what was verified is done; who has not answered is waited for.
STAGE_OF = {
    "verified": "done",
    "answered": "done",
    "accepted": "under_way",
    "conditional": "under_way",
    "partly": "under_way",
    "already_done": "under_way",
    "in_progress": "under_way",
    "reported_done": "under_way",
    "sent": "awaiting",
    "clarification": "awaiting",
}
SAME = (
    "forums",
    "period_start",
    "period_end",
    "attendances",
    "persons",
    "recommendations",
    "recommendations_by_state",
    "sent",
    "answered",
    "answered_percent",
    "overdue_answers",
)


def assert_both_agree(programme):
    """The home page's figures are those that a report of the same period would hold."""
    home = figures_so_far(programme, closed=holidays(), as_of=TODAY)
    report = programme_figures(programme, start=home.period_start, end=home.period_end, as_of=TODAY)
    assert {name: getattr(home, name) for name in SAME} == {name: getattr(report, name) for name in SAME}
    assert (home.women, home.men) == (report.by_sex.count("f"), report.by_sex.count("m"))
    return home


@pytest.fixture
def varied(world):
    """A programme in which every definition has something to decide."""
    return build_varied(world)


def test_they_are_the_figures_of_reports(varied):
    home = assert_both_agree(varied)
    # The data is as varied as it claims, so that the comparison tells something.
    assert 0 < home.overdue_answers < home.sent
    assert 0 < home.answered < home.sent
    assert min(home.women, home.men) > 0
    assert home.persons < home.attendances
    keys = {row.key for row in home.recommendations_by_state.rows}
    assert {"general", "withdrawn", "merged", "referred", "sent"} <= keys


def test_themes_by_stage_counted_one_by_one(varied):
    themes = [factories.ThemeFactory(code=f"theme-{number}") for number in range(3)]
    for number, row in enumerate(Recommendation.objects.filter(programme=varied).order_by("pk")):
        row.themes.set(themes[: number % 4])
    home = assert_both_agree(varied)
    forums = varied.forums.approved().filter(date__isnull=False)
    late = set(answers_overdue(Addressee.objects.all(), holidays(), TODAY).values_list("pk", flat=True))
    expected = defaultdict(Counter)
    for row in Recommendation.objects.stemming_from(forums):
        stage = STAGE_OF.get(row.state, "other")
        if row.lead and row.lead.pk in late:
            stage = "late"
        for code in [theme.code for theme in row.themes.all()] or [""]:
            expected[code][stage] += 1
    assert {line.key: line.counts for line in home.by_theme} == expected
    assert home.by_theme[-1].key == ""
    totals = [line.total for line in home.by_theme[:-1]]
    assert totals == sorted(totals, reverse=True)
    assert {stage for counts in expected.values() for stage in counts} == set(Stage)


def test_each_number_opens_the_list_that_it_counts(varied, as_role):
    themes = [factories.ThemeFactory(code=f"theme-{number}") for number in range(2)]
    rows = Recommendation.objects.filter(programme=varied).order_by("pk")
    for number, row in enumerate(rows):
        row.themes.set(themes[: number % 3])
    themes[1].archived_at = timezone.now()
    themes[1].save()
    # What no figure counts: an ask in minutes that nobody has approved.
    draft = factories.OutputFactory(minutes__forum__programme=varied, minutes__state="draft")
    factories.RecommendationFactory(programme=varied, sources=[draft]).themes.set(themes)
    look_at_tables()
    client = as_role("manager")
    page = client.get("/").context
    shown = [(tile["figure"], tile["url"]) for tile in page["tiles"]]
    shown += [(row["total"], row["url"]) for row in [*page["themes"]["rows"], *page["states"]["rows"]]]
    assert len(shown) > 15
    listed = [(client.get(url).context["page_obj"].paginator.count, url) for _, url in shown]
    assert listed == shown


def test_who_was_counted_without_a_name_is_in_no_list(world, as_role):
    minutes = factories.MinutesFactory(forum__programme=world.programme, revision=1, state="approved")
    factories.AttendanceFactory(forum=minutes.forum)
    persons = as_role("manager").get("/").context["tiles"][1]
    assert (persons["figure"], bool(persons["url"])) == (1, True)
    AttendanceTotal.objects.create(forum=minutes.forum, dimension="sex", key="f", count=3)
    persons = as_role("manager").get("/").context["tiles"][1]
    assert (persons["figure"], bool(persons["url"])) == (4, False)


def test_nor_does_a_merge_of_merged_people_part_them(varied):
    last, *_ = varied.forums.approved().filter(date__isnull=False)
    first = factories.PersonFactory(sex="f", sex_source="said")
    second = factories.PersonFactory(sex="m", sex_source="said", merged_into=first)
    third = factories.PersonFactory(sex="", merged_into=second)
    before = figures_so_far(varied, closed=holidays(), as_of=TODAY)
    for person in (first, third):
        factories.AttendanceFactory(forum=last, person=person)
    after = assert_both_agree(varied)
    assert (after.persons, after.women) == (before.persons + 1, before.women + 2)


def test_nor_a_single_forum_with_people_without_names(world):
    minutes = factories.MinutesFactory(forum__programme=world.programme, revision=1, state="approved")
    factories.AttendanceFactory(forum=minutes.forum)
    for dimension, key, count in (("sex", "f", 3), ("sex", "m", 2), ("category", "x", 4)):
        AttendanceTotal.objects.create(forum=minutes.forum, dimension=dimension, key=key, count=count)
    home = assert_both_agree(world.programme)
    assert (home.attendances, home.persons, home.women, home.men) == (6, 6, 3, 2)


def test_the_day_after_the_deadline_is_late_only_once_somebody_worked(world):
    minutes = factories.MinutesFactory(forum__programme=world.programme, revision=1, state="approved")
    row = factories.AddresseeFactory(
        recommendation__programme=world.programme,
        recommendation__sources=[factories.OutputFactory(minutes=minutes)],
        sent=True,
        answer_due_on=datetime.date(2022, 9, 1),
    )
    late = {
        day: figures_so_far(
            world.programme, closed=holidays(), as_of=datetime.date(2022, 9, day)
        ).overdue_answers
        for day in range(1, 6)
    }
    # Due on a Thursday; Friday and Saturday are off.
    assert late == {1: 0, 2: 0, 3: 0, 4: 1, 5: 1}
    Holiday.objects.create(day=datetime.date(2022, 9, 4), name_ar="عطلة")
    assert (
        figures_so_far(world.programme, closed=holidays(), as_of=datetime.date(2022, 9, 4)).overdue_answers
        == 0
    )
    found = figures_so_far(world.programme, closed=holidays(), as_of=datetime.date(2022, 9, 5))
    assert (found.overdue_answers, found.oldest_due_on) == (1, row.answer_due_on)


def add_waiting(programme):
    """One more thing of each sort that waits for somebody, and that the figures count."""
    for state in ("draft", "submitted", "approved"):
        minutes = factories.MinutesFactory(
            forum__programme=programme, state=state, revision=int(state == "approved")
        )
        factories.AttendanceFactory(forum=minutes.forum)
    output = factories.OutputFactory(minutes=minutes)
    for fields in (
        {"institution": None},
        {"is_guess": True},
        {"state": Addressee.State.READY},
        {"sent": True, "answer_due_on": datetime.date(2022, 8, 1)},
    ):
        row = factories.RecommendationFactory(programme=programme, sources=[output])
        factories.AddresseeFactory(recommendation=row, **fields)


def statements(client, path="/"):
    look_at_tables()
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in captured if not FRAME.search(query["sql"])]


@pytest.mark.parametrize("roles", [["manager"], ["staff"], ["manager", "staff"]])
def test_few_statements_for_one_row_and_many_one_programme_and_three(world, sign_in, roles):
    user = factories.UserFactory()

    def join(programme):
        for role in roles:
            factories.MembershipFactory(user=user, role=role, programme=programme)

    join(world.programme)
    client = sign_in(user)
    add_waiting(world.programme)
    one = statements(client)
    for _ in range(8):
        add_waiting(world.programme)
    many = statements(client)
    for _ in range(2):
        programme = factories.ProgrammeFactory()
        join(programme)
        add_waiting(programme)
    three = statements(client, f"/?programme={world.programme.public_id}")
    assert len(one) == len(many) == len(three), "\n".join(set(three) ^ set(one))
    assert len(three) <= HOME_LIMIT, "\n".join(three)


def test_with_several_programmes_each_link_opens_the_list_of_the_one_shown(world, as_role):
    second = factories.ProgrammeFactory(title_en="Second programme")
    for programme in (world.programme, second):
        for _ in range(8):
            add_waiting(programme)
    look_at_tables()
    path = f"/?programme={second.public_id}"
    alone = as_role("manager").get("/").content.decode()
    assert "recommendations/?programme=" not in alone
    assert "Second programme" not in as_role("manager").get("/recommendations/").content.decode()
    factories.MembershipFactory(user=world.manager, role="manager", programme=second)
    client = as_role("manager")
    body = client.get(path).content.decode()
    links = {
        link.replace("&amp;", "&")
        for link in re.findall(r'href="(/(?:recommendations|forums)/\?[^"]*)"', body)
    }
    assert f"/recommendations/?state=late&counted=on&programme={second.public_id}" in links
    assert f"/recommendations/?counted=on&programme={second.public_id}" in links
    assert f"/recommendations/?state=ready&programme={second.public_id}" in links
    assert all(str(second.public_id) in link for link in links)
    listed = client.get(f"/recommendations/?programme={second.public_id}")
    found = {row["recommendation"].programme for row in listed.context["rows"]}
    assert (found, listed.context["paginator"].count) == ({second}, 32)
    assert client.get("/recommendations/").context["paginator"].count == 64


def test_the_programme_filter_offers_no_foreign_one(world, as_role):
    factories.MembershipFactory(user=world.auditor, role="auditor", programme=factories.ProgrammeFactory())
    for _ in range(2):
        factories.AddresseeFactory(recommendation__programme=world.other_programme, sent=True)
    factories.AddresseeFactory(recommendation__programme=world.programme, sent=True)
    client = as_role("auditor")
    body = client.get("/recommendations/").content.decode()
    assert str(world.programme.public_id) in body
    assert str(world.other_programme.public_id) not in body
    foreign, absent = (
        client.get(f"{reverse('recommendations:list')}?programme={public_id}")
        for public_id in (world.other_programme.public_id, "00000000-0000-4000-8000-000000000000")
    )
    assert [len(answer.context["rows"]) for answer in (foreign, absent)] == [0, 0]
    assert foreign.context["filter"].form.errors == absent.context["filter"].form.errors != {}
