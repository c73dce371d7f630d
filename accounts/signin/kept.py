"""What was sent after the session had ended is kept for the one who wrote it, and shown to him once in its form.

Kept as ciphertext, under a digest of account and page: another account on the same browser finds nothing.
"""

import json
from datetime import timedelta
from urllib.parse import urlsplit

from django.http import QueryDict
from django.middleware.csrf import CsrfViewMiddleware
from django.utils import timezone

from accounts.models import KeptForm
from accounts.signin.keys import keyed
from common.kept_forms import KeptData

#: A working day that ends in the evening goes on in the morning.
KEPT_FOR = timedelta(hours=16)
#: Characters; more than any minutes hold.
_LONGEST = 1_000_000
_NOT_KEPT = {"csrfmiddlewaretoken", "locked"}
#: In the session: something of this account's waits to be shown.
WAITING = "muntada_kept"


def keep(request, *, checked: bool = False) -> str:
    """Keep what a POST brought that came too late; the address of the page that it was typed on.

    Nothing is kept of pages of accounts, of passwords, of files, and of a POST that another site might have sent;
    `checked` says that this was asked before.
    """
    page = _page_of(request)
    if request.path.startswith("/accounts/") or not (checked or _is_our_own(request)):
        return page
    data = {
        name: values
        for name, values in request.POST.lists()
        if name not in _NOT_KEPT and "password" not in name
    }
    content = json.dumps(data)
    if any(any(values) for values in data.values()) and len(content) <= _LONGEST:
        KeptForm.objects.update_or_create(
            digest=_digest(request.user, page),
            defaults={"user": request.user, "content": content, "kept_at": timezone.now()},
        )
    return page


def note_waiting(request, user) -> None:
    """At the sign-in: whether something waits, so that other requests need not ask."""
    if _young().filter(user=user).exists():
        request.session[WAITING] = True


def find_kept(request) -> KeptData | None:
    """What waits for this reader on this page."""
    if request.method != "GET" or not request.session.get(WAITING):
        return None
    row = _young().filter(user=request.user, digest=_digest(request.user, request.get_full_path())).first()
    if row is None:
        return None
    data = QueryDict(mutable=True)
    for name, values in json.loads(row.content).items():
        data.setlist(name, values)
    return KeptData(data)


def forget(request) -> None:
    """It was shown: once is all."""
    KeptForm.objects.filter(digest=_digest(request.user, request.get_full_path())).delete()
    if not _young().filter(user=request.user).exists():
        request.session.pop(WAITING, None)


def _young():
    return KeptForm.objects.filter(kept_at__gt=timezone.now() - KEPT_FOR)


def _digest(user, page):
    return keyed("kept", user.pk, page)


def _page_of(request):
    """The page with the form: its own address, or where the form says that it stands (buttons post elsewhere)."""
    referrer = urlsplit(request.headers.get("Referer", ""))
    if referrer.netloc == request.get_host() and not referrer.path.startswith("/accounts/"):
        return f"{referrer.path}?{referrer.query}" if referrer.query else referrer.path
    return request.get_full_path()


def _is_our_own(request):
    # The middleware itself asks only when a view is found, which comes after us.
    return CsrfViewMiddleware(lambda _request: None).process_view(request, lambda: None, (), {}) is None
