"""Photos of a forum: none unless a manager allowed them; each face with its consent; none of a women-only forum."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common import audit
from common.files import remove_files
from common.sealed_files import path_of, store
from forums.models import Photo, PhotoPerson, PhotosAllowed
from participants.models import Consent, Person
from participants.services.consents import has_consent

FOLDER = "photos"
#: Kinds of files that are pictures.
PICTURES = ("jpg", "png")


@transaction.atomic
def allow_photos(*, actor, forum, reason: str) -> PhotosAllowed:
    """Allow photos of one forum, with the reason. Allowing twice keeps the first.

    Raises PermissionDenied, ValidationError without a reason and for a forum of women only.
    """
    _require(actor, "forums.allow_photos", forum)
    if forum.women_only:
        raise ValidationError(_("There are no photos of a forum of women only."))
    if not reason.strip():
        raise ValidationError(_("Please write the reason."))
    allowed, created = PhotosAllowed.objects.get_or_create(
        forum=forum, defaults={"reason": reason.strip(), "allowed_by": actor}
    )
    if created:
        _record(actor, "allow_photos", forum, forum)
    return allowed


@transaction.atomic
def forbid_photos(*, actor, forum) -> None:
    """Take the permission back. Photos that there are stay sealed and are seen by nobody; they can be deleted."""
    _require(actor, "forums.allow_photos", forum)
    if PhotosAllowed.objects.filter(forum=forum).delete()[0]:
        _record(actor, "forbid_photos", forum, forum)


@transaction.atomic
def add_photo(*, actor, forum, clean, people) -> Photo:
    """Keep a picture (a `common.uploads.Clean`, made anew without what the camera wrote into it) with who is in it.

    `people` stand on the list of the forum; each has a standing consent to be photographed. Raises PermissionDenied,
    ValidationError.
    """
    _require(actor, "forums.write_photos", forum)
    if forum.women_only or not PhotosAllowed.objects.filter(forum=forum).exists():
        raise ValidationError(_("Photos of this forum are not allowed."))
    if clean.kind not in PICTURES:
        raise ValidationError({"file": _("This is not a JPEG or PNG picture.")})
    here = set(forum.attendances.kept().values_list("person_id", flat=True))
    for person in people:
        if person.pk not in here or not has_consent(person=person, purpose=Consent.Purpose.PHOTO):
            raise ValidationError({"people": _("Each person shown stands on the list and has agreed to it.")})
    photo = Photo.objects.create(forum=forum, **store(clean, folder=FOLDER, made_by=actor))
    PhotoPerson.objects.bulk_create([PhotoPerson(photo=photo, person=person) for person in people])
    _record(actor, "add_photo", photo, forum, people=len(people))
    return photo


def remove_photo(*, actor, photo: Photo) -> None:
    """Delete a picture and its file, also one that nobody may see any more. Raises PermissionDenied."""
    with transaction.atomic():
        _require(actor, "forums.write_photos", photo.forum)
        _record(actor, "remove_photo", photo, photo.forum)
        path = path_of(photo)
        photo.delete()
        # Before the commit: a file that nobody took away would stay.
        remove_files([path])


def hidden_photos(forum):
    """Those of a forum that nobody sees any more, because a consent or the permission was taken back."""
    rows = Photo.objects.filter(forum=forum)
    if forum.women_only or not PhotosAllowed.objects.filter(forum=forum).exists():
        return rows
    refused = PhotoPerson.objects.exclude(person__in=Person.objects.agreeing_to(Consent.Purpose.PHOTO))
    return rows.filter(pk__in=refused.values("photo"))


def photos_showing(people: list[int]):
    """Pictures in which one of these persons (primary keys) is."""
    return Photo.objects.filter(pk__in=PhotoPerson.objects.filter(person__in=people).values("photo"))


def _require(actor, permission, forum) -> None:
    if not actor.has_perm(permission, forum):
        raise PermissionDenied(permission)


def _record(actor, action, subject, forum, **details) -> None:
    audit.append(
        actor=actor,
        action=f"forums.{action}",
        subject=subject,
        programme=forum.programme,
        details={"forum": forum.public_id, **details},
    )
