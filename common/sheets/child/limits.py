"""How much a sheet may take. Small enough that a hostile file harms nothing, large enough for 20,000 rows."""

import resource

#: seconds of the processor, bytes of address space
SECONDS, MEMORY = 4, 256 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS = 20_000 + 10, 100
#: Excel's own limit for a cell
MOST_CELL = 32_767
MOST_CELLS, MOST_CHARACTERS = 1_000_000, 16_000_000


class Refused(Exception):
    """`args[0]` is a code of common/sheets/refusals.py."""


def limit() -> None:
    """Of this process, for good: processor, memory, no file written, no core left."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    for none in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE):
        resource.setrlimit(none, (0, 0))


class Grid:
    """Filled cells by row number and column, counted while they come."""

    def __init__(self):
        self.rows: dict[int, list[str]] = {}
        self.cells = self.characters = 0

    def put(self, number: int, column: int, text: str) -> None:
        """Raises Refused for what is more than a list."""
        if column >= MOST_COLUMNS:
            raise Refused("too_many_columns")
        if len(text) > MOST_CELL:
            raise Refused("cell_too_long")
        self.cells += 1
        self.characters += len(text)
        if self.cells > MOST_CELLS or self.characters > MOST_CHARACTERS:
            raise Refused("too_much")
        row = self.rows.get(number)
        if row is None:
            if len(self.rows) >= MOST_ROWS:
                raise Refused("too_many_rows")
            row = self.rows[number] = []
        if column < len(row):
            row[column] = text
            return
        row.extend([""] * (column - len(row)))
        row.append(text)
