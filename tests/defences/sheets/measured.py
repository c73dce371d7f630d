"""Reads sheets by the portal's own code and measures the child in which it parses them."""

import json
import subprocess
from pathlib import Path

from common.sheets import SheetRefused, message_for, read_sheet, reading

CHILD = Path(__file__).parent / "measured_child"


class Measured:
    """Seconds of the processor and bytes of the last child; zero where none was started."""

    MOST_SECONDS, MOST_BYTES = 5, 256 * 1024 * 1024

    def __init__(self, monkeypatch):
        self.seconds, self.bytes, self.limits = 0.0, 0, []
        self.sheet = None
        self.run = subprocess.run
        monkeypatch.setattr(reading, "_CHILD", CHILD)
        monkeypatch.setattr(reading.subprocess, "run", self._run)

    def _run(self, *args, **kwargs):
        done = self.run(*args, **kwargs)
        try:
            self.limits, self.seconds, self.bytes = json.loads(done.stderr)
        except ValueError:
            # Ended by its limits before it could say so: it took all the seconds that it had.
            self.seconds = 4.0
            assert done.returncode < 0, done.stderr
        return done

    def reading(self, name, content):
        """A table, or the code of the refusal. Whatever else is raised fails the test."""
        self.seconds, self.bytes = 0.0, 0
        try:
            self.sheet = sheet = read_sheet(content, name)
        except SheetRefused as refusal:
            return refusal.code if message_for(refusal.code) else "said in no words"
        table = [sheet.headers, *sheet.rows]
        assert {len(row) for row in table} == {len(sheet.headers)}
        assert len(sheet.row_numbers) == len(sheet.rows)
        assert sheet.row_numbers == sorted(set(sheet.row_numbers))
        assert all(isinstance(cell, str) and "\0" not in cell for row in table for cell in row)
        assert all(any(row) for row in table)
        return table
