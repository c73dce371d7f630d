"""What the pages of reports offer to their readers: by hand, each act for whom it does something."""

import pytest
from django.urls import reverse
from django.utils import timezone

from common.pdf import is_available
from reports.made_with import made_with
from reports.models import Report
from reports.services.prepare import prepare_forum_report
from reports.views.release import translations_url
from tests import factories
from tests.access.test_offered import Offers, name_of
from tests.reports import meeting

pytestmark = pytest.mark.django_db
FIGURES, PERIOD = "reports:donor_figures", "reports:prepare_period"
#: reader → what the library leads to beside its reports
LIBRARY = {
    "staff": {FIGURES, PERIOD},
    "manager": {FIGURES, PERIOD},
    "donor": {FIGURES},
    "auditor": set(),
    "reviewer": set(),
}


def offered(client, path):
    """Names of the addresses in the middle of the page."""
    answer = client.get(path)
    assert answer.status_code == 200
    middle = answer.content.decode().split("<main")[1].split("</main>")[0]
    return {name_of(where) for _method, where, _form in Offers("<main" + middle, path).found}


@pytest.mark.parametrize("reader", LIBRARY)
def test_the_library(world, as_role, reader):
    assert offered(as_role(reader), reverse("reports:library")) & {FIGURES, PERIOD} == LIBRARY[reader]


LISTS, OWN, OF_PROGRAMME = (f"reports:{name}" for name in ("export_list", "export_own", "programme_exports"))
EXPORTS = {
    "staff": {LISTS, OF_PROGRAMME},
    "manager": {LISTS, OF_PROGRAMME},
    "donor": {OF_PROGRAMME},
    "auditor": {OF_PROGRAMME},
    "reviewer": {OWN},
}


@pytest.mark.parametrize("reader", EXPORTS)
def test_exports(world, as_role, reader):
    assert (
        offered(as_role(reader), reverse("reports:exports")) & {LISTS, OWN, OF_PROGRAMME} == EXPORTS[reader]
    )


#: reader → whether he gets all figures, and whether he may ask for names
OF_ONE = {"manager": (True, True), "staff": (True, False), "donor": (False, False), "auditor": (False, False)}


@pytest.mark.parametrize("reader", OF_ONE)
def test_exports_of_a_programme(world, as_role, reader):
    """A donor chooses no period, and is offered nothing before something was released."""
    page = reverse("reports:programme_exports", args=[world.programme.public_id])
    found, text = offered(as_role(reader), page), as_role(reader).get(page).content.decode()
    whole, names = OF_ONE[reader]
    assert ("reports:export_figures" in found, 'name="start"' in text) == (whole, whole)
    assert ("reports:ask_names" in found) == names


ACTS = {f"reports:{name}" for name in ("release", "discard", "withdraw")}


@pytest.mark.skipif(is_available() is not None, reason="the PDF engine is missing here")
@pytest.mark.parametrize(
    ("reader", "draft", "released"),
    [
        ("manager", {"reports:release", "reports:discard"}, {"reports:withdraw"}),
        ("staff", set(), set()),
        ("donor", None, set()),
    ],
)
def test_a_report(world, as_role, reader, draft, released):
    forum = meeting.build_meeting(world.programme)
    report = prepare_forum_report(actor=None, forum=forum, audience="donor", language="ar")
    page = reverse("reports:report", args=[report.public_id])
    client = as_role(reader)
    if draft is None:
        assert client.get(page).status_code == 404
    else:
        assert offered(client, page) & ACTS == draft
    Report.objects.filter(pk=report.pk).update(
        state="released", released_at=timezone.now(), made_with=made_with(report)
    )
    assert offered(client, page) & ACTS == released
    answer = client.get(page)
    # What it was made with, and why it was taken back, stay in the office.
    assert answer.context["is_office"] == bool(answer.context["made_with"]) == (reader != "donor")
    assert bool(translations_url(report, world.users[reader])) == (reader != "donor")


@pytest.mark.parametrize(
    ("reader", "audiences", "chosen"),
    [("manager", {"internal", "donor", "official", "public"}, "donor"), ("staff", {"internal"}, "internal")],
)
def test_for_whom_outcomes_are_prepared(world, as_role, reader, audiences, chosen):
    forum = factories.MinutesFactory(forum__programme=world.programme, state="approved", revision=1).forum
    form = as_role(reader).get(reverse("reports:prepare_outcomes", args=[forum.public_id])).context["form"]
    assert {value for value, _label in form.fields["audience"].choices} == audiences
    assert form["audience"].value() == chosen


def test_a_manager_elsewhere_prepares_nothing_for_the_donor_here(world, sign_in):
    user = factories.MembershipFactory(role="staff", programme=world.programme).user
    factories.MembershipFactory(user=user, role="manager", programme=world.other_programme)
    asked = {
        "programme": world.programme.public_id, "start": "2022-07-01", "end": "2022-09-30", "audience": "donor",
        "language": "ar",
    }  # fmt: skip
    answer = sign_in(user).post(reverse("reports:prepare_period"), asked)
    assert answer.status_code == 200
    assert "Only a manager of the programme" in answer.content.decode()
    assert not Report.objects.exists()


@pytest.mark.parametrize("reader", ["staff", "manager"])
def test_what_was_achieved_is_entered_while_the_programme_runs(world, as_role, reader):
    page = reverse("reports:answering")
    assert "reports:indicators" in offered(as_role(reader), page)
    type(world.programme).objects.filter(pk=world.programme.pk).update(archived_at=timezone.now())
    assert "reports:indicators" not in offered(as_role(reader), page)
