"""A report in both languages: one frozen content and hash, two projections; its pages, its figures, its erasure."""

from dataclasses import replace

import pytest
from django.core.management import call_command
from django.urls import reverse

from common.arabic import to_arabic_digits
from common.pdf import is_available
from reports.exports.figures import of_report
from reports.models import Report
from reports.projection import project_forum
from reports.projection.parts import part_in, parts_of
from reports.projection.period import Span, project_period
from reports.projection.written import ReportTexts
from reports.services.current import is_current
from reports.services.erasure.carrying_out import _empty_frozen
from reports.services.periods import prepare_period_report
from reports.services.prepare import prepare_forum_report
from reports.services.release import CHECKLIST
from tests.reports import meeting
from tests.reports.periods import AUTUMN, SUMMER, YEAR, build_two_forums

pytestmark = pytest.mark.django_db
ENGLISH = ReportTexts("In English", "Introduction.", (("", ""), ("Second annex", "Its text.")))
WRITTEN = ReportTexts("بالعربية", "مقدمة.", (("ملحق أول", "نصه."), ("ملحق ثانٍ", "نصه.")), ENGLISH)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def forum(world):
    first, _second = build_two_forums(world)
    return type(first).objects.get(pk=first.pk)


def prepare(world, forum, **options):
    given = {"actor": world.manager, "forum": forum, "audience": "donor", "language": "both"}
    return prepare_forum_report(**given | options)


def url(name, row):
    return reverse(f"reports:{name}", args=[row.public_id])


@pytest.mark.parametrize("audience", ["internal", "official", "donor", "public"])
def test_each_part_is_the_projection_in_its_language(forum, audience):
    both = project_forum(forum, audience=audience, language="both")
    arabic, english = (project_forum(forum, audience=audience, language=one) for one in ("ar", "en"))
    assert parts_of(both) == [arabic, english]
    assert (part_in(both, "en"), part_in(both, "ar"), part_in(arabic, "en")) == (english, arabic, arabic)
    for name in ("figures", "as_of", "withheld", "shares", "audience", "kind"):
        assert both[name] == arabic[name] == english[name]
    assert both["untranslated"] == [*arabic["untranslated"], *english["untranslated"]]


def test_of_a_period_too(world, forum):
    span = Span(world.programme, YEAR["start"], YEAR["end"])
    both = project_period(span, audience="donor", language="both")
    assert [part["language"] for part in parts_of(both)] == ["ar", "en"]
    with pytest.raises(ValueError, match="unknown language"):
        project_period(span, audience="donor", language="fr")


def test_one_record_is_one_report(world, forum):
    report = prepare(world, forum)
    assert prepare(world, forum) == report
    assert is_current(report)
    assert report.languages == ("ar", "en")
    assert prepare(world, forum, language="ar") != report


@pytest.mark.parametrize("leaves_out", [False, True])
@pytest.mark.parametrize(
    "written",
    [
        WRITTEN,
        replace(WRITTEN, english=None),
        ReportTexts(english=ENGLISH),
        ReportTexts("ADEN", english=ReportTexts("ADEN")),
        ReportTexts("English in the Arabic box", english=ReportTexts(introduction="عربية")),
    ],
)
def test_what_was_written_is_found_again_and_the_report_stays_current(world, forum, written, leaves_out):
    report = prepare(world, forum, written=written, leaves_out_untranslated=leaves_out)
    assert is_current(report)
    found = ReportTexts.of(report.frozen)
    again = prepare(world, forum, written=found, leaves_out_untranslated=leaves_out)
    assert again == report
    assert (found.title, found.introduction) == (written.title, written.introduction)


def test_a_text_of_one_language_alone_is_borrowed_and_listed_or_left_out(world, forum):
    content = prepare(world, forum, written=WRITTEN).frozen
    arabic, english = parts_of(content)
    assert "Annex: ملحق أول" in english["untranslated"]
    assert "Annex: Second annex" not in english["untranslated"]
    assert english["texts"]["annexes"][0]["text"] == {"text": "نصه.", "language": "ar", "is_borrowed": True}
    assert arabic["untranslated"] == []
    left = parts_of(prepare(world, forum, written=WRITTEN, leaves_out_untranslated=True).frozen)[1]
    assert "Annex: ملحق أول" in left["left_out"]
    assert left["texts"]["annexes"][0]["text"]["text"] == ""
    only_english = parts_of(prepare(world, forum, written=ReportTexts(english=ENGLISH)).frozen)[0]
    assert "مقدمة التقرير" in only_english["untranslated"]


def test_the_pages_from_the_choice_to_the_copy(as_role, world, forum):
    if is_available() is not None:
        pytest.skip("the PDF engine is missing here")
    manager, donor = as_role("manager"), as_role("donor")
    page = url("prepare_outcomes", forum)
    assert 'value="both"' in manager.get(page).content.decode()
    given = {"audience": "donor", "language": "both", "introduction": "مقدمة عربية."}
    manager.post(page, given)
    draft = Report.objects.get()
    shown = manager.get(url("report", draft)).content.decode()
    assert "English:" in shown, "what is untranslated is listed by language"
    assert "Output 1" in shown
    assert 'name="checklist"' not in shown
    again = f"{page}?draft={draft.public_id}"
    given |= {"introduction_en": "English introduction.", "leaves_out_untranslated": "on"}
    manager.post(again, given)
    report = Report.objects.get(state="draft")
    assert "English introduction." in manager.get(f"{page}?draft={report.public_id}").content.decode()
    shown = manager.get(url("report", report)).content.decode()
    assert shown.count("مقدمة عربية.") == shown.count("English introduction.") == 1
    manager.post(url("release", report), {"version": report.version, "checklist": list(CHECKLIST)})
    report.refresh_from_db()
    assert report.state == "released"
    answer = donor.post(url("download", report))
    assert answer.content.startswith(b"%PDF-")
    assert f"{report.reference}-both.pdf" in answer["Content-Disposition"]
    for place in (reverse("reports:library"), reverse("reports:check", args=[report.verification_code])):
        assert "Arabic and English" in donor.get(place).content.decode()
    sheet = donor.post(url("report_figures", report), {"file_format": "csv"}).content.decode()
    assert report.frozen_hash[:12] in sheet


@pytest.mark.parametrize(("language", "count"), [("", 2), ("ar", 2), ("en", 1), ("both", 1)])
def test_the_library_serves_who_looks_for_one_language_with_both(as_role, world, forum, language, count):
    reports = [prepare(world, forum), prepare(world, forum, language="ar")]
    page = as_role("manager").get(reverse("reports:library"), {"language": language}).content.decode()
    assert sum(report.reference in page for report in reports) == count


def test_english_boxes_are_for_both(as_role, forum):
    given = {"audience": "donor", "language": "ar", "title_en": "In English"}
    page = as_role("manager").post(url("prepare_outcomes", forum), given).content.decode()
    assert "for a document in both languages" in page
    assert not Report.objects.exists()


def test_a_period_s_page_shows_each_part_with_addresses_of_its_own(as_role, world, forum):
    report = prepare_period_report(
        actor=world.manager, programme=world.programme, audience="donor", language="both", **YEAR
    )
    page = as_role("manager").get(url("report", report)).content.decode()
    assert page.count('id="summary"') == page.count('id="en-summary"') == 1


def test_minutes_are_signed_in_one_language(as_role, forum):
    answer = as_role("staff").post(url("forum_pdf", forum), {"document": "minutes", "language": "both"})
    assert answer.status_code == 422
    assert not Report.objects.exists()


def test_what_changed_is_told_after_a_report_in_both(world, forum):
    options = {"actor": world.manager, "programme": world.programme, "audience": "donor"}
    summer = prepare_period_report(**options, language="both", **SUMMER)
    Report.objects.filter(pk=summer.pk).update(state="released", released_at=meeting.APPROVED_AT)
    autumn = prepare_period_report(**options, language="both", **AUTUMN)
    assert {part["changes"]["reference"] for part in parts_of(autumn.frozen)} == {summer.reference}


def test_its_figures_are_a_sheet_like_any_other_s(world, forum):
    rows = {
        language: list(of_report(prepare(world, forum, language=language))[1]) for language in ("en", "both")
    }
    # The first two columns name the report.
    assert [row[4:] for row in rows["both"]] == [row[4:] for row in rows["en"]]


def test_a_person_is_erased_from_each_part(world, forum):
    report = prepare(world, forum, audience="internal")
    person = str(forum.attendances.first().person.public_id)
    assert _empty_frozen({report.pk}, {person}) == {report.pk}
    report.refresh_from_db()
    names = [
        row["name"]["text"]
        for part in parts_of(report.frozen)
        for row in part["attendance"]["present"] + part["attendance"]["others"]
        if row["person"] == person
    ]
    assert names == ["[شخص مُحي]", "[erased person]"]


@pytest.mark.parametrize("reader", ["ar", "en"])
def test_a_forum_s_page_shows_each_part_with_heads_and_digits_of_its_own(as_role, world, forum, reader):
    report = prepare(world, forum, leaves_out_untranslated=True)
    page = as_role("manager", reader).get(url("report", report)).content.decode()
    other = {"ar": ('lang="en" dir="ltr"', "Participants"), "en": ('lang="ar" dir="rtl"', "المشاركون")}
    attributes, head = other[reader]
    assert f"<h2>{head}</h2>" in page[page.index(f"<div {attributes}>") :]
    days = [part["meeting"]["date"] for part in parts_of(report.frozen)]
    assert all(day in page for day in (to_arabic_digits(days[0]), days[1]))


@pytest.mark.skipif(is_available() is not None, reason="the PDF engine is missing here")
def test_the_command(forum, tmp_path):
    out = tmp_path / "both.pdf"
    call_command(
        "render_report",
        f"--forum={forum.code}",
        "--audience=donor",
        "--language=both",
        f"--out={out}",
        verbosity=0,
    )
    assert out.read_bytes().startswith(b"%PDF-")
    assert Report.objects.get().language == "both"
