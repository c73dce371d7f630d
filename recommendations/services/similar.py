"""Asks that were made before in other words: finding them, and keeping what somebody decided of a pair."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from common import audit
from common.arabic.stems import stems_of_folded
from participants.models import Place
from recommendations.models import KeptApart, Recommendation
from recommendations.similarity import THRESHOLD, Likeness, PlaceNames, Weights, compare, meanings, terms_of

#: So many are compared word by word, and so many of them shown at most.
_COMPARED, _SHOWN = 40, 5
#: An ask that has less of the words than this is not compared.
_LEAST = 0.25


@dataclass(frozen=True)
class Akin:
    """An earlier ask, how alike it is, and by which words."""

    recommendation: Recommendation
    likeness: Likeness

    @property
    def percent(self) -> int:
        """The score in whole percent."""
        return round(self.likeness.score * 100)


def similar_asks(*, user, programme, text: str, to=None, said_in=None) -> list[Akin]:
    """Standing asks of the programme that the user may see and that say nearly the same as `text`, the nearest first.

    `to`: an ask whose own pairs (itself, linked, kept apart, joined by a merge) are left out. `said_in`: an output
    that is being taken up; what was made of it before is no other ask. Three statements.
    """
    rows = Recommendation.objects.visible_to(user).in_programme(programme).standing()
    if to is not None:
        rows = rows.exclude(pk__in=settled_with(to))
    if said_in is not None:
        rows = rows.exclude(sources=said_in)
    words = {pk: meanings(stems_of_folded(folded)) for pk, folded in rows.values_list("pk", "folded")}
    if not words:
        return []
    weights = Weights(words.values())
    asked = terms_of(text)
    whole = sum(weights.of(word) for word in asked.words) or 1.0

    def share(pk):
        return sum(weights.of(word) for word in asked.words.keys() & words[pk]) / whole

    nearest = sorted(((share(pk), pk) for pk in words), reverse=True)[:_COMPARED]
    nearest = [pk for share_of_it, pk in nearest if share_of_it >= _LEAST]
    if not nearest:
        return []
    places = _places(programme)
    asked = terms_of(text, places)
    found = [
        Akin(row, compare(asked, terms_of(row.text, places), weights))
        for row in Recommendation.objects.filter(pk__in=nearest).select_related("programme")
    ]
    found = [akin for akin in found if akin.likeness.score >= THRESHOLD]
    return sorted(found, key=lambda akin: (-akin.likeness.score, akin.recommendation.pk))[:_SHOWN]


def settled_with(recommendation) -> set[int]:
    """Primary keys of the ask itself and of those of which somebody decided how they stand to it."""
    pairs = KeptApart.objects.filter(Q(first=recommendation) | Q(second=recommendation))
    apart = {key for pair in pairs.values_list("first", "second") for key in pair}
    linked = set(recommendation.similar.values_list("pk", flat=True))
    return {recommendation.pk} | apart | linked


@transaction.atomic
def link_similar(*, actor, one: Recommendation, other: Recommendation) -> None:
    """Say that the two ask much the same; what was kept apart is so no more. Twice changes nothing.

    Raises PermissionDenied, ValidationError (one ask with itself, another programme).
    """
    _require(actor, one, other)
    _pair(one, other).delete()
    if not one.similar.filter(pk=other.pk).exists():
        one.similar.add(other)
        _record(actor, "link_similar", one, other)


@transaction.atomic
def keep_apart(*, actor, one: Recommendation, other: Recommendation) -> None:
    """Say that they are two asks, so that they are not proposed again; a link goes. Twice changes nothing.

    Raises as `link_similar`.
    """
    _require(actor, one, other)
    one.similar.remove(other)
    first, second = sorted((one, other), key=lambda row: row.pk)
    _row, is_new = KeptApart.objects.get_or_create(
        first=first, second=second, defaults={"recorded_by": actor}
    )
    if is_new:
        _record(actor, "keep_apart", one, other)


@transaction.atomic
def undecide_similar(*, actor, one: Recommendation, other: Recommendation) -> None:
    """Take back what was decided of the two, whichever it was. Raises as `link_similar`."""
    _require(actor, one, other)
    was_linked = one.similar.filter(pk=other.pk).exists()
    one.similar.remove(other)
    if _pair(one, other).delete()[0] or was_linked:
        _record(actor, "undecide_similar", one, other)


def _pair(one, other):
    return KeptApart.objects.filter(Q(first=one, second=other) | Q(first=other, second=one))


def _places(programme) -> PlaceNames:
    """Names of the districts of the programme's area, and of the area itself."""
    area = programme.area.values("pk")
    rows = Place.objects.filter(Q(pk__in=area) | Q(parent__in=area) | Q(parent__districts__in=area))
    names = set()
    for code, name_ar, name_en, spellings in rows.values_list("code", "name_ar", "name_en", "spellings"):
        names |= {(name, code) for name in (name_ar, name_en, *spellings.splitlines()) if name.strip()}
    return PlaceNames(sorted(names))


def _require(actor, one, other):
    for row in (one, other):
        if not actor.has_perm("recommendations.draft", row):
            raise PermissionDenied("recommendations.draft")
    if one.pk == other.pk or one.programme_id != other.programme_id:
        raise ValidationError(_("These two cannot be compared."))


def _record(actor, act, one, other):
    audit.append(
        actor=actor,
        action=f"recommendations.{act}",
        subject=one,
        programme=one.programme,
        details={"other": other.public_id},
    )
