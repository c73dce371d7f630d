"""The names of a sheet, each looked for among the people of a large directory, as the preview of an import does it."""

import random
import resource
import time
from contextlib import suppress
from pathlib import Path

from bench.directory_names import made_up_names, variant
from bench.lines import Line

#: Rows of the sheet; every second is somebody known in another spelling.
ROWS = 10_000


def time_matching(names: list[str], seed: int) -> tuple[float, float, float]:
    """Seconds by the clock, megabytes that they took, and of the known the share of which he is among those proposed."""
    from accounts.models import User
    from participants.models import Person
    from participants.services.imports.matching import match_rows, writable_people

    user, chance = User.objects.get(username="staff"), random.Random(seed)  # noqa: S311  made-up names
    known = chance.sample(range(len(names)), min(ROWS // 2, len(names)))
    new = made_up_names(random.Random(chance.random()), ROWS - len(known))  # noqa: S311
    ids = list(Person.objects.order_by("pk").values_list("pk", "public_id"))
    mine = set(writable_people(user).values_list("pk", flat=True))
    rows = [*(variant(chance, names[place]) for place in known), *new]
    forget_peak()
    before = peak()
    began = time.perf_counter()
    matches = match_rows(user=user, names=rows, remembered={})
    seconds = time.perf_counter() - began
    grown = peak() - before
    meant = [
        ids[place][0] == match.pk or str(ids[place][1]) in {one.public_id for one in match.meant}
        for place, match in zip(known, matches, strict=False)
        if ids[place][0] in mine
    ]
    return seconds, grown, sum(meant) / len(meant)


def forget_peak() -> None:
    """From here on the peak is counted anew, where the system does that (Linux): filling the database took more."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def peak() -> float:
    """Megabytes that this process took at most."""
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def matching_lines(label: str, names: list[str], seed: int) -> list[Line]:
    """The lines of `bench.directory`."""
    seconds, grown, met = time_matching(names, seed)
    return [
        Line(f"{ROWS} names of a sheet matched, {label}, seconds", seconds),
        Line("memory of that, MB", grown),
        Line("recall among those who are known", met, 0.9, is_most=False),
    ]
