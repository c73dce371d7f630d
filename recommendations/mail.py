"""The mail of an outbox message: what kind it is and a link, in both languages; no content, no names."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext, override

from recommendations.models import OutboxMessage

_LINES = {
    OutboxMessage.Kind.ANSWER_AWAITED: lambda: gettext("An answer is awaited from you."),
    OutboxMessage.Kind.ANSWER_ARRIVED: lambda: gettext("An answer has arrived."),
    OutboxMessage.Kind.CLARIFICATION: lambda: gettext("A clarification was given; your answer is awaited."),
}


def line_for(message) -> str:
    """What it tells, one sentence in the language in force."""
    return str(_LINES[OutboxMessage.Kind(message.kind)]())


def email_for(message) -> EmailMultiAlternatives:
    """The mail to the recipient, his language first. Its Message-ID is the message's own, whoever retries."""
    first = message.recipient.language or settings.LANGUAGE_CODE
    languages = sorted((code for code, _name in settings.LANGUAGES), key=lambda code: code != first)
    parts = []
    for code in languages:
        with override(code):
            parts.append(
                {
                    "language": code,
                    "direction": "rtl" if code == "ar" else "ltr",
                    "line": line_for(message),
                    "open": gettext("Open the link and sign in:"),
                    "portal": gettext("Muntada"),
                }
            )
    context = {"parts": parts, "link": message.link}
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    mail = EmailMultiAlternatives(
        subject=f"{parts[0]['portal']}: {parts[0]['line']}",
        body=render_to_string("emails/message.txt", context),
        to=[message.recipient.email],
        headers={
            "Message-ID": f"<{message.public_id}@{host}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": ", ".join(languages),
        },
    )
    mail.attach_alternative(render_to_string("emails/message.html", context), "text/html")
    return mail
