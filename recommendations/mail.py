"""The mail of an outbox message: what kind it is and a link, in both languages; no content, no names."""

from django.core.mail import EmailMultiAlternatives
from django.utils.translation import gettext

from common.mail import mail_in_both_languages
from recommendations.models import OutboxMessage

_LINES = {
    OutboxMessage.Kind.ANSWER_AWAITED: lambda: gettext("An answer is awaited from you."),
    OutboxMessage.Kind.ANSWER_ARRIVED: lambda: gettext("An answer has arrived."),
    OutboxMessage.Kind.ANSWER_DUE: lambda: gettext("Your answer is due soon."),
    OutboxMessage.Kind.ANSWER_LATE: lambda: gettext("Your answer is overdue."),
    OutboxMessage.Kind.DATE_MOVED: lambda: gettext("The date to answer by was moved."),
    OutboxMessage.Kind.MINUTES_DUE: lambda: gettext("Minutes of a meeting are still to be filed."),
    OutboxMessage.Kind.WORDS_SHOWN: lambda: gettext("There is something for you to look through."),
    OutboxMessage.Kind.WORDS_ANSWERED: lambda: gettext("Something that you asked about was looked through."),
    OutboxMessage.Kind.CLARIFICATION: lambda: gettext("A clarification was given; your answer is awaited."),
}


def line_for(message) -> str:
    """What it tells, one sentence in the language in force."""
    return str(_LINES[OutboxMessage.Kind(message.kind)]())


def email_for(message) -> EmailMultiAlternatives:
    """The mail to the recipient, his language first. Its Message-ID is the message's own, whoever retries."""
    return mail_in_both_languages(
        to=message.recipient.email,
        first=message.recipient.language,
        line=lambda: line_for(message),
        call=lambda: gettext("Open the link and sign in:"),
        link=message.link,
        message_id=str(message.public_id),
    )
