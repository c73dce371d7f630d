"""`manage.py demo`: the demonstration's data and sign-ins; safe to call again."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from reports.demo.accounts import PASSWORD, SIGN_INS, NotADemoDatabase, require_demo_database
from reports.demo.build import build_demo


class Command(BaseCommand):
    """Fills an empty database with the programme, its chain of forums and the closing meeting, by the services.

    Refuses a database that holds data and does not carry the demo's marker.
    """

    help = "Build the demo where it is missing and print the demo sign-ins."

    def handle(self, *args, **options):
        try:
            require_demo_database()
        except NotADemoDatabase as refusal:
            raise CommandError(str(refusal)) from refusal
        build_demo()
        self.stdout.write(f"Demo sign-ins at {settings.SITE_URL} (password of each: {PASSWORD})")
        for username, (_name, role) in SIGN_INS.items():
            self.stdout.write(f"  {username:<14} {role.value}")
