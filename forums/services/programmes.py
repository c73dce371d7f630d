"""Making programmes and keeping their settings."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common import audit
from common.forms import refuse_bidi_controls
from common.versions import save_if_current
from forums.models import Indicator, Programme

#: Bodies and places of a programme, set as whole lists.
SETS = ("partners", "donors", "area")


@transaction.atomic
def save_programme(*, actor, programme: Programme, expected: int | None = None, **sets) -> Programme:
    """Create or change a programme; `sets` are lists of partners, donors and area, left alone where not given.

    `expected` is the version that the actor saw. Its code never changes: references that were given out carry it.
    Raises PermissionDenied, ValidationError, StaleVersion, or TypeError for an unknown set.
    """
    if unknown := set(sets) - set(SETS):
        raise TypeError(f"a programme has no {', '.join(sorted(unknown))}")
    _require_keeper(actor, programme)
    created = programme._state.adding
    for title in (programme.title_ar, programme.title_en):
        refuse_bidi_controls(title)
    programme.full_clean()
    if created:
        programme.save()
    else:
        fields = [
            field.name
            for field in programme._meta.concrete_fields
            if field.editable and not field.primary_key and field.name != "code"
        ]
        save_if_current(
            programme, expected=programme.version if expected is None else expected, fields=fields
        )
    for name, rows in sets.items():
        getattr(programme, name).set(rows)
    audit.append(
        actor=actor,
        action="forums.create_programme" if created else "forums.change_programme",
        subject=programme,
        programme=programme,
    )
    return programme


@transaction.atomic
def save_indicator(*, actor, indicator: Indicator, targets=(), removed=()) -> Indicator:
    """Create or change an indicator with its targets by period. Raises PermissionDenied, ValidationError."""
    _require_keeper(actor, indicator.programme)
    created = indicator._state.adding
    for text in ("statement", "unit", "means_of_verification"):
        for language in ("ar", "en"):
            refuse_bidi_controls(getattr(indicator, f"{text}_{language}"))
    indicator.full_clean()
    indicator.save()
    for target in targets:
        target.indicator = indicator
        target.full_clean()
        target.save()
    for target in removed:
        target.delete()
    audit.append(
        actor=actor,
        action="forums.create_indicator" if created else "forums.change_indicator",
        subject=indicator,
        programme=indicator.programme,
    )
    return indicator


def _require_keeper(actor, programme):
    if not actor.has_perm("forums.change_programme"):
        raise PermissionDenied("forums.change_programme")
    if programme.archived_at:
        raise ValidationError(_("The programme is archived: its settings stay as they are."))
