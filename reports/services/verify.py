"""Whether released reports are what was released: the stored file, the frozen content, and the same bytes made again."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import transaction

from common import audit
from common.models import AuditEntry
from common.pdf import PdfFailed
from reports.made_with import changes, fingerprint, made_with
from reports.models import Report
from reports.rendering import render_report
from reports.services.files import FileDamaged, pdf_path, read_pdf
from reports.services.hashing import digest

#: What is said of a report: the last three are wrong, and «altered» is when nothing known explains other bytes.
SAME, DIFFERS, ALTERED, DAMAGED, MISSING = "same", "differs", "altered", "damaged", "missing"
WRONG = frozenset({ALTERED, DAMAGED, MISSING})
NOT_KEPT = "it was released before its makers were kept"
NOTHING_KNOWN = "nothing known changed"


@dataclass
class Verdict:
    """One report's outcome, and why, in English."""

    report: Report
    outcome: str
    reasons: list[str] = field(default_factory=list)

    @property
    def is_wrong(self) -> bool:
        """Whether somebody has to look into it."""
        return self.outcome in WRONG


def released_reports():
    """All whose file should lie here: those that erasure or purging emptied have none."""
    found = Report.objects.once_released().exclude(file_name="")
    return found.select_related("programme").order_by("programme__code", "number")


def verify_reports(found) -> Iterator[Verdict]:
    """The verdict on each of these reports, one at a time; at the end an entry for each programme, by the machine.

    Made outside of any transaction: a file takes a second or more.
    """
    outcomes: dict = defaultdict(Counter)
    wrong: dict = defaultdict(list)
    for report in found.iterator(chunk_size=20):
        verdict = verify_report(report)
        outcomes[report.programme][verdict.outcome] += 1
        if verdict.is_wrong:
            wrong[report.programme].append(report.public_id)
        yield verdict
    _record(outcomes, wrong)


def verify_report(report: Report) -> Verdict:
    """One released report: its file, what the record says of it, its frozen content, and its bytes made again."""
    try:
        read_pdf(report)
    except FileDamaged:
        is_there = pdf_path(report.file_name).exists()
        return Verdict(report, DAMAGED if is_there else MISSING, ["the stored file"])
    if broken := _broken(report):
        return Verdict(report, DAMAGED, broken)
    try:
        again = hashlib.sha256(render_report(report)).hexdigest()
    except PdfFailed as failure:
        return Verdict(report, ALTERED, [f"it cannot be made again: {failure}"])
    if again == report.pdf_hash:
        return Verdict(report, SAME)
    if not report.made_with:
        return Verdict(report, DIFFERS, [NOT_KEPT])
    found = changes(report.made_with, made_with(report))
    return Verdict(report, DIFFERS, found) if found else Verdict(report, ALTERED, [NOTHING_KNOWN])


def _broken(report) -> list[str]:
    """What is not as it was frozen, or not as the entry of the release says."""
    found = [] if digest(report.frozen) == report.frozen_hash else ["the frozen content"]
    entries = AuditEntry.objects.filter(action="reports.report.release", subject=report.public_id)
    said = entries.order_by("-id").values_list("details", flat=True).first() or {}
    kept = {
        "file": ("the fingerprint of the file", report.pdf_hash),
        "frozen": ("the fingerprint of the content", report.frozen_hash),
        "made_with": ("what is kept of its makers", fingerprint(report.made_with)),
    }
    return found + [words for key, (words, now) in kept.items() if said.get(key, now) != now]


@transaction.atomic
def _record(outcomes, wrong) -> None:
    for programme, counted in outcomes.items():
        audit.append(
            actor=None,
            action="reports.verify_reports",
            subject=programme,
            programme=programme,
            details={"outcomes": dict(sorted(counted.items())), "wrong": wrong[programme]},
        )
