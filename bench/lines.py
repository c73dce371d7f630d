"""What a measurement prints: `name value bar ok|short`, one line a figure."""

import os
import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """`bar`: what it may be at most, or at least where `is_most` is off; without one it is told only. `detail`: a few words behind it.

    `counts`: whether a missed bar makes the command fail.
    """

    name: str
    value: float
    bar: float | None = None
    is_most: bool = True
    counts: bool = True
    detail: str = ""

    @property
    def is_short(self) -> bool:
        """Whether the bar is missed."""
        if self.bar is None:
            return False
        return self.value > self.bar if self.is_most else self.value < self.bar

    def __str__(self):
        said = "-" if self.bar is None else "short" if self.is_short else "ok"
        return f"{self.name:<52} {self.value:>9.3f} {self.bar or '-':>6} {said:<5} {self.detail}".rstrip()


def print_lines(lines: list[Line]) -> int:
    """All of them, below the load of the machine; 1 where a bar that counts is missed."""
    sys.stdout.write(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n")
    for line in lines:
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
    return int(any(line.is_short and line.counts for line in lines))
