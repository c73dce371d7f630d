"""The donor's page of figures: what stands in the reports that were released to him, withheld as there, and no more."""

import pytest
from django.urls import reverse
from django.utils import timezone

from forums.models import MinutesRevision
from reports.models import Report
from reports.services.periods import prepare_period_report
from reports.services.prepare import prepare_forum_report
from tests.reports.periods import AUTUMN, SUMMER, build_two_forums, crowd, empty

pytestmark = pytest.mark.django_db
PAGE = "reports:donor_figures"


@pytest.fixture
def forums(world):
    """Eighteen in the first forum; four in the second, who are too few to be told."""
    first, second = build_two_forums(world)
    MinutesRevision.objects.create(
        minutes=second.minutes,
        number=1,
        content={},
        digest="1" * 64,
        approved_by=world.manager,
        approved_at=timezone.now(),
    )
    for forum in (first, second):
        empty(forum)
    crowd(first, "security", 12)
    crowd(first, "media", 6)
    crowd(second, "media", 4)
    return first, second


def tell(report, state="released"):
    Report.objects.filter(pk=report.pk).update(state=state, released_at=timezone.now())
    return report


def tell_of_forum(forum, audience="donor", language="ar", **told):
    return tell(prepare_forum_report(actor=None, forum=forum, audience=audience, language=language), **told)


def tell_of_period(world, span, language="ar"):
    report = prepare_period_report(
        actor=None, programme=world.programme, audience="donor", language=language, **span
    )
    return tell(report)


def read(client, **query):
    """(charts, context): title → {label: count}, as the page's tables show them."""
    answer = client.get(reverse(PAGE), query)
    assert answer.status_code == 200
    context = answer.context_data
    charts = [*context.get("over_forums", []), *context.get("over_periods", [])]
    for name in ("charts", "output_charts", "state_charts"):
        charts += context.get("shown", {}).get(name, [])
    page = answer.content.decode()
    assert all(chart.title in page for chart in charts)
    return {
        chart.title: {str(label): count for label, count, _persons, _width in chart.rows} for chart in charts
    }, context


def test_before_anything_was_released_the_page_says_so(as_role, forums):
    prepare_forum_report(actor=None, forum=forums[0], audience="donor", language="ar")
    tell_of_forum(forums[0], audience="official")
    for name in ("donor", "manager"):
        charts, context = read(as_role(name))
        assert (charts, context["told"]) == ({}, [])
    assert "No report has been released to you yet." in as_role("donor").get(reverse(PAGE)).content.decode()


def test_figures_of_one_report_and_of_all_forums(as_role, forums):
    first, second = forums
    report = tell_of_forum(first)
    tell_of_forum(second)
    charts, context = read(as_role("donor"), report=str(report.public_id))
    assert charts["By category"] == {"Security": 12, "Media": 6}
    assert list(charts["Attendances by forum"].values()) == [18], "of the second it is withheld"
    assert context["untold"] == 1
    assert len(charts["Outputs by forum"]) == 2
    assert context["chosen"].report == report
    _charts, context = read(as_role("donor"))
    assert context["chosen"].figures["attendances"] is None
    assert [sentence for sentence in context["withheld"] if "too small" in sentence]


def test_what_was_recorded_since_is_not_told(as_role, forums):
    first, _second = forums
    tell_of_forum(first)
    before = read(as_role("donor"))[0]
    crowd(first, "media", 9)
    first.minutes.outputs.all().delete()
    assert read(as_role("donor"))[0] == before


def test_a_withdrawn_report_is_not_told_and_the_last_one_of_a_forum_is(as_role, forums):
    first, _second = forums
    tell_of_forum(first)
    crowd(first, "media", 9)
    again = tell_of_forum(first)
    assert list(read(as_role("donor"))[0]["Attendances by forum"].values()) == [27]
    tell(again, state="withdrawn")
    assert list(read(as_role("donor"))[0]["Attendances by forum"].values()) == [18]


def test_periods_stand_beside_each_other_and_the_last_one_is_shown(as_role, world, forums):
    crowd(forums[1], "media", 8)
    tell_of_period(world, SUMMER)
    charts, _context = read(as_role("donor"))
    assert "Attendances by period" not in charts, "one alone"
    last = tell_of_period(world, AUTUMN, language="both")
    charts, context = read(as_role("donor"))
    assert list(charts["Attendances by period"].values()) == [18, 12]
    assert context["chosen"].report == last
    assert charts["By sex"] == {"women": 12}


def test_titles_in_the_language_of_the_reader_where_they_were_told_in_it(as_role, forums):
    first, second = forums
    for language in ("ar", "en"):
        report = prepare_forum_report(
            actor=None, forum=first, audience="donor", language=language, leaves_out_untranslated=True
        )
        tell(report)
    tell_of_forum(second)
    _charts, context = read(as_role("donor"))
    assert [one.title["language"] for one in context["told"]] == ["en", "ar"]
    _charts, context = read(as_role("donor", "ar"))
    assert [one.title["language"] for one in context["told"]] == ["ar", "ar"]
    page = as_role("donor").get(reverse(PAGE)).content.decode()
    assert '<th scope="row"><span lang="ar" dir="rtl">المنتدى الثاني</span>' in page
    assert '<span lang="ar" dir="rtl">المنتدى الثاني</span></h2>' in page
    assert ' lang="ar" dir="rtl" selected>المنتدى الثاني · ١٢' in page, "an option is marked as a whole"
    assert page.count("المنتدى الثاني") == page.count('lang="ar" dir="rtl">المنتدى الثاني<') + 1


def titles_of(client):
    return [one.title and one.title["text"] for one in read(client)[1]["told"]]


@pytest.fixture
def second(forums):
    """Told of in Arabic alone, though it has an English title."""
    found = forums[1]
    found.title_en = "The second forum"
    found.save()
    tell_of_forum(found)
    return found


@pytest.mark.parametrize("language", ["en", "both"])
def test_a_period_that_was_told_lends_the_title_and_no_figure(as_role, world, second, language):
    assert titles_of(as_role("donor")) == ["المنتدى الثاني"], "what was not told is not read from the record"
    report = tell_of_period(world, AUTUMN, language=language)
    for name in ("donor", "manager"):
        assert titles_of(as_role(name)) == ["The second forum", None]
    assert titles_of(as_role("donor", "ar")) == ["المنتدى الثاني", None]
    assert read(as_role("donor"))[1]["told"][0].figures["attendances"] is None
    tell(report, state="withdrawn")
    assert titles_of(as_role("donor")) == ["المنتدى الثاني"]


def test_a_press_release_lends_the_title_and_has_no_line_of_its_own(as_role, second, forums):
    for forum in forums:
        tell_of_forum(forum, audience="public", language="en")
    assert titles_of(as_role("donor")) == ["The second forum"]


def test_what_was_not_told_to_the_donor_lends_nothing(as_role, world, second):
    for audience in ("official", "internal"):
        tell_of_forum(second, audience=audience, language="en")
    tell_of_forum(second, language="en", state="draft")
    prepare_period_report(actor=None, programme=world.programme, audience="donor", language="en", **AUTUMN)
    for name in ("donor", "manager"):
        assert titles_of(as_role(name)) == ["المنتدى الثاني"]


def test_a_title_that_was_left_out_hides_none_and_without_any_the_kind_is_shown(as_role, forums):
    first, second = forums
    type(first).objects.update(title_en="")
    tell_of_forum(second)
    for forum in forums:
        report = prepare_forum_report(
            actor=None, forum=forum, audience="donor", language="en", leaves_out_untranslated=True
        )
        tell(report)
    for language in ("en", "ar"):
        assert titles_of(as_role("donor", language)) == ["Closing meeting", "المنتدى الثاني"]


def test_no_other_programme_is_told_of(as_role, world, forums):
    report = tell_of_forum(forums[0])
    foreign = as_role("foreign_manager")
    assert foreign.get(reverse(PAGE), {"programme": str(world.programme.public_id)}).status_code == 404
    charts, context = read(foreign, report=str(report.public_id))
    assert (charts, context["told"]) == ({}, [])
    for odd in ("x", ""):
        assert read(as_role("donor"), report=odd)[1]["chosen"].report == report
