"""Undoing a merge: every row goes back where it was, what came since stays, and merges unwind in order."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Role
from common.models import AuditEntry
from participants.models import Consent, Merge, Person
from participants.services.consents import record_consent, withdraw_consent
from participants.services.merging import CHOSEN, MergeRefused
from participants.services.people import update_person
from participants.services.unmerging import merges_seen, undo_merge

from ..factories import ConsentFactory, MembershipFactory, PersonFactory
from .merge_scene import DAY, hang_on, merged, stand_in, values_of, where_everything_is

pytestmark = pytest.mark.django_db
KINDS = ("attendance", "thanks", "focal", "reading", "standing", "withdrawn")
ROWS = st.lists(st.tuples(st.integers(0, 3), st.sampled_from(KINDS), st.integers(0, 11)), max_size=10)
MERGES = st.lists(st.permutations(range(4)).map(lambda order: order[:2]), min_size=1, max_size=3)
#: what may stand in an entry, by the number of the person
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "name_en": st.sampled_from(["", "Salem", "Salim"]),
        "phone": st.sampled_from(["", "+967777000001", "+967777000002"]),
        "notes": st.sampled_from(["", "كلمة"]),
        "sex": st.sampled_from(["", "f", "m"]),
        "age_band": st.sampled_from(["", "18-35", "60+"]),
        "prefers_woman_caller": st.booleans(),
    },
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS, MERGES, st.lists(VALUES, min_size=4, max_size=4), st.sets(st.sampled_from(CHOSEN)), ROWS)
def test_undoing_puts_everything_back_where_it_was(world, rows, merges, values, take, later):  # noqa: PLR0917
    with transaction.atomic():
        people = [make(world, one) for one in values]
        for owner, kind, number in rows:
            hang_on(world, people[owner], kind, number)
        walk(world, people, merges, take, later)
        transaction.set_rollback(True)


def walk(world, people, merges, take, later):
    """Merged in a random order; rows added then; all of it undone step by step."""
    states, done = [], []
    for keep, absorb in merges:
        if Person.objects.filter(pk__in=[people[keep].pk, people[absorb].pk], merged_into__isnull=False):
            continue
        states.append((where_everything_is(), [values_of(one) for one in people]))
        done.append(merged(world, people[keep], people[absorb], take=take))
        left = {("participants.Consent.person", pk) for pk in done[-1].consents["left"]}
        assert rows_of(people[absorb]) == left
    since = add_since(world, people, later)
    for merge, (places, entries) in zip(reversed(done), reversed(states), strict=True):
        undo_merge(actor=world.staff, merge=merge)
        now = where_everything_is()
        assert {key: person for key, person in now.items() if key not in since} == places
        assert {key: now[key] for key in since} == since
        assert [values_of(one) for one in people] == entries


def make(world, values):
    """A person who stands in the programme, so that staff see him."""
    person = PersonFactory(sex_source="said" if values.get("sex") else "", **values)
    stand_in(world.programme, person)
    return person


def rows_of(person):
    """What points at him."""
    return {key for key, owner in where_everything_is().items() if key[0] != "ends" and owner == person.pk}


def add_since(world, people, later):
    """New rows of whoever is not merged now; they stay with him. Of consents: tests of their own below."""
    before = where_everything_is()
    for owner, kind, number in later:
        person = Person.objects.get(pk=people[owner].pk)
        if not person.merged_into_id and kind not in {"standing", "withdrawn"}:
            hang_on(world, person, kind, number + 50)
    return {key: owner for key, owner in where_everything_is().items() if key not in before}


@pytest.fixture
def three(world):
    """Three entries of the programme."""
    people = [PersonFactory(name_ar=f"سالم تجربة {name}") for name in ("أول", "ثان", "ثالث")]
    for person in people:
        stand_in(world.programme, person)
    return people


def refused(world, merge, actor=None):
    with pytest.raises(MergeRefused) as found:
        undo_merge(actor=actor or world.staff, merge=merge)
    return found.value.reason


def test_merges_of_merges_are_undone_in_order(world, three):
    first, second, third = three
    inner = merged(world, second, third)
    outer = merged(world, first, second)
    third.refresh_from_db()
    assert third.merged_into == first
    assert first.attendances.count() == 3
    assert refused(world, inner) == "later"
    undo_merge(actor=world.staff, merge=outer)
    third.refresh_from_db()
    assert (third.merged_into, second.attendances.count()) == (second, 2)
    undo_merge(actor=world.staff, merge=inner)
    assert [one.attendances.count() for one in three] == [1, 1, 1]
    assert refused(world, inner) == "undone"


def test_a_later_merge_into_the_same_entry_comes_first(world, three):
    early = merged(world, three[0], three[1])
    merged(world, three[0], three[2])
    assert refused(world, early) == "later"


def test_an_entry_that_was_parted_can_be_merged_again(world, three):
    for _again in range(2):
        undo_merge(actor=world.staff, merge=merged(world, three[0], three[1]))
    assert Merge.objects.count() == 2


@pytest.mark.parametrize("place", [0, 1])
def test_what_was_erased_since_stays_as_it_is(world, three, place):
    merge = merged(world, three[0], three[1])
    Person.objects.filter(pk=three[place].pk).update(erased_at=timezone.now())
    assert refused(world, merge) == "closed"


def test_what_somebody_wrote_since_is_not_overwritten(world, three):
    keep, absorb, _third = three
    Person.objects.filter(pk=absorb.pk).update(name_en="Salem", languages="en")
    merge = merged(world, keep, absorb)
    keep = Person.objects.get(pk=keep.pk)
    update_person(actor=world.staff, person=keep, expected=keep.version, name_en="Salim")
    undo_merge(actor=world.staff, merge=merge)
    keep.refresh_from_db()
    assert (keep.name_en, keep.languages) == ("Salim", "")


def test_what_was_overwritten_is_kept_encrypted_and_only_until_it_is_undone(world, three):
    keep, absorb, _third = three
    Person.objects.filter(pk=keep.pk).update(phone="+967777000001")
    Person.objects.filter(pk=absorb.pk).update(phone="+967777000002")
    merge = merged(world, keep, absorb, take=["phone"])
    stored = Merge.objects.extra(select={"raw": "replaced"}).values_list("raw", flat=True).get(pk=merge.pk)
    assert "777000001" not in stored
    undo_merge(actor=world.staff, merge=merge)
    keep.refresh_from_db()
    assert keep.phone == "+967777000001"
    assert Merge.objects.get(pk=merge.pk).replaced == ""


def test_what_was_taken_back_meanwhile_is_taken_back_for_both(world, three):
    keep, absorb, _third = three
    standing = ConsentFactory(person=keep, recorded_by=world.staff)
    left = ConsentFactory(person=absorb, recorded_by=world.staff)
    merge = merged(world, keep, absorb)
    withdraw_consent(actor=world.staff, consent=standing)
    undo_merge(actor=world.staff, merge=merge)
    left.refresh_from_db()
    assert left.person == absorb
    assert left.withdrawn_on == timezone.localdate()


def test_a_consent_that_was_given_anew_meanwhile_stays_where_it_was_given(world, three):
    keep, absorb, _third = three
    ended = ConsentFactory(person=keep, given_on=DAY, recorded_by=world.staff)
    end = DAY + datetime.timedelta(2)
    ConsentFactory(person=absorb, given_on=DAY, withdrawn_on=end, recorded_by=world.staff)
    merge = merged(world, keep, absorb)
    anew = record_consent(
        actor=world.staff,
        person=Person.objects.get(pk=keep.pk),
        purpose="naming",
        manner="spoken",
        given_on=end,
    )
    undo_merge(actor=world.staff, merge=merge)
    ended.refresh_from_db()
    assert ended.withdrawn_on == end
    assert list(Consent.objects.filter(person=keep, withdrawn_on=None)) == [anew]


def test_it_is_undone_by_whoever_sees_all_that_the_other_stood_in(world, three):
    keep, absorb, _third = three
    stand_in(world.other_programme, absorb)
    MembershipFactory(user=world.staff, role=Role.STAFF, programme=world.other_programme)
    both = type(world.staff).objects.get(pk=world.staff.pk)
    merge = merged(world, keep, absorb, actor=both)
    assert merges_seen(user=both, people=[keep]) == [merge]
    colleague = MembershipFactory(role=Role.STAFF, programme=world.programme).user
    assert merges_seen(user=colleague, people=[keep]) == []
    for actor in (colleague, world.manager, world.foreign_staff):
        with pytest.raises(PermissionDenied):
            undo_merge(actor=actor, merge=merge)
    undo_merge(actor=both, merge=merge)
    entry = AuditEntry.objects.get(action="participants.undo_merge")
    assert entry.details == {
        "absorbed": str(absorb.public_id),
        "merge": str(merge.public_id),
        "moved": {"forums.Attendance.person": 2},
        "fields": [],
    }


def test_a_later_merge_that_the_reader_does_not_see_is_not_spoken_of(world, three):
    keep, absorb, third = three
    merge = merged(world, keep, absorb)
    stand_in(world.other_programme, third)
    MembershipFactory(user=world.staff, role=Role.STAFF, programme=world.other_programme)
    merged(world, keep, third, actor=type(world.staff).objects.get(pk=world.staff.pk))
    colleague = MembershipFactory(role=Role.STAFF, programme=world.programme).user
    assert refused(world, merge, colleague) == "beyond"
    assert [one.may_be_undone for one in merges_seen(user=colleague, people=[keep])] == [True]


def test_who_knew_only_the_other_has_no_hold_on_the_one_he_became(world, three, as_role):
    """What he stood in was taken back since: of the two, nothing is left in the programme of this reader."""
    keep, absorb = three[0], PersonFactory(name_ar="سالم تجربة رابع")
    row = stand_in(world.other_programme, absorb)
    MembershipFactory(user=world.staff, role=Role.STAFF, programme=world.other_programme)
    merge = merged(world, keep, absorb, actor=type(world.staff).objects.get(pk=world.staff.pk))
    row.delete()
    assert [one.may_be_undone for one in merges_seen(user=world.foreign_staff, people=[keep])] == [False]
    with pytest.raises(PermissionDenied):
        undo_merge(actor=world.foreign_staff, merge=merge)
    client = as_role("foreign_staff")
    for person in (keep, absorb):
        assert client.get(reverse("participants:person", args=[person.public_id])).status_code == 404
    assert client.post(reverse("participants:undo_merge", args=[merge.public_id])).status_code == 404
