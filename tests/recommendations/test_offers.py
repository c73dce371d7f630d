"""What the pages of an ask offer to their readers: by hand, each act for whom it does something, in each state."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.access.test_offered import Offers, name_of

pytestmark = pytest.mark.django_db

AN_ID = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}")
#: of whoever keeps the asks of the programme, as long as one stands
KEPT = {"owner", "translations"}
TAKEN_BACK = {"withdraw", "merge"}
#: how the ask stands → reader → what its page offers him
ACTS = {
    "unsent": {
        "staff": KEPT | TAKEN_BACK | {"edit", "alike"},
        "manager": KEPT | TAKEN_BACK | {"send"},
    },
    "guessed": {
        "staff": KEPT | TAKEN_BACK | {"edit", "alike", "confirm_guess"},
        "manager": KEPT | TAKEN_BACK | {"confirm_guess"},
    },
    "sent": {
        "staff": KEPT | {"alike", "answer", "paper", "extend"},
        "manager": KEPT | TAKEN_BACK | {"extend"},
        "reviewer": {"answer"},
        "auditor": set(),
    },
    "heard": {
        "staff": KEPT | {"alike", "update", "confirm_by_letter", "withdraw_answer"},
        "manager": KEPT | TAKEN_BACK,
        "reviewer": {"update", "confirm_answer", "withdraw_answer"},
        "auditor": set(),
    },
    "asking": {
        "staff": KEPT | {"alike"},
        "manager": KEPT | TAKEN_BACK | {"clarify"},
        "reviewer": {"withdraw_answer"},
        "auditor": set(),
    },
    "reported": {
        "staff": KEPT | {"alike", "witnesses"},
        "manager": KEPT | TAKEN_BACK | {"verify", "witnesses"},
        "reviewer": set(),
        "auditor": set(),
    },
    # a closed programme is read, and nothing is done
    "archived": {"staff": set(), "manager": set()},
}
#: how it stands → state of its addressee, and the answer that there is
STATES = {
    "unsent": ("ready", None),
    "guessed": ("ready", None),
    "archived": ("ready", None),
    "sent": ("sent", None),
    "heard": ("accepted", {"channel": "room", "decision": "accepted"}),
    "asking": ("clarification", {"decision": "clarification"}),
    "reported": ("reported_done", None),
}


@pytest.fixture
def asked(world):
    """asked(how it stands) is its addressee."""

    def make(standing):
        state, answer = STATES[standing]
        is_sent = state != "ready"
        ask = factories.RecommendationFactory(
            programme=world.programme, number=1 if is_sent else None, expected_result="نتيجة تجريبية"
        )
        addressee = factories.AddresseeFactory(
            recommendation=ask,
            institution=world.institution,
            is_guess=standing in ("guessed", "archived"),
            **{"sent": True} if is_sent else {},
            state=state,
        )
        if answer:
            factories.ResponseFactory(addressee=addressee, answered_by=world.staff, **answer)
        if standing == "archived":
            world.programme.archived_at = timezone.now()
            world.programme.save()
        return addressee

    return make


def offered(client, path):
    """Names of the acts about one thing that the page leads to."""
    answer = client.get(path)
    assert answer.status_code == 200
    found = {
        name_of(where)
        for _method, where, _form in Offers(answer.content.decode(), path).found
        if AN_ID.search(where)
    }
    names = {name.partition(":")[2] for name in found if name and name.startswith("recommendations:")}
    return names - {"detail", "response"}


@pytest.mark.parametrize("standing", ACTS)
def test_the_page_of_an_ask_offers_what_its_reader_can_do(asked, as_role, standing):
    path = reverse("recommendations:detail", args=[asked(standing).recommendation.public_id])
    assert {reader: offered(as_role(reader), path) for reader in ACTS[standing]} == ACTS[standing]


def test_the_page_of_an_answer_offers_each_his_own_way_to_confirm_it(asked, as_role):
    response = asked("heard").responses.get()
    path = reverse("recommendations:response", args=[response.public_id])
    assert {reader: offered(as_role(reader), path) for reader in ("staff", "reviewer")} == {
        "staff": {"confirm_by_letter", "withdraw_answer"},
        "reviewer": {"confirm_answer", "withdraw_answer"},
    }


@pytest.mark.parametrize(("reader", "sends"), [("staff", False), ("manager", True)])
def test_whoever_sends_none_is_not_offered_to_send_several(asked, as_role, reader, sends):
    asked("unsent")
    page = as_role(reader).get(reverse("recommendations:list")).content.decode()
    assert (reverse("recommendations:send_several") in page) == sends


@pytest.mark.parametrize(("reader", "writes"), [("staff", True), ("manager", False)])
def test_the_letter_of_a_reply_is_asked_of_who_records_letters(world, as_role, reader, writes):
    forum = factories.MinutesFactory(forum__programme=world.programme).forum
    invitation = factories.ForumInvitationFactory(forum=forum, institution=world.institution)
    page = as_role(reader).get(reverse("recommendations:reply", args=[invitation.public_id]))
    assert ('name="letter_number"' in page.content.decode()) == writes


@pytest.mark.parametrize(
    ("reader", "name", "acts"),
    [
        ("staff", "words", {"show_words"}),
        ("manager", "words", set()),
        ("reviewer", "own_words", {"propose_wording"}),
        ("staff", "own_words", set()),
    ],
)
def test_words_are_shown_by_staff_and_answered_by_the_institution(world, as_role, reader, name, acts):
    minutes = factories.MinutesFactory(forum__programme=world.programme)
    line = factories.OutputFactory(minutes=minutes, kind="pledge")
    review = factories.WordsReviewFactory(
        minutes=minutes, institution=world.institution, shown_by=world.staff
    )
    factories.ShownLineFactory(review=review, output=line)
    about = minutes.forum if name == "words" else review
    path = reverse(f"recommendations:{name}", args=[about.public_id])
    assert offered(as_role(reader), path) & {"show_words", "propose_wording"} == acts
