"""The worker: mail, documents, and the sweep of what a killed worker left."""

import logging
from datetime import timedelta

from django.core.management.base import BaseCommand

from accounts.signin.sweep import sweep_sign_in
from common.background import HouseWorker, sweep_tasks
from common.background.sweep import STUCK_AFTER
from common.backup.daily import back_up_daily
from common.pdf import sweep_font_copies
from forums.services.lines import sweep_keys
from participants.services.imports.sweeping import sweep_imports
from participants.services.kept_pairs import renew_pairs
from recommendations.services.answer_reminders import remind_of_answers
from recommendations.services.delivery import sweep_messages
from recommendations.services.reminders import remind_of_minutes
from recommendations.services.witnesses import sweep_codes
from reports.auditing import issue_daily_head
from reports.services.files import sweep_files
from reports.services.rendering import sweep_renderings
from reports.services.retention import apply_retention_daily


class Command(BaseCommand):
    """Runs until SIGTERM or Ctrl-C, and ends the task in hand first. On SQLite one is enough, and one should be."""

    help = "Do background work: send messages, make documents, put back what a killed worker left."
    # They load every page of the portal, 40 MB that would stay; like the server's, they are made by `migrate` before.
    requires_system_checks = []

    def add_arguments(self, parser):
        """Units: seconds. `--beside` is for scripts that start it beside a server."""
        parser.add_argument("--interval", type=float, default=5, help="between looks at an empty queue")
        parser.add_argument("--sweep-every", type=float, default=60)
        parser.add_argument(
            "--stuck-after",
            type=float,
            default=STUCK_AFTER.total_seconds(),
            help="after which a running task of another machine is taken for dead",
        )
        parser.add_argument("--beside", type=int, help="end when the process of this number is gone")
        parser.add_argument("--once", action="store_true", help="sweep, do what is ready, and end")

    def handle(self, *, interval, sweep_every, stuck_after, beside, once, **options):
        """Sweeps first: that is what a worker finds after a halt."""
        limit = timedelta(seconds=stuck_after)

        def sweep():
            sweep_tasks(worker_id=worker.worker_id, stuck_after=limit)
            sweep_messages(stuck_after=limit)
            sweep_renderings(stuck_after=limit)
            sweep_files()
            sweep_imports(stuck_after=limit)
            sweep_sign_in()
            sweep_keys()
            remind_of_minutes()
            renew_pairs()
            remind_of_answers()
            sweep_codes()
            apply_retention_daily()
            issue_daily_head()
            back_up_daily()

        worker = HouseWorker(interval=interval, sweep=sweep, sweep_every=sweep_every, beside=beside)
        worker.configure_signals()
        # A worker that is killed in a render leaves some megabytes, and only its next start knows of it.
        sweep_font_copies()
        # It warns of every Ctrl-C; what goes wrong in a task is an error, and is told.
        logging.getLogger("django_tasks_db").setLevel(logging.ERROR)
        worker.serve(once=once)
