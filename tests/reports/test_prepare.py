"""Freezing: one record is one report; what is in it, and that it needs no more queries for more rows."""

import hashlib
import json

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.models import AuditEntry
from forums.models import Forum, OutputSpeaker
from reports.models import Report
from reports.projection import project_forum
from reports.services.hashing import canonical
from reports.services.prepare import prepare_forum_report
from tests import factories
from tests.reports import meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def forum(world):
    forum = meeting.build_meeting(world.programme)
    meeting.send_recommendations(forum)
    return forum


def prepare(forum, actor, language="ar", audience="internal"):
    return prepare_forum_report(actor=actor, forum=forum, audience=audience, language=language)


def test_the_same_record_is_the_same_report(world, forum):
    first = prepare(forum, world.staff)
    again = prepare(forum, world.manager)
    assert again.pk == first.pk
    assert AuditEntry.objects.filter(action="reports.prepare").count() == 1
    english = prepare(forum, world.staff, language="en")
    assert (first.number, english.number) == (1, 2)
    assert first.verification_code != english.verification_code


def test_a_change_of_the_record_is_another_report(world, forum):
    first = prepare(forum, world.staff)
    forum.summary = "خلاصة أخرى"
    forum.save()
    second = prepare(forum, world.staff)
    assert second.frozen_hash != first.frozen_hash
    assert second.number == first.number + 1


def test_a_withdrawn_report_is_not_taken_up_again(world, forum):
    first = prepare(forum, world.staff)
    Report.objects.filter(pk=first.pk).update(state="withdrawn")
    assert prepare(forum, world.staff).pk != first.pk


def test_the_frozen_content_is_canonical_json_and_hashed(world, forum):
    report = Report.objects.get(pk=prepare(forum, world.staff).pk)
    assert hashlib.sha256(canonical(report.frozen)).hexdigest() == report.frozen_hash
    assert canonical(json.loads(canonical(report.frozen))) == canonical(report.frozen)


def test_foreign_people_cannot_freeze(world, forum):
    for name in ("donor", "reviewer", "auditor", "foreign_manager", "superuser"):
        with pytest.raises(PermissionDenied):
            prepare(forum, world.users[name])
    assert not Report.objects.exists()


def test_the_audit_entry_holds_no_words(world, forum):
    prepare(forum, world.staff)
    written = json.dumps(AuditEntry.objects.get(action="reports.prepare").details)
    assert set(json.loads(written)) == {"audience", "language", "forum", "frozen"}


def test_the_content_says_what_happened(forum):
    content = project_forum(forum, audience="internal", language="ar", as_of=meeting.AS_OF)
    assert [row["name"]["text"] for row in content["attendance"]["present"]] == [
        meeting.NAMES[1],  # the colonel comes first
        meeting.NAMES[0],
        meeting.NAMES[2],
        meeting.NAMES[3],
    ]
    assert len(content["attendance"]["others"]) == 1
    note = content["meeting"]["date_note"]
    assert note["written"]["text"] == "الاثنين الموافق ٢٠ يوليو ٢٠٢٢"
    assert "الأربعاء" in note["reasons"][0]
    assert "الاثنين" in note["reasons"][0]
    assert content["minutes"]["digest"] == meeting.DIGEST
    by_reference = {row["reference"]: row for row in content["recommendations"]}
    assert by_reference["TST-R-0001"]["addressees"][0]["late"]["label"] == "متأخرة 7 أيام عمل"
    assert by_reference["TST-R-0002"]["addressees"][0]["promised_on"] == "2022-08-15"
    assert by_reference["TST-R-0003"]["addressees"][0]["verification"]["on"] == "2022-08-09"
    assert content["untranslated"] == []
    assert content["journeys"] == []


def test_english_lists_what_is_untranslated(forum):
    content = project_forum(forum, audience="internal", language="en")
    assert {"Summary", "Occasion", "Output 1", "Recommendation TST-R-0001"} <= set(content["untranslated"])
    assert content["outputs"][0]["text"]["language"] == "ar"
    assert content["meeting"]["title"] == {
        "text": "Review of the outputs of the forums",
        "language": "en",
    }


def test_a_recommendation_of_two_forums_has_a_journey(world, forum):
    earlier = factories.OutputFactory(
        minutes__forum__programme=world.programme, minutes__forum__date="2021-10-05", text="رفد الإدارة"
    )
    forum.programme.recommendations.get(number=2).sources.add(earlier)
    content = project_forum(forum, audience="internal", language="ar")
    (journey,) = content["journeys"]
    assert journey["reference"] == "TST-R-0002"
    assert [step["on"] for step in journey["steps"]] == [
        "2021-10-05",
        "2022-07-20",
        "2022-08-02",
        "2022-08-04",
    ]


def test_who_said_it_does_not_come_here(forum):
    before = canonical(project_forum(forum, audience="internal", language="ar"))
    person = forum.attendances.first().person
    OutputSpeaker.objects.create(output=forum.minutes.outputs.first(), person=str(person.public_id))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert canonical(project_forum(forum, audience="internal", language="ar")) == before
    assert not [query for query in queries if "outputspeaker" in query["sql"]]


def test_more_rows_need_no_more_queries(world):
    def queries(forum):
        forum = Forum.objects.get(pk=forum.pk)
        with CaptureQueriesContext(connection) as captured:
            project_forum(forum, audience="internal", language="ar")
        return len(captured)

    forum = meeting.build_meeting(world.programme)
    meeting.send_recommendations(forum)
    once = queries(forum)
    numbers = iter(range(20, 40))
    for row in list(forum.attendances.present()):
        factories.AttendanceFactory(forum=forum, category=row.category)
    for output in list(forum.minutes.outputs.kept()):
        copy = factories.OutputFactory(minutes=forum.minutes, kind=output.kind)
        copy.themes.set(output.themes.all())
        asked = factories.RecommendationFactory(
            programme=world.programme, number=next(numbers), sources=[copy]
        )
        row = factories.AddresseeFactory(recommendation=asked, state="accepted", sent_at=meeting.SENT_AT)
        factories.ResponseFactory(addressee=row, sent_at=meeting.ANSWERED_AT)
    assert queries(forum) == once
