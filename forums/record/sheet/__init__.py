"""One state of the minutes in full, from what an approval froze; the draft is read by the same way, as if approved now."""

from forums.record.sheet.reading import frozen_now, frozen_of, read_sheets
from forums.record.sheet.shapes import Frozen, Listed, Said, Sheet, Told

__all__ = ["Frozen", "Listed", "Said", "Sheet", "Told", "frozen_now", "frozen_of", "read_sheets"]
