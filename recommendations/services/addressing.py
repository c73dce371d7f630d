"""Saying whom an ask is addressed to: named institutions, nobody yet, or nobody in particular."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from common import audit
from common.versions import save_if_current
from common.workflow import NotAllowedHere
from recommendations.models import Addressee, Recommendation
from recommendations.services.transitions import require_standing

ADDRESSING = ("named", "undetermined", "general")
Part, State = Addressee.Part, Addressee.State


@transaction.atomic
def set_addressees(
    *,
    actor,
    recommendation,
    expected,
    addressing,
    lead=None,
    supporting=(),
    through=(),
    copies=(),
    is_guess=False,
) -> Recommendation:
    """Say anew whom an unsent ask is addressed to.

    Raises PermissionDenied, NotAllowedHere (it was sent), StaleVersion, ValidationError.
    """
    require_draftable(actor=actor, recommendation=recommendation, action="address")
    places = places_of(addressing, lead=lead, supporting=supporting, through=through, copies=copies)
    recommendation.is_general = addressing == "general"
    save_if_current(recommendation, expected=expected, fields=["is_general"])
    write_addressees(recommendation, places, is_guess=is_guess)
    _record(actor, "set_addressees", recommendation, {"addressing": addressing})
    return recommendation


@transaction.atomic
def confirm_guess(*, actor, addressee) -> Addressee:
    """Say that a proposed institution is the right one; a second click changes nothing.

    Raises PermissionDenied, NotAllowedHere (it was sent or withdrawn meanwhile), StaleVersion.
    """
    if not actor.has_perm("recommendations.confirm_guess", addressee):
        raise PermissionDenied("recommendations.confirm_guess")
    require_standing(addressee.recommendation, "confirm_guess")
    if not addressee.is_guess:
        return addressee
    addressee.is_guess = False
    save_if_current(addressee, expected=addressee.version, fields=["is_guess"])
    _record(actor, "confirm_guess", addressee.recommendation, {"addressee": addressee.public_id})
    return addressee


def require_draftable(*, actor, recommendation, action: str) -> None:
    """Raise PermissionDenied, or NotAllowedHere once it was sent, withdrawn or merged."""
    if not actor.has_perm("recommendations.draft", recommendation):
        raise PermissionDenied("recommendations.draft")
    # Read again: the page that asks may be an hour old, and the manager may have sent it meanwhile.
    recommendation.refresh_from_db(fields=["number", "standing"])
    require_standing(recommendation, action)
    if recommendation.number is not None:
        raise NotAllowedHere(State.SENT, action)


def places_of(addressing, *, lead=None, supporting=(), through=(), copies=()) -> dict:
    """{institution, or None for "not yet determined": part}. Raises ValidationError where it does not add up."""
    others = [(Part.SUPPORTING, supporting), (Part.THROUGH, through), (Part.COPY, copies)]
    if addressing not in ADDRESSING:
        raise ValidationError({"addressing": _("Please say whom it is addressed to.")})
    if addressing != "named":
        if lead or any(list(institutions) for _part, institutions in others):
            raise ValidationError(
                {
                    "addressing": _(
                        "Institutions are chosen, and so the addressee is named. Please decide which holds."
                    )
                }
            )
        return {None: Part.LEAD} if addressing == "undetermined" else {}
    if lead is None:
        raise ValidationError({"lead": _("Please choose the institution that is to answer first.")})
    places = {lead: Part.LEAD}
    for part, institutions in others:
        for institution in institutions:
            if institution in places:
                message = _("%(name)s is chosen twice.") % {"name": institution.name}
                raise ValidationError({_FIELDS[part]: message})
            places[institution] = part
    return places


def write_addressees(recommendation, places, *, is_guess=False) -> None:
    """Make the rows fit `places`; rows that stay keep their identity, state and confirmed guesses."""
    rows = {row.institution_id: row for row in recommendation.addressees.all()}
    wanted = {getattr(institution, "pk", None) for institution in places}
    if None in rows and None not in wanted and (lead := _new_lead(places, rows)):
        # "Not yet determined" becomes the institution that somebody determined.
        rows[lead.pk] = rows.pop(None)
    recommendation.addressees.exclude(pk__in=[rows[key].pk for key in wanted if key in rows]).delete()
    had_guess = any(row.is_guess for row in rows.values())
    initial = _initial_state(recommendation)
    # The lead last, so that a former lead has made room for the new one.
    for institution, part in sorted(places.items(), key=lambda place: place[1] == Part.LEAD):
        row = rows.get(getattr(institution, "pk", None))
        if row is None:
            Addressee.objects.create(
                recommendation=recommendation,
                institution=institution,
                part=part,
                state=initial,
                is_guess=is_guess and institution is not None,
            )
            continue
        # An open guess elsewhere does not put in doubt again what somebody confirmed.
        keeps = had_guess and row.institution_id is not None
        guess = institution is not None and is_guess and (row.is_guess if keeps else True)
        if (row.part, row.institution_id, row.is_guess) != (part, getattr(institution, "pk", None), guess):
            row.part, row.institution, row.is_guess = part, institution, guess
            save_if_current(row, expected=row.version, fields=["part", "institution", "is_guess"])
    vars(recommendation).pop("asked", None)
    getattr(recommendation, "_prefetched_objects_cache", {}).pop("addressees", None)


_FIELDS = {Part.SUPPORTING: "supporting", Part.THROUGH: "through", Part.COPY: "copies"}


def _new_lead(places, rows):
    lead = next((place for place, part in places.items() if part == Part.LEAD), None)
    return lead if lead is not None and lead.pk not in rows else None


def _initial_state(recommendation):
    """Where a new row starts: ready where the minutes behind the ask are approved already."""
    sources = recommendation.sources.select_related("minutes")
    approved = [output.minutes.state == output.minutes.State.APPROVED for output in sources]
    return State.READY if approved and all(approved) else State.DRAFT


def _record(actor, act, recommendation, details=None):
    audit.append(
        actor=actor,
        action=f"recommendations.{act}",
        subject=recommendation,
        programme=recommendation.programme,
        details=details,
    )
