"""Which reports and lists of who came lie open to whom: by hand, from docs/permissions.md."""

import pytest
from django.urls import reverse
from django.utils import timezone

from recommendations.models import Addressee
from reports.exports.names import attendances_of
from reports.figures.told import told_of
from reports.institution_sheet import lines_of, sheet_html
from reports.models import Report
from reports.person_panel import named_in
from reports.services.erasure.columns import word_columns
from tests import factories

from ..participants.imports.sheets import known

pytestmark = pytest.mark.django_db
OFFICE = {"manager", "second_manager", "staff"}
#: audience → who reads it before it is released, and who besides afterwards
READ_BY = {
    "internal": (OFFICE, set()),
    "official": (OFFICE, {"reviewer"}),
    "donor": (OFFICE, {"donor", "dual"}),
    "public": (OFFICE, {"donor", "dual", "auditor"}),
}


def outcome(world, audience, **fields):
    """A report of a forum of which something was sent to the institution."""
    ask = factories.AddresseeFactory(
        recommendation__programme=world.programme, institution=world.institution, sent=True
    ).recommendation
    output = factories.OutputFactory(minutes__forum__programme=world.programme)
    ask.sources.add(output)
    return factories.ReportFactory(
        programme=world.programme, forum=output.minutes.forum, audience=audience, **fields
    )


@pytest.mark.parametrize("audience", READ_BY)
def test_who_reads_a_report(world, audience):
    before, besides = READ_BY[audience]
    report = outcome(world, audience)

    def readers():
        seen = {name for name, user in world.users.items() if report in set(Report.objects.visible_to(user))}
        return seen - {"no_second_factor"}

    assert readers() == before
    Report.objects.filter(pk=report.pk).update(state="released", released_at=timezone.now())
    assert readers() == before | besides


def test_figures_are_told_to_whom_the_report_was(world):
    """Press releases alone are an auditor's, and those lend titles."""
    released = {"state": "released", "released_at": timezone.now()}
    title = {"text": "لقاء تجريبي", "language": "ar"}
    content = {"figures": {}, "meeting": {"code": "A", "title": title, "kind": "لقاء", "date_iso": None}}
    for audience in ("donor", "public"):
        outcome(world, audience, frozen=content | {"audience": audience}, **released)
    told = {
        name: len(told_of(world.users[name], world.programme, "ar"))
        for name in ("manager", "staff", "donor", "auditor", "reviewer", "foreign_manager")
    }
    assert told == {"manager": 1, "staff": 1, "donor": 1, "auditor": 0, "reviewer": 0, "foreign_manager": 0}


def test_who_came_is_told_to_the_office_of_the_programme(world):
    known(world.programme, "سالم تجربة الكشف")
    told = {name for name, user in world.users.items() if attendances_of(world.programme, user).exists()}
    assert told - {"no_second_factor"} == OFFICE


def test_the_sheet_of_an_institution_holds_what_its_reader_reads(world):
    """One programme asked it something, and so did another."""
    for programme, text in ((world.programme, "طلب من هنا"), (world.other_programme, "قيل في مكان آخر")):
        row = factories.RecommendationFactory(programme=programme, number=1, text=text)
        factories.AddresseeFactory(
            recommendation=row, institution=world.institution, sent=True, state=Addressee.State.SENT
        )
    today = timezone.localdate()

    def told(name):
        html = sheet_html(world.users[name], world.institution, "ar", today)
        lines = lines_of(world.users[name], world.institution, today)
        found = {text for text in ("طلب من هنا", "قيل في مكان آخر") if text in html}
        assert len(lines["waiting"]) == len(found)
        return found

    assert told("staff") == {"طلب من هنا"}
    assert told("foreign_staff") == {"قيل في مكان آخر"}
    assert told("reviewer") == {"طلب من هنا", "قيل في مكان آخر"}


def test_a_person_s_page_names_documents_of_the_reader_s_programmes(world, as_role):
    person = known(world.programme, "سالم تجربة الوثائق")
    known_there = factories.AttendanceFactory(
        forum=factories.MinutesFactory(forum__programme=world.other_programme).forum, person=person
    )
    released = {"state": "released", "released_at": timezone.now(), "audience": "official"}
    frozen = {"named": [{"id": str(person.public_id)}]}
    own, foreign = (
        factories.ReportFactory(programme=programme, frozen=frozen, **released)
        for programme in (world.programme, known_there.forum.programme)
    )
    for reader, report, other in (("staff", own, foreign), ("foreign_staff", foreign, own)):
        assert named_in(world.users[reader], person).reports == [report]
        page = as_role(reader).get(reverse("participants:person", args=[person.public_id])).content.decode()
        assert report.reference in page
        assert other.reference not in page


@pytest.mark.parametrize(
    ("reader", "found"), [("staff", "own"), ("donor", ""), ("foreign_manager", "foreign")]
)
def test_the_library_and_the_page_of_periods_list_what_the_reader_reads(world, as_role, reader, found):
    drafts = {
        name: factories.ReportFactory(programme=programme, audience="donor", kind="period")
        for name, programme in (("own", world.programme), ("foreign", world.other_programme))
    }
    client, expected = as_role(reader), [drafts[found]] if found else []
    assert list(client.get(reverse("reports:library")).context["reports"]) == expected
    page = client.get(reverse("reports:prepare_period"))
    assert (page.status_code == 200) == bool(expected)
    if expected:
        assert list(page.context["reports"]) == expected


@pytest.mark.parametrize(
    ("reader", "shown"), [("manager", "own"), ("foreign_manager", "foreign"), ("roleless", "")]
)
def test_whoever_looks_for_the_places_of_a_name_reads_those_of_his_programmes(world, reader, shown):
    """Where a person is erased who stands in two programmes, each office reads the words of its own."""
    outputs = {
        name: factories.OutputFactory(minutes__forum__programme=programme)
        for name, programme in (("own", world.programme), ("foreign", world.other_programme))
    }
    column = next(one for one in word_columns() if one.label == "forums.Output.text")
    found = column.shown_to(world.users[reader], {output.pk for output in outputs.values()})
    assert found == ({outputs[shown].pk} if shown else set())
