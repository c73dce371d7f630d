"""Translations by hand, beside what was said: written by one of the office, checked by another."""

import hashlib

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from common import audit
from common.models import VersionedModel
from common.versions import StaleVersion
from common.workflow import NotAllowedHere
from recommendations.models import Recommendation
from recommendations.services.promote import search_key
from recommendations.texts import KINDS, WORDINGS, kind_of


def seen_of(row) -> str:
    """A short mark of the text and its translation as they are: tells whether somebody wrote since they were read."""
    return hashlib.sha256(f"{row.text}\0{row.translation}".encode()).hexdigest()[:16]


@transaction.atomic
def translate(*, actor, row, text, seen) -> int:
    """Write the translation of one text; empty takes it away. Nobody has checked it then.

    The very same words elsewhere in the programme (an output that became a recommendation, its wording as sent, an answer
    given twice) get it too, unless they are translated otherwise. How many rows were written. `seen`: `seen_of` the row as
    the actor read it. Raises PermissionDenied, StaleVersion, ValidationError (nothing is translated into itself).
    """
    if not actor.has_perm("recommendations.translate", row):
        raise PermissionDenied("recommendations.translate")
    text = text.replace("\r\n", "\n").strip()
    current = _locked(row, seen)
    if text and text == current.text:
        raise ValidationError(_("This is the original. Please write it in the other language."))
    wanted = Q(translation="") | Q(translation=current.translation)
    count = _write(
        current, wanted, translation=text, translated_by=actor if text else None, translation_checked_by=None
    )
    _record(actor, "translate", current, {"rows": count, "removed": not text})
    return count


@transaction.atomic
def check_translation(*, actor, row, seen) -> int:
    """Say that a translation is right, of all rows that have the same words and the same translation.

    Raises PermissionDenied (the actor wrote it), NotAllowedHere (there is none, or it was checked), StaleVersion.
    """
    if not actor.has_perm("recommendations.check_translation", row):
        raise PermissionDenied("recommendations.check_translation")
    current = _locked(row, seen)
    if current.translated_by_id == actor.pk:
        raise PermissionDenied("recommendations.check_translation")
    if not current.translation or current.translation_checked_by_id is not None:
        raise NotAllowedHere("checked", "check_translation")
    count = _write(
        current,
        Q(translation=current.translation, translation_checked_by=None),
        translation_checked_by=actor,
    )
    _record(actor, "check_translation", current, {"rows": count})
    return count


def _locked(row, seen):
    """The row as it stands, locked until the transaction ends. Raises StaleVersion where the actor did not read it so."""
    kind = kind_of(row)
    current = kind.model._base_manager.select_for_update(no_key=True).get(pk=row.pk)
    if seen != seen_of(current) or not kind.of([kind.programme_of(row).pk]).filter(pk=row.pk).exists():
        raise StaleVersion(current)
    return current


def _write(row, wanted, **values) -> int:
    """Write the values to every row of the programme with the words of `row`."""
    programme = kind_of(row).programme_of(row).pk
    same, count = Q(text=row.text, language=row.language), 0
    for kind in (*KINDS, WORDINGS):
        keys = list(kind.of([programme]).filter(same & wanted).values_list("pk", flat=True))
        rows = kind.model._base_manager.filter(pk__in=keys)
        versioned = issubclass(kind.model, VersionedModel)
        count += rows.update(
            **values, **({"version": F("version") + 1, "updated_at": timezone.now()} if versioned else {})
        )
        if kind.model is Recommendation and "translation" in values:
            _find_again(rows)
    return count


def _find_again(recommendations):
    """The lists find a recommendation by the words of its translation too."""
    for recommendation in recommendations.select_related("programme"):
        recommendations.filter(pk=recommendation.pk).update(folded=search_key(recommendation))


def _record(actor, act, row, details):
    audit.append(
        actor=actor,
        action=f"recommendations.{act}",
        subject=row,
        programme=kind_of(row).programme_of(row),
        details=details,
    )
