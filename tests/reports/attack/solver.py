"""The simplex, as little of it as bounds take: the least and the most of a sum, under equations of unknowns that are not negative.

The equations come from a true world, so that there is always a solution. Coefficients are small whole numbers; floats do.
"""

import math

TINY = 1e-7


class Equations:
    """Each a mapping unknown → coefficient, and what it amounts to."""

    def __init__(self):
        self.unknowns: dict = {}
        self.rows: list[tuple[dict[int, float], float]] = []

    def number(self, unknown) -> int:
        """The column of an unknown."""
        return self.unknowns.setdefault(unknown, len(self.unknowns))

    def add(self, unknowns, amount=0, less=()) -> None:
        """These together, less those others, are `amount`, which is not negative."""
        row = {self.number(one): 1.0 for one in unknowns} | {self.number(one): -1.0 for one in less}
        self.rows.append((row, float(amount)))

    def add_times(self, times, amount) -> None:
        """The same with each unknown so many times."""
        self.rows.append(({self.number(one): float(count) for one, count in times.items()}, float(amount)))

    def solve(self) -> "Solved":
        """Ready to be asked for bounds."""
        return Solved(self)


class Solved:
    """A tableau with a feasible basis; it is left feasible by every question."""

    def __init__(self, equations):
        self.columns, width = equations.unknowns, len(equations.unknowns)
        count = len(equations.rows)
        self.width, self.rows, self.basis = width, [], []
        for number, (row, amount) in enumerate(equations.rows):
            line = [0.0] * (width + count + 1)
            for column, factor in row.items():
                line[column] = factor
            line[width + number], line[-1] = 1.0, amount
            self.rows.append(line)
            self.basis.append(width + number)
        goal = [0.0] * width + [1.0] * count + [0.0]
        assert abs(self._least(goal, width + count)) < TINY, "the documents contradict each other"
        self._drop_artificial()

    def bounds(self, unknowns) -> tuple[float, float]:
        """Least and most that these can be together; infinite where nothing holds them."""
        known = [self.columns[one] for one in unknowns if one in self.columns]
        free = len(known) < len(list(unknowns))
        goal = [0.0] * (self.width + 1)
        for column in known:
            goal[column] += 1.0
        least = self._least(goal, self.width)
        most = -self._least([-value for value in goal], self.width)
        return least, float("inf") if free else most

    def whole_bounds(self, unknowns) -> tuple[float, float]:
        """The same in whole numbers, as people are."""
        least, most = self.bounds(unknowns)
        return math.ceil(least - 1e-6), math.inf if math.isinf(most) else math.floor(most + 1e-6)

    def _drop_artificial(self):
        for number in reversed(range(len(self.rows))):
            if self.basis[number] < self.width:
                continue
            line = self.rows[number]
            column = next((one for one in range(self.width) if abs(line[one]) > TINY), None)
            if column is None:
                # It follows from the others.
                del self.rows[number], self.basis[number]
            else:
                self._pivot(number, column)
        self.rows = [[*line[: self.width], line[-1]] for line in self.rows]

    def _least(self, goal, width):
        cost = list(goal)
        for line, column in zip(self.rows, self.basis, strict=True):
            if factor := cost[column]:
                cost = [a - factor * b for a, b in zip(cost, line, strict=True)]
        while (column := next((one for one in range(width) if cost[one] < -TINY), None)) is not None:
            # The first column and, of the rows that hold it, the one of the lowest: Bland's rule, so that it ends.
            holding = [
                (line[-1] / line[column], self.basis[number], number)
                for number, line in enumerate(self.rows)
                if line[column] > TINY
            ]
            if not holding:
                return float("-inf")
            tightest = min(ratio for ratio, _column, _number in holding)
            number = min((b, n) for ratio, b, n in holding if ratio < tightest + TINY)[1]
            self._pivot(number, column)
            factor = cost[column]
            cost = [a - factor * b for a, b in zip(cost, self.rows[number], strict=True)]
        return -cost[-1]

    def _pivot(self, number, column):
        line = self.rows[number]
        divisor = line[column]
        self.rows[number] = line = [value / divisor for value in line]
        for other, row in enumerate(self.rows):
            if other != number and (factor := row[column]):
                self.rows[other] = [a - factor * b for a, b in zip(row, line, strict=True)]
        self.basis[number] = column
