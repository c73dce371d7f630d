"""Title, introduction and annexes of a report of one forum: frozen for its audience, changed until it is released."""

import pytest
from django.urls import reverse

from common.pdf import is_available
from common.workflow import NotAllowedHere
from reports.document import document_html
from reports.models import Report
from reports.projection import project_forum
from reports.projection.written import ReportTexts
from reports.services.current import is_current
from reports.services.prepare import prepare_forum_report
from tests.reports import meeting

pytestmark = pytest.mark.django_db
WRITTEN = ReportTexts("عنوان كُتب للمانح", "مقدمة كُتبت للمانح.", (("ملحق المنهجية", "نص الملحق الأول."),))


@pytest.fixture
def forum(world):
    forum = meeting.build_meeting(world.programme)
    meeting.send_recommendations(forum)
    return forum


def prepare(world, forum, audience="donor", **options):
    return prepare_forum_report(
        **{"actor": world.manager, "forum": forum, "audience": audience, "language": "ar"} | options
    )


def url(name, row):
    return reverse(f"reports:{name}", args=[row.public_id])


@pytest.mark.parametrize("audience", ["internal", "official", "donor"])
def test_frozen_and_printed(world, forum, audience):
    report = prepare(world, forum, audience, written=WRITTEN)
    assert ReportTexts.of(report.frozen) == WRITTEN
    assert is_current(report)
    assert prepare(world, forum, audience, written=WRITTEN) == report
    assert prepare(world, forum, audience) != report
    html = document_html(report, contents=True)
    for words in (WRITTEN.title, WRITTEN.introduction, *WRITTEN.annexes[0]):
        assert words in html
    assert 'href="#introduction"' in html
    assert 'href="#annexes"' in html
    assert forum.title_ar in html, "the meeting's own title stands below"


def test_none_written_leaves_no_heading(world, forum):
    html = document_html(prepare(world, forum), contents=True)
    assert "introduction" not in html
    assert "annexes" not in html


def test_a_press_release_has_none(world, forum):
    with pytest.raises(ValueError, match="press release"):
        prepare(world, forum, "public", written=WRITTEN)
    assert "texts" not in project_forum(forum, audience="public", language="ar")


@pytest.mark.parametrize("leaves_out", [False, True])
def test_a_text_in_another_language_is_listed_and_never_left_out(world, forum, leaves_out):
    """It was written for this very document: whoever wrote it writes it anew."""
    report = prepare(world, forum, language="en", written=WRITTEN, leaves_out_untranslated=leaves_out)
    listed = {"Title of the report", "Introduction of the report", "Annex: ملحق المنهجية"}
    assert listed <= set(report.frozen["untranslated"])
    assert is_current(report)


def test_the_draft_gives_way_once(world, forum):
    first = prepare(world, forum)
    second = prepare(world, forum, written=WRITTEN, instead_of=first)
    first.refresh_from_db()
    assert (first.state, second.state) == ("withdrawn", "draft")
    Report.objects.filter(pk=second.pk).update(state="released")
    with pytest.raises(NotAllowedHere):
        prepare(world, forum, instead_of=Report.objects.get(pk=second.pk))


def test_the_page_freezes_shows_and_changes_them(as_role, world, forum):
    manager = as_role("manager")
    page = url("prepare_outcomes", forum)
    assert "annex_text_2" in manager.get(page).content.decode()
    given = {"audience": "donor", "language": "ar", "introduction": "مقدمة أولى."}
    manager.post(page, given)
    draft = Report.objects.get()
    shown = manager.get(url("report", draft)).content.decode()
    assert "مقدمة أولى." in shown
    again = f"{page}?draft={draft.public_id}"
    assert again in shown
    assert "مقدمة أولى." in manager.get(again).content.decode()
    manager.post(again, given | {"introduction": "مقدمة ثانية.", "annex_title_1": "أ", "annex_text_1": "ب"})
    draft.refresh_from_db()
    report = Report.objects.get(state="draft")
    assert (draft.state, report.frozen["texts"]["introduction"]["text"]) == ("withdrawn", "مقدمة ثانية.")
    manager.post(f"{page}?draft={report.public_id}", given | {"audience": "official"})
    assert Report.objects.filter(state="draft").count() == 2, "another audience is another report"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"audience": "public", "introduction": "مقدمة"}, "has no title, introduction or annexes"),
        ({"audience": "donor", "annex_title_2": "ملحق"}, "a heading and a text"),
        ({"audience": "nobody"}, "Select a valid choice"),
    ],
)
def test_what_makes_no_sense_is_said(as_role, forum, given, words):
    page = as_role("manager").post(url("prepare_outcomes", forum), {"language": "ar"} | given)
    assert words in page.content.decode()
    assert not Report.objects.exists()


@pytest.mark.skipif(is_available() is not None, reason="the PDF engine is missing here")
def test_staff_write_into_the_internal_one_and_into_no_other(as_role, forum):
    staff = as_role("staff")
    page = url("prepare_outcomes", forum)
    assert 'value="donor"' not in staff.get(page).content.decode()
    assert page in staff.get(reverse("forums:detail", args=[forum.public_id])).content.decode()
    given = {"language": "ar", "introduction": "مقدمة داخلية."}
    staff.post(page, given | {"audience": "donor"})
    assert not Report.objects.exists()
    assert staff.post(page, given | {"audience": "internal"}).content.startswith(b"%PDF-")
    assert Report.objects.get().frozen["texts"]["introduction"]["text"] == "مقدمة داخلية."


def test_of_minutes_that_are_not_approved_only_the_internal_one_is_offered(as_role, world):
    draft = meeting.build_meeting(world.programme, approved=False)
    page = as_role("manager").get(url("prepare_outcomes", draft)).content.decode()
    assert 'value="internal"' in page
    assert 'value="donor"' not in page
