"""Several at once: shown by institution before anything goes, all or none; and no kind of message goes unread."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from common.models import AuditEntry
from common.versions import StaleVersion
from recommendations.models import KindRead, OutboxMessage, Recommendation
from recommendations.services.delivery import deliver
from recommendations.services.kinds import confirm_kind, unread_kinds
from recommendations.services.several import parcels, send_several, sendable
from tests import factories

pytestmark = pytest.mark.django_db

PATH = "/recommendations/send/"


@pytest.fixture
def three(world):
    """Three that are ready: two to the institution, of which one goes to another by copy; the third to that one."""
    world.reviewer.email = "reader@example.org"
    world.reviewer.save()
    rows = [factories.RecommendationFactory(programme=world.programme) for _ in range(3)]
    bodies = [world.institution, world.institution, world.other_institution]
    for row, body in zip(rows, bodies, strict=True):
        factories.AddresseeFactory(recommendation=row, institution=body, state="ready")
    copied = factories.InstitutionFactory(name_en="Told by copy")
    factories.AddresseeFactory(recommendation=rows[0], institution=copied, state="ready", part="copy")
    return rows


def seen(rows):
    return [(Recommendation.objects.get(pk=row.pk), row.version) for row in rows]


def test_all_of_them_go(world, three):
    sent = send_several(actor=world.manager, seen=seen(three))
    assert [row.number for row in sent] == [1, 2, 3]
    assert OutboxMessage.objects.filter(kind="answer_awaited").count() == 3


@pytest.mark.parametrize("fault", ["guess", "stale"])
def test_or_none(world, three, fault):
    chosen = seen(three)
    if fault == "guess":
        three[2].addressees.update(is_guess=True)
    else:
        chosen[2] = (chosen[2][0], 7)
    before = AuditEntry.objects.count()
    with pytest.raises((ValidationError, StaleVersion)):
        send_several(actor=world.manager, seen=chosen)
    assert not Recommendation.objects.filter(number__isnull=False).exists()
    assert not OutboxMessage.objects.exists()
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize("role", ["staff", "reviewer", "foreign_manager", "superuser"])
def test_a_manager_alone(world, three, role):
    with pytest.raises(PermissionDenied):
        send_several(actor=world.users[role], seen=seen(three))


def test_what_each_institution_gets(world, three):
    found = {parcel.institution: parcel for parcel in parcels(list(sendable(world.manager)))}
    own = found[world.institution]
    assert (len(own.asks), own.to_answer, own.accounts, own.mailed) == (2, 2, 1, 1)
    other = found[world.other_institution]
    assert (len(other.asks), other.accounts, other.mailed) == (1, 1, 0)
    copied = next(parcel for body, parcel in found.items() if body.name_en == "Told by copy")
    assert (copied.to_answer, copied.accounts) == (0, 0)


def test_by_the_page(world, three, as_role):
    foreign = factories.RecommendationFactory(programme=world.other_programme)
    factories.AddresseeFactory(recommendation=foreign, state="ready")
    client = as_role("manager")
    page = client.get(PATH).content.decode()
    assert all(str(row.public_id) in page for row in three)
    assert str(foreign.public_id) not in page
    query = "?" + "&".join(f"r={row.public_id}" for row in (*three[:2], foreign))
    shown = client.get(PATH + query).content.decode()
    assert "What goes to whom" in shown
    assert "By e-mail to 1 account." in shown
    assert "Told by copy" in shown
    assert (
        f"{reverse('recommendations:correspondence', args=[world.institution.public_id])}?programme=" in shown
    )
    assert "Nobody has read this kind of message yet" in shown
    assert str(three[2].public_id) not in shown
    data = {"r": [f"{row.public_id}:{row.version}" for row in three[:2]]}
    done = client.post(PATH, data, follow=True).content.decode()
    assert "Sent: 2 recommendations." in done
    again = client.post(PATH, data, follow=True).content.decode()
    assert "Nothing was sent" in again
    assert Recommendation.objects.filter(number__isnull=False).count() == 2


def test_nothing_goes_to_an_official_before_a_manager_has_read_its_kind(world, three, as_role):
    send_several(actor=world.manager, seen=seen(three[:1]))
    message = OutboxMessage.objects.get(recipient=world.reviewer)
    assert deliver(public_id=str(message.public_id)) == "waiting"
    assert mail.outbox == []
    client = as_role("manager")
    page = client.get(reverse("recommendations:outbox")).content.decode()
    assert "To be read before any of them goes" in page
    assert "An answer is awaited from you." in page
    assert "يُنتظر ردّكم" in page
    assert "confirm" not in as_role("staff").get(reverse("recommendations:outbox")).content.decode()
    DBTaskResult.objects.all().delete()
    path = reverse("recommendations:confirm_kind", args=[world.programme.public_id])
    client.post(path, {"kind": "answer_awaited"})
    client.post(path, {"kind": "answer_awaited"})
    assert KindRead.objects.get().read_by == world.manager
    assert [task.args_kwargs["args"][0] for task in DBTaskResult.objects.all()] == [str(message.public_id)]
    assert deliver(public_id=str(message.public_id)) == "sent"
    assert unread_kinds([world.programme.pk]) == {}


def test_one_programme_s_reading_is_no_other_s(world, three):
    with pytest.raises(PermissionDenied):
        confirm_kind(actor=world.manager, programme=world.other_programme, kind="answer_awaited")
    confirm_kind(actor=world.foreign_manager, programme=world.other_programme, kind="answer_awaited")
    send_several(actor=world.manager, seen=seen(three[:1]))
    assert unread_kinds([world.programme.pk]) == {(world.programme.pk, "answer_awaited"): 1}


def test_what_the_office_is_told_needs_no_reading(world):
    world.manager.email = "manager@example.org"
    world.manager.save()
    message = factories.OutboxMessageFactory(
        programme=world.programme, kind="answer_arrived", recipient=world.manager
    )
    assert deliver(public_id=str(message.public_id)) == "sent"
    with pytest.raises(ValueError, match="answer_arrived"):
        confirm_kind(actor=world.manager, programme=world.programme, kind="answer_arrived")


def test_ready_words_hold_no_names_and_no_content(world, three, as_role):
    send_several(actor=world.manager, seen=seen(three[:1]))
    message = OutboxMessage.objects.get(recipient=world.reviewer)
    page = as_role("staff").get(reverse("recommendations:outbox_message", args=[message.public_id]))
    texts = page.context["ready"]
    assert [one.way for one in texts] == ["letter", "mail", "whatsapp"]
    for one in texts:
        assert message.link in one.text
        for hidden in (three[0].text, world.institution.name_en, world.programme.title_en, "TST"):
            assert hidden not in one.text
