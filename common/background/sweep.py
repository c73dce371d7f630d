"""Tasks that a killed worker left running, and tasks that failed: put back, at most MAX_ATTEMPTS times in all."""

import logging
import os
import secrets
import socket
from datetime import timedelta

from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 3
#: A task that runs longer than this is taken for dead, whoever runs it. Ours take seconds.
STUCK_AFTER = timedelta(minutes=10)
#: Before a failed task is tried again: this, then twice as long.
RETRY_AFTER = timedelta(minutes=1)
_KILLED = "common.background.WorkerKilled"


def machine() -> str:
    """The name of this machine as it stands in worker ids."""
    return socket.gethostname()[:32]


def new_worker_id() -> str:
    """machine/process.random: tells the sweep on the same machine whether the worker is still there."""
    return f"{machine()}/{os.getpid()}.{secrets.token_hex(4)}"


def sweep_tasks(*, worker_id: str = "", stuck_after: timedelta = STUCK_AFTER) -> tuple[int, int]:
    """Put back what was killed or failed; (number put back, number given up).

    `worker_id` is the caller's own: it sweeps between tasks, so what it seems to run is dead. What has had its
    attempts stays *failed* and is not touched again. Several workers may sweep at once.
    """
    now = timezone.now()
    back = given_up = 0
    for task in DBTaskResult.objects.running().only("id", "worker_ids", "started_at"):
        runner = task.worker_ids[-1] if task.worker_ids else ""
        if runner != worker_id and not _is_dead(runner) and now - task.started_at < stuck_after:
            continue
        if len(task.worker_ids) < MAX_ATTEMPTS:
            back += _change(task, status=TaskResultStatus.READY)
        else:
            given_up += _change(
                task, status=TaskResultStatus.FAILED, finished_at=now, exception_class_path=_KILLED
            )
            logger.error("A task was killed %d times and is given up: %s", MAX_ATTEMPTS, task.id)
    for task in _failed_lately(now):
        if len(task.worker_ids) < MAX_ATTEMPTS:
            wait = RETRY_AFTER * 2 ** (len(task.worker_ids) - 1)
            back += _change(task, status=TaskResultStatus.READY, run_after=now + wait)
    return back, given_up


def has_task(path: str, key: str, *, given_up: bool = False) -> bool:
    """Whether a task of this path about `key`, its first argument, will run; or has been given up."""
    tasks = DBTaskResult.objects.filter(task_path=path, args_kwargs__args__0=key)
    if given_up:
        return tasks.failed().exists()
    return (tasks.filter(status=TaskResultStatus.READY) | tasks.running()).exists()


def _failed_lately(now):
    # Older ones have had their attempts, or are from before an upgrade: not to be woken up.
    day = now - timedelta(days=1)
    return DBTaskResult.objects.failed().filter(finished_at__gte=day).only("id", "worker_ids", "started_at")


def _change(task, **values) -> int:
    # Only as it was read: another worker may sweep, or the slow task may have ended by now.
    was = task.__class__.objects.filter(pk=task.pk, started_at=task.started_at)
    return was.exclude(status=TaskResultStatus.SUCCESSFUL).update(**values)


def _is_dead(worker_id: str) -> bool:
    """Whether the worker ran on this machine and its process is gone; of other machines nobody can tell."""
    host, _, process = worker_id.rpartition("/")
    number = process.partition(".")[0]
    if host != machine() or not number.isdigit():
        return False
    if int(number) == os.getpid():
        # The same number after a restart, e.g. in a container, whose first process is always 1.
        return True
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
