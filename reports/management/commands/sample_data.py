"""`manage.py sample_data`: made-up data of any size in a demo database, for measuring."""

from django.core.management.base import BaseCommand, CommandError

from reports.demo.accounts import NotADemoDatabase, require_demo_database
from reports.sample.build import build_sample


class Command(BaseCommand):
    """Adds sample rows. Refuses a database that holds data and does not carry the demo's marker."""

    help = "Add believable made-up data to a demo database, for measuring. Load the reference lists first."

    def add_arguments(self, parser):
        parser.add_argument("--programmes", type=int, default=1)
        parser.add_argument("--forums", type=int, default=50)
        parser.add_argument("--people", type=int, default=1_000)
        parser.add_argument("--recommendations", type=int, default=1_000)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args, **options):
        sizes = {
            name: options[name] for name in ("programmes", "forums", "people", "recommendations", "seed")
        }
        if sizes["programmes"] < 1 or min(sizes.values()) < 0:
            raise CommandError("At least one programme, and no negative numbers.")
        try:
            require_demo_database()
        except NotADemoDatabase as refusal:
            raise CommandError(str(refusal)) from refusal
        for name, count in build_sample(**sizes).items():
            self.stdout.write(f"{name}: {count}")
