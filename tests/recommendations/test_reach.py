"""What stands beside an ask, on its page and behind it: its reader's part of it, and nothing of another ask."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from recommendations.forms.merging import candidates
from recommendations.models import AnswerCode, Response
from recommendations.services.similar import similar_asks
from recommendations.views.alike import decide_alike
from recommendations.visibility import Reader
from tests import factories

pytestmark = pytest.mark.django_db
WORDS = "توفير الإنارة لشوارع المديرية الرئيسية"


@pytest.fixture
def asked(world):
    """asked(**how) is an addressee of an ask of the programme, sent to the institution."""

    def make(institution=world.institution, programme=world.programme, number=1, text=WORDS, **how):
        ask = factories.RecommendationFactory(programme=programme, number=number, text=text)
        how = {"sent": True, "state": "reported_done"} | how
        return factories.AddresseeFactory(recommendation=ask, institution=institution, **how)

    return make


@pytest.fixture
def shown(as_role):
    """shown(reader, addressee) is the text of the ask's page."""

    def read(reader, addressee):
        path = reverse("recommendations:detail", args=[addressee.recommendation.public_id])
        return as_role(reader).get(path).content.decode()

    return read


def test_letters_updates_and_findings_are_for_those_who_work_on_it(world, asked, shown):
    addressee = asked()
    factories.AddresseeFactory(
        recommendation=addressee.recommendation,
        institution=world.other_institution,
        sent=True,
        part="supporting",
    )
    factories.UpdateFactory(addressee=addressee, kind="done", text="بيان ما أُنجز", made_by=world.staff)
    addressee.verifications.create(
        finding="partly", method="زيارة ميدانية", made_by=world.manager, found_on=datetime.date(2022, 12, 1)
    )
    letter = factories.LetterFactory(
        programme=world.programme, institution=world.institution, number="7141/2022"
    )
    letter.recommendations.add(addressee.recommendation)
    told = {}
    for reader in ("staff", "manager", "reviewer", "foreign_reviewer", "auditor"):
        page = shown(reader, addressee)
        told[reader] = [words in page for words in ("بيان ما أُنجز", "زيارة ميدانية", "7141/2022")]
    assert told == {
        "staff": [True, True, True],
        "manager": [True, True, True],
        "reviewer": [True, True, True],
        "foreign_reviewer": [False, False, False],
        "auditor": [False, False, False],
    }


def test_what_is_akin_shows_to_whoever_reads_that_too(world, asked, shown, as_role):
    addressee = asked()
    akin = asked(world.other_institution, number=2, text="توصية قريبة منها")
    foreign = asked(world.other_institution, world.other_programme, text="توصية برنامج آخر")
    addressee.recommendation.similar.add(akin.recommendation, foreign.recommendation)
    for reader, known in (("staff", True), ("auditor", True), ("reviewer", False)):
        page = shown(reader, addressee)
        assert ("توصية قريبة منها" in page) is known, reader
        assert "توصية برنامج آخر" not in page
    path = reverse("recommendations:alike", args=[addressee.recommendation.public_id])
    page = as_role("staff").get(path).content.decode()
    assert "توصية قريبة منها" in page
    assert "توصية برنامج آخر" not in page


@pytest.mark.parametrize(
    ("state", "words"),
    [("sent", "A one-time code on paper is good until"), ("reported_done", "Most felt no change")],
)
def test_a_code_and_a_round_are_told_at_the_ask_that_they_are_about(world, asked, shown, state, words):
    mine, other = asked(state=state), asked(state=state, number=2)
    factories.heard_round(mine, world.staff)
    AnswerCode.objects.create(
        addressee=mine,
        round=mine.round,
        digest="0" * 64,
        made_by=world.staff,
        expires_at=timezone.now() + datetime.timedelta(days=9),
    )
    assert words in shown("staff", mine)
    assert words not in shown("staff", other)


def test_a_draft_is_handed_to_its_institution_alone(world, asked):
    addressee = asked(state="sent")
    draft = factories.ResponseFactory(addressee=addressee, sent_at=None, answered_by=world.reviewer)

    def handed(user):
        return [
            response
            for ask in Reader(user).rows()
            for row in ask.addressees.all()
            for response in row.responses.all()
        ]

    assert handed(world.reviewer) == [draft]
    for user in (world.staff, world.manager, world.auditor):
        assert handed(user) == []
    Response.objects.filter(pk=draft.pk).update(sent_at=timezone.now())
    assert handed(world.auditor) == [draft]


def test_what_is_proposed_of_other_asks_is_what_its_reader_sees(world, asked):
    """The pages that ask are the office's; an auditor reads no draft, wherever one is looked for."""
    ask = asked().recommendation
    draft = factories.RecommendationFactory(programme=world.programme, text=WORDS)
    ask.number = None

    def proposed(user):
        alike = similar_asks(user=user, programme=world.programme, text=WORDS, to=ask)
        return candidates(user, ask, "", 20), [one.recommendation for one in alike]

    assert proposed(world.staff) == ([draft], [draft])
    assert proposed(world.auditor) == ([], [])
    data = {f"alike-{draft.public_id}": "link"}
    decide_alike(actor=world.auditor, recommendation=ask, data=data)
    assert not ask.similar.exists(), "passed over, like what is gone"
    decide_alike(actor=world.staff, recommendation=draft, data={f"alike-{ask.public_id}": "link"})
    assert ask.similar.get() == draft


def test_a_foreign_ask_among_those_to_be_sent_is_an_absent_one(world, asked, as_role):
    foreign = asked(programme=world.other_programme, number=None, sent=False, state="ready").recommendation
    answer = as_role("manager").post(
        reverse("recommendations:send_several"), {"r": f"{foreign.public_id}:1"}, follow=True
    )
    assert "Some of them were sent or changed meanwhile" in answer.content.decode()
    foreign.refresh_from_db()
    assert foreign.number is None


def test_what_the_institution_gave_by_its_account_is_its_own_whatever_letter_lies_beside_it(world, asked):
    letter = factories.LetterFactory(programme=world.programme, institution=world.institution)
    response = Response(addressee=asked(state="accepted"), channel="account", letter=letter)
    assert world.reviewer.has_perm("recommendations.withdraw_answer", response)
    assert not world.staff.has_perm("recommendations.withdraw_answer", response)
    response.channel = "letter"
    assert world.staff.has_perm("recommendations.withdraw_answer", response)
