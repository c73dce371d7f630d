"""Second factors that their owner sets up or removes go on the record, whichever page of allauth does it.

Signals, since allauth makes and deletes the rows itself. They are heard *before* the row is written or deleted: where
allauth has a transaction the entry stands and falls with it, and where it has none (a new passkey) the entry is there
first.
"""

from allauth.core import context
from allauth.mfa.models import Authenticator
from django.db.models.signals import pre_delete, pre_save
from django.dispatch import receiver

from accounts.services.recorded import record_factor


@receiver(pre_save, sender=Authenticator)
def factor_is_set_up(sender, instance, raw=False, **kwargs):
    """A new one; that one was used or renamed is no news."""
    if instance._state.adding and not raw:
        _record("set_up_factor", instance)


@receiver(pre_delete, sender=Authenticator)
def factor_is_removed(sender, instance, **kwargs):
    """By its owner; what two administrators or the machine remove, their own service records."""
    _record("remove_factor", instance)


def _record(action, factor):
    request = context.request
    owner = getattr(request, "user", None)
    if owner is not None and owner.is_authenticated and owner.pk == factor.user_id:
        record_factor(actor=owner, action=action, kind=str(factor.type))
