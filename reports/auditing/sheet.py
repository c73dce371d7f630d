"""The audit record as a sheet: acts and ids as they stand, so that the hashes can be computed again elsewhere."""

import json
from datetime import UTC

from import_export.fields import Field

from common.exports import SafeResource
from common.models import AuditEntry
from reports.auditing.acts import label_of

#: what stands in a sheet, in this order; but for number and act the names are those of the record's own columns
COLUMNS = (
    *("number", "at", "act", "action", "subject_type", "subject", "actor", "programme", "details", "origin"),
    *("prev", "hash"),
)


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
