"""A worker that is killed in the middle of its work, for real, and the sweep that finds what it left."""

import contextlib
import os
import signal
import socketserver
import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from common.background import MAX_ATTEMPTS, new_worker_id, sweep_tasks
from recommendations.models import OutboxMessage
from recommendations.tasks import deliver_message
from tests import factories

ROOT = Path(__file__).resolve().parents[2]
TASKS = 20
#: The message in whose midst the worker is killed.
FATAL = 8


class MailSink(socketserver.ThreadingTCPServer):
    """A mail server that counts messages by their id; `at` a moment of the FATAL-th it calls `kill`."""

    daemon_threads = allow_reuse_address = True

    def __init__(self, at="", kill=None):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.at, self.kill = at, kill
        self.begun, self.received = 0, Counter()

    def reached(self, moment):
        """Called at each moment of each conversation; whether the client is dead now."""
        self.begun += moment == "greeting"
        fatal = self.kill is not None and self.begun == FATAL and moment == self.at
        if fatal:
            self.kill()
        return fatal


class Conversation(socketserver.StreamRequestHandler):
    """Enough of SMTP for smtplib."""

    def handle(self):
        """One connection, one message."""
        sink = self.server
        if sink.reached("greeting"):
            return
        self.say("220 sink")
        for line in self.rfile:
            verb = line[:4].upper()
            if verb == b"DATA":
                self.say("354 go on")
                text = []
                while (line := self.rfile.readline()) not in {b".\r\n", b""}:
                    text.append(line.decode())
                if sink.reached("before taking it"):
                    return
                sink.received[next(t for t in text if t.startswith("Message-ID:")).split()[1]] += 1
                if sink.reached("before the receipt"):
                    return
                self.say("250 taken")
                sink.reached("after the receipt")
            elif verb == b"QUIT":
                return self.say("221 bye")
            else:
                self.say("250 yes")

    def say(self, words):
        """One line to the client, if it lives."""
        with contextlib.suppress(OSError):
            self.wfile.write(f"{words}\r\n".encode())


def database_url():
    """The test database as another process finds it."""
    of = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{of['NAME']}"
    account, port = of["USER"] + (f":{of['PASSWORD']}" if of["PASSWORD"] else ""), of["PORT"] or 5432
    if of["HOST"].startswith("/"):
        # The folder of a socket, as `deploy/setup/postgres.sh` names it.
        return f"postgres://{account}@:{port}/{of['HOST']}/{of['NAME']}"
    return f"postgres://{account}@{of['HOST']}:{port}/{of['NAME']}"


@pytest.fixture
def start_worker(tmp_path):
    """start_worker(sink) runs `manage.py work` in a process of its own; whatever is left is killed at the end."""
    running = []

    def start(sink, *arguments):
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": database_url(),
            "SECRET_KEY": settings.SECRET_KEY,
            "KEYRING_FILE": str(settings.KEYRING_FILE),
            "ALLOWED_HOSTS": "localhost",
            "DEMO": "1",
            "DEBUG": "0",
            "EMAIL_URL": f"smtp://127.0.0.1:{sink.server_address[1]}",
        }
        log = (tmp_path / f"worker-{len(running)}.log").open("w")
        command = [sys.executable, "manage.py", "work", "--interval", "0.2", *arguments]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.wait()


@pytest.fixture
def serve():
    """serve(sink) lets a mail sink answer until the test ends."""
    sinks = []

    def start(sink):
        threading.Thread(target=sink.serve_forever, daemon=True).start()
        sinks.append(sink)
        return sink

    yield start
    for sink in sinks:
        sink.shutdown()
        sink.server_close()


def twenty_messages(world):
    """Messages to a reviewer, each with its task, as the services write them."""
    world.reviewer.email = "reader@example.org"
    world.reviewer.save()
    rows = [
        factories.OutboxMessageFactory(
            programme=world.programme, institution=world.institution, recipient=world.reviewer
        )
        for _ in range(TASKS)
    ]
    for row in rows:
        deliver_message.enqueue(str(row.public_id))


def wait_for(what, seconds=40):
    """Until it is true; the database is read anew each time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return
        time.sleep(0.1)
    pytest.fail(
        f"waited {seconds} s in vain: {Counter(OutboxMessage.objects.values_list('state', flat=True))}"
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("moment", "fate"),
    [
        ("greeting", "uncertain"),
        ("before taking it", "uncertain"),
        ("before the receipt", "uncertain"),
        ("after the receipt", None),
    ],
)
def test_killed_in_the_middle_of_twenty(world, start_worker, serve, moment, fate):
    """Nothing lost, nothing twice; the one in hand is *uncertain* unless its receipt was seen and written."""
    twenty_messages(world)
    connection.close()
    first = {}
    sink = serve(
        MailSink(
            at=moment, kill=lambda: (first["worker"].send_signal(signal.SIGKILL), first["worker"].wait())
        )
    )
    first["worker"] = start_worker(sink)
    first["worker"].wait(timeout=40)
    assert first["worker"].returncode == -signal.SIGKILL
    left = DBTaskResult.objects.running().count()
    assert left <= 1
    assert OutboxMessage.objects.filter(state="waiting").count() >= TASKS - FATAL
    connection.close()

    second = start_worker(sink)
    wait_for(lambda: not OutboxMessage.objects.filter(state__in=["waiting", "sending"]).exists())
    second.terminate()
    assert second.wait(timeout=20) == 0

    states = Counter(OutboxMessage.objects.values_list("state", flat=True))
    assert set(states) <= {"sent", "uncertain"}
    assert states["uncertain"] <= 1
    if fate:
        assert states == {"sent": TASKS - 1, fate: 1}
    assert set(sink.received.values()) == {1}, "something came twice"
    for message in OutboxMessage.objects.all():
        came = sink.received[f"<{message.public_id}@localhost>"]
        assert came == 1 if message.state == "sent" else came in {0, 1}
    assert not DBTaskResult.objects.exclude(status="SUCCESSFUL").exists()
    assert DBTaskResult.objects.count() == TASKS


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_queue(world, start_worker, serve):
    twenty_messages(world)
    connection.close()
    sink = serve(MailSink())
    workers = [start_worker(sink), start_worker(sink)]
    wait_for(lambda: OutboxMessage.objects.filter(state="sent").count() == TASKS)
    for worker in workers:
        worker.terminate()
        assert worker.wait(timeout=20) == 0
    assert len(sink.received) == TASKS
    assert set(sink.received.values()) == {1}


def test_it_ends_with_the_server_beside_it(transactional_db, start_worker, serve):
    worker = start_worker(serve(MailSink()), "--parent", "1")
    assert worker.wait(timeout=30) == 0, "not the child of process 1, so its parent is gone"


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
