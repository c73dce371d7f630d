"""Every bar of the PDF reports, beside Chromium's print of the same page in the same run.

    .venv/bin/python -m bench.pdf [recommendations]

Prints `name ratio bar ok|short`, one line a bar; ends with 1 where one is missed. The minutes, as they go to be signed,
and the report of its outcomes are those of the demo's closing meeting; the report is twice as long. The large ones are sample data
of one forum with so many recommendations (500, and four times as many). Each timing is a median of renders of a process in which
Pango is warm, taken in turns with Chromium's, whose start counts as it would in use. The bars are for Chromium as people have it;
the shell without a window that servers have starts in half a second less, and its ratio stands beside. Peak memory is that of a process that does nothing but this one render.
"""

import io
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.pdf_renders import ROUNDS, fill, frozen, programs, share, timed
from bench.portal import ROOT

LARGE, TIMES = 500, 4


def at_most(value: float, bar: float) -> bool:
    """Smaller is better."""
    return value <= bar


def at_least(value: float, bar: float) -> bool:
    """Larger is better."""
    return value >= bar


#: name → (bar, how it is held)
BARS = {
    "words, internal report, pdftotext": (0.95, at_least),
    "words, internal report, pdfium": (0.98, at_least),
    "words, donor's report, pdftotext": (0.95, at_least),
    "words, donor's report, pdfium": (0.98, at_least),
    "words, 6 % with signs, pdftotext": (0.88, at_least),
    "words, 6 % with signs, pdfium": (0.90, at_least),
    "UA-1 failures, all kinds": (0, at_most),
    "minutes: time over Chromium": (0.5, at_most),
    "report: time over Chromium": (1.0, at_most),
    "large: time over Chromium": (2.0, at_most),
    "four times as large: time": (5.0, at_most),
    "large: share of the post-pass": (0.10, at_most),
    "minutes: peak MB": (150, at_most),
    "report: peak MB": (150, at_most),
    "huge: peak MB": (450, at_most),
    "minutes: KB": (100, at_most),
    "report: KB": (100, at_most),
    "huge: MB": (1.6, at_most),
    "hostile: files and requests": (0, at_most),
    "same figures twice: differences": (0, at_most),
}


class Lines:
    """Prints a line for each bar and remembers whether one was missed."""

    short = False

    def say(self, name: str, value: float, detail: str = "") -> None:
        """One line of the table."""
        bar, holds = BARS[name]
        held = holds(value, bar)
        self.short |= not held
        sys.stdout.write(f"{name:<34} {value:>8.3f} {bar:>6} {'ok' if held else 'short':<5}  {detail}\n")
        sys.stdout.flush()


def in_a_child(task: str, key: int) -> tuple[str, float]:
    """(what the child printed, its peak MB) of one task in a process that does nothing else."""
    command = [sys.executable, "-m", "bench.pdf", "--child", task, str(key)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603
    digest, peak = done.stdout.split()
    return digest, float(peak)


def child(task: str, key: int) -> None:
    """One render; prints the file's hash and the peak MB of this process."""
    import hashlib

    from reports.rendering import render_report

    pdf = render_report(frozen(key))
    Path(os.environ["BENCH_OUT"], f"{task}.pdf").write_bytes(pdf)
    # Not `ru_maxrss`: a child begins with its parent's.
    (line,) = re.findall(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    peak = int(line) / 1024
    sys.stdout.write(f"{hashlib.sha256(pdf).hexdigest()} {peak:.1f}\n")


def words_and_tags(lines: Lines, made: dict[str, int]) -> None:
    """What a reader finds in the files, and what the validator says of them."""
    import page as ua_validator

    from reports.rendering import render_report
    from tests.pdf import documents, sample_text

    failed, kinds = 0, 0
    for name, key in made.items():
        if name in ("large", "huge"):
            continue
        report = frozen(key)
        pdf = render_report(report)
        kinds += 1
        failed += len(ua_validator.validate_pdf_bytes(pdf, profile="ua1").failures)
        said = {"report": "internal report", "donor ar": "donor's report"}.get(name)
        if said:
            by_poppler, by_pdfium = share(report, pdf)
            lines.say(f"words, {said}, pdftotext", by_poppler)
            lines.say(f"words, {said}, pdfium", by_pdfium)
    html = documents.minutes(sample_text.mixed())
    pdf = documents.make(html)
    words = documents.body_words(html)
    lines.say(
        "words, 6 % with signs, pdftotext", documents.share_found(words, documents.text_by_pdftotext(pdf))
    )
    lines.say("words, 6 % with signs, pdfium", documents.share_found(words, documents.text_by_pdfium(pdf)))
    lines.say("UA-1 failures, all kinds", failed, f"{kinds} files")


def hostile(lines: Lines) -> None:
    """Documents that call a server or carry a file: how many calls came, how many files went out."""
    import pikepdf

    from common.pdf import PdfFailed
    from tests.pdf import documents
    from tests.pdf.payloads import ATTACHMENTS, CALLS, UNHEARD, listening

    with listening() as (host, calls):
        carried = 0
        payloads = [case(host) for case in (CALLS | UNHEARD).values()] + list(ATTACHMENTS.values())
        for payload in payloads:
            try:
                data = documents.make(payload)
            except PdfFailed:
                continue
            with pikepdf.open(io.BytesIO(data)) as pdf:
                carried += len(pdf.attachments)
    lines.say("hostile: files and requests", carried + len(calls), f"{len(payloads)} documents")


def measure(size: int) -> int:
    """Fill the database of this process, print the lines; 1 where a bar is missed."""
    folder = Path(os.environ["BENCH_OUT"])
    made = fill({"large": size, "huge": size * TIMES})
    found = programs()
    lines = Lines()
    sys.stdout.write(
        f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; "
        f"large: {size} recommendations, huge: {size * TIMES}\n"
    )
    words_and_tags(lines, made)
    took = {}
    for name in ROUNDS:
        renders = timed(frozen(made[name]), folder, name, {} if name == "huge" else found)
        took[name] = renders.ours
        if renders.theirs:
            first, *others = [
                (ratio, f"{program} {seconds:.2f} s") for program, (seconds, ratio) in renders.theirs.items()
            ]
            beside = [f"{ratio:.2f} of {detail}" for ratio, detail in others]
            detail = "; ".join([f"{renders.ours:.2f} s, {first[1]}", *beside])
            lines.say(f"{name}: time over Chromium", first[0], detail)
        if name == "large":
            lines.say("large: share of the post-pass", renders.after)
    lines.say("four times as large: time", took["huge"] / took["large"], f"{took['huge']:.1f} s")
    hashes = {}
    for name in ("minutes", "report", "huge"):
        hashes[name], peak = in_a_child(name, made[name])
        lines.say(f"{name}: peak MB", peak)
        size_of = (folder / f"{name}.pdf").stat().st_size
        lines.say(*(("huge: MB", size_of / 1e6) if name == "huge" else (f"{name}: KB", size_of / 1000)))
    again, _peak = in_a_child("report", made["report"])
    lines.say("same figures twice: differences", int(again != hashes["report"]))
    hostile(lines)
    if not found:
        sys.stdout.write("Chromium is missing here: three lines were left out.\n")
    return int(lines.short)


def main() -> int:
    """In a process of its own, on SQLite; 1 where a bar is missed."""
    arguments = sys.argv[1:]
    if arguments[:1] in (["--on"], ["--child"]):
        import django

        django.setup()
        if arguments[0] == "--on":
            return measure(int(arguments[1]))
        child(arguments[1], int(arguments[2]))
        return 0
    with tempfile.TemporaryDirectory(prefix="muntada-bench-") as name:
        folder = Path(name)
        from common.keyring_file import write_new_keyring

        write_new_keyring(folder / "keyring")
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite3'}",
            "SECRET_KEY": "bench-only-" + "x" * 60,
            "KEYRING_FILE": str(folder / "keyring"),
            "MEDIA_ROOT": str(folder / "media"),
            "BENCH_OUT": str(folder),
            "DEMO": "1",
            "DEBUG": "0",
            "ALLOWED_HOSTS": "localhost",
            "CACHE_URL": "",
        }
        command = [sys.executable, "-m", "bench.pdf", "--on", (arguments or [str(LARGE)])[0]]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode  # noqa: S603


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
