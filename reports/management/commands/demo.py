"""`manage.py demo`: the demonstration's data and sign-ins; safe to call again."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from common.pdf import is_available
from reports.demo.accounts import PASSWORD, SIGN_INS, NotADemoDatabase, require_demo_database
from reports.demo.build import build_demo
from reports.demo.documents import release_documents


class Command(BaseCommand):
    """Fills an empty database with the programme, its chain of forums and the closing meeting, by the services.

    Refuses a database that holds data and does not carry the demo's marker.
    """

    help = "Build the demo where it is missing and print the demo sign-ins."

    def add_arguments(self, parser):
        parser.add_argument("--documents", action="store_true", help="also release reports to its donor")

    def handle(self, *args, documents=False, **options):
        try:
            require_demo_database()
        except NotADemoDatabase as refusal:
            raise CommandError(str(refusal)) from refusal
        users = build_demo()
        if documents:
            self._release(users["manager"])
        self.stdout.write(f"Demo sign-ins at {settings.SITE_URL} (password of each: {PASSWORD})")
        for username, (_name, role) in SIGN_INS.items():
            self.stdout.write(f"  {username:<14} {role.value}")

    def _release(self, manager):
        """The library is empty where no PDF can be made; all else of the demo works."""
        if missing := is_available():
            self.stderr.write(f"No report was released: {missing}")
        else:
            release_documents(manager=manager)
