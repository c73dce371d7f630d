"""The audit record as a sheet: acts and ids as they stand, so that the hashes can be computed again elsewhere."""

import json
from datetime import UTC

from import_export.fields import Field
from tablib import Dataset

from common.exports import SafeResource
from common.models import AuditEntry
from reports.auditing.acts import label_of

#: what stands in a sheet, in this order; but for number and act the names are those of the record's own columns
COLUMNS = (
    *("number", "at", "act", "action", "subject_type", "subject", "actor", "programme", "details", "origin"),
    *("prev", "hash"),
)
#: Letters that a cell of Excel holds; what is longer would be cut off without a word.
MOST_OF_CELL = 32_767


class RecordResource(SafeResource):
    """For export alone: nothing comes into the record by a sheet."""

    number = Field(attribute="id", column_name="number")
    act = Field(column_name="act")

    class Meta:
        model = AuditEntry
        fields = COLUMNS
        export_order = COLUMNS
        import_id_fields = ("number",)

    def dehydrate_act(self, entry):
        """In the language of the reader."""
        return label_of(entry.action)

    def dehydrate_at(self, entry):
        """As it is hashed: UTC, with microseconds."""
        return entry.at.astimezone(UTC).isoformat(timespec="microseconds")

    def dehydrate_details(self, entry):
        """As it is hashed."""
        return json.dumps(entry.details, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def fit_cells(data: Dataset) -> Dataset:
    """The same for Excel: details that no cell holds (the ids of a large import) go on in cells behind the last column."""
    place = COLUMNS.index("details")
    rows = [(list(row), _pieces(row[place])) for row in data]
    further = max((len(pieces) for _row, pieces in rows), default=1) - 1
    if not further:
        return data
    fitting = Dataset(headers=[*data.headers, *(f"details {number + 2}" for number in range(further))])
    for row, (first, *rest) in rows:
        row[place] = first
        fitting.append([*row, *rest, *[""] * (further - len(rest))])
    return fitting


def _pieces(text):
    """What joined gives the text. Each begins with a quotation mark, so that none looks like a formula."""
    pieces = []
    while len(text) > MOST_OF_CELL:
        at = text.rfind('"', 1, MOST_OF_CELL)
        at = at if at > 0 else MOST_OF_CELL
        pieces.append(text[:at])
        text = text[at:]
    return [*pieces, text]
