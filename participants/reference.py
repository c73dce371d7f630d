"""Loads the reference lists of the directory from `participants/data/` (sources and licences: its README).

Rows that are missing are created and empty fields are filled; what somebody wrote is never overwritten and nothing is
deleted. So a second run changes nothing, and a row that the office edited stays as the office wants it.
"""

import csv
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from django.db import models

from common import audit
from common.arabic import fold
from common.models import VersionedModel
from participants.models import (
    Category,
    Honorific,
    Institution,
    InstitutionName,
    Place,
    Position,
    Rank,
    RankQualifier,
)
from participants.services.institutions import matching_keys

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Loaded:
    """What loading one list did; `total` rows stand in the file."""

    label: str
    total: int
    created: int
    filled: int


@dataclass
class _Changes:
    created: list[models.Model] = field(default_factory=list)
    filled: list[models.Model] = field(default_factory=list)
    fields: Counter = field(default_factory=Counter)


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file without the row of HXL tags; blanks around values are cut."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [{key: (value or "").strip() for key, value in row.items()} for row in csv.DictReader(file)]
    return [row for row in rows if not next(iter(row.values())).startswith("#")]


def load_list(model, rows: list[dict], *, key: tuple[str, ...] = ("code",)) -> Loaded:
    """Create rows of `model` that are missing by `key`, fill empty fields of the others; two queries when nothing changes.

    Appends one audit entry a list that changed. Must run in a transaction.
    """
    changes = _Changes()
    standing = {tuple(getattr(row, name) for name in key): row for row in model.objects.all()}
    for values in rows:
        row = standing.get(tuple(values[name] for name in key))
        if row is None:
            changes.created.append(model(**values))
        else:
            _fill(row, values, changes)
    model.objects.bulk_create(changes.created, batch_size=200)
    if changes.filled:
        model.objects.bulk_update(changes.filled, list(changes.fields), batch_size=200)
    if changed := changes.created + changes.filled:
        audit.append(
            actor=None,
            action="participants.load_reference",
            subject=changed[0],
            details={"created": len(changes.created), "filled": len(changes.filled)},
        )
    label = str(model._meta.verbose_name_plural)
    return Loaded(label, len(rows), len(changes.created), len(changes.filled))


def load_directory() -> list[Loaded]:
    """All lists of the directory, parents first."""
    return [
        *_load_places(),
        load_list(Category, [_with_numbers(row, "position") for row in read_rows(DATA / "categories.csv")]),
        load_list(Rank, [_with_numbers(_spelt(row), "position") for row in read_rows(DATA / "ranks.csv")]),
        load_list(RankQualifier, [_spelt(row) for row in read_rows(DATA / "rank_qualifiers.csv")]),
        load_list(
            Honorific,
            [
                {**_spelt(row), "is_profession": row["is_profession"] == "1"}
                for row in read_rows(DATA / "honorifics.csv")
            ],
        ),
        *_load_institutions(),
    ]


def _fill(row, values, changes):
    empty = [name for name, value in values.items() if getattr(row, name) in ("", None) and value]
    if not empty:
        return
    for name in empty:
        setattr(row, name, values[name])
    if isinstance(row, VersionedModel):
        row.version += 1
        empty.append("version")
    changes.fields.update(empty)
    changes.filled.append(row)


def _load_places():
    governorates = [
        {
            "code": row["adm1_pcode"],
            "name_ar": row["adm1_ar"],
            "name_en": row["adm1_en"],
            "spellings": _lines(row["adm1_ar_alt"]),
            "level": Place.Level.GOVERNORATE,
        }
        for row in read_rows(DATA / "yem_adm1.csv")
    ]
    yield load_list(Place, governorates)
    ids = dict(Place.objects.filter(level=Place.Level.GOVERNORATE).values_list("code", "pk"))
    districts = [
        {
            "code": row["adm2_pcode"],
            "name_ar": row["adm2_ar"],
            "name_en": row["adm2_en"],
            "spellings": _lines(row["adm2_ar_alt"]),
            "level": Place.Level.DISTRICT,
            "parent_id": ids[row["adm1_pcode"]],
        }
        for row in read_rows(DATA / "yem_adm2.csv")
    ]
    yield load_list(Place, districts)


def _load_institutions():
    rows = read_rows(DATA / "institutions.csv")
    parts, ids = [], {"": None}
    # Level by level: a parent may stand below its part in the file.
    while len(ids) <= len(rows):
        level = [row for row in rows if row["parent"] in ids and row["code"] not in ids]
        parts.append(load_list(Institution, [_institution(row, ids[row["parent"]]) for row in level]))
        codes = [row["code"] for row in level]
        ids |= dict(Institution.objects.filter(code__in=codes).values_list("code", "pk"))
    created, filled = sum(part.created for part in parts), sum(part.filled for part in parts)
    yield Loaded(parts[0].label, len(rows), created, filled)
    yield load_list(
        InstitutionName,
        [
            {
                "institution_id": ids[row["code"]],
                "text": text,
                "folded": fold(text),
                "use": InstitutionName.Use.SPELLING.value,
            }
            for row in rows
            for text in _values(row["spellings"])
        ],
        key=("institution_id", "text", "use"),
    )
    yield load_list(
        Position,
        [
            {"institution_id": ids[row["code"]], "title_ar": title, "folded": fold(title)}
            for row in rows
            for title in _values(row["posts"])
        ],
        key=("institution_id", "title_ar"),
    )


def _institution(row, parent_id):
    return {
        "code": row["code"],
        "name_ar": row["name_ar"],
        "name_en": row["name_en"],
        "kind": Institution.Kind(row["kind"]).value,
        "parent_id": parent_id,
        "folded": matching_keys(row["name_ar"], row["name_en"], *_values(row["spellings"])),
    }


def _values(text):
    return [value.strip() for value in text.split("|") if value.strip()]


def _lines(text):
    return "\n".join(_values(text))


def _spelt(row):
    return {**row, "spellings": _lines(row["spellings"])}


def _with_numbers(row, *names):
    return {**row, **{name: int(row[name]) for name in names}}
