"""The demo: built by the services, whole, once, and never in somebody's real database."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts.models import Role, User
from common import audit
from common.models import AuditEntry
from common.pdf import is_available
from forums.models import Attendance, Forum, Output, OutputLink, Programme
from participants.models import Institution, Person
from recommendations.models import Addressee, Recommendation, Response, WordsReview
from reports.demo.accounts import PASSWORD, SIGN_INS
from reports.demo.documents import release_documents
from reports.models import Report
from tests import factories

# One worker: each would build a demo of its own.
pytestmark = pytest.mark.xdist_group("demo")
CLOSING = json.loads((Path("reports/demo/closing_meeting.json")).read_text(encoding="utf-8"))


@pytest.mark.django_db
def test_a_database_without_the_marker_is_left_alone():
    factories.UserFactory(username="somebody")
    with pytest.raises(CommandError, match="no demo marker"):
        call_command("demo", verbosity=0)
    assert not Programme.objects.exists()


@pytest.mark.django_db
def test_a_real_installation_takes_no_demo(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO is off"):
        call_command("demo", verbosity=0)
    assert not User.objects.exists()


def test_closing_meeting_has_its_people_its_outputs_and_its_doubtful_date(closing):
    rows = closing.attendances.select_related("person")
    assert rows.present().count() == 20
    assert {row.person.name_ar for row in rows} == {row["name"] for row in CLOSING["people"]}
    assert rows.filter(presence=Attendance.Presence.NOT_LISTED).count() == 2
    assert closing.acknowledgements.count() == 2
    assert not rows.exclude(person__sex="").exists(), "the text records nobody's sex"
    assert closing.date_standing == Forum.DateStanding.KEPT
    assert closing.date_conflicts() == ["weekday", "programme", "occasion"]
    assert "٢٠ يوليو ٢٠٢٢" in closing.date_as_written
    outputs = closing.minutes.outputs.order_by("position")
    assert [output.text for output in outputs] == [row["text"] for row in CLOSING["outputs"]]
    assert [output.kind for output in outputs].count(Output.Kind.RECOMMENDATION) == 11
    link = OutputLink.objects.get(source__minutes=closing.minutes)
    assert (link.source.position, link.target.position, link.kind) == (4, 5, "condition")


def test_its_recommendations_rest_at_sent_where_they_have_an_addressee(closing):
    asks = Recommendation.objects.filter(sources__minutes=closing.minutes).distinct()
    states = sorted(ask.state for ask in asks)
    assert states == ["general"] * 2 + ["ready"] * 4 + ["sent"] * 8
    assert not Response.objects.filter(addressee__recommendation__in=asks).exists()
    through = Addressee.objects.filter(recommendation__in=asks, part=Addressee.Part.THROUGH)
    assert {row.institution.code for row in through} == {"ADEN-SEC"}


def test_it_goes_on_with_a_meeting_to_come_words_shown_and_minutes_amended(demo):
    coming = Forum.objects.get(code="ADEN-COMING")
    assert coming.date > timezone.localdate()
    invited = coming.invitations.order_by("invited_on")
    assert [bool(row.invited_on) for row in invited].count(True) == 1
    assert invited.count() == 2
    reviewer = User.objects.get(username="reviewer")
    [review] = WordsReview.objects.visible_to(reviewer)
    assert review.is_running
    assert Forum.objects.get(code__endswith="-LAUNCH").minutes.revisions.count() == 2


def test_chain_before_it_spans_fifteen_months_and_three_districts_with_complete_figures(demo, closing):
    chain = Forum.objects.in_programme(demo).exclude(code__in=[closing.code, "ADEN-COMING"])
    assert chain.count() >= 12
    days = sorted(chain.values_list("date", flat=True))
    assert (days[0].year, days[0].month) == (2021, 3)
    assert (days[-1].year, days[-1].month) == (2022, 5)
    assert len({code for code in chain.values_list("place__code", flat=True) if len(code) > 4}) == 3
    assert chain.filter(kind="workshop").count() == 2
    for dialogue in chain.filter(kind="dialogue"):
        assert dialogue.continues.kind == "forum"
        assert dialogue.continues.number == dialogue.number
    rows = Attendance.objects.filter(forum__in=chain)
    assert not rows.filter(person__sex="").exists()
    assert not rows.filter(age_band="").exists()
    assert not rows.filter(home_district__isnull=True).exists()


def test_made_up_people_and_bodies_are_marked_and_only_they_answer(demo, closing):
    made_up = Person.objects.filter(is_demo=True)
    # One of the thirty was entered twice, for the list of possible duplicates.
    assert made_up.count() == 31
    assert all("التجريبي" in name for name in made_up.values_list("name_ar", flat=True))
    real = {row["name"] for row in CLOSING["people"]}
    assert set(Person.objects.filter(is_demo=False).values_list("name_ar", flat=True)) == real
    answering = Institution.objects.filter(asked__responses__isnull=False).distinct()
    assert answering.exists()
    assert all(body.is_demo and "تجريبية" in body.name_ar for body in answering)


def test_an_answer_waits_for_who_validates_it_and_nobody_else_sends_it(demo):
    draft = Response.objects.ready().get()
    body = draft.addressee.institution
    assert body.is_demo
    validator, reviewer = (User.objects.get(username=name) for name in ("validator", "reviewer"))
    assert [row.institution for row in validator.memberships.all()] == [body]
    assert validator.has_perm("recommendations.answer", draft.addressee)
    assert reviewer.has_perm("recommendations.draft_answer", draft.addressee)
    assert not reviewer.has_perm("recommendations.answer", draft.addressee)


@pytest.mark.slow
@pytest.mark.skipif(is_available() is not None, reason="the PDF engine is missing here")
def test_its_documents_are_released_once(demo, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    manager = User.objects.get(username="manager")
    assert release_documents(manager=manager) == 7
    told = Report.objects.filter(state="released").values_list("kind", "audience", "language")
    assert sorted(told) == [
        *[("forum_outcomes", "donor", "ar")] * 3,
        ("forum_outcomes", "donor", "both"),
        ("forum_outcomes", "public", "ar"),
        ("forum_outcomes", "public", "en"),
        ("period", "donor", "ar"),
    ]
    assert all(report.frozen["is_demo"] for report in Report.objects.all())
    assert release_documents(manager=manager) == 0


def test_an_ask_travels_up_the_levels_with_its_wordings(demo):
    furnished = Recommendation.objects.get(text__contains="نافذة لاستقبال شكاوى النساء")
    forums = [output.minutes.forum.kind for output in furnished.sources.order_by("minutes__forum__date")]
    assert forums == ["forum", "dialogue"]
    assert [wording.occasion for wording in furnished.wordings.all()].count("reworded") == 1


def test_second_run_changes_nothing(demo):
    counts = [model.objects.count() for model in (Forum, Person, Recommendation, AuditEntry, User)]
    call_command("demo", verbosity=0)
    assert counts == [model.objects.count() for model in (Forum, Person, Recommendation, AuditEntry, User)]
    assert audit.first_broken_link() is None


def test_one_sign_in_a_role_opens_its_home(demo):
    assert {role for _name, role in SIGN_INS.values()} == set(Role)
    for username in SIGN_INS:
        client = Client()
        answer = client.post("/accounts/login/", {"login": username, "password": PASSWORD})
        assert answer.status_code == 302
        assert client.get("/").status_code == 200
