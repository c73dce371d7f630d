"""Archiving a programme by two persons, and taking it out by one with a reason."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, TwoPersonAct
from accounts.services import SecondPersonMissing, allow_act
from common.models import AuditEntry
from common.workflow import NotAllowedHere
from forums.services import archive as service
from forums.services.programmes import save_programme

from ..factories import AddresseeFactory, MinutesFactory, OutputFactory, RecommendationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(world):
    return world.programme


@pytest.fixture
def archived(world, programme):
    """Archived by the manager with the second manager's word."""
    request = service.ask_to_archive_programme(
        actor=world.manager, programme=programme, reason="انتهى", path="/"
    )
    allow_act(actor=world.second_manager, request=request)
    service.archive_programme(actor=world.manager, programme=programme)
    return programme


def url(programme, name="programme"):
    return reverse(f"forums:{name}", args=[programme.public_id])


def text(answer):
    return answer.content.decode()


def test_the_whole_way_through_the_pages(world, programme, as_role):
    manager, second = as_role("manager"), as_role("second_manager")
    MinutesFactory(forum__programme=programme)
    page = text(manager.get(url(programme)))
    assert "The minutes of 1 forum are not approved" in page
    assert "Archive the programme</button>" not in page
    manager.post(url(programme, "archive"))
    programme.refresh_from_db()
    assert programme.archived_at is None
    manager.post(url(programme, "ask_archive"), {"note": "انتهى البرنامج"})
    request = TwoPersonAct.objects.get()
    assert (request.act, request.subject, request.label) == ("archive_programme", programme.public_id, "TST")
    second.post(reverse("second_person_allow", args=[request.public_id]), {"version": request.version})
    assert "Archive the programme</button>" in text(manager.get(url(programme)))
    manager.post(url(programme, "archive"))
    programme.refresh_from_db()
    assert programme.archived_at is not None
    assert "archived" in text(manager.get(reverse("forums:programmes")))
    manager.post(url(programme, "unarchive"), {"note": " "})
    programme.refresh_from_db()
    assert programme.archived_at is not None
    manager.post(url(programme, "unarchive"), {"note": "لقاء متأخر"})
    programme.refresh_from_db()
    assert (programme.archived_at, programme.unarchived_because) == (None, "لقاء متأخر")


def test_both_acts_are_on_the_record_and_their_reasons_are_not(world, archived):
    service.unarchive_programme(actor=world.manager, programme=archived, reason="سبب سري")
    entries = AuditEntry.objects.filter(subject=archived.public_id)
    assert [entry.action for entry in entries] == ["forums.unarchive_programme", "forums.archive_programme"]
    assert "سبب سري" not in str(list(entries.values_list("details", flat=True)))


def test_it_takes_the_second_person_each_time(world, archived):
    service.unarchive_programme(actor=world.manager, programme=archived, reason="سبب")
    with pytest.raises(SecondPersonMissing):
        service.archive_programme(actor=world.manager, programme=archived)


def test_nothing_is_done_twice(world, archived):
    for act in (
        lambda: service.archive_programme(actor=world.manager, programme=archived),
        lambda: service.ask_to_archive_programme(
            actor=world.manager, programme=archived, reason="س", path="/"
        ),
    ):
        with pytest.raises(NotAllowedHere):
            act()


def test_where_nobody_could_be_the_second_the_page_says_so(world, programme, as_role):
    Membership.objects.filter(user=world.second_manager).delete()
    page = text(as_role("manager").get(url(programme)))
    assert "this programme has none" in page
    assert "Ask a second person" not in page


@pytest.mark.parametrize(
    "name", ["staff", "donor", "auditor", "administrator", "superuser", "foreign_manager"]
)
def test_nobody_but_its_managers_does_it(world, archived, name):
    with pytest.raises(PermissionDenied):
        service.unarchive_programme(actor=world.users[name], programme=archived, reason="سبب")


def test_its_settings_stay_as_they_are(world, archived):
    archived.title_en = "Another title"
    with pytest.raises(ValidationError):
        save_programme(actor=world.administrator, programme=archived)


def test_lists_leave_it_out_until_they_are_asked(world, archived, as_role):
    forum = MinutesFactory(forum__programme=archived).forum
    recommendation = RecommendationFactory(programme=archived, number=1, sources=[OutputFactory()])
    AddresseeFactory(recommendation=recommendation, institution=world.institution, sent=True)
    lists = {"forums:list": forum, "recommendations:list": recommendation}
    for name, row in lists.items():
        client, address = as_role("staff"), reverse(name)
        assert str(row.public_id) not in text(client.get(address))
        for query in ("archived=on", f"programme={archived.public_id}"):
            page = text(client.get(f"{address}?{query}"))
            assert str(row.public_id) in page
            assert '<span class="chip plain">archived</span>' in page
    page = text(as_role("reviewer").get(reverse("recommendations:list") + "?archived=on"))
    assert str(recommendation.public_id) in page


def test_the_box_is_there_only_where_something_is_archived(world, programme, as_role):
    for name in ("forums:list", "recommendations:list"):
        assert 'name="archived"' not in text(as_role("staff").get(reverse(name) + "?q=x"))
    programme.archived_at = timezone.now()
    programme.save()
    assert 'name="archived"' in text(as_role("staff").get(reverse("forums:list") + "?q=x"))
    assert 'name="archived"' not in text(as_role("foreign_staff").get(reverse("forums:list") + "?q=x"))


@pytest.mark.parametrize("name", ["manager", "staff", "reviewer"])
def test_nobody_is_waited_for_in_it(world, archived, as_role, name):
    recommendation = RecommendationFactory(programme=archived, number=1, sources=[OutputFactory()])
    addressee = AddresseeFactory(recommendation=recommendation, institution=world.institution, sent=True)
    type(addressee).objects.update(answer_due_on="2022-01-02")
    MinutesFactory(forum__programme=archived, state="submitted", submitted_by=world.staff)
    page = text(as_role(name).get(reverse("home")))
    assert reverse("recommendations:answer", args=[addressee.public_id]) not in page
    assert str(recommendation.public_id) not in page
    if name != "reviewer":
        assert "This programme is archived" in page


def test_its_pages_say_that_it_is_archived(world, archived, as_role):
    forum = MinutesFactory(forum__programme=archived).forum
    page = text(as_role("staff").get(reverse("forums:detail", args=[forum.public_id])))
    assert '<span class="chip plain">archived</span>' in page
    assert "Continue writing" not in page
