"""`manage.py apply_retention`: delete what has been kept long enough; the worker does it once a day."""

from django.core.management.base import BaseCommand

from reports.services.retention import apply_retention, what_is_over

_WORDS = {
    "links": "links to accounts, used or run out",
    "acts": "requests for a second person, run out",
    "sheets": "signed sheets",
}


class Command(BaseCommand):
    """Safe to repeat. Speakers whose key is not on this machine wait until it is."""

    help = "Delete speakers and signed sheets after their programme's retention time, and links and requests that ran out."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only say what would go")

    def handle(self, *args, dry_run, **options):
        """One line a sort."""
        if dry_run:
            over = what_is_over()
            counts, waiting = over.counts, over.waiting
        else:
            run = apply_retention()
            counts, waiting = run.deleted, run.waiting
        done = "would be deleted" if dry_run else "deleted"
        for code, count in counts.get("speakers", {}).items():
            self.stdout.write(f"{code}: speakers {done}: {count}")
        for sort, words in _WORDS.items():
            if sort in counts:
                self.stdout.write(f"{words}, {done}: {counts[sort]}")
        if not counts:
            self.stdout.write("Nothing has been kept too long.")
        for code, count in waiting.items():
            self.stdout.write(f"{code}: {count} speakers wait: their key is not on this machine.")
