"""`manage.py reset_second_factor`: where only one administrator exists, and he is the one who lost it."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.mails import link_of
from accounts.models import User
from accounts.services import reset_second_factor

#: why the factor is gone, as it stands on the record
REASONS = ("lost", "taken", "broken", "replaced")


class Command(BaseCommand):
    """Removes app, keys and recovery codes of an account, ends its password and sessions, and prints a one-time link."""

    help = "Remove a lost second factor; print the one-time link by which the account's owner opens it anew."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument(
            "--reason",
            required=True,
            choices=REASONS,
            help="Goes into the audit record, which holds no words of anybody.",
        )

    def handle(self, *args, username, reason, **options):
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError("There is no account of this user name.")
        try:
            token = reset_second_factor(actor=None, user=user, reason=reason)
        except ValidationError as error:
            raise CommandError("The account is switched off.") from error
        self.stdout.write(link_of(token))
