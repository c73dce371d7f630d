"""A worker that is killed in the middle of its work, for real, and the sweep that finds what it left."""

import contextlib
import signal
import socketserver
import subprocess
import threading
import time
from collections import Counter

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult

from recommendations.models import KindRead, OutboxMessage
from recommendations.tasks import deliver_message
from tests import factories

TASKS = 20
#: The message in whose midst the worker is killed.
FATAL = 8


class MailSink(socketserver.ThreadingTCPServer):
    """A mail server that counts messages by their id; `at` a moment of the `fatal`-th it calls `kill`."""

    daemon_threads = allow_reuse_address = True

    def __init__(self, at="", kill=None, fatal=FATAL):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.at, self.kill, self.fatal = at, kill, fatal
        self.begun, self.received = 0, Counter()

    def reached(self, moment):
        """Called at each moment of each conversation; whether the client is dead now."""
        self.begun += moment == "greeting"
        fatal = self.kill is not None and self.begun == self.fatal and moment == self.at
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


def twenty_messages(world, count=TASKS):
    """Messages to a reviewer, each with its task, as the services write them."""
    KindRead.objects.create(programme=world.programme, kind="answer_awaited", read_by=world.manager)
    world.reviewer.email = "reader@example.org"
    world.reviewer.save()
    rows = [
        factories.OutboxMessageFactory(
            programme=world.programme, institution=world.institution, recipient=world.reviewer
        )
        for _ in range(count)
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


@pytest.mark.turns(2)
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


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_killed_again_and_again_in_a_hundred(world, start_worker, serve):
    """Three workers die in the middle, each at another moment: every notice came once or is shown as uncertain."""
    twenty_messages(world, count=100)
    connection.close()
    worker, died = {}, []
    sink = serve(MailSink())
    for fatal, moment in ((20, "greeting"), (50, "before the receipt"), (80, "before taking it")):
        sink.at, sink.fatal = moment, fatal
        sink.kill = lambda: (worker["now"].send_signal(signal.SIGKILL), worker["now"].wait())
        worker["now"] = start_worker(sink)
        worker["now"].wait(timeout=120)
        died.append(worker["now"].returncode)
        connection.close()
    assert died == [-signal.SIGKILL] * 3
    sink.kill = None
    last = start_worker(sink)
    wait_for(lambda: not OutboxMessage.objects.filter(state__in=["waiting", "sending"]).exists(), seconds=120)
    last.terminate()
    assert last.wait(timeout=20) == 0
    states = Counter(OutboxMessage.objects.values_list("state", flat=True))
    assert states == {"sent": 97, "uncertain": 3}
    for message in OutboxMessage.objects.all():
        came = sink.received[f"<{message.public_id}@localhost>"]
        assert came == 1 if message.state == "sent" else came in {0, 1}
    assert not DBTaskResult.objects.exclude(status="SUCCESSFUL").exists()
    assert DBTaskResult.objects.count() == 100


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
    with subprocess.Popen(["sleep", "60"]) as server:
        worker = start_worker(serve(MailSink()), "--beside", str(server.pid))
        with pytest.raises(subprocess.TimeoutExpired):
            worker.wait(timeout=6)
        server.kill()
    assert worker.wait(timeout=30) == 0
