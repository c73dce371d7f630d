"""Making a recommendation of what was said, and writing it until it is sent."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from common import audit
from common.arabic import fold
from common.versions import StaleVersion, save_if_current
from forums.models import Minutes, Output
from forums.services.writing import MinutesClosed
from recommendations.models import Recommendation, Wording
from recommendations.services.addressing import places_of, require_draftable, write_addressees

FIELDS = {"text", "language", "translation", "due_on", "priority", "expected_result"}
ADDRESSES = ("lead", "supporting", "through", "copies")


@transaction.atomic
def promote_output(
    *,
    actor,
    output,
    addressing,
    also=(),
    text=None,
    lead=None,
    supporting=(),
    through=(),
    copies=(),
    themes=None,
    is_guess=False,
    already=None,
    **fields,
) -> Recommendation:
    """Make a recommendation of one output, or of several (`also`); each keeps its link and its wording as said.

    `text` is the wording to be sent where it differs. `already`: how many recommendations the actor saw made of
    `output`; another number now raises StaleVersion (a second click, or somebody faster). One output may become
    several recommendations, knowingly. Raises PermissionDenied, ValidationError, MinutesClosed.
    """
    outputs = [output, *(other for other in also if other.pk != output.pk)]
    _lock(outputs)
    for source in outputs:
        _require_ask(actor, source)
    if len({source.minutes.forum.programme_id for source in outputs}) > 1:
        raise ValidationError(_("The statements belong to different programmes."))
    if already is not None and output.recommendations.count() != already:
        raise StaleVersion(output)
    _require_known(fields)
    places = places_of(addressing, lead=lead, supporting=supporting, through=through, copies=copies)
    fields.setdefault("language", output.language)
    if text is None or text.strip() == output.text:
        fields.setdefault("translation", output.translation)
    recommendation = Recommendation(
        programme=output.minutes.forum.programme,
        kind=output.kind,
        text=(output.text if text is None else text).strip(),
        is_general=addressing == "general",
        is_demo=output.minutes.forum.is_demo,
        **fields,
    )
    if (recommendation.text, recommendation.translation) == (output.text, output.translation):
        recommendation.translated_by = output.translated_by
        recommendation.translation_checked_by = output.translation_checked_by
    elif recommendation.translation:
        recommendation.translated_by = actor
    recommendation.folded = search_key(recommendation)
    recommendation.full_clean(exclude=["number"])
    recommendation.save()
    recommendation.sources.set(outputs)
    recommendation.themes.set(_themes_of(outputs) if themes is None else themes)
    record_as_said(actor=actor, recommendation=recommendation, outputs=outputs)
    write_addressees(recommendation, places, is_guess=is_guess)
    _record(actor, "promote", recommendation, {"sources": [source.public_id for source in outputs]})
    return recommendation


@transaction.atomic
def edit_recommendation(
    *, actor, recommendation, expected, addressing=None, themes=None, is_guess=False, **fields
) -> Recommendation:
    """Write an unsent recommendation, if it is still at version `expected`; with `addressing`, also to whom.

    Raises StaleVersion, PermissionDenied, NotAllowedHere (it was sent), MinutesClosed, ValidationError.
    """
    require_draftable(actor=actor, recommendation=recommendation, action="edit")
    for source in recommendation.sources.select_related("minutes"):
        _require_not_submitted(source.minutes)
    addresses = {name: fields.pop(name) for name in ADDRESSES if name in fields}
    _require_known(fields)
    changed = sorted(name for name, value in fields.items() if getattr(recommendation, name) != value)
    for name in changed:
        setattr(recommendation, name, fields[name])
    changed += recommendation.note_translator(actor, changed)
    if addressing is not None:
        places = places_of(addressing, **addresses)
        recommendation.is_general = addressing == "general"
    recommendation.folded = search_key(recommendation)
    recommendation.full_clean(exclude=["number"])
    save_if_current(recommendation, expected=expected, fields=[*changed, "is_general", "folded"])
    if themes is not None:
        recommendation.themes.set(themes)
    if addressing is not None:
        write_addressees(recommendation, places, is_guess=is_guess)
    _record(actor, "edit", recommendation, {"fields": changed, "addressing": addressing})
    return recommendation


def record_as_said(*, actor, recommendation, outputs) -> None:
    """Keep the words of the outputs as they stand now, in place of an earlier record for the same forums."""
    forums = {output.minutes.forum_id for output in outputs}
    said = recommendation.wordings.filter(occasion=Wording.Occasion.SAID, forum__in=forums)
    if sorted(said.values_list("text", flat=True)) == sorted(output.text for output in outputs):
        return
    said.delete()
    for output in outputs:
        Wording.objects.create(
            recommendation=recommendation,
            occasion=Wording.Occasion.SAID,
            forum=output.minutes.forum,
            made_by=actor,
            **output.words(),
        )


def search_key(recommendation) -> str:
    """What `Recommendation.folded` holds."""
    return fold(f"{recommendation.text} {recommendation.translation} {recommendation.reference}")


def _lock(outputs):
    # On SQLite the transaction itself holds the lock and this asks for nothing.
    list(Output.objects.select_for_update().filter(pk__in=[output.pk for output in outputs]).order_by("pk"))


def _require_ask(actor, output):
    if not actor.has_perm("recommendations.promote", output):
        raise PermissionDenied("recommendations.promote")
    if output.removed_at is not None or not output.is_ask:
        raise ValidationError(_("Only a recommendation, a demand or a question can be taken up."))
    output.minutes.refresh_from_db(fields=["state"])
    _require_not_submitted(output.minutes)


def _require_not_submitted(minutes):
    # What a manager reads for approval must not change under his eyes.
    if minutes.state == Minutes.State.SUBMITTED:
        raise MinutesClosed(minutes.state)


def _require_known(fields):
    if unknown := set(fields) - FIELDS:
        raise TypeError(f"unknown fields: {sorted(unknown)}")


def _themes_of(outputs):
    return {theme for output in outputs for theme in output.themes.all()}


def _record(actor, act, recommendation, details):
    audit.append(
        actor=actor,
        action=f"recommendations.{act}",
        subject=recommendation,
        programme=recommendation.programme,
        details=details,
    )
