"""What the bars of the PDF reports measure: reports of several sizes, their renders, and Chromium's of the same page."""

import os
import re
import shutil
import statistics
import subprocess
import time
from io import StringIO
from pathlib import Path
from typing import NamedTuple

FORUM = "ADEN-2022-CLOSING"
#: as people have it before the shell that servers have
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chromium-headless-shell")
#: size of the document → how often it is rendered
ROUNDS = {"minutes": 21, "report": 15, "large": 5, "huge": 1}
#: vowel signs: most bars are for words without them
MARKS = re.compile("[\u064b-\u0652\u0670]")


def fill(sizes: dict[str, int]) -> dict[str, int]:
    """The demo and the samples; name of each frozen report → its key."""
    from django.core.management import call_command

    from forums.models import Forum, Programme
    from reports.sample.build import build_sample
    from reports.services.prepare import prepare_forum_report, prepare_minutes

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_reference", verbosity=0, stdout=StringIO())
    call_command("demo", verbosity=0, stdout=StringIO())
    forums = {"report": Forum.objects.get(code=FORUM)}
    for name, count in sizes.items():
        build_sample(programmes=1, forums=1, people=30, recommendations=count, seed=1)
        forums[name] = Programme.objects.latest("pk").forums.get()
    made = {"minutes": prepare_minutes(actor=None, forum=forums["report"], language="ar").pk}
    for name, forum in forums.items():
        made[name] = prepare_forum_report(actor=None, forum=forum, audience="internal", language="ar").pk
    for audience in ("donor", "official", "public"):
        for language in ("ar", "en", "both"):
            made[f"{audience} {language}"] = prepare_forum_report(
                actor=None,
                forum=forums["report"],
                audience=audience,
                language=language,
                leaves_out_untranslated=True,
            ).pk
    return made


def frozen(key: int):
    """The report of this key."""
    from reports.models import Report

    return Report.objects.get(pk=key)


def printable(report, folder: Path) -> Path:
    """The page that is typeset, as a file that Chromium can open: the same HTML, sheets and fonts."""
    from common.pdf import find_fonts
    from reports.document import document_html
    from reports.rendering import sheets_of

    sheets = "".join(f'<link rel="stylesheet" href="{sheet.as_uri()}">' for sheet in sheets_of(report))
    head = f"<style>{find_fonts().css()}</style>{sheets}</head>"
    page = folder / f"{report.pk}.html"
    page.write_text(document_html(report).replace("</head>", head, 1), encoding="utf-8")
    return page


def seconds(work) -> float:
    """By the clock: Chromium works in processes of its own."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def chromium(program: str, page: Path, folder: Path):
    """A call that prints the page with Chromium."""
    command = [program, "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}"]
    command += ["--no-pdf-header-footer", f"--print-to-pdf={folder / 'chromium.pdf'}", page.as_uri()]
    if not program.endswith("headless-shell"):
        command.insert(1, "--headless")

    def run():
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603  our own command

    return run


class Renders(NamedTuple):
    """Medians of renders in turns."""

    ours: float  # seconds
    #: program → (its seconds, ours over them: of two renders one after the other, so that a slow minute of the machine is slow for both)
    theirs: dict[str, tuple[float, float]]
    after: float  # share of ours that the passes over what WeasyPrint made take


def programs() -> dict[str, str]:
    """Name → path of what can print a page here, and was asked for by name (`CHROMIUM`) or is known."""
    asked = os.environ.get("CHROMIUM") or ""
    paths = [path for path in map(shutil.which, (*CHROMIUM, asked)) if path]
    return {Path(path).name: path for path in paths}


def timed(report, folder: Path, name: str, browsers: dict[str, str]) -> Renders:
    """How long the report takes here and in each of these browsers."""
    from common.pdf import finish as passes
    from reports.rendering import render_report

    after = []
    undo = [_watch(passes, part, after) for part in ("mend", "finish")]
    try:
        render_report(report)  # warm
        prints = {
            label: chromium(path, printable(report, folder), folder / label)
            for label, path in browsers.items()
        }
        for print_page in prints.values():
            print_page()
        rounds = []
        for _ in range(ROUNDS[name]):
            after.clear()
            mine = seconds(lambda: render_report(report))
            share_after = sum(after) / mine
            rounds.append((mine, share_after, {label: seconds(work) for label, work in prints.items()}))
    finally:
        for take_back in undo:
            take_back()
    median = statistics.median
    return Renders(
        median(mine for mine, _after, _theirs in rounds),
        {
            label: (
                median(theirs[label] for *_ours, theirs in rounds),
                median(mine / theirs[label] for mine, _after, theirs in rounds),
            )
            for label in prints
        },
        median(share_after for _mine, share_after, _theirs in rounds),
    )


def _watch(module, name: str, taken: list[float]):
    whole = getattr(module, name)

    def watched(*args, **kwargs):
        begun = time.perf_counter()
        try:
            return whole(*args, **kwargs)
        finally:
            taken.append(time.perf_counter() - begun)

    setattr(module, name, watched)
    return lambda: setattr(module, name, whole)


def share(report, pdf: bytes) -> tuple[float, float]:
    """Words found by (pdftotext, pdfium) of those without vowel signs."""
    from reports.document import document_html
    from tests.pdf import documents

    words = [word for word in documents.body_words(document_html(report)) if not MARKS.search(word)]
    return (
        documents.share_found(words, documents.text_by_pdftotext(pdf)),
        documents.share_found(words, documents.text_by_pdfium(pdf)),
    )
