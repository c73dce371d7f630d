"""What a donor reads of one forum: an allow-list inside the internal one, that asks the database for nothing else."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forums.models import AttendanceTotal, Indicator, IndicatorTarget, Minutes
from recommendations.models import Response, Update
from reports.models import Report
from reports.projection import project_forum
from reports.projection.donor import NotApproved
from reports.projection.donor.withheld import SHARES, WITHHELD
from tests import factories
from tests.reports import meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def forum(world):
    forum = meeting.build_meeting(world.programme)
    forum.asks = meeting.send_recommendations(forum)
    return forum


def project(forum, language="ar", **options):
    return project_forum(forum, audience="donor", language=language, as_of=meeting.AS_OF, **options)


def keys(value, path=""):
    """All paths of a structure, lists without their numbers."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield f"{path}.{key}"
            yield from keys(inner, f"{path}.{key}")
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from keys(inner, f"{path}[]")


def crowd(forum, code, count):
    for _number in range(count):
        factories.AttendanceFactory(forum=forum, category=meeting.category(code))


def test_the_allow_list_lies_inside_the_internal_one(forum):
    factories.CommitmentFactory(response=Response.objects.first())
    factories.UpdateFactory(addressee=forum.asks["promised"])
    internal = set(keys(project_forum(forum, audience="internal", language="ar", as_of=meeting.AS_OF)))
    content = project(forum, shows_totals=True)
    # `shares` is keyed by dimension; nothing of it is in the internal document, which shows the tables.
    donor = {path for path in keys(content) if not path.startswith(".shares.")}
    assert donor - internal == set()
    assert {
        ".attendance",
        ".acknowledgements",
        ".journeys",
        ".meeting.venue",
        ".minutes.digest",
    } <= internal - donor
    assert set(content["shares"]) <= {"sex", "age_band"}


#: columns that the projection of a donor must not even read: table → names
NEVER_READ = {
    "participants_person": "name_ar name_en known_as phone notes birth_year languages",
    "forums_attendance": "post rank_id honorific_id institution_id represents person_id",
    "forums_forum": "venue starts_at ends_at permits date_reason",
    "forums_minutesrevision": "content personal",
    "recommendations_response": "detail reason condition condition_by unit answered_by_id letter_id",
    "recommendations_update": "detail stopped_because made_by_id",
    "recommendations_verification": "method note made_by_id",
}


def test_nothing_else_is_read(forum):
    with CaptureQueriesContext(connection) as captured:
        project(forum)
    statements = [query["sql"].partition(" WHERE ")[0] for query in captured]
    wrong = [
        (table, column)
        for table, columns in NEVER_READ.items()
        for column in columns.split()
        for statement in statements
        if re.search(rf'"{table}"\."{column}"', statement.partition(" FROM ")[0])
    ]
    assert wrong == []
    everything = " ".join(statements)
    for table in (
        "forums_outputspeaker",
        "forums_acknowledgement",
        "participants_person",
        "participants_rank",
    ):
        assert f'"{table}"' not in everything


def test_sex_is_read_as_a_count_and_only_where_it_is_shown(forum):
    with CaptureQueriesContext(connection) as captured:
        project(forum, shows_totals=True)
    (statement,) = [
        query["sql"]
        for query in captured
        if '"participants_person"' in query["sql"] and "COUNT" in query["sql"]
    ]
    assert re.match(r'SELECT "participants_person"."sex" AS "person__sex", COUNT', statement)


def test_more_rows_need_no_more_queries(forum):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            project(forum)
        return len(captured)

    crowd(forum, "security", 4)
    once = queries()
    crowd(forum, "security", 6)
    for number in range(20, 26):
        output = factories.OutputFactory(minutes=forum.minutes)
        ask = factories.RecommendationFactory(programme=forum.programme, number=number, sources=[output])
        row = factories.AddresseeFactory(recommendation=ask, state="accepted", sent_at=meeting.SENT_AT)
        factories.ResponseFactory(addressee=row, sent_at=meeting.ANSWERED_AT)
    assert queries() == once


def test_only_what_was_sent_is_there_with_its_summary_alone(forum):
    response = forum.asks["promised"].responses.get()
    Response.objects.filter(pk=response.pk).update(
        detail="كناري التفصيل", reason="كناري السبب", condition="كناري الشرط", unit="كناري الوحدة"
    )
    content = project(forum)
    rows = {row["reference"]: row for row in content["recommendations"]}
    assert list(rows) == ["TST-R-0001", "TST-R-0002", "TST-R-0003", "TST-R-0004"]
    answer = rows["TST-R-0002"]["addressees"][0]
    assert answer["response"]["text"]["text"] == "سيُعقد لقاء تنسيقي شهري."
    assert answer["promised_on"] == "2022-08-15"
    assert rows["TST-R-0003"]["addressees"][0]["verification"]["on"] == "2022-08-09"
    assert "كناري" not in str(content)
    figures = content["figures"]
    assert (figures["recommendations"], figures["sent"], figures["answered"], figures["verified"]) == (
        4,
        3,
        2,
        1,
    )
    assert (figures["overdue_answers"], figures["overdue_promises"]) == (1, 1)


@pytest.mark.parametrize("channel", ["room", "code"])
def test_an_answer_that_is_not_known_to_be_the_institutions_waits_for_its_confirmation(forum, channel):
    response = forum.asks["promised"].responses.get()
    Response.objects.filter(pk=response.pk).update(channel=channel)
    content = project(forum)
    row = next(row for row in content["recommendations"] if row["reference"] == "TST-R-0002")
    assert (row["addressees"][0]["response"], row["state"]) == (None, "sent")
    assert content["figures"]["answered"] == 1
    Response.objects.filter(pk=response.pk).update(confirmed_at=meeting.ANSWERED_AT)
    assert project(forum)["figures"]["answered"] == 2


def test_an_update_gives_its_summary(forum):
    factories.UpdateFactory(
        addressee=forum.asks["promised"], text="بدأ العمل.", detail="كناري", kind=Update.Kind.PROGRESS
    )
    content = project(forum)
    assert "بدأ العمل." in str(content)
    assert "كناري" not in str(content)


def test_small_groups_are_joined_and_a_speaker_s_group_is_named_only_where_the_table_names_it(forum):
    first, second = forum.minutes.outputs.kept().order_by("position")[:2]
    for output, code in ((first, "security"), (second, "media")):
        type(output).objects.filter(pk=output.pk).update(
            spoken_by="category", spoken_by_category=meeting.category(code), attribution="category"
        )
    crowd(forum, "security", 4)
    content = project(forum)
    # security 6, mediator 1 and 4 unnamed, media 1: the last gives no line of its own
    rows = {row["key"]: row["count"] for row in content["figures"]["by_category"]["rows"]}
    assert rows == {"security": 6, "~": 7}
    assert content["figures"]["attendances"] == 13
    assert [row["speaker"] for row in content["outputs"][:2]] == [
        meeting.category("security").plural_ar or meeting.category("security").name_ar,
        "",
    ]
    assert {"small_lines", "small_groups", "persons"} <= set(content["withheld"])


def test_without_attribution_no_group_is_named(forum):
    crowd(forum, "security", 8)
    forum.minutes.outputs.update(
        spoken_by="category", spoken_by_category=meeting.category("security"), attribution="none"
    )
    assert {row["speaker"] for row in project(forum)["outputs"]} == {""}


def test_a_table_that_nearly_all_small_groups_make_is_withheld(forum):
    AttendanceTotal.objects.all().delete()
    content = project(forum)
    assert content["figures"]["by_category"] is None
    assert content["figures"]["attendances"] is None
    assert "small_total" in content["withheld"]


def test_totals_by_sex_and_youth_wait_for_the_manager(forum):
    hidden = project(forum)
    assert hidden["figures"]["by_sex"] is None
    assert hidden["figures"]["by_age_band"] is None
    assert hidden["shares"] == {"sex": "withheld", "age_band": "withheld"}
    shown = project(forum, shows_totals=True)
    # two women, a man and one unknown by name; three women and two men counted
    assert {row["key"]: row["count"] for row in shown["figures"]["by_sex"]["rows"]} == {"f": 5, "m": 3, "": 1}
    assert {row["key"]: row["count"] for row in shown["figures"]["by_age_band"]["rows"]} == {
        "youth": 2,
        "adult": 1,
        "": 6,
    }


@pytest.mark.parametrize(("target", "word"), [(60, "met"), (63, "missed")])
def test_hidden_totals_say_whether_the_share_was_reached(forum, target, word):
    indicator = Indicator.objects.create(
        programme=forum.programme,
        code="2",
        statement_ar="نساء",
        level="output",
        unit_ar="%",
        figure="women_share",
    )
    IndicatorTarget.objects.create(
        indicator=indicator, period_start="2022-01-01", period_end="2022-12-31", target=target
    )
    assert project(forum)["shares"] == {"sex": word, "age_band": "withheld"}


def test_a_merged_person_counts_with_the_sex_of_the_other(forum):
    row = forum.attendances.present().get(person__sex="")
    row.person.merged_into = factories.PersonFactory(sex="m", sex_source="said")
    row.person.save()
    rows = project(forum, shows_totals=True)["figures"]["by_sex"]["rows"]
    assert {row["key"]: row["count"] for row in rows} == {"f": 5, "m": 4}


def left_the_house(forum):
    return factories.ReportFactory(
        programme=forum.programme,
        forum=forum,
        audience="donor",
        frozen=project(forum),
        state=Report.State.RELEASED,
        released_at=timezone.now(),
    )


def test_one_more_participant_does_not_show_beside_an_earlier_report(forum):
    crowd(forum, "security", 4)
    left_the_house(forum)
    assert project(forum)["figures"]["by_category"] is not None, "the other language shows the same"
    crowd(forum, "security", 1)
    content = project(forum)
    assert content["figures"]["attendances"] is None
    assert content["figures"]["by_category"] is None
    assert "compared" in content["withheld"]
    crowd(forum, "security", 4)
    assert project(forum)["figures"]["attendances"] == 18


def test_a_closed_forum_tells_no_words(forum):
    forum.disclosure = "closed"
    forum.save()
    content = project(forum)
    assert content["outputs"] == content["themes"] == []
    assert content["meeting"]["summary"]["text"] == ""
    assert len(content["recommendations"]) == 4
    assert "closed" in content["withheld"]


@pytest.mark.parametrize("state", ["draft", "submitted", "amending"])
def test_minutes_that_are_not_approved_give_nothing(forum, state):
    Minutes.objects.filter(pk=forum.minutes.pk).update(state=state)
    with pytest.raises(NotApproved):
        project(forum)


def test_untranslated_texts_are_listed_or_left_out(forum):
    listed = project(forum, "en")
    assert {"Summary", "Output 1", "Recommendation TST-R-0001"} <= set(listed["untranslated"])
    without = project(forum, "en", leaves_out_untranslated=True)
    assert without["untranslated"] == []
    assert set(without["left_out"]) == set(listed["untranslated"])
    assert {row["text"]["text"] for row in without["outputs"]} == {""}


def test_every_code_has_its_words(forum):
    crowd(forum, "security", 4)
    assert set(project(forum)["withheld"]) <= set(WITHHELD)
    assert {code for _dimension, code in SHARES} == {"met", "missed", "withheld", "not_recorded"}
