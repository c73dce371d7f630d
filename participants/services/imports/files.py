"""Workbooks that go out: an empty one to be filled, and the rows that are to be mended with what is wrong with them."""

import json

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext, override

from common import audit
from common.sheets.writing import Column, write_sheet
from participants.models import ImportRow, SheetImport
from participants.services.asking import require
from participants.services.imports.cells import Problem
from participants.services.imports.content import Content
from participants.services.imports.kinds import kind_named, kind_of, label_of

_WIDE = 24
Verdict, Chosen = ImportRow.Verdict, ImportRow.Chosen


def template_file(*, kind: str, language: str) -> bytes:
    """A workbook with the headers of a kind in one language, its HXL tags below them, and no row. Raises KeyError."""
    fields = kind_named(kind).fields
    with override(language):
        columns = [Column(label_of(one), one.tags[0] if one.tags else "", _WIDE) for one in fields]
    return write_sheet("xlsx", columns, [], tags=True, right_to_left=language.startswith("ar"))


def error_file(*, actor, sheet: SheetImport, language: str) -> bytes:
    """The rows as they were handed in, in front of each what is to be mended; for who handed them in and nobody else.

    Once the good rows are in, those that stayed out. What looks like a formula is defused. Its making goes on the record.
    Raises PermissionDenied.
    """
    require(actor, "participants.use_import", sheet)
    if actor.pk != sheet.made_by_id:
        raise PermissionDenied("participants.use_import")
    content = Content.of(sheet)
    said = {row.place: row for row in sheet.rows.all()}
    labels = {one.key: label_of(one) for one in kind_of(sheet).fields}
    tags = content.tags or [""] * len(content.headers)
    heads = [(gettext("What is to be mended"), ""), *zip(content.headers, tags, strict=False)]
    rows = [[_words(said.get(place), labels, content), *row] for place, row in enumerate(content.rows) if row]
    with transaction.atomic():
        audit.append(
            actor=actor,
            action="participants.take_error_file",
            subject=sheet,
            programme=sheet.programme,
            details={"rows": len(rows)},
        )
    return write_sheet(
        "xlsx",
        [Column(header, tag, _WIDE) for header, tag in heads],
        rows,
        tags=bool(content.tags),
        right_to_left=language.startswith("ar"),
    )


def _words(row, labels, content) -> str:
    if row is None:
        return ""
    kept = json.loads(row.findings or "{}")
    said = [
        f"{labels[column]}: {Problem(column, code, params).words}"
        if column in labels
        else Problem(column, code, params).words
        for column, code, params in kept.get("problems", [])
    ]
    if row.chosen == Chosen.SKIP:
        said.append(gettext("Left out."))
    elif row.verdict == Verdict.DOUBTFUL and not row.chosen:
        if (twin := kept.get("twin")) is not None:
            about = {"number": content.numbers[twin]}
            if like := kept.get("like"):
                about["why"] = gettext(like)
                said.append(gettext("Row %(number)s says nearly the same: %(why)s.") % about)
            else:
                said.append(gettext("Row %(number)s says the same.") % about)
        if kept.get("meant"):
            said.append(gettext("It is not decided who is meant."))
    return " ".join(said)
