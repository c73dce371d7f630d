"""Meetings to come: arranging them, who is invited, and who knows of them ahead."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from common.models import AuditEntry
from common.versions import StaleVersion
from forums.models import Forum
from forums.services import planning
from forums.services.writing import MinutesClosed

from ..factories import ForumInvitationFactory, InstitutionFactory, MinutesFactory

pytestmark = pytest.mark.django_db

DAY = datetime.date(2022, 7, 1)


@pytest.fixture
def forum(world):
    day = timezone.localdate() + datetime.timedelta(days=9)
    return MinutesFactory(
        forum__programme=world.programme, forum__date=day, forum__venue="قاعة المدينة"
    ).forum


def plan(actor, forum, **fields):
    return planning.plan_meeting(actor=actor, forum=forum, expected=forum.version, **fields)


def agenda_of(forum):
    return [(row.title, row.open_to_media) for row in forum.agenda.all()]


def knows(user):
    """Titles of what the account knows ahead; as with its next request."""
    return list(Forum.objects.announced_to(User.objects.get(pk=user.pk)))


def test_a_manager_arranges_a_meeting(world, forum):
    plan(world.manager, forum, venue="قاعة أخرى", agenda=[("افتتاح", True), ("نقاش", False)])
    forum.refresh_from_db()
    assert (forum.venue, forum.version) == ("قاعة أخرى", 2)
    assert agenda_of(forum) == [("افتتاح", True), ("نقاش", False)]
    plan(world.staff, forum, agenda=[("نقاش", False)])
    assert agenda_of(forum) == [("نقاش", False)]
    assert AuditEntry.objects.filter(action="forums.plan_meeting", subject=forum.public_id).count() == 2


def test_an_older_sight_and_closed_minutes_are_not_written(world, forum):
    with pytest.raises(StaleVersion):
        planning.plan_meeting(actor=world.staff, forum=forum, expected=7, venue="قاعة")
    closed = MinutesFactory(forum__programme=world.programme, state="submitted").forum
    with pytest.raises(MinutesClosed):
        plan(world.staff, closed, venue="قاعة")


@pytest.mark.parametrize("name", ["donor", "auditor", "reviewer", "administrator", "foreign_staff"])
def test_nobody_else_arranges(world, forum, name):
    with pytest.raises(PermissionDenied):
        plan(world.users[name], forum, venue="قاعة")


def test_whoever_leaves_the_list_loses_the_invitation(world, forum):
    other = InstitutionFactory()
    plan(world.staff, forum, institutions=[world.institution, other])
    assert {row.institution for row in forum.invitations.all()} == {world.institution, other}
    assert knows(world.reviewer) == [], "to stand on the list tells nobody"
    planning.mark_invited(
        actor=world.staff, invitation=forum.invitations.get(institution=world.institution), day=DAY
    )
    assert knows(world.reviewer) == [forum]
    plan(world.staff, forum, institutions=[other])
    assert knows(world.reviewer) == []


def test_who_knows_ahead(world, forum):
    ForumInvitationFactory(forum=forum, institution=world.institution)
    knowing = {name for name, user in world.users.items() if forum in knows(user)}
    assert knowing == {"manager", "second_manager", "staff", "no_second_factor", "reviewer"}


@pytest.mark.parametrize(
    ("days", "ago", "coming"), [(1, 0, True), (1, 1, False), (3, 2, True), (3, 3, False)]
)
def test_an_invitation_ends_with_the_last_day(world, days, ago, coming):
    day = timezone.localdate() - datetime.timedelta(days=ago)
    forum = MinutesFactory(forum__programme=world.programme, forum__date=day, forum__days=days).forum
    ForumInvitationFactory(forum=forum, institution=world.institution)
    assert knows(world.reviewer) == ([forum] if coming else [])


def test_an_archived_programme_invites_nobody(world, forum):
    ForumInvitationFactory(forum=forum, institution=world.institution)
    type(world.programme).objects.filter(pk=world.programme.pk).update(archived_at=timezone.now())
    assert knows(world.reviewer) == []


def test_a_reply_needs_an_invitation_and_a_delegate_needs_a_yes(world, forum):
    invitation = ForumInvitationFactory(forum=forum, institution=world.institution, invited_on=None)
    reply = {"actor": world.staff, "invitation": invitation, "replied_on": DAY}
    with pytest.raises(ValidationError):
        planning.record_reply(**reply, reply="coming")
    planning.mark_invited(actor=world.staff, invitation=invitation, day=DAY)
    with pytest.raises(ValidationError):
        planning.record_reply(**reply, reply="declined", delegate="العقيد التجريبي")
    planning.record_reply(**reply, reply="coming", delegate="العقيد التجريبي")
    invitation.refresh_from_db()
    assert (invitation.reply, invitation.delegate) == ("coming", "العقيد التجريبي")


def test_the_page_of_arrangements(world, forum, as_role):
    client, path = as_role("manager"), reverse("forums:plan", args=[forum.public_id])
    typed = {
        "version": forum.version, "date": "15/9/2026", "days": "٢", "starts_at": "٩:٣٠", "venue": "فندق تجريبي",
        "order_0": "2", "title_0": "نقاش", "order_1": "1", "title_1": "افتتاح", "open_1": "on", "title_2": "",
        "institutions": ["BODY"],
    }  # fmt: skip
    assert client.post(path, typed).status_code == 302
    forum.refresh_from_db()
    assert (forum.date, forum.days, forum.starts_at) == (datetime.date(2026, 9, 15), 2, datetime.time(9, 30))
    assert agenda_of(forum) == [("افتتاح", True), ("نقاش", False)]
    page = client.get(path).content.decode()
    assert "فندق تجريبي" in page
    assert page.index("افتتاح") < page.index("نقاش")


def test_a_date_outside_the_programme_leads_to_its_decision(world, forum, as_role):
    path = reverse("forums:plan", args=[forum.public_id])
    answer = as_role("staff").post(path, {"version": forum.version, "date": "1/1/2031"})
    assert answer["Location"] == reverse("forums:decide_date", args=[forum.public_id])


def test_what_a_representative_reads_of_a_meeting(world, forum, as_role):
    forum.agenda.create(title="افتتاح", open_to_media=True)
    other = InstitutionFactory(name_ar="جهة مدعوة أخرى", name_en="Another invited body")
    ForumInvitationFactory(forum=forum, institution=world.institution, delegate="العقيد التجريبي")
    ForumInvitationFactory(forum=forum, institution=other)
    page = as_role("reviewer").get(reverse("forums:invited")).content.decode()
    for shown in (forum.title_en, "قاعة المدينة", "افتتاح", "open to the media"):
        assert shown in page
    for hidden in (other.name_en, other.name_ar, "العقيد التجريبي"):
        assert hidden not in page
    page = as_role("foreign_reviewer").get(reverse("forums:invited")).content.decode()
    assert forum.title_en not in page
    assert "قاعة المدينة" not in page
