"""Refusals of readers who are signed in are noted: after the answer has gone, so that neither its bytes nor its time tell.

Noted is each 404 or 403 that a *page* gave. An object that does not exist and one that the reader may not see are one
and the same here too: nobody asks which it was. An address that leads to no page asked no right and is not noted;
neither is a reader who is not signed in, whom nothing tells apart from any other.
"""

import logging
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.http import Http404
from django.utils import timezone

from accounts.models import Refusal

logger = logging.getLogger(__name__)

#: The newest that are kept; and of one account so many, or somebody could push out the others' with his own.
KEPT, A_MINUTE, A_DAY = 10_000, 10, 200


class RefusalMiddleware:
    """Sees what a page refused, and notes it when the answer has been sent."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        user = request.user
        if getattr(request, "was_refused", False) and user.is_authenticated:
            row = Refusal(
                account=user.public_id,
                address=request.resolver_match.view_name[:80],
                method=request.method[:8],
                request_id=request.id,
            )
            # Called by the server after the last byte; Django closes uploaded files the same way.
            response._resource_closers.append(lambda: note_refusal(row))
        return response

    def process_exception(self, request, exception):
        """Only what a page itself raises comes here; the answer stays what it is."""
        if isinstance(exception, Http404 | PermissionDenied):
            request.was_refused = True


def note_refusal(row: Refusal) -> bool:
    """Keep one refusal unless the account has had its share; whether it was kept. A busy database loses it."""
    now = timezone.now()
    own = Refusal.objects.filter(account=row.account)
    try:
        for most, time in ((A_MINUTE, timedelta(minutes=1)), (A_DAY, timedelta(days=1))):
            if own.filter(at__gt=now - time).count() >= most:
                return False
        row.at = now
        with transaction.atomic():
            row.save(force_insert=True)
            Refusal.objects.filter(pk__lte=row.pk - KEPT).delete()
    except DatabaseError as error:
        logger.warning("A refusal could not be noted: %s", type(error).__name__)
        return False
    return True
