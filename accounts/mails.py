"""The mail that brings a one-time link: what it is for, until when it works; no content, no names, no user name."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, gettext

from accounts.models import Invitation
from common.arabic import localise_digits
from common.dates import format_date
from common.mail import mail_in_both_languages

Kind = Invitation.Kind
_LINES = {
    Kind.INVITATION: lambda: gettext("An account was prepared for you."),
    Kind.SECOND_FACTOR: lambda: gettext("Your account can be opened anew."),
    Kind.PASSWORD: lambda: gettext("A new password can be chosen for your account."),
}


def line_for(kind: str) -> str:
    """What the link is for, one sentence in the language in force."""
    return str(_LINES[Kind(kind)]())


def until_words(invitation: Invitation) -> str:
    """Until when, in the language in force: day and hour of the portal's time zone."""
    from django.utils import timezone

    moment = timezone.localtime(invitation.expires_at)
    language = get_language() or settings.LANGUAGE_CODE
    words = gettext("It works once, until %(day)s at %(hour)s.") % {
        "day": format_date(moment.date(), language, "prose"),
        "hour": f"{moment:%H:%M}",
    }
    return str(localise_digits(words, language))


def link_of(token: str) -> str:
    """The whole address of a one-time link."""
    return settings.SITE_URL + reverse("invitation", args=[token])


def link_mail(invitation: Invitation, token: str):
    """The message to the account's address, its language first. A link that was replaced makes another message."""
    return mail_in_both_languages(
        to=invitation.user.email,
        first=invitation.user.language,
        line=lambda: line_for(invitation.kind),
        call=lambda: gettext("Open the link:"),
        link=link_of(token),
        note=lambda: until_words(invitation),
        message_id=str(invitation.public_id),
    )
