"""What is deleted because its time is over: by a command, and once a day by the worker.

Only what a rule of protection or a model names a time for. Texts that nobody fetched, counts of the sign-in and files
of renderings go by the worker's own sweeps, within a minute; backups by their own age.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.services.retention import acts_that_ran_out, finished_links
from common import audit
from common.files import remove_files
from forums.services.retention import delete_speakers, old_speakers
from forums.services.signed_sheets import delete_sheets, old_sheets
from reports.models import RetentionRun

logger = logging.getLogger(__name__)

ONCE_IN = timedelta(hours=24)


@dataclass(frozen=True)
class Over:
    """What has been kept long enough. `speakers` is a list of `OldSpeakers`, the others are querysets."""

    speakers: list
    links: object
    acts: object
    #: signed sheets
    sheets: list

    @property
    def waiting(self) -> dict[str, int]:
        """Programme's code → speakers of whom nobody can tell without their key."""
        return {one.programme.code: one.waiting for one in self.speakers if one.waiting}

    @property
    def counts(self) -> dict:
        """Numbers by sort, without zeros."""
        speakers = {one.programme.code: len(one.rows) for one in self.speakers if one.rows}
        counts = {
            "speakers": speakers,
            "links": self.links.count(),
            "acts": self.acts.count(),
            "sheets": len(self.sheets),
        }
        return {sort: count for sort, count in counts.items() if count}


def what_is_over() -> Over:
    """Looks and changes nothing."""
    today = timezone.localdate()
    return Over(old_speakers(today), finished_links(), acts_that_ran_out(), old_sheets(today))


def apply_retention() -> RetentionRun:
    """Delete it, and put the numbers on the record in one entry. Doing it again deletes nothing more."""
    with transaction.atomic():
        return _delete(what_is_over())


def apply_retention_daily() -> bool:
    """For the worker: do it where nobody did within a day; whether it was done. Says what waits for a key."""
    if RetentionRun.objects.filter(ran_at__gt=timezone.now() - ONCE_IN).exists():
        return False
    run = apply_retention()
    if run.waiting:
        count = sum(run.waiting.values())
        logger.warning("Speakers kept only because their key is not on this machine: %d", count)
    return True


def _delete(over) -> RetentionRun:
    speakers = {one.programme.code: delete_speakers(one.rows) for one in over.speakers if one.rows}
    sheets, files = delete_sheets(over.sheets)
    deleted = {
        "speakers": {code: count for code, count in speakers.items() if count},
        "links": over.links.delete()[0],
        "acts": over.acts.delete()[0],
        "sheets": sheets,
    }
    deleted = {sort: count for sort, count in deleted.items() if count}
    RetentionRun.objects.filter(deleted={}).delete()
    run = RetentionRun.objects.create(deleted=deleted, waiting=over.waiting)
    if deleted:
        audit.append(actor=None, action="reports.apply_retention", subject=run, details=deleted)
    # Before the commit: a file that nobody took away would stay for ever.
    remove_files(files)
    return run
