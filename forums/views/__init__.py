"""Pages of forums and minutes: the record, the five steps of the editor, dates, approval."""
