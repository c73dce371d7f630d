"""The worker: django-tasks-db's own, polled gently, swept regularly, and ended with the server beside it."""

import contextlib
import logging
import os
import time
from collections.abc import Callable

from django.db import OperationalError, close_old_connections
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from common import audit
from common.background.beat import BEAT_EVERY, beat, fall_silent
from common.background.sweep import new_worker_id
from common.logs import current_request_id

logger = logging.getLogger(__name__)


class HouseWorker(Worker):
    """Works off the queue, looks again every `interval` seconds, and calls `sweep` every `sweep_every`.

    `beside`: the process that it was started beside (a server); it ends when that is gone.
    """

    def __init__(self, *, interval: float, sweep: Callable, sweep_every: float, beside: int | None = None):
        super().__init__(
            queue_names=["*"],
            interval=interval,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=new_worker_id(),
            excluded_queue_names=[],
        )
        self.sweep, self.sweep_every, self.beside = sweep, sweep_every, beside

    def serve(self, *, once: bool = False) -> None:
        """Until a signal or the end of the one beside; `once`: sweep, work off what is ready, and return."""
        swept = beaten = float("-inf")
        try:
            while self.running and (self.beside is None or _lives(self.beside)):
                now = time.monotonic()
                if now - beaten >= BEAT_EVERY:
                    beaten = now
                    self._undisturbed(beat)
                if now - swept >= self.sweep_every:
                    swept = now
                    self._undisturbed(self.sweep)
                # A look without a lock: the worker's own takes the one lock of an SQLite database.
                if self._undisturbed(DBTaskResult.objects.ready().exists):
                    self._undisturbed(self.run)
                if once:
                    return
                if self.running:
                    time.sleep(self.interval)
        finally:
            # Also when a signal came in the middle of something: the end must not fail over a courtesy.
            with contextlib.suppress(Exception):
                fall_silent()

    def run_task(self, db_task_result) -> None:
        """One task; the log and the audit record tell which."""
        id_token = current_request_id.set(f"task {db_task_result.id.hex}")
        origin_token = audit.set_origin(f"task {db_task_result.id.hex}")
        try:
            super().run_task(db_task_result)
        finally:
            current_request_id.reset(id_token)
            audit.reset_origin(origin_token)

    @staticmethod
    def _undisturbed(act):
        """Do it; a database that is locked or away for a while is waited for, not died of."""
        try:
            return act()
        except OperationalError as error:
            logger.warning("The database was not to be had; the worker tries again: %s", type(error).__name__)
            close_old_connections()
            return None


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        # It is there, and another user's.
        return True
    return True
