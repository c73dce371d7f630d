"""Inviting institutions to a meeting by letters, one each, in one act; and what they answer."""

import re

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from forums.services.planning import mark_invited, record_reply
from recommendations.models import Letter
from recommendations.services.letters import record_letter

#: A group of figures that counts letters: years stand beside it («15/2026», «1447/15»).
_COUNTS = re.compile(r"(?<!\d)(?!(?:19|20|14)\d\d(?!\d))\d+")


@transaction.atomic
def invite_by_letter(
    *, actor, forum, invitations, day, number, subject, body, addressed=None, **fields
) -> list[Letter]:
    """One letter out to each of the bodies, numbered on from `number`; each is marked as invited on `day`.

    `addressed`: {primary key of the invitation: post of whoever is addressed}; `fields`: what all letters share
    (signatory, attachments, through, copies). Raises PermissionDenied; ValidationError where nobody is invited, a body
    was invited before, or a letter with this number was recorded before.
    """
    if not actor.has_perm("recommendations.write_letters", forum):
        raise PermissionDenied("recommendations.write_letters")
    if not invitations:
        raise ValidationError(_("Please choose the institutions that are invited."))
    if any(row.forum_id != forum.pk or row.invited_on is not None for row in invitations):
        raise ValidationError(_("One of these institutions was invited already."))
    letters = []
    for place, invitation in enumerate(invitations):
        letter = record_letter(
            actor=actor,
            programme=forum.programme,
            direction=Letter.Direction.OUT,
            purpose=Letter.Purpose.INVITATION,
            number=counted_on(number, place),
            date=day,
            subject=subject,
            institution=invitation.institution,
            forum=forum,
            body=body.strip(),
            addressed_to=(addressed or {}).get(invitation.pk, "").strip(),
            **fields,
        )
        mark_invited(actor=actor, invitation=invitation, day=day)
        letters.append(letter)
    return letters


@transaction.atomic
def take_down_reply(
    *, actor, invitation, reply, replied_on, delegate="", letter_number="", letter_subject=""
) -> Letter | None:
    """What a body answered to its invitation; with a number also the letter that named the delegate.

    Raises what `record_reply` and `record_letter` raise; errors of the letter stand under `letter_number`.
    """
    record_reply(actor=actor, invitation=invitation, reply=reply, replied_on=replied_on, delegate=delegate)
    if not letter_number.strip():
        return None
    forum, institution = invitation.forum, invitation.institution
    asked = Letter.objects.filter(
        forum=forum, institution=institution, purpose=Letter.Purpose.INVITATION
    ).first()
    try:
        return record_letter(
            actor=actor,
            programme=forum.programme,
            direction=Letter.Direction.IN,
            purpose=Letter.Purpose.DELEGATE,
            number=letter_number,
            date=replied_on,
            subject=letter_subject.strip() or (asked.subject if asked else forum.code),
            institution=institution,
            forum=forum,
            in_reply_to=asked,
        )
    except ValidationError as error:
        raise ValidationError({"letter_number": _("This letter was recorded before.")}) from error


def counted_on(number: str, steps: int) -> str:
    """The number of a later letter: the first group of figures that is no year counts on, «15/2026» → «16/2026».

    One without such a group is shared by all letters.
    """
    number = number.strip()
    found = _COUNTS.search(number)
    if found is None or not steps:
        return number
    counted = str(int(found[0]) + steps).zfill(len(found[0]))
    return number[: found.start()] + counted + number[found.end() :]
