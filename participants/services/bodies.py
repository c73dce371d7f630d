"""What an institution has: other names and spellings, posts, who speaks for it; and that it is out of use.

Acts on one of its rows may be done twice and change nothing the second time.
"""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common import audit
from common.arabic import fold
from common.forms import refuse_bidi_controls
from common.versions import save_if_current
from participants.models import FocalPoint, Institution, InstitutionName, Person, Position
from participants.services.asking import programme_of, require
from participants.services.institutions import keys_of


@transaction.atomic
def add_name(
    *, actor, institution: Institution, expected: int | None, text: str, use: str, **fields
) -> InstitutionName:
    """A spelling met in texts, or a name for letters, for one audience or for a time (`language`, `audience`,
    `valid_from`, `valid_until`). Raises PermissionDenied, StaleVersion, ValidationError.
    """
    require(actor, "participants.write_institutions")
    refuse_bidi_controls(text)
    text = " ".join(text.split())
    row = InstitutionName(institution=institution, text=text, use=use, folded=fold(text), **fields)
    if row.valid_from and row.valid_until and row.valid_until < row.valid_from:
        raise ValidationError(
            {"valid_until": _("It ends before it begins. Please look at the two days again.")}
        )
    row.full_clean()
    row.save()
    _keep_keys(institution, expected)
    return _record(actor, "add_name", institution, row)


@transaction.atomic
def withdraw_name(*, actor, name: InstitutionName) -> None:
    """A spelling goes; a name stays as one that was, to yesterday. One that was to begin later goes too."""
    require(actor, "participants.write_institutions")
    institution, yesterday = name.institution, timezone.localdate() - datetime.timedelta(days=1)
    if name.use == InstitutionName.Use.SPELLING or (name.valid_from and name.valid_from > yesterday):
        name.delete()
        _keep_keys(institution, institution.version)
    elif name.valid_until is None or name.valid_until > yesterday:
        name.valid_until = yesterday
        name.save(update_fields=["valid_until"])
    else:
        return
    _record(actor, "withdraw_name", institution, name)


@transaction.atomic
def restore_name(*, actor, name: InstitutionName) -> None:
    """A name that was withdrawn counts again, without an end."""
    require(actor, "participants.write_institutions")
    if name.valid_until is not None:
        name.valid_until = None
        name.save(update_fields=["valid_until"])
        _record(actor, "restore_name", name.institution, name)


@transaction.atomic
def add_post(
    *, actor, institution: Institution, expected: int | None, title_ar: str, title_en: str = ""
) -> Position:
    """A post in the body. Raises PermissionDenied, StaleVersion, ValidationError for one that it has."""
    require(actor, "participants.write_institutions")
    for title in (title_ar, title_en):
        refuse_bidi_controls(title)
    title_ar = " ".join(title_ar.split())
    row = Position(
        institution=institution, title_ar=title_ar, title_en=title_en.strip(), folded=fold(title_ar)
    )
    if institution.positions.filter(folded=row.folded).exists():
        raise ValidationError({"title_ar": _("The institution has this post already.")})
    row.full_clean()
    row.save()
    save_if_current(institution, expected=expected, fields=[])
    return _record(actor, "add_post", institution, row)


@transaction.atomic
def end_post(*, actor, post: Position, ended: bool) -> None:
    """The body has it no more from today on, or has it again."""
    require(actor, "participants.write_institutions")
    if ended == (post.ended_on is not None):
        return
    post.ended_on = timezone.localdate() if ended else None
    post.save(update_fields=["ended_on"])
    _record(actor, "end_post" if ended else "reopen_post", post.institution, post)


@transaction.atomic
def name_focal_point(
    *, actor, institution: Institution, person: Person, part: str, since: datetime.date | None = None
) -> FocalPoint:
    """Somebody speaks for the body from `since` on, or must confirm before its answers count.

    Needs the right to write the person, too. It does not count as a change of the institution, whose version others
    see. Raises PermissionDenied, ValidationError for somebody who has this part already.
    """
    require(actor, "participants.write_institutions")
    require(actor, "participants.write_person", person)
    if person.erased_at or person.merged_into_id:
        raise ValidationError({"person": _("This person's entry is closed.")})
    standing = institution.focal_points.filter(person=person, part=part, until=None)
    if standing.exists():
        raise ValidationError({"person": _("This person is named for it already.")})
    row = FocalPoint(institution=institution, person=person, part=part, since=since)
    row.full_clean()
    row.save()
    return _record(actor, "name_focal_point", institution, row, person=person)


@transaction.atomic
def end_focal_point(*, actor, focal_point: FocalPoint) -> None:
    """From today on no more; that it was stays. Raises PermissionDenied."""
    require(actor, "participants.write_institutions")
    require(actor, "participants.write_person", focal_point.person)
    if focal_point.until is None:
        focal_point.until = timezone.localdate()
        focal_point.save(update_fields=["until"])
        _record(actor, "end_focal_point", focal_point.institution, focal_point, person=focal_point.person)


@transaction.atomic
def set_institution_archived(*, actor, institution: Institution, archived: bool) -> None:
    """Out of use or back into it; what uses it keeps it. Nothing is ever deleted: whether a programme that the actor
    does not see uses it would be told by the refusal. Raises PermissionDenied, StaleVersion.
    """
    require(actor, "participants.write_institutions")
    if archived == (institution.archived_at is not None):
        return
    institution.archived_at = timezone.now() if archived else None
    save_if_current(institution, expected=institution.version, fields=["archived_at"])
    action = "archive" if archived else "take_back"
    audit.append(actor=actor, action=f"participants.{action}_institution", subject=institution)


def _keep_keys(institution, expected):
    institution.folded = keys_of(institution)
    save_if_current(institution, expected=expected, fields=["folded"])


def _record(actor, act, institution, row, person=None):
    """The institution is what it is about; of a person his public id and his programme."""
    details = {"row": row.public_id} | ({"person": person.public_id} if person else {})
    audit.append(
        actor=actor,
        action=f"participants.{act}",
        subject=institution,
        programme=programme_of(actor, person, "person", "w") if person else None,
        details=details,
    )
    return row
