"""Sheets that leave: what is in them, for whom, and what is never in them."""

import csv
import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import TwoPersonAct
from accounts.services import allow_act
from common.models import AuditEntry
from common.sheets import defuse, read_sheet
from common.sheets.writing import Column, _cells, write_sheet
from participants.models import Person
from recommendations.models import Recommendation
from reports.figures import programme_figures
from reports.figures.asks import state_names
from reports.models import Report
from reports.services.exports import EXPORTING, export_list, whole_period
from tests import factories
from tests.test_queries import LIST_LIMIT, repeated, statements

pytestmark = pytest.mark.django_db
PHONE, NAME = "777123456", "زنبقة خزامى"


@pytest.fixture
def forum(world):
    """An approved forum: one person, named, with a telephone; and one whose words would run as a formula."""
    minutes = factories.MinutesFactory(forum__programme=world.programme, state="approved", revision=1)
    named = factories.PersonFactory(
        name_ar=NAME, phone=PHONE, email="a@example.org", sex="f", sex_source="said"
    )
    factories.AttendanceFactory(forum=minutes.forum, person=named, post="=HYPERLINK(1)")
    factories.AttendanceFactory(forum=minutes.forum, person=factories.PersonFactory(name_ar="+1 آخر"))
    return minutes.forum


def figures_of(client, programme, **data):
    return client.post(
        reverse("reports:export_figures", args=[programme.public_id]), {"file_format": "csv", **data}
    )


def table(answer, name="a.csv"):
    assert answer.status_code == 200, answer.content[:500]
    assert answer["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer["Cache-Control"]
    return read_sheet(answer.content, name)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("tags", [True, False])
def test_the_office_gets_the_figures_in_full(world, as_role, forum, kind, tags):
    data = {"file_format": kind} | ({"tags": "on"} if tags else {})
    sheet = table(figures_of(as_role("staff"), world.programme, **data), f"a.{kind}")
    assert bool(sheet.tags) == tags
    first, last = whole_period(world.programme)
    figures = programme_figures(world.programme, start=first, end=last)
    rows = {(row[3], row[4]): row for row in sheet.rows}
    assert rows["Totals", "attendances"][6] == str(figures.attendances) == "2"
    assert rows["By sex", "f"][6:] == ["1", "1"]
    assert {row[0] for row in sheet.rows} == {world.programme.code}
    text = " ".join(cell for row in sheet.rows for cell in row)
    assert NAME not in text
    assert PHONE not in text
    entry = AuditEntry.objects.latest("id")
    assert (entry.action, entry.actor) == ("reports.export_figures", world.staff.public_id)
    assert entry.details == {"rows": len(sheet.rows), "format": kind, "tags": tags}


def test_a_period_that_makes_no_sense_leads_back(world, as_role, forum):
    client = as_role("manager")
    answer = figures_of(client, world.programme, start="2022-02-01", end="2022-01-01")
    assert answer["Location"] == reverse("reports:programme_exports", args=[world.programme.public_id])
    assert figures_of(client, world.programme, file_format="exe").status_code == 302
    empty = table(figures_of(client, world.programme, start="1999-01-01", end="1999-01-02"))
    assert {row[6] for row in empty.rows} == {"0"}
    assert not AuditEntry.objects.filter(action="reports.export_names").exists()


def released(forum, language="ar", number=1, **figures):
    empty = {"name": "", "rows": [], "overlaps": False}
    table = {
        "name": "category",
        "overlaps": False,
        "rows": [{"key": "x", "ar": "وسيط", "en": "mediators", "count": 7}],
    }
    content = {"attendances": 7, "by_category": table, "by_sex": None, "outputs_by_kind": empty, **figures}
    return factories.ReportFactory(
        programme=forum.programme,
        forum=forum,
        audience="donor",
        number=number,
        language=language,
        state="released",
        released_at=timezone.now(),
        frozen={"figures": content, "meeting": {"date": "2022-07-20"}},
        frozen_hash=f"{number:064}",
    )


@pytest.mark.parametrize("reader", ["donor", "auditor"])
def test_donor_and_auditor_get_what_was_released_and_nothing_else(world, as_role, forum, reader):
    client = as_role(reader)
    assert table(figures_of(client, world.programme)).rows == []
    earlier, report = released(forum, number=1), released(forum, "en", number=2)
    Report.objects.filter(pk=earlier.pk).update(
        frozen={"figures": {"attendances": 99}, "meeting": {"date": None}}
    )
    # A period and a draft change nothing: neither can be asked for.
    sheet = table(figures_of(client, world.programme, start="2022-07-19", end="2022-07-19"))
    assert [row[3:] for row in sheet.rows] == [
        ["2022-07-20", "2022-07-20", "Totals", "attendances", "Attendances", "7"],
        ["2022-07-20", "2022-07-20", "By category", "x", "mediators", "7"],
    ]
    assert {row[1] for row in sheet.rows} == {report.reference}
    Report.objects.update(state="withdrawn")
    assert table(figures_of(client, world.programme)).rows == []
    page = client.get(reverse("reports:programme_exports", args=[world.programme.public_id])).content.decode()
    assert "No report has been released yet." in page
    assert reverse("reports:ask_names", args=[world.programme.public_id]) not in page


def test_a_representative_gets_the_states_of_what_his_institution_was_asked(world, as_role):
    for number, state in enumerate(("sent", "sent", "accepted"), start=1):
        row = factories.RecommendationFactory(programme=world.programme, number=number)
        addressee = factories.AddresseeFactory(recommendation=row, institution=world.institution, sent=True)
        type(addressee).objects.filter(pk=addressee.pk).update(state=state)
        factories.AddresseeFactory(
            recommendation=row, institution=world.other_institution, part="supporting", sent=True
        )
    sheet = table(
        as_role("reviewer").post(reverse("reports:export_own"), {"file_format": "csv", "tags": "on"})
    )
    assert [(row[0], row[1], row[3]) for row in sheet.rows] == [
        (world.institution.name, "sent", "2"),
        (world.institution.name, "accepted", "1"),
    ]


def test_lists_hold_no_person_and_no_other_programme(world, as_role, forum):
    own = factories.RecommendationFactory(programme=world.programme, number=3, text="=1+1 نص")
    factories.AddresseeFactory(recommendation=own, institution=world.institution, sent=True)
    factories.RecommendationFactory(programme=world.programme, standing="withdrawn")
    factories.RecommendationFactory(programme=world.programme, is_general=True)
    factories.RecommendationFactory(programme=world.other_programme, number=4, text="نص أجنبي")
    client = as_role("staff")

    def post(name):
        return table(client.post(reverse("reports:export_list"), {"list": name, "file_format": "csv"}))

    sheet = post("recommendations")
    assert "نص أجنبي" not in {row[3] for row in sheet.rows}
    assert "'=1+1 نص" in {row[3] for row in sheet.rows}
    names = state_names("en")
    rows = Recommendation.objects.filter(programme=world.programme)
    assert sorted(row[6] for row in sheet.rows) == sorted(names[row.state] for row in rows)
    bodies = post("institutions")
    assert world.institution.code in {row[0] for row in bodies.rows}
    entry = AuditEntry.objects.latest("id")
    assert (entry.action, entry.details["list"]) == ("reports.export_rows", "institutions")
    with pytest.raises(KeyError):
        export_list(actor=world.staff, name="people", file_format="csv")


def test_names_take_a_second_person_and_come_once(world, as_role, forum):
    programme = world.programme
    foreign = factories.AttendanceFactory(forum__programme=world.other_programme)
    erased = factories.AttendanceFactory(forum=forum, person__name_ar="شخص محي")
    Person.objects.filter(pk=erased.person_id).update(erased_at=timezone.now())
    ask, get, page = (
        reverse(f"reports:{name}", args=[programme.public_id])
        for name in ("ask_names", "export_names", "programme_exports")
    )
    manager = as_role("manager")
    wanted = {"file_format": "xlsx", "tags": "on"}
    assert manager.post(get, wanted)["Location"] == page
    assert manager.post(ask, {"note": " "})["Location"] == page
    assert "Download the names" not in manager.get(page).content.decode()
    manager.post(ask, {"note": "لجنة المتابعة"})
    assert "It waits for a second person." in manager.get(page).content.decode()
    request = TwoPersonAct.objects.get(act=EXPORTING, subject=programme.public_id, state="asked")
    allow_act(actor=world.second_manager, request=request)
    assert "Download the names" in manager.get(page).content.decode()
    # Not the one who allowed it, and nothing is used up where the form was not understood.
    assert as_role("second_manager").post(get, wanted).status_code == 302
    assert manager.post(get, {"file_format": "exe"}).status_code == 302
    answer = manager.post(get, wanted)
    sheet = table(answer, "a.xlsx")
    text = " ".join(cell for row in sheet.rows for cell in row)
    assert NAME in text
    assert "'+1 آخر" in text
    for hidden in (PHONE, "a@example.org", "شخص محي", foreign.person.name_ar):
        assert hidden not in text
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(answer.content)).active for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n"}
    assert "'=HYPERLINK(1)" in text
    entry = AuditEntry.objects.latest("id")
    assert (entry.action, entry.subject) == ("reports.export_names", programme.public_id)
    assert entry.details["rows"] == len(sheet.rows) == 2
    assert manager.post(get, wanted)["Location"] == page, "once"


def test_what_is_written_is_read_again():
    words = [
        "=1",
        "a_x000D_b",
        "x\r\ny",
        "\0\x01\ufffe",
        "  ",
        "\ufeff=1",
        "<&>\"'",
        "س" * 40_000,
        "\ud800",
        "-",
        "٤٥",
        "a,b;c\t",
    ]
    rows = [[word, -7, timezone.localdate(), None, True] for word in words]
    columns = [Column("=h", "#x"), Column("i", "#y"), Column("d", "#z"), Column("n", "#n"), Column("b", "#b")]
    for kind in ("xlsx", "csv"):
        content = write_sheet(kind, columns, iter(rows), tags=True, right_to_left=True)
        assert content == write_sheet(kind, columns, rows, tags=True, right_to_left=True)
        if kind == "csv":
            found = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
            assert found[0][0] == "'=h"
            assert [row[1] for row in found[2:]] == ["-7"] * len(words)
        else:
            book = openpyxl.load_workbook(io.BytesIO(content))
            cells = [cell for row in book.active for cell in row]
            assert "f" not in {cell.data_type for cell in cells}
            assert book.active.sheet_view.rightToLeft
            assert book.active["B3"].value == -7
            assert len(book.active["A10"].value) == 32_767
    sheet = read_sheet(write_sheet("xlsx", columns, rows, tags=False, right_to_left=False), "a.xlsx")
    assert [row[0] for row in sheet.rows][:3] == ["'=1", "a_x000D_b", "x\r\ny"]


@pytest.mark.parametrize("reader", ["manager", "staff", "donor", "auditor", "reviewer"])
def test_the_pages_ask_few_questions_whatever_was_released(world, as_role, forum, reader):
    client, counts = as_role(reader), []
    paths = [reverse("reports:exports")]
    if reader != "reviewer":
        paths.append(reverse("reports:programme_exports", args=[world.programme.public_id]))
    for number in (1, 2, 3):
        released(forum, number=number)
        counts.append([len(statements(client, path)) for path in paths])
        assert [repeated(statements(client, path)) for path in paths] == [[]] * len(paths)
    assert counts[0] == counts[2]
    assert max(counts[2]) <= LIST_LIMIT


@given(st.text())
def test_the_short_way_says_what_defusing_says(text):
    assert _cells([text]) == [defuse(text)]


def test_beside_a_document_come_the_very_figures_that_are_frozen_in_it(world, as_role, forum):
    report = released(forum)
    address = reverse("reports:report_figures", args=[report.public_id])
    sheet = table(as_role("donor").post(address, {"file_format": "csv", "tags": "on"}))
    assert sheet.tags
    assert [row[:2] for row in sheet.rows] == [[report.reference, report.frozen_hash[:12]]] * 2
    assert [row[4:] for row in sheet.rows] == [
        ["Totals", "attendances", "Attendances", "7"],
        ["By category", "x", "mediators", "7"],
    ]
    entry = AuditEntry.objects.latest("id")
    assert (entry.action, entry.details["figures"]) == ("reports.export_figures", report.frozen_hash)
    page = reverse("reports:report", args=[report.public_id])
    assert as_role("donor").post(address, {"file_format": "exe"})["Location"] == page
    Report.objects.update(state="withdrawn")
    assert as_role("donor").post(address, {"file_format": "csv"})["Location"] == page
    assert AuditEntry.objects.latest("id") == entry
