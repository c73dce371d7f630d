"""The pages of an institution with a validating authority: what the office and the official are offered."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import Membership
from recommendations.models import Addressee, Response
from recommendations.services.drafts import draft_of
from tests import factories
from tests.access.test_offered import REFUSED, ask, offers_of
from tests.test_queries import PAGE_LIMIT, add_waiting, repeated, statements

from .validating import ANSWER, again, fresh, hand_over, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def addressee(sent):
    """One that waits for the answer of the world's institution, whose office is `world.reviewer`."""
    return sent().lead


def form(addressee, act, **changes):
    """What the page sends."""
    version = str(fresh(addressee).version)
    return {**ANSWER, "version": version, "draft": "0", "act": act, **changes}


def page(addressee):
    """Where one answers."""
    return reverse("recommendations:answer", args=[addressee.public_id])


def detail(addressee):
    """The page of the recommendation."""
    return reverse("recommendations:detail", args=[addressee.recommendation.public_id])


def test_staff_who_also_draft_for_an_institution_do_not_answer_as_it(world, validator, addressee, sign_in):
    Membership.objects.create(user=world.reviewer, role="staff", programme=world.programme)
    with pytest.raises(ValidationError):
        send(world.reviewer, addressee)
    body = sign_in(again(world.reviewer)).post(page(addressee), form(addressee, "send")).content.decode()
    assert "sent by the validating authority" in body
    assert not Response.objects.exists()


def test_the_office_is_offered_the_draft_and_nothing_that_is_refused(world, validator, addressee, as_role):
    client = as_role("reviewer")
    for path in (page(addressee), "/"):
        body = client.get(path).content.decode()
        assert "Save for validation" in body
        assert "validating authority of your institution sends it" in body
        assert "Send the answer" not in body
        assert 'value="send"' not in body
    # Typed before somebody was named: nothing is sent, nothing is lost.
    body = client.post(page(addressee), form(addressee, "send", detail="كُتب هنا")).content.decode()
    assert "كُتب هنا" in body
    assert "please save it for that" in body
    assert not Response.objects.exists()
    answer = client.post(page(addressee), form(addressee, "hand_over"), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("home")
    body = answer.content.decode()
    assert "Saved for validation by you on" in body
    assert "awaits validation" in body
    assert "Change the draft" in client.get(detail(addressee)).content.decode()


def test_the_validator_finds_it_ready_and_sends_it(world, validator, addressee, as_role, sign_in):
    as_role("reviewer").post(page(addressee), form(addressee, "hand_over"))
    client = sign_in(again(validator))
    for path in ("/", page(addressee)):
        body = client.get(path).content.decode()
        assert "Ready for validation since" in body
        assert "written by: institution&#x27;s representative" in body
        assert world.reviewer.display_name not in body
        assert ANSWER["summary"] in body
        assert "Send the answer" in body
    assert "Review and send" in client.get(detail(addressee)).content.decode()
    draft = draft_of(addressee)
    answer = client.post(page(addressee), form(addressee, "send", draft=str(draft.version)), follow=True)
    assert "Thank you for the answer" in answer.content.decode()
    assert Response.objects.get().answered_by == validator


def test_what_is_done_stands_behind_what_is_not_for_the_office_alone(
    world, validator, addressee, as_role, sign_in
):
    hand_over(world.reviewer, addressee)
    other = factories.AddresseeFactory(
        recommendation=factories.RecommendationFactory(programme=world.programme, number=9),
        institution=world.institution,
        sent=True,
        answer_due_on=addressee.answer_due_on.replace(year=2030),
    )
    asked = [row.addressee for row in as_role("reviewer").get("/").context["asked"]]
    assert asked == [other, addressee]
    asked = [row.addressee for row in sign_in(again(validator)).get("/").context["asked"]]
    assert asked == [addressee, other]


def test_who_came_to_send_since_looks_it_over_once_more(world, addressee, as_role):
    as_role("reviewer").post(page(addressee), form(addressee, "hand_over"))
    draft = draft_of(addressee)
    assert (draft.is_draft, draft.ready_at) == (True, None)


@pytest.mark.parametrize("channel", ["account", "room"])
def test_no_page_offers_the_office_what_it_refuses(world, validator, addressee, sign_in, channel):
    actor = validator if channel == "account" else world.staff
    response = send(actor, addressee, channel=channel)
    where = reverse("recommendations:response", args=[response.public_id])
    acts = {
        reverse(f"recommendations:{act}_answer", args=[response.public_id]) for act in ("withdraw", "confirm")
    }
    client, allowed = sign_in(again(world.reviewer)), set()
    for path in ("/", where, detail(addressee)):
        for method, target, _form in offers_of(client, path).found:
            assert target.split("?")[0] not in acts, (path, target)
            assert ask(client, method, target).status_code not in REFUSED, (path, target)
        allowed |= {target for _, target, _ in offers_of(sign_in(again(validator)), path).found}
    assert acts & allowed == (
        acts if channel == "room" else {reverse("recommendations:withdraw_answer", args=[response.public_id])}
    )
    for act in acts:
        assert client.post(act, {"note": "سبب"}).status_code == 404
    if channel == "room":
        assert (
            "once the validating authority of your institution confirms" in client.get(where).content.decode()
        )
        assert "confirmation of your validating authority" in client.get("/").content.decode()
    assert fresh(response).withdrawn_at is None


def test_another_institution_s_draft_stays_its_own(world, validator, addressee, as_role):
    draft = hand_over(world.reviewer, addressee, summary="مسودة سرية")
    for role in ("staff", "manager", "foreign_reviewer"):
        client = as_role(role)
        for path in ("/", detail(addressee), page(addressee)):
            body = client.get(path).content.decode()
            assert "مسودة سرية" not in body
            assert "Ready for validation" not in body
    assert draft.is_draft


@pytest.mark.parametrize("drafts", [False, True])
def test_the_list_asks_as_much_for_one_row_as_for_three(world, validator, sign_in, drafts):
    def add():
        add_waiting(world)
        for row in Addressee.objects.awaiting_answer().filter(responses=None, institution=world.institution):
            hand_over(world.reviewer, row)

    client = sign_in(again(world.reviewer if drafts else validator))
    add()
    one = statements(client, "/")
    add()
    add()
    three = statements(client, "/")
    assert len(one) == len(three), "\n".join(set(three) - set(one))
    assert len(three) <= PAGE_LIMIT
    assert repeated(three) == []
