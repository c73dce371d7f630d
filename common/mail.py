"""Mails in both languages at once: one sentence, a link, and no content and no names."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext, override


def mail_is_configured() -> bool:
    """Whether there is a mail server at all; without, every link is handed over on paper."""
    return settings.EMAIL_BACKEND != "django.core.mail.backends.dummy.EmailBackend"


def mail_in_both_languages(
    *, to: str, first: str, line, call, link: str, note=None, message_id: str
) -> EmailMultiAlternatives:
    """The mail with the sentence `line`, `call` before the link and, optional, `note` after it.

    The three are functions that answer in the language in force; `first` is the reader's. `message_id` is the same
    whoever retries.
    """
    first = first or settings.LANGUAGE_CODE
    languages = sorted((code for code, _name in settings.LANGUAGES), key=lambda code: code != first)
    parts = []
    for code in languages:
        with override(code):
            parts.append(
                {
                    "language": code,
                    "direction": "rtl" if code == "ar" else "ltr",
                    "line": str(line()),
                    "open": str(call()),
                    "note": str(note()) if note else "",
                    "portal": gettext("Muntada"),
                }
            )
    context = {"parts": parts, "link": link}
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    mail = EmailMultiAlternatives(
        subject=f"{parts[0]['portal']}: {parts[0]['line']}",
        body=render_to_string("emails/message.txt", context),
        to=[to],
        headers={
            "Message-ID": f"<{message_id}@{host}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": ", ".join(languages),
        },
    )
    mail.attach_alternative(render_to_string("emails/message.html", context), "text/html")
    return mail
