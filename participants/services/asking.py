"""What services of the directory ask before they write: the right, and the programme that the act belongs to."""

from django.core.exceptions import PermissionDenied

from accounts.models import Membership
from accounts.rights import programmes_where


def require(actor, permission: str, subject=None) -> None:
    """Raise PermissionDenied unless the actor holds it."""
    if not actor.has_perm(permission, subject):
        raise PermissionDenied(permission)


def programme_of(actor, person, data: str, letter: str):
    """Public id of the programme by which the actor may act on the person, for the audit record; None without one.

    People belong to no programme; of several the oldest is named.
    """
    ids = programmes_where(actor, data, letter) & person.programme_ids
    programmes = Membership._meta.get_field("programme").related_model.objects
    return programmes.filter(pk__in=ids).order_by("pk").values_list("public_id", flat=True).first()


def programmes_of(person) -> list:
    """Public ids of the programmes in which the person stands."""
    programmes = Membership._meta.get_field("programme").related_model.objects
    return list(programmes.filter(pk__in=person.programme_ids).values_list("public_id", flat=True))


def those_programmes(public_ids) -> list[tuple]:
    """(public id, primary key) of these; without those that were purged, of which nobody holds a right any more."""
    programmes = Membership._meta.get_field("programme").related_model.objects
    return list(programmes.filter(public_id__in=public_ids, purged_at=None).values_list("public_id", "pk"))
