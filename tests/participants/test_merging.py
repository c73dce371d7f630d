"""Two entries become one: what moves, what is chosen, what is refused, and what the record says."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import Role
from common.models import AuditEntry
from common.versions import StaleVersion
from forums.models import OutputSpeaker, Photo, PhotoPerson
from forums.services.attendance import record_attendance
from participants.models import Consent, Merge, NotSame, Person
from participants.movers import movers
from participants.services.candidates import find_candidates
from participants.services.merging import MergeRefused, merge_persons
from participants.services.not_same import (
    are_not_same,
    forget_not_same,
    not_same_pairs,
    remember_not_same,
)

from ..factories import (
    AcknowledgementFactory,
    AttendanceFactory,
    ConsentFactory,
    MembershipFactory,
    MinutesFactory,
    OutputFactory,
    PersonFactory,
)
from .merge_scene import DAY, merged, stand_in, values_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(world):
    """Two entries of the programme."""
    keep = PersonFactory(name_ar="سالم تجربة الدمج", phone="+967777000001")
    absorb = PersonFactory(name_ar="سالم تجربه الدمج", name_en="Salem", phone="+967777000002", notes="ملاحظة")
    stand_in(world.programme, keep)
    stand_in(world.programme, absorb)
    return keep, absorb


def test_every_key_to_a_person_moves_or_is_the_entrys_own():
    keys = {f"{one.related_model._meta.label}.{one.field.name}" for one in Person._meta.related_objects}
    about = {"participants.NameKey.person", "participants.ImportRow.person"} | {
        f"participants.{name}" for name in ("Merge.kept", "Merge.absorbed", "NotSame.first", "NotSame.second")
    }
    assert keys == set(movers()) | about


def test_all_that_points_at_one_points_at_the_other(world, pair):
    keep, absorb = pair
    thanks = AcknowledgementFactory(
        forum=MinutesFactory(forum__programme=world.programme).forum, person=absorb
    )
    ConsentFactory(person=absorb, recorded_by=world.staff)
    under = PersonFactory(merged_into=absorb)
    merge = merged(world, keep, absorb)
    assert keep.attendances.count() == 2
    assert absorb.attendances.count() == absorb.consents.count() == 0
    assert keep.consents.count() == 1
    thanks.refresh_from_db()
    under.refresh_from_db()
    absorb.refresh_from_db()
    assert (thanks.person, under.merged_into, absorb.merged_into) == (keep, keep, keep)
    assert sum(map(len, merge.moved.values())) == 4


def test_empty_fields_are_filled_and_of_two_values_the_chosen_one_wins(world, pair):
    keep, absorb = pair
    before = values_of(absorb)
    merged(world, keep, absorb, take=["phone"])
    keep.refresh_from_db()
    assert (keep.name_ar, keep.name_en, keep.phone, keep.notes) == (
        *("سالم تجربة الدمج", "Salem", absorb.phone, "ملاحظة"),
    )
    assert values_of(absorb) == before | {"merged_into_id": keep.pk}


def test_a_name_that_is_taken_is_found(world, pair):
    keep, absorb = pair
    Person.objects.filter(pk=absorb.pk).update(name_ar="كنية أخرى")
    merged(world, keep, absorb, take=["name_ar"])
    assert list(Person.objects.current().named_like("كنية")) == [keep]
    assert [one.person for one in find_candidates(user=world.staff, text="كنية أخرى")] == [keep]


def test_a_sex_comes_with_how_it_is_known(world, pair):
    keep, absorb = pair
    Person.objects.filter(pk=keep.pk).update(sex="m", sex_source="sheet")
    Person.objects.filter(pk=absorb.pk).update(sex="f", sex_source="said")
    merged(world, keep, absorb, take=["sex"])
    keep.refresh_from_db()
    assert (keep.sex, keep.sex_source) == ("f", "said")


def test_whoever_asked_for_a_woman_is_called_by_one(world, pair):
    keep, absorb = pair
    Person.objects.filter(pk=absorb.pk).update(prefers_woman_caller=True)
    merged(world, keep, absorb)
    keep.refresh_from_db()
    assert keep.prefers_woman_caller


@pytest.mark.parametrize("withdrawn_by_kept", [False, True])
def test_a_withdrawal_counts_for_the_person(world, pair, withdrawn_by_kept):
    one, other = pair if withdrawn_by_kept else pair[::-1]
    end = DAY + datetime.timedelta(days=9)
    ConsentFactory(person=one, given_on=DAY, withdrawn_on=end, recorded_by=world.staff)
    ConsentFactory(person=other, given_on=DAY, recorded_by=world.staff)
    keep, absorb = pair
    merge = merged(world, keep, absorb)
    assert set(keep.consents.values_list("withdrawn_on", flat=True)) == {end}
    assert keep.consents.count() == 2
    assert len(merge.consents["withdrawn"]) == 1


def test_a_consent_that_is_newer_than_the_withdrawal_stands(world, pair):
    keep, absorb = pair
    ConsentFactory(person=keep, given_on=DAY, withdrawn_on=DAY, recorded_by=world.staff)
    newer = ConsentFactory(person=absorb, given_on=DAY + datetime.timedelta(1), recorded_by=world.staff)
    merged(world, keep, absorb)
    assert list(keep.consents.filter(withdrawn_on=None)) == [newer]


def test_of_two_standing_consents_the_kept_ones_counts(world, pair):
    keep, absorb = pair
    own = ConsentFactory(person=keep, recorded_by=world.staff)
    other = ConsentFactory(person=absorb, recorded_by=world.staff)
    merge = merged(world, keep, absorb)
    assert list(keep.consents.all()) == [own]
    assert merge.consents["left"] == [other.pk]


def test_who_said_it_is_found_under_the_entry_that_stays(world, pair):
    keep, absorb = pair
    output = OutputFactory(minutes__forum__programme=world.programme)
    OutputSpeaker.objects.create(output=output, person=str(absorb.public_id))
    merged(world, keep, absorb)
    assert Person.objects.behind(output.speaker.person) == keep


def test_two_lines_of_one_list_are_two_people(world, pair):
    keep, absorb = pair
    forum = keep.attendances.get().forum
    row = AttendanceFactory(forum=forum, person=absorb)
    with pytest.raises(MergeRefused) as refused:
        merged(world, keep, absorb)
    assert refused.value.reason == "clash"
    assert forum.code in refused.value.words
    row.removed_at = row.created_at
    row.save()
    merged(world, keep, absorb)


def test_two_faces_in_one_photo_are_two_people(world, pair):
    photo = Photo.objects.create(
        forum=pair[0].attendances.get().forum,
        name="x",
        kind="jpg",
        size=1,
        digest="0" * 64,
        made_by=world.staff,
    )
    for person in pair:
        PhotoPerson.objects.create(photo=photo, person=person)
    with pytest.raises(MergeRefused) as refused:
        merged(world, *pair)
    assert photo.forum.code in refused.value.words


def test_both_versions_are_asked_for(world, pair):
    keep, absorb = pair
    asked = {"actor": world.staff, "keep": keep, "absorb": absorb, "reason": "سبب"}
    for versions in ((1, 2), (2, 1), (None, 1), (1, None)):
        with pytest.raises(StaleVersion):
            merge_persons(**asked, expected=versions[0], expected_absorb=versions[1])
    assert not Merge.objects.exists()
    assert absorb.attendances.count() == 1


def test_a_reason_is_asked_for(world, pair):
    keep, absorb = pair
    with pytest.raises(ValidationError):
        merge_persons(actor=world.staff, keep=keep, absorb=absorb, expected=1, expected_absorb=1, reason=" ")


@pytest.mark.parametrize("actor", ["manager", "foreign_staff", "reviewer", "donor", "administrator", "dual"])
def test_only_staff_who_see_both_merge(world, pair, actor):
    with pytest.raises(PermissionDenied):
        merged(world, *pair, actor=world.users[actor])
    with pytest.raises(PermissionDenied):
        remember_not_same(actor=world.users[actor], first=pair[0], second=pair[1])


def test_whom_the_actor_does_not_see_is_not_merged(world, pair):
    stranger = PersonFactory()
    stand_in(world.other_programme, stranger)
    for two in ((pair[0], stranger), (stranger, pair[0])):
        with pytest.raises(PermissionDenied):
            merged(world, *two)


@pytest.mark.parametrize("place", [0, 1])
def test_who_stands_elsewhere_too_is_merged_by_whoever_sees_all_of_it(world, pair, place):
    """And the refusal comes before anything that could speak of the other programme, such as a list with both."""
    forum = stand_in(world.other_programme, pair[place]).forum
    AttendanceFactory(forum=forum, person=pair[1 - place])
    with pytest.raises(MergeRefused) as refused:
        merged(world, *pair)
    assert (refused.value.reason, refused.value.words) == ("beyond", "")
    forum.attendances.filter(person=pair[1 - place]).delete()
    MembershipFactory(user=world.staff, role=Role.STAFF, programme=world.other_programme)
    world.staff = type(world.staff).objects.get(pk=world.staff.pk)
    merged(world, *pair, actor=type(world.staff).objects.get(pk=world.users["staff"].pk))


def test_closed_entries_and_one_entry_with_itself_are_refused(world, pair):
    keep = pair[0]
    other = PersonFactory()
    stand_in(world.programme, other)
    Person.objects.filter(pk=other.pk).update(merged_into=keep)
    erased = PersonFactory(name_ar="", known_as="", erased_at=DAY.isoformat() + "T00:00Z")
    stand_in(world.programme, erased)
    for two, reason in (
        ((keep, keep), "same"),
        *(((keep, one), "closed") for one in (other, erased)),
        *(((one, keep), "closed") for one in (other, erased)),
    ):
        with pytest.raises(MergeRefused) as refused:
            merged(world, *two)
        assert refused.value.reason == reason


def test_the_record_holds_ids_and_counts_only(world, pair):
    keep, absorb = pair
    merge = merged(world, keep, absorb, take=["phone"])
    entry = AuditEntry.objects.get(action="participants.merge_persons")
    assert (entry.subject, entry.programme) == (keep.public_id, world.programme.public_id)
    assert entry.details == {
        "absorbed": str(absorb.public_id),
        "merge": str(merge.public_id),
        "moved": {"forums.Attendance.person": 1},
        "fields": ["name_en", "notes", "phone"],
        **dict.fromkeys(("consents_left", "consents_withdrawn", "consents_ended"), 0),
    }


def test_a_page_that_was_opened_before_writes_no_attendance_for_the_merged_entry(world, pair):
    keep, absorb = pair
    merged(world, keep, absorb)
    forum = MinutesFactory(forum__programme=world.programme).forum
    with pytest.raises(ValidationError):
        record_attendance(
            actor=world.staff, forum=forum, person=absorb, category=keep.attendances.first().category
        )


def test_not_the_same_is_one_row_a_pair_and_is_taken_back(world, pair):
    for two in (pair, pair[::-1]):
        remember_not_same(actor=world.staff, first=two[0], second=two[1])
    row = NotSame.objects.get()
    assert (row.first, row.second) == pair
    assert are_not_same(*pair)
    assert are_not_same(*pair[::-1])
    with pytest.raises(MergeRefused) as refused:
        merged(world, *pair)
    assert refused.value.reason == "not_same"
    forget_not_same(actor=world.staff, first=pair[1], second=pair[0])
    forget_not_same(actor=world.staff, first=pair[1], second=pair[0])
    assert not are_not_same(*pair)
    actions = AuditEntry.objects.filter(action__contains="not_same").values_list("action", flat=True)
    assert sorted(actions) == ["participants.forget_not_same", "participants.remember_not_same"]


def test_what_was_said_of_an_entry_holds_for_the_one_it_became(world, pair):
    keep, absorb = pair
    other = PersonFactory()
    stand_in(world.programme, other)
    remember_not_same(actor=world.staff, first=other, second=absorb)
    merged(world, keep, absorb)
    assert are_not_same(keep, other)
    assert not_same_pairs([keep.pk, other.pk]) == {frozenset((keep.pk, other.pk))}
    remember_not_same(actor=world.staff, first=keep, second=other)
    assert NotSame.objects.count() == 1
    with pytest.raises(ValueError, match="itself"):
        remember_not_same(actor=world.staff, first=keep, second=keep)


def test_consents_of_somebody_else_are_left_alone(world, pair):
    stranger = ConsentFactory(recorded_by=world.staff)
    merged(world, *pair)
    assert Consent.objects.get(pk=stranger.pk).person == stranger.person
