"""The audit record for its readers: what each may see of it, in words, and the heads that leave the house."""

from reports.auditing.acts import ACTS, GROUPS, label_of, object_label
from reports.auditing.heads import issue_daily_head
from reports.auditing.scope import EntryRow, entries_for, rows_of
from reports.auditing.witnesses import all_witnesses

__all__ = [
    "ACTS",
    "GROUPS",
    "EntryRow",
    "all_witnesses",
    "entries_for",
    "issue_daily_head",
    "label_of",
    "object_label",
    "rows_of",
]
