"""Erasing somebody who was merged, and somebody who was parted again."""

import pytest

from forums.models import MinutesRevision
from forums.revision_triggers import install_revision_triggers
from participants.models import Merge, NotSame, Person
from participants.services.merging import MergeRefused
from participants.services.not_same import remember_not_same
from participants.services.unmerging import undo_merge
from tests.participants.merge_scene import merged, stand_in

from ... import factories
from ...conftest import drop_revision_triggers
from .canary import NAME, erase, traces

pytestmark = pytest.mark.django_db


@pytest.fixture
def twin(world):
    """Another entry of the same person, under his name, with a telephone of its own."""
    found = factories.PersonFactory(name_ar=NAME, phone="+967700112234")
    stand_in(world.programme, found, post="منصب تجريبي")
    return found


def test_both_entries_and_what_the_merge_remembers_go(world, person, twin):
    merge = merged(world, person, twin, take=["phone"])
    Merge.objects.filter(pk=merge.pk).update(reason=f"قال {NAME} إنه هو")
    other = factories.PersonFactory()
    stand_in(world.programme, other)
    remember_not_same(actor=world.staff, first=other, second=person)
    erase(world, Person.objects.get(pk=person.pk))
    merge.refresh_from_db()
    twin.refresh_from_db()
    assert (merge.reason, merge.replaced, twin.name_ar, twin.phone) == ("", "", "", "")
    assert twin.erased_at
    assert not NotSame.objects.exists()
    assert traces(str(list(Merge.objects.values()))) == []
    with pytest.raises(MergeRefused) as refused:
        undo_merge(actor=world.staff, merge=merge)
    assert refused.value.reason == "closed"


def test_who_was_parted_is_erased_alone(world, person, twin):
    Person.objects.filter(pk=twin.pk).update(name_ar="سالم تجربة")
    undo_merge(actor=world.staff, merge=merged(world, person, twin))
    erase(world, Person.objects.get(pk=person.pk))
    twin.refresh_from_db()
    assert (twin.name_ar, twin.phone, twin.erased_at) == ("سالم تجربة", "+967700112234", None)
    assert twin.attendances.get().post == "منصب تجريبي"


def test_a_line_that_was_approved_under_the_other_entry_is_found_by_itself(world, person, twin):
    """A revision that was made while the two were one names the entry that stood then."""
    row = person.attendances.get()
    revision = MinutesRevision.objects.filter(minutes__forum=row.forum).last()
    assert str(row.public_id) in revision.personal
    content = revision.content
    for line in content["attendance"]:
        line["person"] = str(twin.public_id)
    drop_revision_triggers()
    MinutesRevision.objects.filter(pk=revision.pk).update(content=content)
    install_revision_triggers()
    erase(world, person)
    assert str(row.public_id) not in MinutesRevision.objects.get(pk=revision.pk).personal
