"""The slip of a one-time link: shown once, printable, in both languages, without a name of anybody or anything."""

from django.conf import settings
from django.shortcuts import render
from django.utils.translation import override

from accounts import services
from accounts.mails import line_for, link_of, until_words
from common.qr import qr_image


def slip(request, token: str):
    """The page with the link of this token, which stands nowhere else; sent by mail too where that can be done.

    Whom it is for stands on the screen alone: a slip that is found tells nothing but that there is an account.
    """
    invitation = services.find_invitation(token)
    link = link_of(token)
    texts = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            texts.append((code, line_for(invitation.kind), until_words(invitation)))
    context = {
        "account": invitation.user,
        "invitation": invitation,
        "link": link,
        "texts": texts,
        "qr": qr_image(link),
        "mailed": services.mail_link(user=invitation.user, token=token),
    }
    return render(request, "accounts/slip.html", context)
