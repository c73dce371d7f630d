"""Audiences are nested: what a narrower one reads of any kind of report lies inside what the wider one reads."""

import datetime
import re
from itertools import pairwise

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from forums.models import AgendaItem, AttendanceTotal, Forum
from participants.models.persons import Consent
from recommendations.models import Response
from reports.audiences import DOCUMENTS
from reports.models import Report
from reports.projection import project_forum
from reports.projection.donor import NotApproved
from reports.projection.donor.withheld import WITHHELD
from reports.projection.period import Span, project_period
from reports.services.prepare import prepare_forum_report
from reports.services.release import CHECKLIST, release_report
from tests import factories
from tests.reports import meeting
from tests.reports.periods import YEAR, build_two_forums, crowd
from tests.reports.test_donor_projection import keys

pytestmark = pytest.mark.django_db


@pytest.fixture
def forum(world):
    first, _second = build_two_forums(world)
    crowd(first, "security", 14)
    AgendaItem.objects.create(forum=first, position=1, title="كلمة الافتتاح")
    Forum.objects.filter(pk=first.pk).update(venue="قاعة الاجتماعات")
    factories.AttendanceFactory(
        forum=first, category=meeting.category("security"), part="patron", post="محافظ"
    )
    return Forum.objects.get(pk=first.pk)


def content_of(kind, audience, forum, language="ar"):
    if kind == Report.Kind.PERIOD:
        span = Span(forum.programme, YEAR["start"], YEAR["end"])
        return project_period(span, audience=audience, language=language)
    return project_forum(forum, audience=audience, language=language, as_of=meeting.AS_OF)


#: keys of these say what is withheld or counted apart
APART = (".shares", ".withheld")
#: where a part of a document in both languages begins
OF_A_PART = re.compile(r"^\.parts\.(ar|en)")


@pytest.mark.parametrize("language", Report.Language.values)
@pytest.mark.parametrize("kind", [kind for kind, audiences in DOCUMENTS.items() if len(audiences) > 1])
def test_each_audience_reads_a_part_of_what_the_wider_one_does(forum, kind, language):
    found = {audience: content_of(kind, audience, forum, language) for audience in DOCUMENTS[kind]}
    for wide, narrow in pairwise(DOCUMENTS[kind]):
        more = {
            path
            for path in set(keys(found[narrow])) - set(keys(found[wide]))
            if not OF_A_PART.sub("", path).startswith(APART)
        }
        assert more == set(), f"{narrow} beyond {wide}"
        assert set(found[narrow]["withheld"]) <= set(WITHHELD)


def test_each_is_truly_narrower(forum):
    found = {
        audience: set(keys(content_of("forum_outcomes", audience, forum)))
        for audience in DOCUMENTS["forum_outcomes"]
    }
    assert {".attendance", ".journeys"} <= found["internal"] - found["official"]
    assert {".meeting.venue", ".meeting.agenda"} <= found["official"] - found["donor"]
    assert {".outputs", ".recommendations"} <= found["donor"] - found["public"]


def test_a_press_release_tells_nobody_s_words_and_no_number_below_ten(forum):
    content = content_of("forum_outcomes", "public", forum)
    text = str(content)
    for words in (*meeting.NAMES, "وزارة الداخلية", "سيُعقد لقاء", "توفير الكفاءات", "قاعة الاجتماعات"):
        assert words not in text
    rows = (content["figures"]["by_category"] or {"rows": []})["rows"]
    assert all(row["count"] >= 10 for row in rows)
    assert content["figures"]["attendances"] >= 10
    AttendanceTotal.objects.filter(forum=forum).delete()
    forum.attendances.all().delete()
    crowd(forum, "security", 7)
    small = content_of("forum_outcomes", "public", forum)
    assert (small["figures"]["attendances"], small["figures"]["by_category"]) == (None, None)


def test_of_a_closed_forum_there_is_none(forum):
    Forum.objects.filter(pk=forum.pk).update(disclosure="closed")
    with pytest.raises(NotApproved):
        content_of("forum_outcomes", "public", Forum.objects.get(pk=forum.pk))


@pytest.mark.parametrize("audience", ["official", "donor", "public"])
def test_officials_are_named_in_a_public_forum_once_they_agreed_and_nobody_else_is(world, forum, audience):
    patron = forum.attendances.get(part="patron")
    type(patron).objects.filter(pk=patron.pk).update(may_be_named=True)
    agree = Consent.objects.create(
        person=patron.person,
        purpose="naming",
        manner="letter",
        given_on=datetime.date(2022, 1, 1),
        recorded_by=world.staff,
    )
    assert content_of("forum_outcomes", audience, forum)["officials"] == [], "the forum is not public"
    Forum.objects.filter(pk=forum.pk).update(disclosure="public")
    forum.refresh_from_db()
    (named,) = content_of("forum_outcomes", audience, forum)["officials"]
    assert (named["name"]["text"], named["post"]["text"]) == (patron.person.name_ar, "محافظ")
    assert named["person"] == str(patron.person.public_id)
    Consent.objects.filter(pk=agree.pk).update(withdrawn_on=timezone.localdate())
    assert content_of("forum_outcomes", audience, forum)["officials"] == []


@pytest.mark.parametrize(("audience", "answers"), [("official", 2), ("public", 0)])
def test_released_as_the_donor_s_is(world, forum, monkeypatch, settings, tmp_path, audience, answers):  # noqa: PLR0917
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr("reports.services.release.render_report", lambda *args, **kwargs: b"%PDF-")
    report = prepare_forum_report(actor=world.manager, forum=forum, audience=audience, language="ar")
    with pytest.raises(PermissionDenied):
        prepare_forum_report(actor=world.staff, forum=forum, audience=audience, language="ar")
    release_report(actor=world.manager, report=report, expected=report.version, checklist=set(CHECKLIST))
    assert report.is_released
    assert Response.objects.filter(released_at__isnull=False).count() == answers


def test_who_reads_what_was_released(world, forum):
    def seen_by(user):
        return set(Report.objects.visible_to(user).for_readers().values_list("audience", flat=True))

    for audience in ("official", "donor", "public"):
        factories.ReportFactory(programme=world.programme, forum=forum, audience=audience)
    assert seen_by(world.manager) == seen_by(world.staff) == {"official", "donor", "public"}
    assert seen_by(world.donor) == seen_by(world.reviewer) == set()
    Report.objects.update(state="released", released_at=timezone.now())
    assert seen_by(world.donor) == {"donor", "public"}
    assert seen_by(world.reviewer) == set(), "nothing of it was sent to his institution"
    asked = Response.objects.first().addressee
    type(asked).objects.filter(pk=asked.pk).update(institution=world.institution)
    assert seen_by(world.reviewer) == {"official"}
    assert seen_by(world.auditor) == {"public"}
    assert seen_by(world.foreign_staff) == set()
