"""The pairs of a large directory: kept for all readers, shown to each as if nobody else were in it, and made anew in time."""

import datetime

import pytest
from django.core.cache import cache
from django.utils import timezone

from participants.models import Person
from participants.services import kept_pairs
from participants.services.comparing import read_programmes
from participants.services.finding import seen_of
from participants.services.people import update_person
from participants.services.proposing import proposed_pairs
from tests.factories import AcknowledgementFactory, AttendanceFactory, ForumFactory, PersonFactory

pytestmark = pytest.mark.django_db
ALIKE = ("سالم عمر تجربة", "سالم عُمر تجربه", "سالم عمر سعيد تجربة")


@pytest.fixture
def crowd(world, monkeypatch):
    """A directory that counts as large; three who are alike in each programme, and one who is in both."""
    monkeypatch.setattr(kept_pairs, "SMALL", 0)
    cache.clear()
    forums = [ForumFactory(programme=one) for one in (world.programme, world.other_programme)]
    for forum in forums:
        for name in ALIKE:
            AttendanceFactory(forum=forum, person=PersonFactory(name_ar=name))
    both = PersonFactory(name_ar="سالم عمر تجربة")
    for forum in forums:
        AcknowledgementFactory(forum=forum, person=both)
    return both


def small(world, monkeypatch, name="staff"):
    """What a comparison of the reader's own people finds."""
    with monkeypatch.context() as patch:
        patch.setattr(kept_pairs, "SMALL", 10**6)
        return proposed_pairs(user=world.users[name])


def test_kept_pairs_are_those_of_what_the_reader_sees(world, crowd, monkeypatch):
    for name in ("staff", "foreign_staff", "dual"):
        found = proposed_pairs(user=world.users[name])
        assert found == small(world, monkeypatch, name)
        assert len(found) == 6
    assert proposed_pairs(user=world.manager) == []


def test_they_are_made_anew_once_a_name_came_went_or_changed(world, crowd, monkeypatch):
    user = world.staff
    proposed_pairs(user=user)
    assert not kept_pairs.renew_pairs()
    one = AttendanceFactory(forum__programme=world.programme, person=PersonFactory(name_ar=ALIKE[1])).person
    assert len(proposed_pairs(user=user)) == 10 == len(small(world, monkeypatch))
    update_person(actor=user, person=one, expected=1, name_ar="غالب مختلف تماما")
    assert len(proposed_pairs(user=user)) == 6
    Person.objects.filter(pk=crowd.pk).update(erased_at=timezone.now())
    assert len(proposed_pairs(user=user)) == 3 == len(small(world, monkeypatch))
    Person.objects.filter(pk=crowd.pk).update(erased_at=None)
    assert len(proposed_pairs(user=user)) == 6


def test_a_worker_renews_them_and_the_page_does_not_wait(world, crowd, monkeypatch):
    assert kept_pairs.renew_pairs()
    monkeypatch.setattr(kept_pairs, "worker_is_alive", lambda: True)
    AttendanceFactory(forum__programme=world.programme, person=PersonFactory(name_ar=ALIKE[1]))
    # Who is gone is gone at once, who is new comes with the next round.
    Person.objects.filter(pk=crowd.pk).update(erased_at=timezone.now())
    assert len(proposed_pairs(user=world.staff)) == 3
    assert kept_pairs.renew_pairs()
    assert len(proposed_pairs(user=world.staff)) == 6


def test_a_small_directory_is_not_kept(world, crowd, monkeypatch):
    monkeypatch.setattr(kept_pairs, "SMALL", 10**6)
    assert not kept_pairs.renew_pairs()
    assert len(proposed_pairs(user=world.staff)) == 6
    assert cache.get(kept_pairs._KEY) is None


def test_who_is_seen_of_a_few_are_the_people_of_visible_to(world, crowd):
    head = PersonFactory()
    middle = PersonFactory(merged_into=head)
    low = PersonFactory(merged_into=middle)
    AttendanceFactory(forum__programme=world.programme, person=low, removed_at=timezone.now())
    other = PersonFactory(merged_into=AttendanceFactory(forum__programme=world.other_programme).person)
    AttendanceFactory(forum__programme=world.programme, forum__date=datetime.date(2022, 1, 1), person=other)
    PersonFactory()
    current = Person.objects.filter(merged_into=None)
    keys = list(current.values_list("pk", flat=True))
    for user in world.users.values():
        assert set(seen_of(user, keys)) == set(current.visible_to(user).values_list("pk", flat=True))
    assert head.pk in seen_of(world.staff, keys)
    # The same of a few in the page that lays two side by side.
    assert read_programmes([head])[low.pk] == head.pk
    assert head.programme_ids == {world.programme.pk}
