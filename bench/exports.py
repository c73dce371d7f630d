"""10,000 rows handed out as a sheet, beside the bare writers of the same rows.

    .venv/bin/python -m bench.exports [rows]

Prints `name ratio bar ok|short`, one line a figure. A ratio is the median of seconds of our core, ours over the floor, the
two taken in turns in one process. The floor of CSV is Python's `csv` over `values_list`, that of XLSX openpyxl in its
write-only mode over the same. Names, of which each row asks `participants/privacy.py`, are held against the same floor
without a bar: they are rare.
"""

import csv
import gc
import io
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from io import StringIO
from pathlib import Path

from bench.databases import environment_of
from bench.lines import Line, print_lines
from bench.portal import ROOT

ROUNDS = 7
BARS = {"csv": 2.0, "xlsx": 1.5}
#: MB that an export of lists may take beside the file itself
MEMORY = 10.0


def fill(rows: int) -> None:
    """So many recommendations, institutions and attendances, made up."""
    from django.core.management import call_command

    from participants.models import Institution

    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0, stdout=StringIO())
    numbers = {
        "programmes": 1,
        "forums": 100,
        "people": max(rows // 20, 50),
        "recommendations": rows,
        "seed": 1,
    }
    call_command("sample_data", **numbers, verbosity=0, stdout=StringIO())
    Institution.objects.bulk_create(
        [Institution(code=f"B{n}", name_ar=f"جهة {n}", name_en=f"Body {n}") for n in range(rows)],
        batch_size=1000,
    )


def floor_csv(values) -> bytes:
    """The standard writer over the bare rows."""
    out = StringIO()
    csv.writer(out).writerows(values)
    return out.getvalue().encode("utf-8-sig")


def floor_xlsx(values) -> bytes:
    """openpyxl, row by row, dates without their zone as it asks."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in values:
        sheet.append([cell.replace(tzinfo=None) if hasattr(cell, "tzinfo") else cell for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def seconds(work: Callable[[], object]) -> float:
    """Of our core, for one call."""
    gc.collect()
    begun = time.process_time()
    work()
    return time.process_time() - begun


def ratio(ours: Callable[[], object], floor: Callable[[], object]) -> tuple[float, float]:
    """(ours over the floor, seconds of ours), in turns."""
    pairs = [(seconds(ours), seconds(floor)) for _ in range(ROUNDS)]
    mine, bare = (statistics.median(column) for column in zip(*pairs, strict=True))
    return mine / bare, mine


def beside_the_file(work: Callable[[], bytes]) -> float:
    """MB at most while it is written, less the file that comes out of it."""
    gc.collect()
    tracemalloc.start()
    content = work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return (peak - len(content)) / 2**20


def measure(rows: int) -> int:
    """Fill the database of this process, print the lines; 1 where a bar is missed."""
    import django

    django.setup()
    from accounts.models import User
    from common.sheets.writing import write_sheet
    from forums.models import Programme
    from reports.exports import LISTS, names_of
    from reports.exports.lists import institution_values, recommendation_values
    from reports.exports.names import attendances_of

    fill(rows)
    user, programme = User.objects.get(username="manager"), Programme.objects.get()
    floors = {"csv": floor_csv, "xlsx": floor_xlsx}
    values = {"institutions": institution_values, "recommendations": recommendation_values}
    named = (
        *("forum__code", "forum__date", "person__name_ar", "honorific__name_ar", "rank__name_ar", "post"),
        *("institution__name_ar", "category__name_ar", "part", "presence"),
    )
    lines = []
    for kind, floor in floors.items():
        for name, of in values.items():

            def ours(kind=kind, name=name):
                columns, found = LISTS[name](user)
                return write_sheet(kind, columns, found, tags=True, right_to_left=True)

            count = of(user).count()
            value, took = ratio(ours, lambda of=of, floor=floor: floor(of(user).iterator(1000)))
            lines += [
                Line(f"{name}, {kind}", value, BARS[kind], detail=f"{count} rows, {took:.2f} s"),
                Line(f"{name}, {kind}, MB beside the file", beside_the_file(ours), MEMORY),
            ]

        def names(kind=kind):
            columns, found = names_of(programme, user)
            return write_sheet(kind, columns, found, tags=True, right_to_left=True)

        rows_of = attendances_of(programme, user).defer(None).select_related(None).values_list(*named)
        value, took = ratio(names, lambda floor=floor, rows_of=rows_of: floor(rows_of.iterator(1000)))
        lines.append(Line(f"names, {kind}", value, detail=f"{rows_of.count()} rows, {took:.2f} s"))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return print_lines([*lines, Line("memory of the whole process, MB", most)])


def main() -> int:
    """In a process of its own, on SQLite; 1 where a bar is missed."""
    if sys.argv[1:2] == ["--on"]:
        return measure(int(sys.argv[2]))
    rows = (sys.argv[1:2] or ["10000"])[0]
    with tempfile.TemporaryDirectory(prefix="muntada-bench-") as name:
        folder = Path(name)
        from common.keyring_file import write_new_keyring

        write_new_keyring(folder / "keyring")
        environment = environment_of(f"sqlite:///{folder / 'bench.sqlite3'}", folder)
        command = [sys.executable, "-m", "bench.exports", "--on", rows]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode  # noqa: S603


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
