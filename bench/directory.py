"""A directory of 50,000 people: how fast one name is checked, how fast all of them, and how well.

    .venv/bin/python -m bench.directory [people] [seed]

Prints `name value bar ok|short`, one line a figure (a name checked: times the floor list of `bench/floor.py`, asked in
turns with it), on SQLite and, where a server is there (TEST_DATABASE_URL, or the
local one), on PostgreSQL in a database of its own. The people are made up from a seed.
"""

import gc
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path

from bench.databases import environment_of, new_database
from bench.directory_names import family_names, look_alike, made_up_names, variant
from bench.floor import floor_list
from bench.lines import Line, print_lines
from bench.matching import matching_lines
from bench.portal import ROOT

PLANTED, ASKED = 1000, 400
#: The measurement that asks no database, in a process of its own as well, for its memory.
PAIRS = "pairs"


def fill(people: int, seed: int) -> list[str]:
    """Sample data with believable names, everybody in a forum of one of two programmes; the names."""
    from django.core.management import call_command
    from django.db import connection

    from forums.models import Attendance, Forum
    from participants.models import NameKey, Person

    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0, stdout=StringIO())
    call_command(
        "sample_data",
        programmes=2,
        forums=100,
        people=people,
        recommendations=0,
        seed=seed,
        verbosity=0,
        stdout=StringIO(),
    )
    chance = random.Random(seed)  # noqa: S311  made-up names
    names, persons = made_up_names(chance, people), list(Person.objects.order_by("pk"))
    for person, name in zip(persons, names, strict=True):
        person.name_ar = name
        person.refold()
    Person.objects.bulk_update(persons, ["name_ar", "folded", "folded_bare"], batch_size=300)
    NameKey.objects.renew(persons)
    forums = list(Forum.objects.order_by("pk"))
    Attendance.objects.all().delete()
    Attendance.objects.bulk_create(
        [
            Attendance(forum=forums[place % len(forums)], person=person, category=person.category, position=1)
            for place, person in enumerate(persons)
        ],
        batch_size=1000,
    )
    # As the database does by itself after a while.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return names


def questions(chance: random.Random, names: list[str]) -> dict[str, list[str]]:
    """What is asked: whole names in another spelling of who is there, names that are new, and names as they are being typed."""
    new = made_up_names(random.Random(chance.random()), ASKED)  # noqa: S311
    some = chance.sample(names, ASKED)
    return {
        "a name checked": [variant(chance, name) for name in some[: ASKED // 2]],
        "a new name checked": new[: ASKED // 2],
        "a name being typed": [
            text
            for name in some[: ASKED // 2]
            for text in (name[: chance.randrange(2, 7)], " ".join(name.split()[:2])[:-1])
        ],
    }


def time_picker(names: list[str], seed: int) -> tuple[dict[str, list[float]], list[float]]:
    """Kind of question → milliseconds of each by the clock; and those of the floor list, asked before each."""
    from accounts.models import User
    from participants.services.candidates import find_candidates

    user, floor = User.objects.get(username="staff"), floor_list()
    chance = random.Random(seed)  # noqa: S311  made-up questions
    found: dict[str, list[float]] = {}
    bare: list[float] = []
    for kind, texts in questions(chance, names).items():
        find_candidates(user=user, text=texts[0])
        floor()
        for text in texts:
            bare.append(milliseconds(floor))
            found.setdefault(kind, []).append(
                milliseconds(lambda text=text: find_candidates(user=user, text=text))
            )
    return found, bare


def milliseconds(work: Callable[[], object]) -> float:
    """By the clock: databases work in processes of their own."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def judge_pairs(people: int, seed: int) -> tuple[float, float, float, float]:
    """Seconds of one core for a pass over the names, recall on planted variants, precision on planted look-alikes, MB that it took."""
    from participants.services.duplicates import similar_pairs

    chance = random.Random(seed)  # noqa: S311  made-up names
    names = made_up_names(chance, people)
    families = family_names(random.Random(seed + 1), 2000)  # noqa: S311
    rows = list(enumerate(names))
    bases = chance.sample(range(len(names)), 2 * PLANTED)
    wanted, unwanted = set(), set()
    for place, base in enumerate(bases):
        is_same = place < PLANTED
        text = variant(chance, names[base]) if is_same else look_alike(chance, names[base], families)
        (wanted if is_same else unwanted).add((base, len(rows)))
        rows.append((len(rows), text))
    gc.collect()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    pairs = {pair[:2] for pair in similar_pairs(rows)}
    seconds = time.process_time() - began
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    right = len(pairs & wanted)
    return seconds, right / len(wanted), right / (right + len(pairs & unwanted)), grown


def measure(label: str, people: int, seed: int) -> int:
    """Fill the database of this process, print its lines; 1 where a bar is missed."""
    import django

    django.setup()
    lines, timed, bare = [], {}, []
    if label != PAIRS:
        names = fill(people, seed)
        timed, bare = time_picker(names, seed)
        lines += matching_lines(label, names, seed)
        floor = statistics.median(bare)
        lines.append(Line(f"floor list, {label}, median ms", floor))
    for kind, times in timed.items():
        times.sort()
        middle, late = statistics.median(times), times[int(len(times) * 0.95)]
        lines += [
            Line(f"{kind}, {label}, median × floor", middle / floor, 1.0, counts=kind.endswith("checked")),
            Line(f"{kind}, {label}, median ms", middle),
            Line(f"{kind}, {label}, p95 ms", late),
        ]
    if label == PAIRS:
        seconds, recall, precision, grown = judge_pairs(people, seed)
        lines += [
            Line(f"all pairs of {people + 2 * PLANTED}, seconds of one core", seconds, 3.0),
            Line("memory of that pass, MB", grown, 300, counts=False),
            Line("recall on planted variants", recall, 0.9, is_most=False),
            Line("precision on planted look-alikes", precision, 0.9, is_most=False),
        ]
    return print_lines(lines)


def run(label: str, url: str, folder: Path, numbers: list[str]) -> int:
    """The measurement in a process of its own on this database."""
    command = [sys.executable, "-m", "bench.directory", "--on", label, *numbers]
    environment = environment_of(url, folder)
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode  # noqa: S603


def main() -> int:
    """Both databases, one after the other; 1 where a bar is missed."""
    if sys.argv[1:2] == ["--on"]:
        return measure(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    given = sys.argv[1:3]
    numbers = given + ["50000", "1"][len(given) :]
    with tempfile.TemporaryDirectory(prefix="muntada-bench-") as name:
        folder = Path(name)
        from common.keyring_file import write_new_keyring

        write_new_keyring(folder / "keyring")
        short = run("SQLite", f"sqlite:///{folder / 'bench.sqlite3'}", folder, numbers)
        short |= run(PAIRS, "sqlite://:memory:", folder, numbers)
        with new_database() as url:
            return short | (run("PostgreSQL", url, folder, numbers) if url else 0)


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
