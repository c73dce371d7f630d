"""What the record of one forum shows: read in `reading`, said in the other modules."""

from forums.record.attendance import AttendanceSummary
from forums.record.facts import DateNote, Fact, date_note, facts
from forums.record.path import approval_path
from forums.record.reading import ForumRecord, visible_record

__all__ = [
    "AttendanceSummary",
    "DateNote",
    "Fact",
    "ForumRecord",
    "approval_path",
    "date_note",
    "facts",
    "visible_record",
]
