"""Replacing a person in every text: the same for the act itself and for its replay after a restore."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Set

from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils import timezone

from common.arabic import fold
from common.encryption import EncryptedTextField
from forums.models import Attendance, MinutesRevision, Programme
from forums.models.minutes import new_salt
from forums.services.freezing import erase_words
from reports.models import Report
from reports.services.erasure.columns import Column, key_columns, strings, word_columns
from reports.services.erasure.places import read_values, replaced
from reports.services.erasure.spellings import WHOLE, Spellings, language_of

#: What stands in his place, by the language of the text. Not looked up in the catalogue: it is stored, and looks the same
#: whoever replays it.
ERASED = {"ar": "[شخص مُحي]", "en": "[erased person]"}
#: Values with salts, whose commitments have to go on holding.
_COMMITTED = {"forums.MinutesRevision.words", "forums.MinutesRevision.personal"}


def replace_everywhere(spellings: Spellings, programmes, exceptions: Set[str]) -> tuple[Counter, set[int]]:
    """Replace him in the texts of these programmes and of none; (texts by column, primary keys of reports changed).

    Whole names are replaced and less is not, unless the key of the place (`Place.key`) stands in `exceptions`.
    """
    chosen, done = Programme.objects.filter(pk__in=programmes), Counter()
    touched: dict[type[models.Model], dict[object, set[str]]] = defaultdict(dict)
    for column in word_columns():
        # Gathered first: a table is not read and written at the same time.
        for pk, value, strengths in list(_found(column, chosen, spellings, exceptions)):
            _write(column, pk, value, _changer(spellings, strengths))
            done[column.label] += 1
            touched[column.model].setdefault(pk, set()).update(strengths)
    for model, rows in touched.items():
        for pk, strengths in rows.items():
            _renew_keys(model, pk, spellings, strengths)
    return done, set(touched[Report])


def forget_values(ids: Set[str], programmes) -> int:
    """Take what revisions hold of a person's rank, post and the like; their digests hold. The number of revisions.

    His lines are known by his id and by themselves: while he was merged into another, a revision was made of his line
    under the other's id.
    """
    lines = Attendance._base_manager.filter(person__public_id__in=ids).values_list("public_id", flat=True)
    own, count = set(map(str, lines)), 0
    revisions = MinutesRevision.objects.filter(minutes__forum__programme__in=programmes)
    for pk, content, personal in revisions.values_list("pk", "content", "personal"):
        listed = content.get("attendance", [])
        rows = own | {row["id"] for row in listed if row.get("person") in ids}
        kept = {row: values for row, values in personal.items() if row not in rows}
        if kept != personal:
            MinutesRevision.objects.filter(pk=pk).update(personal=kept, salt=new_salt())
            count += 1
    return count


def erased_words(text: str) -> str:
    """What stands in the place of a name in this text, in its language."""
    return ERASED[language_of(text)]


def _found(column, chosen, spellings, exceptions):
    for pk, row, value in read_values(column, chosen):
        strengths = {match.strength for text in strings(value) for match in spellings.find(text)}
        wanted = {
            strength
            for strength in strengths
            if (strength == WHOLE) != (f"{column.label}:{row}:{strength}" in exceptions)
        }
        if wanted:
            yield pk, value, wanted


def _changer(spellings, strengths, words: Callable[[str], str] = erased_words) -> Callable:
    return lambda value: replaced(value, spellings, strengths, words)


def _write(column: Column, pk, value, change) -> None:
    model, field = column.model, column.model._meta.get_field(column.name)
    after = erase_words(value, change) if column.label in _COMMITTED else change(value)
    if not isinstance(value, str) and not isinstance(field, models.JSONField):
        after = json.dumps(after)  # JSON that is kept as text
    if isinstance(after, str) and field.max_length and not isinstance(field, EncryptedTextField):
        after = after[: field.max_length]
    values = {column.name: after}
    if "version" in {one.name for one in model._meta.fields}:
        # A form that was opened before must not put the name back unnoticed.
        values |= {"version": F("version") + 1, "updated_at": timezone.now()}
    if model is MinutesRevision:
        # The database lets through no other change of an approved revision.
        values["salt"] = new_salt()
    rows = model._base_manager.filter(pk=pk)
    try:
        with transaction.atomic():
            rows.update(**values)
    except IntegrityError:
        # Two names that had to differ became one.
        rows.update(**values | {column.name: f"{after} {pk}"})


def _renew_keys(model, pk, spellings, strengths) -> None:
    names = key_columns(model)
    values = model._base_manager.filter(pk=pk).values(*names).first() if names else None
    if values:
        change = _changer(spellings, strengths, lambda text: fold(erased_words(text)))
        model._base_manager.filter(pk=pk).update(**{name: change(text) for name, text in values.items()})
