"""When to try again, in words: the same for accounts that exist and for those that do not."""

from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext, ngettext

from common.arabic import localise_digits

_MINUTE = 60


def when_again(seconds: int) -> str:
    """One sentence; minutes are rounded up."""
    if seconds < _MINUTE:
        text = ngettext(
            "You can try again in %(count)s second.", "You can try again in %(count)s seconds.", seconds
        )
        count = seconds
    else:
        count = -(-seconds // _MINUTE)
        text = ngettext(
            "You can try again in %(count)s minute.", "You can try again in %(count)s minutes.", count
        )
    return localise_digits(text % {"count": count}, get_language())


def refuse_for_now(request, held) -> ValidationError:
    """The objection of a form to a try that came too early. The answer becomes a 429 (`accounts.signin.middleware`)."""
    request.held_for = held.seconds
    words = (gettext("There were too many attempts."), when_again(held.seconds))
    return ValidationError(" ".join(words), code="held")
