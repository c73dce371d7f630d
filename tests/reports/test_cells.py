"""What leaves the house asks every cell of the table that it needs: with one changed, that alone is closed."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from accounts.rights import ANYBODY, RIGHTS
from reports.exports.lists import recommendation_values
from reports.models import Report
from reports.services.exports import ask_to_export_names
from reports.waiting import waiting_for_institutions, waiting_in_programme
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def cell(monkeypatch):
    """cell("translation", Role.MANAGER, ""): the role holds these letters of the row, all else stands."""

    def write(data, role, letters):
        monkeypatch.setitem(RIGHTS, data, RIGHTS[data] | {role: letters})

    return write


@pytest.mark.parametrize("letters", ["x", "t", ""])
def test_names_take_the_right_and_the_second_person(world, cell, letters):
    """Who holds the one without the other does not even ask."""
    about = {"actor": world.manager, "programme": world.programme, "reason": "سبب تجريبي", "path": "/"}
    assert world.manager.has_perm("reports.export_names", world.programme)
    cell("export with names", Role.MANAGER, letters)
    assert not world.manager.has_perm("reports.export_names", world.programme)
    with pytest.raises(PermissionDenied):
        ask_to_export_names(**about)


def test_a_draft_for_outside_is_no_internal_report(world, cell):
    """Who reads the drafts that are to be released reads by that no report with names."""
    internal, outside = (
        factories.ReportFactory(programme=world.programme, audience=audience)
        for audience in ("internal", "donor")
    )
    assert set(Report.objects.visible_to(world.staff)) == {internal, outside}
    cell("report internal", Role.STAFF, "")
    assert set(Report.objects.visible_to(world.staff)) == {outside}
    cell("report donor draft", Role.STAFF, "")
    assert not Report.objects.visible_to(world.staff)


def test_who_reads_no_drafts_takes_none_out(world, cell):
    for text, addressee in (("توصية محالة", {"sent": True}), ("توصية مسودة", {"state": "draft"})):
        row = factories.RecommendationFactory(programme=world.programme, text=text)
        factories.AddresseeFactory(recommendation=row, institution=world.institution, **addressee)
    texts = {row[3] for row in recommendation_values(world.staff)}
    assert texts == {"توصية محالة", "توصية مسودة"}
    cell("recommendation draft", Role.STAFF, "")
    assert {row[3] for row in recommendation_values(world.staff)} == {"توصية محالة"}


def test_press_releases_are_open_as_long_as_the_table_says_so(as_role, cell):
    page = reverse("reports:press_releases")
    assert as_role(None).get(page).status_code == 200
    cell("report public", ANYBODY, "")
    for reader in (None, "manager"):
        assert as_role(reader).get(page).status_code == 404


def test_a_date_is_decided_by_whoever_writes_the_forum_or_approves_its_minutes(world, cell):
    factories.MinutesFactory(
        forum__programme=world.programme, forum__date_standing="undecided", forum__date=timezone.localdate()
    )

    def decides(user):
        rows = waiting_in_programme(user, world.programme, (), {})
        return [row.chip for row in rows if row.url.endswith("/date/")]

    assert len(decides(world.staff)) == 1
    cell("forum", Role.STAFF, "r")
    assert decides(world.staff) == []
    assert len(decides(world.manager)) == 1


def test_the_draft_of_an_answer_is_told_to_whoever_reads_answers(world, cell):
    addressee = factories.AddresseeFactory(
        recommendation__programme=world.programme, institution=world.institution, sent=True,
        answer_due_on=timezone.localdate(),
    )  # fmt: skip
    factories.ResponseFactory(addressee=addressee, sent_at=None)
    assert [one.is_begun for one in waiting_for_institutions(world.reviewer, ()).asked] == [True]
    cell("response", Role.REVIEWER, "")
    assert [one.is_begun for one in waiting_for_institutions(world.reviewer, ()).asked] == [False]


def test_who_reads_no_drafts_of_reports_finds_none_beside_the_form(world, as_role, cell):
    minutes = factories.MinutesFactory(forum__programme=world.programme, state="approved", revision=1)
    draft = factories.ReportFactory(programme=world.programme, forum=minutes.forum, audience="donor")
    page = reverse("reports:prepare_outcomes", args=[minutes.forum.public_id])
    assert list(as_role("staff").get(page).context["reports"]) == [draft]
    cell("report donor draft", Role.STAFF, "")
    assert list(as_role("staff").get(page).context["reports"]) == []


def test_who_takes_no_lists_out_is_led_to_no_exports(as_role, cell):
    pages = [reverse(f"participants:{name}") for name in ("people", "institutions")]

    def led():
        return [reverse("reports:exports") in as_role("staff").get(page).content.decode() for page in pages]

    assert led() == [True, True]
    cell("export aggregates", Role.STAFF, "")
    assert led() == [False, False]
