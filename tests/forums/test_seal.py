"""Opening the seal: a manager, a reason, a second person; once, on screen, on the record before it is shown."""

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.models import Membership, TwoPersonAct
from accounts.services import SecondPersonMissing, allow_act
from common.models import AuditEntry
from forums.models import OutputSpeaker
from forums.services import seal as service
from participants.models import Person

from ..factories import AttendanceFactory, MinutesFactory, OutputFactory, PersonFactory

pytestmark = pytest.mark.django_db

NAME = "Test speaker under seal"


@pytest.fixture
def output(world):
    """An approved one with its sealed speaker."""
    minutes = MinutesFactory(forum__programme=world.programme, state="approved", revision=1)
    output = OutputFactory(minutes=minutes)
    person = AttendanceFactory(forum=minutes.forum, person__name_en=NAME).person
    OutputSpeaker.objects.create(output=output, person=str(person.public_id), sealed_at=output.created_at)
    return output


@pytest.fixture
def allowed(world, output):
    """The second manager's word for the manager."""
    request = service.ask_to_open_seal(actor=world.manager, output=output, reason="سبب تجريبي", path="/")
    return allow_act(actor=world.second_manager, request=request)


def url(output, name="seal"):
    return reverse(f"forums:{name}", args=[output.public_id])


def text(answer):
    return answer.content.decode()


def test_the_whole_way_through_the_pages(world, output, as_role):
    manager, second = as_role("manager"), as_role("second_manager")
    record = text(manager.get(reverse("forums:detail", args=[output.minutes.forum.public_id])))
    assert url(output) in record
    assert "Ask a second person" in text(manager.get(url(output)))
    manager.post(url(output, "ask_seal"), {"note": ""})
    assert not TwoPersonAct.objects.exists()
    manager.post(url(output, "ask_seal"), {"note": "شكوى تجريبية"})
    request = TwoPersonAct.objects.get()
    assert (request.act, request.subject, request.programme) == (
        "open_seal",
        output.public_id,
        world.programme.public_id,
    )
    assert "It waits for a second person." in text(manager.get(url(output)))
    assert NAME not in text(manager.post(url(output), follow=True))
    second.post(reverse("second_person_allow", args=[request.public_id]), {"version": request.version})
    assert NAME not in text(manager.get(url(output)))
    assert NAME not in text(second.post(url(output), follow=True)), "the word is for the one who asked"
    shown = manager.post(url(output))
    assert NAME in text(shown)
    assert "no-store" in shown["Cache-Control"]
    again = text(manager.post(url(output), follow=True))
    assert NAME not in again
    assert "it was opened already" in again


def test_it_stands_on_the_record_without_the_person(world, output, allowed):
    person = OutputSpeaker.objects.get().person
    service.open_seal(actor=world.manager, output=output)
    entry = AuditEntry.objects.get(action="forums.open_seal")
    assert (entry.actor, entry.subject) == (world.manager.public_id, output.public_id)
    assert entry.details["request"] == str(allowed.public_id)
    recorded = str(list(AuditEntry.objects.values_list("details", flat=True)))
    assert person not in recorded
    assert NAME not in recorded
    assert "سبب تجريبي" not in recorded


def test_the_record_is_written_before_anything_is_deciphered(world, output, allowed, monkeypatch):
    found = []
    behind = service._name_behind
    monkeypatch.setattr(
        service,
        "_name_behind",
        lambda key: found.append(AuditEntry.objects.filter(action="forums.open_seal").count()) or behind(key),
    )
    with translation.override("en"):
        assert service.open_seal(actor=world.manager, output=output) == NAME
    assert found == [1]


@pytest.mark.usefixtures("allowed")
def test_without_its_key_the_page_says_so_and_the_word_still_holds(output, as_role, tmp_path, settings):
    settings.KEYRING_SPEAKERS_FILE = tmp_path / "elsewhere"
    manager = as_role("manager")
    for answer in (manager.get(url(output)), manager.post(url(output), follow=True)):
        assert answer.status_code == 200
        assert "The key of the speakers is not on this machine" in text(answer)
        assert "Open the seal once" not in text(answer)
    assert not AuditEntry.objects.filter(action="forums.open_seal").exists()
    settings.KEYRING_SPEAKERS_FILE = None
    assert NAME in text(manager.post(url(output)))


def test_a_word_that_ran_out_opens_nothing(world, output, allowed):
    TwoPersonAct.objects.update(decided_at=allowed.decided_at - TwoPersonAct.VALID)
    with pytest.raises(SecondPersonMissing):
        service.open_seal(actor=world.manager, output=output)


def test_the_word_is_for_one_output(world, output, allowed):
    other = OutputFactory(minutes=output.minutes)
    OutputSpeaker.objects.create(
        output=other, person=str(PersonFactory().public_id), sealed_at=other.created_at
    )
    with pytest.raises(SecondPersonMissing):
        service.open_seal(actor=world.manager, output=other)
    with translation.override("en"):
        assert service.open_seal(actor=world.manager, output=output) == NAME


def test_a_second_key_can_be_the_second_person(world, output):
    Membership.objects.filter(user=world.second_manager).delete()
    Membership.objects.filter(user=world.staff).update(is_second_key=True)
    request = service.ask_to_open_seal(actor=world.manager, output=output, reason="سبب", path="/")
    allow_act(actor=world.staff, request=request)
    with translation.override("en"):
        assert service.open_seal(actor=world.manager, output=output) == NAME


def test_where_nobody_could_be_the_second_the_page_says_so(world, output, as_role):
    Membership.objects.filter(user=world.second_manager).delete()
    page = text(as_role("manager").get(url(output)))
    assert "this programme has none" in page
    assert "Ask a second person" not in page


def test_a_draft_has_no_seal_to_open(world, output):
    OutputSpeaker.objects.update(sealed_at=None)
    for act in (
        lambda: service.ask_to_open_seal(actor=world.manager, output=output, reason="سبب", path="/"),
        lambda: service.open_seal(actor=world.manager, output=output),
    ):
        with pytest.raises(service.NothingSealed):
            act()


def test_it_follows_a_merge_and_names_nobody_erased(world, output, allowed):
    person = Person.objects.get(name_en=NAME)
    person.merged_into = PersonFactory(name_en="Kept after the merge")
    person.save()
    erased = PersonFactory(name_ar="", known_as="", erased_at=output.created_at)
    with translation.override("en"):
        assert service.open_seal(actor=world.manager, output=output) == "Kept after the merge"
        assert service._name_behind(str(erased.public_id)) == "erased person"
    assert service._name_behind("00000000-0000-4000-8000-000000000000") == ""


def test_only_managers_see_that_there_is_a_seal(output, as_role):
    record = reverse("forums:detail", args=[output.minutes.forum.public_id])
    assert url(output) not in text(as_role("staff").get(record))
