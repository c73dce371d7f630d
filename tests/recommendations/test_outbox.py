"""Messages on their way: written with the act, sent once, never claimed without a receipt; and their pages."""

import re
import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from common.background import MAX_ATTEMPTS
from common.models import AuditEntry
from recommendations.models import KindRead, OutboxMessage
from recommendations.services import delivery
from recommendations.services.delivery import deliver, sweep_messages
from recommendations.services.outbox import hand_over_on_paper, send_again
from tests import factories

pytestmark = pytest.mark.django_db

LIMIT = timedelta(minutes=10)


@pytest.fixture
def reader(world):
    """The institution's reviewer, with an address."""
    world.reviewer.email = "reader@example.org"
    world.reviewer.language = "ar"
    world.reviewer.save()
    return world.reviewer


@pytest.fixture
def message(world, reader):
    """One message that waits for the reviewer; a manager has read its kind."""
    KindRead.objects.create(programme=world.programme, kind="answer_awaited", read_by=world.manager)
    return factories.OutboxMessageFactory(
        programme=world.programme, institution=world.institution, recipient=reader
    )


def run(message):
    """Deliver it as its task does; the row as stored."""
    deliver(public_id=str(message.public_id))
    message.refresh_from_db()
    return message


def server_says(monkeypatch, error, *, when="send_messages"):
    """Let the mail server answer with an error."""

    def refuse(self, *args):
        raise error

    monkeypatch.setattr(f"django.core.mail.backends.locmem.EmailBackend.{when}", refuse)


def age(message, **how):
    """Make it look untouched for so long."""
    then = timezone.now() - timedelta(**how)
    OutboxMessage.objects.filter(pk=message.pk).update(updated_at=then)


def tasks():
    """Public ids that waiting tasks are about."""
    return [task.args_kwargs["args"][0] for task in DBTaskResult.objects.ready()]


def test_the_task_is_written_with_the_act_or_not_at_all(world, ready, reader):
    recommendation = ready(supporting=[factories.InstitutionFactory()])
    address = reverse("recommendations:send", args=[recommendation.public_id])
    with transaction.atomic():
        from recommendations.services.sending import send_recommendation

        send_recommendation(
            actor=world.manager, recommendation=recommendation, expected=recommendation.version
        )
        mailed = OutboxMessage.objects.get(recipient=reader)
        assert tasks() == [str(mailed.public_id)], "paper needs no task"
        transaction.set_rollback(True)
    assert not OutboxMessage.objects.exists()
    assert not DBTaskResult.objects.exists()
    assert address


def test_it_is_sent_once(message):
    sent = run(message)
    assert (sent.state, sent.attempts) == ("sent", 1)
    assert sent.sent_at is not None
    assert run(message).state == "sent"
    assert len(mail.outbox) == 1


def test_a_mail_holds_a_link_and_nothing_else(world, message, sent):
    recommendation = sent()
    message.path = reverse("recommendations:detail", args=[recommendation.public_id])
    message.save()
    run(message)
    (letter,) = mail.outbox
    html, kind = letter.alternatives[0]
    assert kind == "text/html"
    assert letter.to == ["reader@example.org"]
    assert letter.extra_headers["Message-ID"] == f"<{message.public_id}@localhost>"
    everything = letter.subject + letter.body + html
    assert "يُنتظر ردّكم" in letter.subject
    for part in (letter.body, html):
        assert "An answer is awaited from you." in part
        assert f"http://localhost:8000{message.path}" in part
    hidden = [
        *(recommendation.text, "TST", world.institution.name_ar, world.institution.name_en),
        *(world.programme.title_ar, world.reviewer.display_name, world.manager.display_name),
    ]
    assert [word for word in hidden if word and word in everything] == []


def test_the_reader_s_language_comes_first(message, reader):
    reader.language = "en"
    reader.save()
    run(message)
    assert mail.outbox[0].subject == "Muntada: An answer is awaited from you."
    assert mail.outbox[0].body.index("An answer") < mail.outbox[0].body.index("يُنتظر")


@pytest.mark.parametrize("lack", ["address", "account", "membership", "active", "server"])
def test_what_cannot_be_mailed_waits_with_its_link(message, reader, settings, lack):
    if lack == "address":
        reader.email = ""
        reader.save()
    elif lack == "account":
        OutboxMessage.objects.update(recipient=None)
    elif lack == "membership":
        reader.memberships.update(ended_at=timezone.now())
    elif lack == "active":
        reader.is_active = False
        reader.save()
    else:
        settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    waiting = run(message)
    assert (waiting.state, waiting.attempts) == ("waiting", 0)
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("error", "when", "state"),
    [
        (ConnectionRefusedError(), "open", "waiting"),
        (smtplib.SMTPAuthenticationError(535, b"no"), "open", "waiting"),
        (smtplib.SMTPRecipientsRefused({"reader@example.org": (450, b"later")}), "send_messages", "waiting"),
        (smtplib.SMTPRecipientsRefused({"reader@example.org": (550, b"who?")}), "send_messages", "failed"),
        (smtplib.SMTPDataError(451, b"later"), "send_messages", "waiting"),
        (smtplib.SMTPSenderRefused(550, b"no", "a@b"), "send_messages", "failed"),
        (smtplib.SMTPServerDisconnected("gone"), "send_messages", "uncertain"),
        (TimeoutError(), "send_messages", "uncertain"),
    ],
)
def test_what_the_server_says(message, monkeypatch, caplog, error, when, state):  # noqa: PLR0917
    server_says(monkeypatch, error, when=when)
    assert run(message).state == state
    assert message.sent_at is None
    waiting = DBTaskResult.objects.all()
    assert [task.run_after > timezone.now() for task in waiting] == ([True] if state == "waiting" else [])
    assert "example.org" not in caplog.text


def test_a_server_that_is_always_away_is_given_up(message, monkeypatch):
    server_says(monkeypatch, ConnectionRefusedError(), when="open")
    states = [run(message).state for _ in range(MAX_ATTEMPTS)]
    assert states == ["waiting", "waiting", "failed"]
    assert run(message).attempts == MAX_ATTEMPTS


def test_who_finds_it_being_sent_does_not_send_it(message, monkeypatch):
    class Killed(BaseException):
        pass

    server_says(monkeypatch, Killed())
    with pytest.raises(Killed):
        deliver(public_id=str(message.public_id))
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("sending", 1)
    monkeypatch.undo()
    assert run(message).state == "uncertain"
    assert run(message).state == "uncertain"
    assert mail.outbox == []


def test_the_sweep_marks_what_nobody_saw_the_end_of(message):
    OutboxMessage.objects.filter(pk=message.pk).update(state="sending")
    sweep_messages(stuck_after=LIMIT)
    message.refresh_from_db()
    assert message.state == "sending"
    age(message, minutes=11)
    sweep_messages(stuck_after=LIMIT)
    message.refresh_from_db()
    assert message.state == "uncertain"


def test_the_sweep_wakes_what_has_no_task_once(message, settings):
    age(message, minutes=11)
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    sweep_messages(stuck_after=LIMIT)
    assert tasks() == []
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    sweep_messages(stuck_after=LIMIT)
    sweep_messages(stuck_after=LIMIT)
    assert tasks() == [str(message.public_id)]
    DBTaskResult.objects.all().delete()
    OutboxMessage.objects.update(created_at=timezone.now() - delivery.FORGOTTEN_AFTER)
    sweep_messages(stuck_after=LIMIT)
    assert tasks() == [], "an old one waits for a person"


def test_a_message_whose_task_was_given_up_is_shown_as_failed(message):
    age(message, minutes=11)
    delivery.deliver_message.enqueue(str(message.public_id))
    DBTaskResult.objects.update(status="FAILED", worker_ids=["a", "b", "c"])
    sweep_messages(stuck_after=LIMIT)
    message.refresh_from_db()
    assert message.state == "failed"


def test_a_manager_settles_it_and_it_is_on_the_record(world, message):
    hand_over_on_paper(actor=world.manager, message=message, expected=1)
    entry = AuditEntry.objects.order_by("-id").first()
    assert (entry.action, entry.actor) == (
        "recommendations.outboxmessage.hand_over_on_paper",
        world.manager.public_id,
    )
    assert run(message).state == "printed"
    assert mail.outbox == []


def test_sending_again_gives_new_attempts_and_the_same_message_id(world, message, monkeypatch):
    server_says(monkeypatch, TimeoutError())
    assert run(message).state == "uncertain"
    monkeypatch.undo()
    send_again(actor=world.manager, message=message, expected=message.version)
    assert tasks() == [str(message.public_id)]
    assert (message.state, message.attempts) == ("waiting", 0)
    assert run(message).state == "sent"


def test_the_list_shows_what_is_not_settled(as_role, world, message):
    settled = factories.OutboxMessageFactory(programme=world.programme, state="sent")
    foreign = factories.OutboxMessageFactory(programme=world.other_programme)
    for role in ("staff", "manager"):
        page = as_role(role).get(reverse("recommendations:outbox")).content.decode()
        assert str(message.public_id) in page
        assert str(settled.public_id) not in page
        everything = as_role(role).get(reverse("recommendations:outbox") + "?all=1").content.decode()
        assert str(settled.public_id) in everything
        assert str(foreign.public_id) not in page + everything


def test_the_slip_carries_the_link_and_staff_cannot_settle(as_role, world, message):
    path = reverse("recommendations:outbox_message", args=[message.public_id])
    page = as_role("staff").get(path).content.decode()
    slip = re.search(r'<section class="sheet">(.*?)</section>', page, re.DOTALL).group(1)
    assert f"http://localhost:8000{message.path}" in slip
    assert "data:image/svg+xml" in slip
    assert "An answer is awaited from you." in slip
    for hidden in (world.institution.name_en, world.institution.name_ar, str(world.reviewer)):
        assert hidden in page or not hidden or hidden == world.institution.name_ar
        assert not hidden or hidden not in slip
    assert "handed-over" not in page
    assert "handed-over" in as_role("manager").get(path).content.decode()


def test_a_second_click_does_nothing_twice(as_role, message):
    client = as_role("manager")
    path = reverse("recommendations:hand_over", args=[message.public_id])
    client.post(path, {"version": 1})
    before = AuditEntry.objects.count()
    again = client.post(path, {"version": 1}, follow=True)
    assert "nothing was done twice" in again.content.decode()
    assert AuditEntry.objects.count() == before
