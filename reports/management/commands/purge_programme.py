"""`manage.py purge_programme CODE`: what two persons decided on the page, done at the machine."""

from django.core.management.base import BaseCommand, CommandError

from accounts.models import TwoPersonAct
from accounts.services import SecondPersonMissing
from forums.models import Programme
from reports.services.purge import PURGING, PurgeRefused, find_programme, may_be_purged_from, purge_programme

_REFUSALS = {
    "purged": "It was purged already.",
    "not_archived": "It is not archived. Two persons archive it on its page.",
    "too_early": "Its retention time is not over.",
}


class Command(BaseCommand):
    """No way around the two persons: one asks on the programme's page, the other allows it, either does it there, or
    somebody here. Says what goes; `--dry-run` says no more than that.
    """

    help = (
        "Delete an archived programme for good, after its retention time, once two persons have decided it."
    )

    def add_arguments(self, parser):
        parser.add_argument("code", help="code of the programme")
        parser.add_argument("--dry-run", action="store_true", help="only say what would go")

    def handle(self, *args, code, dry_run, **options):
        """The counts, then the act of the one who asked for it."""
        programme = Programme.objects.filter(code=code).first()
        if programme is None:
            raise CommandError(f"There is no programme {code}.")
        findings = find_programme(programme)
        for label, count in findings.counts.items():
            self.stdout.write(f"{label}: {count}")
        self.stdout.write(
            f"files: {len(findings.files)}; released reports whose number and hash stay: {len(findings.reports)}"
        )
        if dry_run:
            self.stdout.write(f"May be purged from: {may_be_purged_from(programme) or 'not archived'}")
            return
        asked = TwoPersonAct.objects.filter(
            act=PURGING, subject=programme.public_id, state=TwoPersonAct.State.ALLOWED
        )
        request = asked.select_related("asked_by").first()
        if request is None:
            raise CommandError("Nobody has allowed it. One asks on the programme's page, another allows it.")
        try:
            purge_programme(actor=request.asked_by, programme=programme, typed=code)
        except PurgeRefused as refusal:
            raise CommandError(_REFUSALS[refusal.reason]) from refusal
        except SecondPersonMissing as missing:
            raise CommandError("The second person's word has run out. Please ask again.") from missing
        self.stdout.write("Purged.")
