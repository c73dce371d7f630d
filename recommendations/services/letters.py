"""Recording official letters, in and out."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from common import audit
from recommendations.models import Letter


@transaction.atomic
def record_letter(
    *,
    actor,
    programme,
    direction,
    purpose,
    number,
    date,
    subject,
    institution,
    recommendations=(),
    copies=(),
    **fields,
) -> Letter:
    """Record one letter and what it is about. Raises PermissionDenied, ValidationError (e.g. recorded before)."""
    letter = Letter(
        programme=programme,
        direction=direction,
        purpose=purpose,
        number=number.strip(),
        date=date,
        subject=subject.strip(),
        institution=institution,
        recorded_by=actor,
        **fields,
    )
    if not actor.has_perm("recommendations.record_letter", letter):
        raise PermissionDenied("recommendations.record_letter")
    if any(recommendation.programme_id != programme.pk for recommendation in recommendations):
        raise ValidationError(_("The letter belongs to another programme."))
    letter.full_clean()
    letter.save()
    letter.recommendations.set(recommendations)
    letter.copies.set(copies)
    audit.append(actor=actor, action="recommendations.record_letter", subject=letter, programme=programme)
    return letter
