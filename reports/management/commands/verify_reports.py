"""`manage.py verify_reports`: whether each released report can be made again to the byte, and what has changed since."""

import json
from collections import Counter

from django.core.management.base import BaseCommand, CommandError

from common.pdf import is_available
from reports.services.verify import DIFFERS, SAME, released_reports, verify_reports


class Command(BaseCommand):
    """Reads reports and writes one entry a programme to the record. Ends with 1 where a file or a content is not what was released."""

    help = "Make released reports again from their frozen content and compare them with the released files."

    def add_arguments(self, parser):
        """All released reports, or one."""
        parser.add_argument("--reference", metavar="REF", help="one report, e.g. ADEN-RPT-0003")
        parser.add_argument("--json", action="store_true", help="the verdicts as JSON")

    def handle(self, *args, reference, **options):
        """A line a report, in the order of their numbers."""
        if reason := is_available():
            raise CommandError(reason)
        found = released_reports()
        if reference is not None:
            found = self.one(found, reference)
        said, counted, is_wrong = [], Counter(), False
        for verdict in verify_reports(found):
            counted[verdict.outcome] += 1
            is_wrong |= verdict.is_wrong
            if options["json"]:
                said.append(as_dict(verdict))
            else:
                self.stdout.write(sentence(verdict))
        if options["json"]:
            self.stdout.write(json.dumps(said, indent=1))
        elif reference is None:
            self.stdout.write(
                ", ".join(f"{n} {name}" for name, n in counted.items()) or "No report was released."
            )
        if is_wrong:
            raise CommandError("Not every report is what was released.", returncode=1)

    @staticmethod
    def one(found, reference):
        """The report of this reference. Raises CommandError where it has none or no file any more."""
        code, _rpt, number = reference.strip().upper().rpartition("-RPT-")
        if code and number.isascii() and number.isdecimal():
            chosen = found.filter(programme__code=code, number=int(number))
            if chosen.exists():
                return chosen
        raise CommandError(f"No released report with a file has the number {reference}.")


def sentence(verdict) -> str:
    """«ADEN-RPT-0003: differs: weasyprint 70.0 → 71.0»."""
    words = f"{verdict.report.reference}: {verdict.outcome}"
    if verdict.outcome == SAME:
        return words
    said = f"{words}: {', '.join(verdict.reasons)}"
    return said if verdict.outcome == DIFFERS else f"{said}. Look into it."


def as_dict(verdict) -> dict:
    """For programs."""
    return {
        "reference": verdict.report.reference,
        "outcome": verdict.outcome,
        "wrong": verdict.is_wrong,
        "reasons": verdict.reasons,
    }
