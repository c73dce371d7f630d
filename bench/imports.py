"""A sheet of 10,000 people taken in, beside csv and bulk_create of the same rows.

    .venv/bin/python -m bench.imports [people] [seed]

Prints `name value bar ok|short`, one line a figure, on SQLite and, where a server is there (TEST_DATABASE_URL, or the
local one), on PostgreSQL in a database of its own. The people are made up from a seed; 1,000 others are in the
directory before, among whom each name is looked for. The import reads an .xlsx in a child, looks through all rows,
keeps what each would do, and writes them with their keys, their standing in the programme and the entry on record. The
floor reads a .csv and writes the same people, keys and standings with bulk_create, each row's lists looked up in a
dictionary, nothing encrypted but the telephone, nobody looked for. Each runs in a process of its own.
"""

import csv
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from io import StringIO
from pathlib import Path

from bench.databases import environment_of, new_database
from bench.directory_names import made_up_names
from bench.portal import ROOT

HEADERS = ("name_ar", "category", "sex", "phone", "languages")
MOST_TIMES, MOST_MB = 5.0, 400.0
BEFORE = 1_000


def make_rows(people: int, seed: int) -> list[tuple]:
    """The rows of the sheet."""
    chance = random.Random(seed)  # noqa: S311  made-up names
    names = made_up_names(chance, people + BEFORE)[BEFORE:]
    return [
        (
            name,
            chance.choice(("media", "mediator", "justice")),
            chance.choice("mf"),
            f"7{chance.randrange(10**8):08d}",
            "العربية",
        )
        for name in names
    ]


def write_files(folder: Path, rows: list[tuple]) -> None:
    """The same rows as a workbook and as text in columns."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    page = book.create_sheet()
    for row in (HEADERS, *rows):
        page.append(row)
    book.save(folder / "people.xlsx")
    with (folder / "people.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows((HEADERS, *rows))


def set_up(seed: int) -> None:
    """Lists, a programme with its staff, and those who are in the directory before."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_reference", verbosity=0, stdout=StringIO())
    from accounts.models import Membership, Role, User
    from forums.models import Programme
    from participants.models import Institution, Person
    from participants.services.imports.persons import enter_people, stand

    days = dict.fromkeys(("start", "end"), date(2022, 1, 1))
    body = Institution.objects.first()
    programme = Programme.objects.create(code="BENCH", title_ar="قياس", implementer=body, **days)
    staff = User.objects.create(username="staff", is_demo=True)
    Membership.objects.create(user=staff, role=Role.STAFF, programme=programme)
    people = [Person(name_ar=name) for name in made_up_names(random.Random(seed), BEFORE)]  # noqa: S311
    for person in people:
        person.refold()
    enter_people(people)
    stand(entered_by=staff, people=people, programme_id=programme.pk)


def floor(folder: Path) -> dict[str, float]:
    """csv and bulk_create: of the people alone, and of all rows that the import leaves."""
    from django.db import transaction

    from accounts.models import User
    from common.arabic import Name, stored_keys
    from forums.models import Programme, Standing
    from participants.models import Category, NameKey, Person

    staff, programme = User.objects.get(), Programme.objects.get()
    began = time.perf_counter()
    with transaction.atomic(), (folder / "people.csv").open(encoding="utf-8", newline="") as file:
        categories = {row.code: row for row in Category.objects.all()}
        people = []
        for row in csv.DictReader(file):
            category = categories[row.pop("category")]
            person = Person(category=category, sex_source="recorded", **row)
            person.refold()
            people.append(person)
        Person.objects.bulk_create(people, batch_size=500)
        alone = time.perf_counter() - began
        NameKey.objects.bulk_create(
            [
                NameKey(person=person, folded=key)
                for person in people
                for key in stored_keys(Name(person.name_ar, person.folded, person.folded_bare))
            ],
            batch_size=1000,
        )
        Standing.objects.bulk_create(
            [Standing(person=person, programme=programme, entered_by=staff) for person in people],
            batch_size=500,
        )
    return {"alone": alone, "all": time.perf_counter() - began}


def imported(folder: Path) -> dict[str, float]:
    """Seconds of reading and looking through, of taking in, and megabytes at the most, of the child too."""
    from accounts.models import User
    from forums.models import Programme
    from participants.services.imports.applying import take_in
    from participants.services.imports.deciding import decide_rows, outlook
    from participants.services.imports.opening import open_import

    staff, programme = User.objects.get(), Programme.objects.get()
    began = time.perf_counter()
    sheet = open_import(
        actor=staff,
        kind="people",
        programme=programme.public_id,
        content=(folder / "people.xlsx").read_bytes(),
        name="people.xlsx",
    )
    looked = time.perf_counter() - began
    # Doubtful ones are all new here, as somebody decides it: thousands are seldom so many.
    doubtful = sheet.rows.filter(verdict="doubtful").values_list("public_id", flat=True)
    deciding = time.perf_counter()
    decide_rows(
        actor=staff, sheet=sheet, expected=sheet.version, choices={str(one): "new" for one in doubtful}
    )
    sheet.refresh_from_db()
    deciding = time.perf_counter() - deciding
    going = outlook(sheet).going
    take_in(actor=staff, sheet=sheet, expected=sheet.version)
    total = time.perf_counter() - began - deciding
    if sheet.counts["created"] + sheet.counts["changed"] != going:
        raise SystemExit(f"{sheet.counts} of {going}: {sheet.problem}")
    mine, child = (
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return {
        "looked": looked,
        "total": total,
        "going": going,
        "mb": max(mine, child),
        "ours": mine,
        "child": child,
    }


def in_a_process(what: str, url: str, folder: Path, seed: int) -> dict[str, float]:
    """`floor` or `imported` on this database, which is empty."""
    command = [sys.executable, "-m", "bench.imports", "--on", what, str(folder), str(seed)]
    done = subprocess.run(  # noqa: S603  our own command
        command, cwd=ROOT, env=environment_of(url, folder), check=True, stdout=subprocess.PIPE
    )
    return json.loads(done.stdout.splitlines()[-1])


def judge(label: str, plain: dict, ours: dict) -> int:
    """Print the lines of one database; 1 where a bar is missed."""
    times = ours["total"] / plain["all"]
    lines = [
        ("import beside csv + bulk_create", times, MOST_TIMES, True),
        ("  the same beside the people alone", ours["total"] / plain["alone"], MOST_TIMES, False),
        ("  seconds of csv + bulk_create", plain["all"], "", False),
        ("  seconds until every row is shown", ours["looked"], "", False),
        ("  seconds in all", ours["total"], "", False),
        ("  rows", ours["going"], "", False),
        ("peak memory MB", ours["mb"], MOST_MB, True),
        ("  of the child that reads", ours["child"], "", False),
    ]
    short = 0
    for name, value, bar, is_barred in lines:
        word = "" if bar == "" else "ok" if value <= bar else "short"
        short |= is_barred and word == "short"
        sys.stdout.write(f"{name + ', ' + label:<52} {value:>9.2f} {bar!s:>6} {word}\n")
    return int(short)


def main() -> int:
    """Both databases, one after the other; 1 where a bar is missed."""
    if sys.argv[1:2] == ["--on"]:
        folder, seed = Path(sys.argv[3]), int(sys.argv[4])
        set_up(seed)
        found = {"floor": floor, "imported": imported}[sys.argv[2]](folder)
        sys.stdout.write(json.dumps(found) + "\n")
        return 0
    given = sys.argv[1:3]
    people, seed = map(int, given + ["10000", "1"][len(given) :])
    with tempfile.TemporaryDirectory(prefix="muntada-bench-") as name:
        folder = Path(name)
        from common.keyring_file import write_new_keyring

        write_new_keyring(folder / "keyring")
        write_files(folder, make_rows(people, seed))
        sys.stdout.write(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n")
        urls = [f"sqlite:///{folder / one}.sqlite3" for one in ("floor", "imported")]
        short = judge(
            "SQLite",
            *(
                in_a_process(what, url, folder, seed)
                for what, url in zip(("floor", "imported"), urls, strict=True)
            ),
        )
        with new_database() as first, new_database() as second:
            if first and second:
                short |= judge(
                    "PostgreSQL",
                    in_a_process("floor", first, folder, seed),
                    in_a_process("imported", second, folder, seed),
                )
        return short


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
