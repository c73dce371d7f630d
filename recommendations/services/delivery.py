"""Handing messages to the mail server: never twice by itself, and never a claim that was not seen to be true.

The machine walks here, so nobody is asked for a right and nothing goes into the audit record: the row tells.
"""

import logging
import smtplib
from datetime import timedelta

from django.core.mail import get_connection
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import Membership
from common.background import MAX_ATTEMPTS, has_task
from common.mail import mail_is_configured
from common.versions import StaleVersion
from common.workflow import NotAllowedHere, walk_by_machine
from recommendations.mail import email_for
from recommendations.models import KindRead, OutboxMessage
from recommendations.states import MESSAGES
from recommendations.tasks import deliver_message

logger = logging.getLogger(__name__)

State = OutboxMessage.State
#: Before the second try of a message that the server put off, then twice as long.
TRY_AGAIN_AFTER = timedelta(minutes=5)
#: A message without a task that is older waits for a person: nobody wants last month's mail today.
FORGOTTEN_AFTER = timedelta(days=7)


def deliver(*, public_id: str) -> str:
    """Send one message if it waits and can be sent; the state that it is left in.

    Not inside a transaction: that it is being sent is committed before the server hears of it. Whoever finds it
    so was not there when it went: the worker that did was killed, so it is uncertain.
    """
    message = OutboxMessage.objects.select_related("recipient").get(public_id=public_id)
    if message.state == State.SENDING:
        _walk(message, "lost_sight")
    if message.state != State.WAITING or not can_be_mailed(message):
        return str(message.state)
    mail = email_for(message)
    message.attempts += 1
    with transaction.atomic(durable=True):
        if not _walk(message, "hand_over", fields=["attempts"]):
            return str(message.state)
    outcome = _hand_over(message, mail)
    with transaction.atomic():
        if outcome == "delivered":
            message.sent_at = timezone.now()
        elif outcome == "try_later" and message.attempts >= MAX_ATTEMPTS:
            outcome = "refused"
        if _walk(message, outcome, fields=["sent_at"]) and outcome == "try_later":
            pause = TRY_AGAIN_AFTER * 2 ** (message.attempts - 1)
            deliver_message.using(run_after=timezone.now() + pause).enqueue(str(message.public_id))
    return str(message.state)


def can_be_mailed(message) -> bool:
    """Whether there is a mail server, an address, still a right to what the link leads to; and, of what goes to
    officials, whether a manager has read what such a message says."""
    reader = message.recipient
    if reader is None or not reader.email or not reader.is_active or not mail_is_configured():
        return False
    if (
        message.kind in OutboxMessage.OFFICIAL
        and not KindRead.objects.filter(programme=message.programme_id, kind=message.kind).exists()
    ):
        return False
    place = Q(programme=message.programme_id) | Q(institution=message.institution_id)
    return Membership.objects.current().filter(place, user=reader).exists()


def sweep_messages(*, stuck_after: timedelta) -> None:
    """Say of messages whose sending nobody saw the end of that they are uncertain; wake those without a task."""
    untouched = OutboxMessage.objects.filter(updated_at__lt=timezone.now() - stuck_after)
    for message in untouched.filter(state=State.SENDING):
        if not has_task(deliver_message.module_path, str(message.public_id)):
            _walk(message, "lost_sight")
    if not mail_is_configured():
        return
    waiting = untouched.filter(state=State.WAITING, created_at__gt=timezone.now() - FORGOTTEN_AFTER)
    for message in waiting.exclude(recipient=None).exclude(recipient__email="").select_related("recipient"):
        key = str(message.public_id)
        if not can_be_mailed(message) or has_task(deliver_message.module_path, key):
            continue
        if has_task(deliver_message.module_path, key, given_up=True):
            _walk(message, "give_up")
        else:
            deliver_message.enqueue(key)


def _walk(message, action, fields=()) -> bool:
    """Walk; False where somebody was faster, and then `message` is as it stands now."""
    try:
        walk_by_machine(subject=message, action=action, table=MESSAGES, fields=fields)
    except (NotAllowedHere, StaleVersion):
        logger.warning("Message %s: somebody else was faster than «%s».", message.public_id, action)
        message.refresh_from_db()
        return False
    return True


def _hand_over(message, mail) -> str:
    """The action that says what the server did: delivered, try_later, refused or lost_sight."""
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        # Nothing was said about the message yet: it has surely not gone.
        return _told(message, error, "try_later")
    try:
        connection.send_messages([mail])
    except smtplib.SMTPRecipientsRefused as error:
        codes = {code for code, _text in error.recipients.values()}
        return _told(message, error, "refused" if min(codes) >= 500 else "try_later")
    except smtplib.SMTPResponseException as error:
        return _told(message, error, "refused" if error.smtp_code >= 500 else "try_later")
    except (OSError, smtplib.SMTPException) as error:
        # The line broke somewhere between the first word and the server's receipt.
        return _told(message, error, "lost_sight")
    finally:
        connection.close()
    return "delivered"


def _told(message, error, action) -> str:
    # The class alone: what servers say repeats the address.
    logger.warning("Message %s: %s, so «%s».", message.public_id, type(error).__name__, action)
    return action
