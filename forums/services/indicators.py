"""What was reached of an indicator by the end of a period, where somebody counts it by hand."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from common import audit
from forums.models import Indicator, IndicatorTarget


@transaction.atomic
def enter_actuals(*, actor, programme, actuals) -> int:
    """Write what was reached; how many differ from before. `actuals`: (target, what the page showed, what holds now).

    All or none. Raises PermissionDenied; ValidationError where somebody wrote one of them meanwhile, for a negative one,
    one of another programme, or one that the portal counts itself.
    """
    if not actor.has_perm("forums.enter_actuals", programme):
        raise PermissionDenied("forums.enter_actuals")
    changed = set()
    for target, shown, actual in actuals:
        indicator = target.indicator
        if indicator.programme_id != programme.pk or indicator.source != Indicator.Source.HAND:
            raise ValidationError(_("This one is not entered by hand."))
        if actual is not None and actual < 0:
            raise ValidationError(_("Please write a number that is not negative."))
        if actual == shown:
            continue
        rows = IndicatorTarget.objects.filter(pk=target.pk, actual=shown)
        if not rows.update(actual=actual):
            raise ValidationError(
                _("Somebody else entered a value meanwhile. Nothing was saved; please look again.")
            )
        changed.add(str(indicator.public_id))
    if changed:
        audit.append(
            actor=actor,
            action="forums.enter_actuals",
            subject=programme,
            programme=programme,
            details={"indicators": sorted(changed)},
        )
    return len(changed)
