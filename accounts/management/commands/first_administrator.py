"""`manage.py first_administrator`: the one-time link for the very first account."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from accounts.services import InvitationRefused, invite_first_administrator


class Command(BaseCommand):
    """Prints a link that works once, for 72 hours, and only while no administrator exists."""

    help = "Print the one-time link with which the first administrator makes his account."

    def add_arguments(self, parser):
        parser.add_argument("--quiet-if-exists", action="store_true", help="End quietly if there is one.")

    def handle(self, *args, quiet_if_exists=False, **options):
        try:
            token = invite_first_administrator()
        except InvitationRefused as refusal:
            if quiet_if_exists:
                self.stdout.write("An administrator exists; sign in at the portal.")
                return
            raise CommandError("An administrator exists already. He invites all others.") from refusal
        self.stdout.write(settings.SITE_URL + reverse("first_administrator", args=[token]))
