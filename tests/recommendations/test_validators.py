"""An institution with a validating authority: its office drafts, and those who validate send, confirm and take back."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from accounts.models import Membership, User
from accounts.rights import institutions_where
from common.models import AuditEntry
from common.versions import StaleVersion
from common.workflow import NotAllowedHere
from recommendations.models import Addressee, CodeBearer, Response
from recommendations.services.answers import confirm_response, record_response, withdraw_response
from recommendations.services.codes import answer_by_code, make_code
from recommendations.services.drafts import draft_of, save_draft
from recommendations.services.progress import record_update
from tests import factories
from tests.access.test_offered import REFUSED, ask, offers_of
from tests.test_queries import PAGE_LIMIT, add_waiting, repeated, statements

pytestmark = pytest.mark.django_db

ANSWER = {"decision": "accepted", "summary": "تُقبل التوصية."}
SENT_BY = "recommendations:response"


@pytest.fixture
def addressee(sent):
    """One that waits for the answer of the world's institution, whose office is `world.reviewer`."""
    return sent().lead


@pytest.fixture
def validator(world):
    """The official himself."""
    user = factories.UserFactory()
    factories.MembershipFactory(user=user, role="reviewer", institution=world.institution, validates=True)
    return user


def again(user):
    """The account as a new request would load it."""
    return User.objects.get(pk=user.pk)


def fresh(row):
    """As the next request reads it."""
    return type(row)._base_manager.get(pk=row.pk)


def send(actor, addressee, **changes):
    """The institution's own answer."""
    fields = ANSWER | {"channel": "account"} | changes
    return record_response(actor=again(actor), addressee=fresh(addressee), **fields)


def hand_over(actor, addressee, seen=0, **changes):
    """A whole draft, for who validates."""
    return save_draft(
        actor=again(actor), addressee=fresh(addressee), seen=seen, ready=True, **ANSWER | changes
    )


def form(addressee, act, **changes):
    """What the page sends."""
    version = str(fresh(addressee).version)
    return {**ANSWER, "version": version, "draft": "0", "act": act, **changes}


def page(addressee):
    """Where one answers."""
    return reverse("recommendations:answer", args=[addressee.public_id])


def test_without_anybody_who_validates_each_account_sends(world, addressee):
    assert send(world.reviewer, addressee).channel == "account"


def test_the_office_drafts_and_does_not_send(world, validator, addressee):
    with pytest.raises(PermissionDenied):
        send(world.reviewer, addressee)
    draft = hand_over(world.reviewer, addressee)
    assert draft.is_draft
    assert draft.ready_at is not None
    assert fresh(addressee).state == "sent"
    assert AuditEntry.objects.first().action == "recommendations.hand_over_draft"
    answer = send(validator, addressee, draft_seen=draft.version)
    assert (answer.text, answer.answered_by) == (ANSWER["summary"], validator)
    assert [row.is_draft for row in Response.objects.all()] == [False]


def test_only_the_institutions_own_validator_counts(world, addressee):
    elsewhere = factories.UserFactory()
    factories.MembershipFactory(
        user=elsewhere, role="reviewer", institution=world.other_institution, validates=True
    )
    assert send(world.reviewer, addressee).stands
    with pytest.raises(PermissionDenied):
        send(elsewhere, addressee)


@pytest.mark.parametrize("how", ["switched off", "ended", "unnamed"])
def test_no_institution_falls_silent_with_its_last_validator(world, validator, addressee, how):
    held = Membership.objects.filter(user=validator)
    if how == "switched off":
        User.objects.filter(pk=validator.pk).update(is_active=False)
    elif how == "ended":
        held.update(ended_at=validator.date_joined)
    else:
        held.update(validates=False)
    assert send(world.reviewer, addressee).stands


def test_a_second_validator_keeps_the_rule(world, validator, addressee):
    other = factories.UserFactory()
    factories.MembershipFactory(user=other, role="reviewer", institution=world.institution, validates=True)
    User.objects.filter(pk=validator.pk).update(is_active=False)
    with pytest.raises(PermissionDenied):
        send(world.reviewer, addressee)
    assert send(other, addressee).stands


def test_who_drafts_for_one_institution_may_validate_for_another(world, validator):
    Membership.objects.create(
        user=world.reviewer, role="reviewer", institution=world.other_institution, validates=True
    )
    both = {world.institution.pk, world.other_institution.pk}
    assert institutions_where(again(world.reviewer), "response", "w") == both
    assert institutions_where(again(world.reviewer), "response", "s") == {world.other_institution.pk}


def test_what_is_handed_over_is_whole_and_any_later_draft_takes_that_back(world, validator, addressee):
    with pytest.raises(ValidationError) as refused:
        hand_over(world.reviewer, addressee, decision="declined")
    assert set(refused.value.message_dict) == {"reason"}
    assert draft_of(addressee) is None
    draft = hand_over(world.reviewer, addressee)
    later = save_draft(
        actor=again(world.reviewer), addressee=fresh(addressee), seen=draft.version, summary="لم يكتمل"
    )
    assert (later.pk, later.ready_at) == (draft.pk, None)


def test_a_draft_saved_while_the_validator_sends_is_not_lost_unseen(world, validator, addressee):
    seen = hand_over(world.reviewer, addressee).version
    hand_over(world.reviewer, addressee, seen=seen, summary="نص أحدث")
    with pytest.raises(StaleVersion):
        send(validator, addressee, draft_seen=seen)
    assert draft_of(addressee).text == "نص أحدث"
    send(validator, addressee, draft_seen=seen + 1)
    with pytest.raises(NotAllowedHere):
        hand_over(world.reviewer, addressee, seen=seen + 1)


def test_taking_back_is_for_who_sends(world, validator, addressee):
    response = send(validator, addressee)
    with pytest.raises(PermissionDenied):
        withdraw_response(actor=again(world.reviewer), response=response, note="سبب")
    withdraw_response(actor=again(validator), response=fresh(response), note="سبب")
    assert fresh(response).withdrawn_at


def test_what_was_said_in_the_room_is_confirmed_by_who_sends(world, validator, addressee):
    response = send(world.staff, addressee, channel="room")
    with pytest.raises(PermissionDenied):
        confirm_response(actor=again(world.reviewer), response=response)
    assert confirm_response(actor=again(validator), response=response).is_confirmed


def test_what_came_by_a_code_is_confirmed_by_who_sends(world, validator, addressee):
    code, _characters = make_code(actor=world.staff, addressee=addressee)
    response = answer_by_code(actor=CodeBearer(code), **ANSWER)
    with pytest.raises(PermissionDenied):
        confirm_response(actor=again(world.reviewer), response=response)
    assert confirm_response(actor=again(validator), response=response).is_confirmed


def test_staff_on_behalf_and_progress_are_as_before(world, validator, addressee):
    response = send(world.staff, addressee, channel="room")
    assert world.staff.has_perm("recommendations.withdraw_answer", response)
    update = record_update(
        actor=again(world.reviewer),
        addressee=fresh(addressee),
        kind="progress",
        summary="بدأ العمل.",
        happened_on=response.sent_at.date(),
    )
    assert not update.on_behalf


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


def detail(addressee):
    """The page of the recommendation."""
    return reverse("recommendations:detail", args=[addressee.recommendation.public_id])


@pytest.mark.parametrize("channel", ["account", "room"])
def test_no_page_offers_the_office_what_it_refuses(world, validator, addressee, sign_in, channel):
    actor = validator if channel == "account" else world.staff
    response = send(actor, addressee, channel=channel)
    where = reverse(SENT_BY, args=[response.public_id])
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
