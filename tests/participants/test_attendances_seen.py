"""Of somebody who came to two programmes, each office sees what he was in its own, and no more."""

import pytest

from participants.services.directory import listed, people_of
from participants.services.holders import posts_of, who_may_speak_for
from participants.services.posts import attendances_seen
from tests.factories import AttendanceFactory, ForumFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(world):
    """A clerk here, and there a guard who came for an institution."""
    found = PersonFactory(name_ar="سالم تجربة المكانين")
    own, foreign = (ForumFactory(programme=one) for one in (world.programme, world.other_programme))
    AttendanceFactory(forum=own, person=found, post="كاتب تجريبي", institution=None)
    AttendanceFactory(forum=foreign, person=found, post="حارس تجريبي", institution=world.institution)
    return found


#: reader → the posts that he knows of
KNOWN = {"staff": ["كاتب تجريبي"], "manager": ["كاتب تجريبي"], "foreign_staff": ["حارس تجريبي"]}


@pytest.mark.parametrize("reader", KNOWN)
def test_posts(world, person, reader):
    user = world.users[reader]
    assert [row.post for row in attendances_seen(user=user, people=[person.pk])] == KNOWN[reader]
    line = listed(user=user, people=people_of(user=user))[0]
    assert (line.last.post, len(line.forums)) == (KNOWN[reader][0], 1)
    held = [post.title for post in posts_of(user=user, institution=world.institution)]
    assert held == (KNOWN[reader] if reader == "foreign_staff" else [])


@pytest.mark.parametrize(
    ("reader", "offered"), [("staff", False), ("manager", False), ("foreign_staff", True)]
)
def test_who_came_for_an_institution_elsewhere_is_not_offered_as_its_speaker(world, person, reader, offered):
    found = who_may_speak_for(user=world.users[reader], institution=world.institution)
    assert list(found) == ([person] if offered else [])
