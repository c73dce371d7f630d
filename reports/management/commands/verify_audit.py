"""`manage.py verify_audit`: whether the audit record is what it was, and the first link that is broken."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from common.audit_verification import SHORTEST_HEAD, Verdict, Witness, verify
from forums.services.vouching import find_altered
from reports.auditing import all_witnesses


class Command(BaseCommand):
    """Reads, and writes nothing: it runs on a restored copy too. Ends with 1 where anything is wrong."""

    help = "Verify the audit record: the chain, known heads, triggers; and the approved minutes by it."

    def add_arguments(self, parser):
        """Heads that were mailed or printed are the ones that convict; those in the database may be forged with it."""
        parser.add_argument(
            "--head",
            help="one that is known: from a mail, a slip, or the end of a report (16 digits are enough)",
        )
        parser.add_argument("--entries", type=int, help="how many entries there were at --head")
        parser.add_argument(
            "--heads", type=Path, help="a file with lines as print_audit_head --all prints them"
        )
        parser.add_argument("--json", action="store_true", help="the verdict as JSON")

    def handle(self, *args, head, entries, heads, **options):
        given = list(self.given(head, entries, heads))
        verdict = verify([*given, *all_witnesses()])
        verdict.findings += find_altered()
        if options["json"]:
            self.stdout.write(json.dumps(as_dict(verdict), sort_keys=True, indent=1))
        else:
            self.tell(verdict)
        if not verdict.holds:
            raise CommandError("The audit record is not what it was.", returncode=1)

    def given(self, head, entries, heads):
        """The heads that whoever calls this has kept."""
        if entries is not None and head is None:
            raise CommandError("--entries belongs to --head.")
        if head is not None:
            yield Witness(self.whole(head), "given --head", None, entries)
        if heads is None:
            return
        try:
            lines = heads.read_text(encoding="utf-8").splitlines()
        except OSError as error:
            raise CommandError(f"The file cannot be read: {heads}") from error
        for number, line in enumerate(lines, start=1):
            parts = line.split()
            if len(parts) != 3 or not parts[1].isdigit():
                raise CommandError(f"Line {number} of {heads} is not: day, entries, head.")
            yield Witness(self.whole(parts[2]), f"given {parts[0]}", None, int(parts[1]))

    @staticmethod
    def whole(head) -> str:
        """Without the word before it and in small letters. Raises CommandError for what is no head."""
        digits = head.strip().lower().removeprefix("sha256:")
        if not SHORTEST_HEAD <= len(digits) <= 64 or set(digits) - set("0123456789abcdef"):
            raise CommandError(f"Not a head: {head}. It has {SHORTEST_HEAD} to 64 hexadecimal digits.")
        return digits

    def tell(self, verdict):
        """In sentences."""
        self.stdout.write(f"{verdict.entries} entries, read in {verdict.seconds:.1f} s. Head: {verdict.head}")
        self.stdout.write(f"Known heads in their places: {verdict.known} of {verdict.witnesses}")
        for line in map(sentence, verdict.findings):
            self.stdout.write(line)
        if verdict.holds:
            self.stdout.write(
                "The chain holds, the triggers are in place, and each approved revision of minutes is as it was approved."
            )


def sentence(finding) -> str:
    """«edited: …, entry 17»: what is wrong, where, and by which known head that is seen."""
    with override("en"):
        words = finding.words
    where = "" if finding.entry is None else f" Entry {finding.entry}."
    kind, _space, name = finding.source.partition(" ")
    by = f" Seen by: {finding.source}." if finding.source else ""
    if kind == "revision":
        by = f" It is {name}."
    return f"{finding.kind.upper()}: {words}{where}{by}"


def as_dict(verdict: Verdict) -> dict:
    """For programs."""
    return {
        "holds": verdict.holds,
        "entries": verdict.entries,
        "head": verdict.head,
        "witnesses": verdict.witnesses,
        "known": verdict.known,
        "seconds": round(verdict.seconds, 3),
        "findings": [
            {"kind": str(one.kind), "entry": one.entry, "source": one.source} for one in verdict.findings
        ],
    }
