"""`manage.py print_audit_head`: the head of the record for paper, where no mail goes out."""

from django.core.management.base import BaseCommand, CommandError

from common.models import AuditHead
from reports.auditing import issue_daily_head


class Command(BaseCommand):
    """Issues today's head if no worker has done it, and prints it. To be kept where the server is not."""

    help = "Print the head of the audit record: day, number of entries, hash."

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="one line a day, for verify_audit --heads")

    def handle(self, *args, **options):
        issue_daily_head()
        rows = AuditHead.objects.order_by("day")
        if not rows:
            raise CommandError("Nothing is on the record yet.")
        for row in rows if options["all"] else [rows.last()]:
            self.stdout.write(f"{row.day} {row.entries} {row.hash}")
