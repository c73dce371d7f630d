"""A programme's report for a period: what is in it, for whom, and what changed since the last one."""

import datetime
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from common.workflow import NotAllowedHere
from forums.models import Forum, Minutes
from recommendations.models import Response
from reports.figures import programme_figures
from reports.models import Report
from reports.projection.donor.withheld import WITHHELD
from reports.projection.period import Span, project_period, shown_answers
from reports.projection.period.people import TABLES, Crowd
from reports.projection.written import ReportTexts
from reports.services.current import is_current
from reports.services.periods import NotOver, prepare_period_report
from tests import factories
from tests.reports import meeting
from tests.reports.periods import AUTUMN, SUMMER, YEAR, build_two_forums, crowd
from tests.reports.test_donor_projection import NEVER_READ, keys
from tests.reports.varied import build_varied

pytestmark = pytest.mark.django_db


@pytest.fixture
def forums(world):
    return build_two_forums(world)


def project(world, audience="donor", span=YEAR, language="ar", **options):
    return project_period(
        Span(world.programme, span["start"], span["end"]), audience=audience, language=language, **options
    )


def prepare(world, span=YEAR, **options):
    given = {"actor": world.manager, "audience": "donor", "language": "ar"} | options
    return prepare_period_report(programme=world.programme, **span, **given)


def as_released(report):
    Report.objects.filter(pk=report.pk).update(state="released", released_at=timezone.now())


def test_the_donor_s_keys_lie_inside_the_internal_ones(world, forums):
    internal = set(keys(project(world, "internal")))
    assert set(keys(project(world))) - internal == set()
    assert {".recommendations[].addressees[].response.reason"} <= internal


def test_recommendation_response_key_actions(world, forums):
    rows = {row["reference"]: row for row in project(world)["recommendations"]}
    assert list(rows) == [f"TST-R-000{number}" for number in (1, 2, 3, 4)]
    promised = rows["TST-R-0002"]
    assert promised["raised_in"] == ["TST-MEETING", "TST-SECOND"]
    (action,) = promised["actions"]
    assert action["text"]["text"] == "لقاء تنسيقي كل شهر."
    assert (action["due_on"], action["responsible"]["text"]) == ("2022-08-15", "وزارة الداخلية")
    assert len(action["documents"]) == 1
    assert rows["TST-R-0001"]["actions"] == []


def test_figures_indicators_and_journeys(world, forums):
    content = project(world)
    assert (
        content["answering"]["all"] | {"asked": 3, "answered": 2, "promised": 1}
        == content["answering"]["all"]
    )
    (line,) = content["indicators"]
    assert (line["target"], line["actual"], line["reached"]) == (60, 67, 112)
    (journey,) = content["journeys"]
    assert [step["place"]["text"] for step in journey["steps"][:2]] == [
        "لقاء استعراض مخرجات المنتديات",
        "وزارة الداخلية",
    ]
    assert [row["code"] for row in content["meetings"]] == ["TST-MEETING", "TST-SECOND"]


def test_a_period_holds_what_was_raised_or_done_in_it(world, forums):
    assert project(world, span=AUTUMN, as_of=AUTUMN["end"])["figures"]["forums"] == 1
    found = [row["reference"] for row in project(world, span=AUTUMN)["recommendations"]]
    assert found == ["TST-R-0002"]
    before = {"start": datetime.date(2021, 1, 1), "end": datetime.date(2021, 12, 31)}
    empty = project(world, span=before)
    assert (empty["recommendations"], empty["meetings"], empty["figures"]["attendances"]) == ([], [], 0)


def test_forums_that_are_being_amended_and_words_of_closed_ones_stay_inside(world, forums):
    first, second = forums
    Forum.objects.filter(pk=first.pk).update(disclosure="closed")
    Minutes.objects.filter(forum=second).update(state="amending")
    content = project(world)
    assert [row["code"] for row in content["meetings"]] == ["TST-MEETING"]
    assert content["outputs"] == []
    assert "closed_forums" in content["withheld"]
    words = (*meeting.NAMES, "تُتناول قضايا النيابة")
    assert not any(word in str(content) for word in words)
    assert set(content["withheld"]) <= set(WITHHELD)


def test_of_persons_nothing_is_read_but_what_they_are_counted_by(world, forums):
    with CaptureQueriesContext(connection) as captured:
        project(world)
    statements = [query["sql"].partition(" WHERE ")[0] for query in captured]
    allowed = {("forums_attendance", "person_id")}
    wrong = [
        (table, column)
        for table, columns in NEVER_READ.items()
        for column in columns.split()
        for statement in statements
        if (table, column) not in allowed
        and re.search(rf'"{table}"\."{column}"', statement.partition(" FROM ")[0])
    ]
    assert wrong == []
    response = forums[0].asks["promised"].responses.get()
    Response.objects.filter(pk=response.pk).update(
        detail="كناري", reason="كناري", condition="كناري", unit="كناري"
    )
    assert "كناري" not in str(project(world))


def test_a_crowd_counts_as_the_figures_do(world):
    programme = build_varied(world)
    span = Span(programme, datetime.date(2022, 1, 1), datetime.date(2022, 12, 31))
    figures = programme_figures(programme, start=span.start, end=span.end)
    forums = Forum.objects.approved().in_programme(programme).filter(date__range=(span.start, span.end))
    found = Crowd(forums.values_list("pk", flat=True))
    assert found.total == figures.attendances
    for dimension in ("sex", "category", "district"):
        table = getattr(figures, TABLES[dimension])
        assert dict(found.counts(dimension)) == {row.key: row.count for row in table.rows}
        assert found.persons[dimension] == {row.key: row.persons for row in table.rows if row.persons}


def test_the_same_record_is_the_same_report_and_other_texts_are_another(world, forums):
    first = prepare(world)
    assert prepare(world) == first
    assert is_current(first)
    written = ReportTexts("عنوان", "مقدمة", (("ملحق", "نص"),))
    second = prepare(world, written=written, instead_of=first)
    first.refresh_from_db()
    assert (first.state, second.state) == ("withdrawn", "draft")
    assert ReportTexts.of(second.frozen) == written
    assert is_current(second)
    as_released(second)
    with pytest.raises(NotAllowedHere):
        prepare(world, instead_of=Report.objects.get(pk=second.pk))


def test_who_prepares_what_and_only_what_is_over(world, forums):
    assert prepare(world, actor=world.staff, audience="internal").audience == "internal"
    for actor, audience in ((world.staff, "donor"), (world.donor, "internal"), (world.donor, "donor")):
        with pytest.raises(PermissionDenied):
            prepare(world, actor=actor, audience=audience)
    with pytest.raises(NotOver):
        prepare(world, span={"start": YEAR["start"], "end": datetime.date(2999, 1, 1)})
    with pytest.raises(ValueError, match="before it starts"):
        prepare(world, span={"start": YEAR["end"], "end": YEAR["start"]})


def test_what_changed_since_the_last_report_is_computed_from_what_was_frozen(world, forums):
    assert project(world, span=AUTUMN)["changes"] is None
    summer = prepare(world, span=SUMMER)
    as_released(summer)
    forums[0].asks["promised"].__class__.objects.filter(pk=forums[0].asks["promised"].pk).update(
        state="verified"
    )
    output = factories.OutputFactory(minutes=forums[1].minutes)
    new = factories.RecommendationFactory(programme=world.programme, number=9, sources=[output])
    factories.AddresseeFactory(recommendation=new, state="sent", sent_at=timezone.now())
    changes = project(world, span=AUTUMN)["changes"]
    assert changes["reference"] == summer.reference
    assert changes["new"] == ["TST-R-0009"]
    (moved,) = changes["moved"]
    assert (moved["reference"], moved["before"]["state"], moved["after"]["state"]) == (
        "TST-R-0002",
        "accepted",
        "verified",
    )
    assert project(world, "internal", span=AUTUMN)["changes"]["reference"] == summer.reference
    assert {row["name"]: row["before"] for row in changes["figures"]}["forums"] == 1
    assert project(world, span=SUMMER)["changes"] is None, "another language of the same period says the same"


def test_the_answers_that_are_told_are_those_of_the_period(world, forums):
    assert set(shown_answers(Span(world.programme, *YEAR.values()))) == {
        forums[0].asks[name].responses.get().pk for name in ("promised", "verified")
    }


def test_more_rows_need_no_more_queries(world, forums):
    def queries(audience):
        with CaptureQueriesContext(connection) as captured:
            project(world, audience)
        return len(captured)

    crowd(forums[1], "security", 20)
    once = {audience: queries(audience) for audience in ("donor", "internal")}
    for number in range(20, 24):
        output = factories.OutputFactory(minutes=forums[1].minutes)
        ask = factories.RecommendationFactory(programme=world.programme, number=number, sources=[output])
        row = factories.AddresseeFactory(recommendation=ask, state="accepted", sent_at=meeting.SENT_AT)
        factories.ResponseFactory(addressee=row, sent_at=meeting.ANSWERED_AT)
    crowd(forums[1], "security", 4)
    assert {audience: queries(audience) for audience in once} == once
