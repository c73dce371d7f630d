"""What the pages of forums offer to their readers: by hand, each act for whom it does something."""

import pytest
from django.urls import reverse
from django.utils import timezone

from common.uploads import Clean
from forums.models import Forum, Programme
from forums.services.photos import add_photo, allow_photos
from participants.services.consents import withdraw_consent
from tests.accounts.test_offers import offered
from tests.factories import AttendanceFactory, ConsentFactory, MinutesFactory

#: Of a meeting to come whose minutes are not approved: to the whole office.
COMING = {
    *("recommendations:invitations", "recommendations:brief", "forums:call_list", "forums:decide_date"),
    *("recommendations:words", "forums:photos"),
}
#: Of every state: to staff alone, who take down what is said and print what is signed.
STAFF = {"recommendations:hearing", "forums:make_dialogue", "forums:sheets", "forums:photos"}
PRINTED = {"reports:forum_pdf", "reports:prepare_outcomes"}
#: (reader, state of the minutes) → acts that the record offers him
ACTS = {
    ("staff", "draft"): COMING | STAFF | {"forums:attendance", "forums:check", "forums:plan"},
    ("manager", "draft"): COMING | {"forums:plan"},
    ("staff", "submitted"): COMING | STAFF | {"forums:check"},
    ("manager", "submitted"): COMING | {"forums:approval"},
    ("staff", "approved"): STAFF | PRINTED,
    ("manager", "approved"): PRINTED | {"forums:photos", "forums:reopen"},
}
#: The same, once the programme is archived: it is read, printed, and no more.
ARCHIVED = {
    "draft": {"recommendations:words", "forums:photos"},
    "approved": PRINTED | {"forums:photos"},
}
KNOWN = set().union(*ACTS.values())
THE_DONOR_S, WITH_WORDS = "Report for the donor", "Report with an introduction"


@pytest.fixture
def forum(world):
    """A meeting of today, to which everything applies: its date is doubtful, it reviews an earlier one."""
    forum = MinutesFactory(
        forum__programme=world.programme,
        forum__kind=Forum.Kind.FORUM,
        forum__date=timezone.localdate(),
        forum__date_standing=Forum.DateStanding.UNDECIDED,
    ).forum
    forum.reviews.add(MinutesFactory(forum__programme=world.programme).forum)
    return forum


def stands(forum, state):
    """As if its minutes had come to this state."""
    revision = 1 if state == "approved" else 0
    type(forum.minutes).objects.filter(pk=forum.minutes.pk).update(state=state, revision=revision)


def record(forum):
    return reverse("forums:detail", args=[forum.public_id])


@pytest.mark.parametrize(("reader", "state"), ACTS)
def test_the_record_offers_what_its_reader_can_do_now(forum, as_role, reader, state):
    stands(forum, state)
    assert offered(as_role(reader), record(forum)) & KNOWN == ACTS[reader, state]


@pytest.mark.parametrize("state", ARCHIVED)
@pytest.mark.parametrize("reader", ["staff", "manager"])
def test_the_record_of_an_archived_programme_offers_no_act(world, forum, as_role, reader, state):
    stands(forum, state)
    Programme.objects.filter(pk=world.programme.pk).update(archived_at=timezone.now())
    assert offered(as_role(reader), record(forum)) & KNOWN == ARCHIVED[state]


@pytest.mark.parametrize(
    ("reader", "said", "unsaid"), [("manager", THE_DONOR_S, WITH_WORDS), ("staff", WITH_WORDS, THE_DONOR_S)]
)
def test_who_prepares_for_the_donor_is_told_so(forum, as_role, reader, said, unsaid):
    stands(forum, "approved")
    page = as_role(reader).get(record(forum)).content.decode()
    assert said in page
    assert unsaid not in page


def test_a_manager_allows_photos_and_staff_keep_them(world, forum, as_role, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    acts = {f"forums:{name}" for name in ("allow_photos", "add_photo", "photo", "remove_photo")}
    page = reverse("forums:photos", args=[forum.public_id])
    assert offered(as_role("manager"), page) & acts == {"forums:allow_photos"}
    assert offered(as_role("staff"), page) & acts == set()
    allow_photos(actor=world.manager, forum=forum, reason="تقرير المانح")
    person = AttendanceFactory(forum=forum).person
    consent = ConsentFactory(person=person, purpose="photo", recorded_by=world.staff)
    add_photo(actor=world.staff, forum=forum, clean=Clean("png", b"\x89PNG picture"), people=[person])
    assert offered(as_role("manager"), page) & acts == {"forums:allow_photos"}
    assert 'src="/photos/' in as_role("manager").get(page).content.decode()
    assert offered(as_role("staff"), page) & acts == {"forums:add_photo", "forums:remove_photo"}
    withdraw_consent(actor=world.staff, consent=consent, withdrawn_on=timezone.localdate())
    assert 'src="/photos/' not in as_role("manager").get(page).content.decode()
    # Staff see no picture any more, and are still asked to delete it.
    staff_s = as_role("staff").get(page).content.decode()
    assert 'src="/photos/' not in staff_s
    assert "remove/" in staff_s


def test_after_deciding_a_date_each_goes_back_to_his_work(forum, as_role):
    """A writer to the editor, which a manager would not find."""
    path = reverse("forums:decide_date", args=[forum.public_id])
    for reader, next_page in (("manager", "forums:detail"), ("staff", "forums:attendance")):
        forum.refresh_from_db()
        answer = as_role(reader).post(path, {"version": forum.version, "decision": "kept"})
        assert answer.headers["Location"] == reverse(next_page, args=[forum.public_id])


@pytest.mark.parametrize(
    ("reader", "writes"), [("staff", True), ("manager", False), ("administrator", False)]
)
def test_spellings_are_offered_to_those_who_keep_them(as_role, reader, writes):
    page = f"{reverse('forums:word_lists')}?list=themes"
    found = offered(as_role(reader), page) & {"forums:list_spellings", "forums:add_theme"}
    assert found == ({"forums:list_spellings", "forums:add_theme"} if writes else set())
