"""Carrying an erasure out in the database, whoever decided it and whenever: the act itself, and its replay."""

from collections.abc import Set
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import override

from forums.services.vouching import record_erased, salts_of
from participants.models import Person
from reports.models import Report
from reports.services.erasure.documents import (
    delete_files,
    delete_photos,
    files_called,
    reports_naming,
    withdraw_reports,
    without_person,
)
from reports.services.erasure.replacing import ERASED, forget_values, replace_everywhere
from reports.services.erasure.rows import empty_rows
from reports.services.erasure.spellings import Spellings


@dataclass(frozen=True)
class Erasure:
    """What is to be erased: persons (public ids, with those who were merged), where, and what was decided about it.

    `exceptions` and `files` hold names of places and public ids, never words.
    """

    people: tuple[str, ...]
    programmes: tuple[int, ...]
    exceptions: Set[str] = frozenset()
    files: Set[str] = frozenset()


@dataclass(frozen=True)
class Done:
    """Rows and texts by model and column, and the files that the caller removes from the disk."""

    counts: dict[str, int]
    files: list[Path]
    #: public ids of the reports that were withdrawn
    reports: list[str]

    @property
    def is_something(self) -> bool:
        """False where all of it had been done before."""
        return any(self.counts.values())


def carry_out(erasure: Erasure, spellings: Spellings, *, actor=None) -> Done:
    """Erase in the caller's transaction. Doing it again finds nothing. Raises SpeakersLocked, Undecipherable.

    Each approved revision that changed has an entry of its own on the record, by `actor` or by the machine.
    """
    ids, programmes = set(erasure.people), erasure.programmes
    salts = salts_of(programmes)
    people = list(Person._base_manager.filter(public_id__in=ids).values_list("pk", flat=True))
    named = set(reports_naming(ids, programmes).values_list("pk", flat=True))
    texts, changed = replace_everywhere(spellings, programmes, erasure.exceptions)
    emptied = _empty_frozen(named, ids)
    reports = list(Report.objects.filter(pk__in=changed | emptied).defer("frozen"))
    files = withdraw_reports(reports)
    scans = files_called(erasure.files)
    files += delete_files(scans)
    photos = delete_photos(people)
    files += photos
    still = Person._base_manager.filter(pk__in=people, erased_at__isnull=True).exists()
    revisions = forget_values(ids, programmes)
    rows = empty_rows(people) if still else {}
    record_erased(actor=actor, before=salts, programmes=programmes)
    counts = {
        **texts,
        **rows,
        "reports": len(reports),
        "files": len(scans) + len(photos),
        "revisions": revisions,
    }
    return Done(
        counts={name: count for name, count in counts.items() if count},
        files=files,
        reports=[str(report.public_id) for report in reports],
    )


def _without(frozen, ids, language):
    """A content without his rows; of one in both languages each part in its own."""
    if parts := frozen.get("parts"):
        return frozen | {"parts": {name: _without(part, ids, name) for name, part in parts.items()}}
    with override(language):
        return without_person(frozen, ids, ERASED[language])


def _empty_frozen(named, ids) -> set[int]:
    """Empty the rows about him in these reports; those that changed. One that was emptied before stays as it is."""
    changed = set()
    for pk, language, frozen in Report.objects.filter(pk__in=named).values_list("pk", "language", "frozen"):
        after = _without(frozen, ids, language)
        if after != frozen:
            Report.objects.filter(pk=pk).update(frozen=after)
            changed.add(pk)
    return changed
