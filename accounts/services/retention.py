"""What of links and acts of two persons says nothing any more."""

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q
from django.utils import timezone

from accounts.models import Invitation, TwoPersonAct, User


def finished_links():
    """Links that were used or ran out, of accounts that are in use, and of nobody's account.

    Of an account that is not open yet the link stays: its page says that it ran out, and who may renew it depends on it.
    """
    in_use = User.objects.with_second_factor().filter(Q(factor=True) | Q(is_demo=True))
    in_use = in_use.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    over = Q(used_at__isnull=False) | Q(expires_at__lte=timezone.now())
    return Invitation.objects.filter(over).filter(Q(user__isnull=True) | Q(user__in=in_use.values("pk")))


def acts_that_ran_out():
    """Requests that nobody decided, or whose word nobody used, in time; shown to the one who asked as long again."""
    now, state = timezone.now(), TwoPersonAct.State
    waits, valid = TwoPersonAct.WAITS, TwoPersonAct.VALID
    return TwoPersonAct.objects.filter(
        Q(state=state.ASKED, created_at__lte=now - 2 * waits)
        | Q(state=state.ALLOWED, decided_at__lte=now - valid - waits)
    )
