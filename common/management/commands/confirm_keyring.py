"""`manage.py confirm_keyring`: a copy of the keyring lies in a safe, shown by the words of the page."""

from django.core.management.base import BaseCommand, CommandError

from common.safekeeping import WORDS_ASKED, NotConfirmed, confirm


class Command(BaseCommand):
    """Asks for the check words of the printed page and records that it exists. The warnings end until keys are turned."""

    help = "Confirm, by the check words of the printed page, that a copy of the keyring is locked away."

    def add_arguments(self, parser):
        parser.add_argument("words", nargs="*", help="the check words; asked for where they are left out")

    def handle(self, *args, words, **options):
        words = words or input("The check words of the page, parted by blanks: ").split()
        if len(words) != WORDS_ASKED:
            raise CommandError(f"The page has {WORDS_ASKED} check words.")
        try:
            parts = confirm(words)
        except NotConfirmed as refusal:
            raise CommandError(f"{refusal} If keys were turned since: manage.py print_keyring.") from refusal
        self.stdout.write(
            f"Confirmed: {', '.join(parts)}. Printing again is on the record (print_keyring --again)."
        )
