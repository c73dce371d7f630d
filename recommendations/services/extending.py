"""Giving an institution more time to answer, with the reason, which it reads."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common import audit
from common.versions import save_if_current
from common.workflow import NotAllowedHere, NoteMissing
from recommendations.models import Addressee, Extension, OutboxMessage
from recommendations.services.outbox import tell_institution
from recommendations.services.transitions import require_standing

ASKED = (Addressee.Part.LEAD, Addressee.Part.SUPPORTING)


@transaction.atomic
def extend_answer_date(*, actor, addressee, until, reason, expected=None, today=None) -> Extension:
    """Move the day by which the institution is to answer; it is told, and later days count as late from then on.

    Raises PermissionDenied, NotAllowedHere (no answer is awaited), NoteMissing, StaleVersion; ValidationError for a
    day that is over or no later than the present one.
    """
    if not actor.has_perm("recommendations.extend", addressee):
        raise PermissionDenied("recommendations.extend")
    require_standing(addressee.recommendation, "extend")
    addressee.refresh_from_db(fields=["state", "answer_due_on"])
    old = addressee.answer_due_on
    if addressee.state != Addressee.State.SENT or addressee.part not in ASKED or old is None:
        raise NotAllowedHere(addressee.state, "extend")
    if not reason.strip():
        raise NoteMissing("extend")
    if until <= old or until < (today or timezone.localdate()):
        raise ValidationError(
            {"until": _("Please choose a later date than the present one, and none that is over.")}
        )
    addressee.answer_due_on = until
    save_if_current(
        addressee, expected=addressee.version if expected is None else expected, fields=["answer_due_on"]
    )
    extension = Extension.objects.create(
        addressee=addressee, old_on=old, new_on=until, reason=reason.strip(), made_by=actor
    )
    tell_institution(addressee=addressee, kind=OutboxMessage.Kind.DATE_MOVED)
    audit.append(
        actor=actor,
        action="recommendations.extend_date",
        subject=addressee,
        programme=addressee.recommendation.programme,
        details={"extension": extension.public_id, "old": old.isoformat(), "new": until.isoformat()},
    )
    return extension
