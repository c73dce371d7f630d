"""The mail with a link for a new password that somebody asked for on the sign-in page."""

import uuid

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext

from accounts.models import User
from accounts.services.opened import can_choose_password
from accounts.signin.keys import fold_login
from common.mail import mail_in_both_languages


def mail_reset_link(address: str) -> None:
    """Send it to the account of this address; to nobody where there is none, two, or one that is not in use."""
    found = [
        user
        for user in User.objects.filter(email__iexact=address.strip())
        if fold_login(user.email) == fold_login(address)
    ]
    if len(found) == 1 and can_choose_password(found[0]):
        reset_mail(found[0]).send()


def reset_mail(user):
    """The message, the account's language first."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return mail_in_both_languages(
        to=user.email,
        first=user.language,
        line=lambda: gettext("A new password was asked for."),
        call=lambda: gettext("Open the link:"),
        link=f"{settings.SITE_URL}{reverse('account_reset_password_from_key', kwargs=key)}",
        note=lambda: gettext(
            "The link works for one hour. Whoever did not ask for it may leave this message aside."
        ),
        message_id=str(uuid.uuid4()),
    )
