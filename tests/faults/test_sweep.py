"""The sweep that finds what a killed worker left."""

import os
import subprocess
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from common.background import MAX_ATTEMPTS, new_worker_id, sweep_tasks
from recommendations.tasks import deliver_message


def running(*worker_ids, minutes=0):
    """A task that seems to run under the last of these workers."""
    task = deliver_message.enqueue("00000000-0000-4000-8000-000000000000").db_result
    DBTaskResult.objects.filter(pk=task.pk).update(
        status="RUNNING", worker_ids=worker_ids, started_at=timezone.now() - timedelta(minutes=minutes)
    )
    return task


def status(task):
    task.refresh_from_db()
    return task.status


@pytest.fixture
def gone():
    """The id of a worker of this machine whose process is no more."""
    process = subprocess.Popen(["true"])
    process.wait()
    return new_worker_id().rpartition("/")[0] + f"/{process.pid}.abcd"


def test_dead_at_once_here_and_after_the_limit_elsewhere(db, gone):
    dead, elsewhere, old = (
        running(gone),
        running("other-machine/1.abcd"),
        running("other-machine/1.ef", minutes=11),
    )
    alive = running(f"{new_worker_id().rpartition('/')[0]}/{os.getppid()}.abcd")
    assert sweep_tasks() == (2, 0)
    assert [status(task) for task in (dead, elsewhere, old, alive)] == [
        "READY",
        "RUNNING",
        "READY",
        "RUNNING",
    ]
    assert sweep_tasks() == (0, 0)


def test_three_attempts_and_no_more(db, gone):
    task = running(*[gone] * MAX_ATTEMPTS)
    assert sweep_tasks() == (0, 1)
    assert status(task) == "FAILED"
    assert task.exception_class_path == "common.background.WorkerKilled"
    assert sweep_tasks() == (0, 0)


def test_a_failed_task_is_tried_again_later(db):
    task = running("x")
    DBTaskResult.objects.update(status="FAILED", finished_at=timezone.now())
    assert sweep_tasks() == (1, 0)
    assert status(task) == "READY"
    assert task.run_after > timezone.now()
    DBTaskResult.objects.update(status="FAILED", finished_at=timezone.now() - timedelta(days=2))
    assert sweep_tasks() == (0, 0), "what failed before yesterday rests"


def test_a_worker_takes_up_what_it_dropped_itself(db):
    own = new_worker_id()
    task = running(own)
    assert sweep_tasks(worker_id=own) == (1, 0)
    assert status(task) == "READY"
