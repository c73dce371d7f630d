"""Letters about asks: one to an institution that sends several at once, or reminds of those without an answer."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from recommendations.models import Addressee, Letter, Recommendation
from recommendations.services.letters import record_letter

ABOUT_ASKS = (Letter.Purpose.ASK, Letter.Purpose.REMINDER)


def awaiting_from(*, programme, institution):
    """Addressees of this body whose answer is waited for, each with `letter`, the last letter out about its ask (its
    primary key, None where none went)."""
    letters = Letter.objects.filter(
        recommendations=OuterRef("recommendation"),
        institution=institution,
        direction=Letter.Direction.OUT,
        purpose__in=ABOUT_ASKS,
    ).order_by("-date", "-pk")
    rows = Addressee.objects.awaiting_answer().filter(
        institution=institution,
        recommendation__programme=programme,
        recommendation__standing=Recommendation.Standing.OPEN,
    )
    return (
        rows.select_related("recommendation__programme", "institution")
        .annotate(letter=Subquery(letters.values("pk")[:1]))
        .order_by("answer_due_on", "recommendation__number", "pk")
    )


@transaction.atomic
def write_ask_letter(
    *, actor, programme, institution, purpose, addressees, number, day, subject, body, **fields
) -> Letter:
    """Record a letter out that sends or reminds of these asks; a reminder answers to the last letter about them.

    `fields`: signatory, attachments, addressed_to, through, copies. Sends nothing by itself: the letter is printed,
    signed and carried. Raises PermissionDenied; ValidationError where nothing was chosen, an ask is answered meanwhile, a
    reminder has nothing to remind of, or a letter with this number was recorded before.
    """
    if not actor.has_perm("recommendations.record_letter", Letter(programme=programme)):
        raise PermissionDenied("recommendations.record_letter")
    if purpose not in ABOUT_ASKS:
        raise ValueError(purpose)
    keys = {row.pk for row in addressees}
    waiting = {
        row.pk: row for row in awaiting_from(programme=programme, institution=institution).filter(pk__in=keys)
    }
    if not addressees:
        raise ValidationError({"addressees": _("Please choose what the letter is about.")})
    if len(waiting) != len(keys):
        raise ValidationError(
            {"addressees": _("One of these asks was answered meanwhile. Please look again.")}
        )
    earlier = None
    if purpose == Letter.Purpose.REMINDER:
        letters = {row.letter for row in waiting.values() if row.letter}
        earlier = Letter.objects.filter(pk__in=letters).order_by("-date", "-pk").first()
        if earlier is None:
            raise ValidationError({"purpose": _("No letter about these asks went out before.")})
    return record_letter(
        actor=actor,
        programme=programme,
        direction=Letter.Direction.OUT,
        purpose=purpose,
        number=number,
        date=day,
        subject=subject,
        institution=institution,
        recommendations=[row.recommendation for row in waiting.values()],
        body=body.strip(),
        in_reply_to=earlier,
        **fields,
    )
