"""The pages that people open most, beside a bare Django list and a bare page of one row.

    .venv/bin/python -m bench.pages [rounds] [few] [many] [most]

Prints `name ratio bar ok|short`, one line a figure, with milliseconds behind it. A ratio is that of medians of the time
until an answer comes over HTTP: in each round every page of every size is asked once, in a new order, of gunicorn with the
real settings, and so are the floor list L, the floor detail and Django's own admin (`bench/floor_site.py`), of the same
gunicorn on the same database. Recommendations: 1,000 (few), 10,000 (many) and 100,000 (most), each in a database of
its own, all of one programme. On SQLite and, where a server is there (TEST_DATABASE_URL, or the local one), on PostgreSQL.
"""

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

from bench.databases import environment_of, new_database
from bench.lines import Line, print_lines
from bench.portal import ROOT, Visitor, Web

LIST, DETAIL = "floor list", "floor detail"
#: page → (floor, how many times it at most), at 10,000 recommendations
BARS = {
    "list by state": (LIST, 2.0),
    "list by institution": (LIST, 2.0),
    "list of an institution": (LIST, 2.0),
    "answer form": (DETAIL, 2.5),
    "page that awaits an answer": (DETAIL, 2.5),
    "page of a whole journey": (DETAIL, 2.5),
    "forum record": (DETAIL, 2.5),
    "home": (LIST, 3.0),
    "home of an institution": (LIST, 3.0),
    "institution page": (LIST, 3.0),
}
#: list → Django's own list of the same rows, which it must not take longer than
STOCK = {"list by state": "admin by state", "list by institution": "admin by institution"}
#: How many times as long 100,000 may take as 1,000, and which pages.
GROWTH, GROWING = 1.3, ("list, whole", *BARS)
#: at 100,000 recommendations
SEARCHES, SEARCH_BAR = ("search, a rare word", "search, a frequent word"), 4.0
WARM_UP = 2


class Site:
    """A portal of so many recommendations and the floor beside it, and whoever asks them."""

    def __init__(self, size: int, url: str, folder: Path):
        self.size, self.folder, self.webs = size, folder, []
        self.environment = environment_of(url, folder) | {"ALLOWED_HOSTS": "localhost,127.0.0.1"}
        self.addresses = fill(size, self.environment)

    def start(self) -> None:
        """Both processes, and the sign-ins."""
        portal = self._web("config.settings")
        staff, reviewer = (signed_in(portal, name) for name in ("staff", "reviewer"))
        floor = staff.at(self._web("bench.floor_settings"))
        self.visitors = {"staff": staff, "reviewer": reviewer, "floor": floor}

    def _web(self, settings: str) -> Web:
        environment = self.environment | {"DJANGO_SETTINGS_MODULE": settings}
        self.webs.append(Web(environment, self.folder / f"{self.size}-{settings}.log"))
        return self.webs[-1]

    def ask(self, page: str) -> float:
        """Seconds until the page comes; RuntimeError where another answer comes than the page."""
        who, path = self.addresses[page]
        answer = self.visitors[who].get(quote(path, safe="/?=&"))
        if answer.status != 200:
            raise RuntimeError(f"{page}: {answer.status} {answer.location}")
        return answer.seconds

    def stop(self) -> None:
        """End those that run."""
        for web in self.webs:
            web.stop()


def fill(size: int, environment: dict[str, str]) -> dict[str, list[str]]:
    """`bench.pages_data` in a process of its own on this database: name → (who asks, path)."""
    command = [sys.executable, "-m", "bench.pages_data", str(size)]
    done = subprocess.run(  # noqa: S603  our own command
        command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE
    )
    return json.loads(done.stdout.splitlines()[-1])


def signed_in(web: Web, name: str) -> Visitor:
    """A browser that reads Arabic, with one of the demo's accounts."""
    from reports.demo.accounts import PASSWORD

    visitor = Visitor(web, cookies={"django_language": "ar"})
    visitor.sign_in(name, PASSWORD)
    return visitor


def measure(sites: dict[int, Site], rounds: int) -> dict[tuple[int, str], float]:
    """(size, page) → the median of its milliseconds."""
    seconds: dict[tuple[int, str], list[float]] = {
        (size, page): [] for size, site in sites.items() for page in site.addresses
    }
    for turn in range(rounds + WARM_UP):
        for size, page in random.sample(list(seconds), len(seconds)):
            took = sites[size].ask(page)
            if turn >= WARM_UP:
                seconds[size, page].append(took)
    return {asked: statistics.median(times) * 1000 for asked, times in seconds.items()}


def lines_of(label: str, sizes: list[int], took: dict[tuple[int, str], float]) -> list[Line]:
    """The bars of one database."""
    few, many, most = sizes

    def line(name, asked, floor, bar):
        detail = f"{took[asked]:.1f} beside {took[floor]:.1f} ms"
        return Line(f"{name}, {label}", took[asked] / took[floor], bar, detail=detail)

    return [
        *(line(page, (many, page), (many, floor), bar) for page, (floor, bar) in BARS.items()),
        *(line(f"{page} / {stock}", (many, page), (many, stock), 1.0) for page, stock in STOCK.items()),
        *(line(f"{page}, {most} / {few}", (most, page), (few, page), GROWTH) for page in GROWING),
        *(line(f"{page}, {most}", (most, page), (most, LIST), SEARCH_BAR) for page in SEARCHES),
    ]


def run(label: str, urls: list[str], sizes: list[int], rounds: int, folder: Path) -> int:
    """Fill, ask and print; 1 where a bar is missed."""
    with ExitStack() as stack:
        sites = {size: Site(size, url, folder) for size, url in zip(sizes, urls, strict=True)}
        for site in sites.values():
            stack.callback(site.stop)
            site.start()
        return print_lines(lines_of(label, sizes, measure(sites, rounds)))


def main() -> int:
    """Both databases, one after the other; 1 where a bar is missed."""
    given = [int(number) for number in sys.argv[1:5]]
    rounds, *sizes = given + [60, 1_000, 10_000, 100_000][len(given) :]
    with tempfile.TemporaryDirectory(prefix="muntada-bench-") as name, ExitStack() as stack:
        folder = Path(name)
        from common.keyring_file import write_new_keyring

        write_new_keyring(folder / "keyring")
        os.environ.update(environment_of("sqlite://:memory:", folder), STATIC_ROOT=str(folder / "static"))
        import django
        from django.core.management import call_command

        django.setup()
        call_command("collectstatic", interactive=False, verbosity=0)
        urls = [f"sqlite:///{folder / str(size)}.sqlite3" for size in sizes]
        short = run("SQLite", urls, sizes, rounds, folder)
        on_server = [stack.enter_context(new_database()) for _size in sizes]
        return short | (run("PostgreSQL", on_server, sizes, rounds, folder) if all(on_server) else 0)


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
