"""What stays of a person's rows: what is counted, when and what for. Everything else goes, also what is added later."""

from dataclasses import dataclass

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from common.encryption import RingAbsent
from forums.models import OutputSpeaker
from participants.models import Person

#: Fields that stay; whatever else a model has is emptied. Sex and category stand in figures.
KEPT_OF_PERSON = {
    *("id", "public_id", "version", "created_at", "updated_at", "erased_at", "merged_into", "is_demo"),
    *("sex", "sex_source", "category"),
}
#: Models with a key to a person → the fields that stay; None: the row is of no count and goes as a whole.
KEPT: dict[str, set[str] | None] = {
    # Rank, post and institution of a day would name him again.
    "forums.Attendance": {
        *("id", "public_id", "version", "created_at", "updated_at", "forum", "person", "category"),
        *("age_band", "home_district", "presence", "part", "position", "removed_at"),
    },
    "forums.Acknowledgement": {"id", "public_id", "forum", "person", "position", "recorded_by"},
    "participants.Consent": {
        *("id", "public_id", "person", "purpose", "manner", "given_on", "recorded_by", "withdrawn_on"),
    },
    # That somebody was shown a contact stays on record; the names in his reason go with the other texts.
    "participants.ContactReading": {
        *("id", "public_id", "person", "reader", "field", "reason", "programme", "day", "number", "asked"),
        "read_at",
    },
    "participants.FocalPoint": None,
    "participants.NameKey": None,
    # That two entries became one, and which rows moved; why, and what stood in them, goes.
    "participants.Merge": {
        *("id", "public_id", "kept", "absorbed", "programme", "programmes", "moved", "consents"),
        *("merged_by", "merged_at", "undone_by", "undone_at"),
    },
    "participants.NotSame": None,
    # What a sheet said of him, and what would bring it back; the sheet's cells are changed like all texts.
    "participants.ImportRow": None,
    "forums.Standing": {"id", "public_id", "programme", "person", "entered_by", "entered_at"},
    # The picture goes as a whole, with its file (`carrying_out.py`).
    "forums.PhotoPerson": None,
}


@dataclass(frozen=True)
class Found:
    """How many rows of one model a person has."""

    label: str
    words: str
    count: int
    goes: bool


class SpeakersLocked(Exception):
    """The key of the sealed speakers is not on this machine, and without it nobody knows which of them he was."""


def rows_of(people: list[int]) -> list[tuple[type[models.Model], models.QuerySet]]:
    """(model, rows) with a key to one of these persons; a test holds KEPT to them."""
    found: dict[type[models.Model], Q] = {}
    for relation in Person._meta.related_objects:
        model = relation.related_model
        if model is not Person:
            found[model] = found.get(model, Q()) | Q(**{f"{relation.field.name}__in": people})
    return [(model, model._base_manager.filter(points)) for model, points in found.items()]


def count_rows(people: list[int]) -> list[Found]:
    """What the page shows of them; models without any are left out."""
    counted = [
        Found(
            model._meta.label,
            str(model._meta.verbose_name_plural),
            rows.count(),
            KEPT[model._meta.label] is None,
        )
        for model, rows in rows_of(people)
    ]
    return [found for found in counted if found.count]


def empty_rows(people: list[int]) -> dict[str, int]:
    """Empty the persons and all that hangs on them; rows by model. Raises SpeakersLocked, Undecipherable."""
    done = {"forums.OutputSpeaker": forget_speaker(people)}
    for model, rows in rows_of(people):
        kept = KEPT[model._meta.label]
        if kept is None:
            done[model._meta.label] = rows.delete()[0]
            continue
        values = _emptied(model, kept)
        done[model._meta.label] = rows.update(**values) if values else rows.count()
    persons = Person._base_manager.filter(pk__in=people)
    now = timezone.now()
    erased = {"erased_at": now, "updated_at": now, "version": F("version") + 1}
    done["participants.Person"] = persons.filter(erased_at__isnull=True).update(
        **_emptied(Person, KEPT_OF_PERSON), **erased
    )
    return done


def forget_speaker(people: list[int]) -> int:
    """Delete what says that one of them said something; also what is sealed. Raises SpeakersLocked, Undecipherable."""
    ids = {str(one) for one in Person._base_manager.filter(pk__in=people).values_list("public_id", flat=True)}
    try:
        said = [pk for pk, person in OutputSpeaker.objects.values_list("pk", "person") if person in ids]
    except RingAbsent as error:
        raise SpeakersLocked from error
    return OutputSpeaker.objects.filter(pk__in=said).delete()[0]


def _emptied(model, kept) -> dict:
    """field → nothing: NULL where there can be, else what an empty row has."""
    values = {}
    for field in model._meta.concrete_fields:
        if field.name in kept:
            continue
        if field.null:
            values[field.name] = None
        elif isinstance(field, models.CharField | models.TextField):
            values[field.name] = ""
        else:
            values[field.name] = field.get_default()
    if "version" in {field.name for field in model._meta.fields} and model is not Person:
        values["version"] = F("version") + 1
    return values
