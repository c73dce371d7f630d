"""Somebody on a bad line takes minutes to fetch a file. On SQLite nobody's saving waits for him."""

import socket
import time
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from common import audit
from common.models import AuditEntry
from tests.faults.minutes_scene import described, make_scene, session_of, state_of
from tests.faults.signin import webs_on_test_database
from tests.faults.writers import TOKEN, Ledger, Writer, signed_in

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="on PostgreSQL readers stop nobody"),
]
DOWNLOADS, SAVES, ENTRIES = 2, 15, 4000


@pytest.fixture(scope="module")
def web(tmp_path_factory, django_db_setup):
    [started] = webs_on_test_database(tmp_path_factory.mktemp("webs"), 1)
    yield started
    started.stop()


def long_record(programme):
    """So many entries that the file does not fit into what lies between the two ends of a line."""
    prev, entries = audit.head(), []
    for _entry in range(ENTRIES):
        entry = AuditEntry(
            at=timezone.now(), action="forums.edit_output", subject_type="forums.output", origin="page x",
            subject=programme.public_id, programme=programme.public_id, prev=prev,
        )  # fmt: skip
        prev = entry.hash = audit.digest(entry)
        entries.append(entry)
    AuditEntry.objects.bulk_create(entries)


def begin_download(web, cookies):
    """Ask for the file, read its first bytes, and then hardly anything."""
    body = urlencode({"csrfmiddlewaretoken": TOKEN, "format": "csv"})
    cookie = "; ".join(f"{name}={value}" for name, value in {"csrftoken": TOKEN, **cookies}.items())
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    line.settimeout(60)
    line.connect(("127.0.0.1", web.port))
    head = f"POST {reverse('audit_export')} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\nConnection: close\r\n"
    head += "X-Forwarded-For: 192.0.2.9\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    line.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode())
    first = line.recv(200)
    assert b" 200 " in first.splitlines()[0]
    return line, len(first)


def rest_of(line):
    """The bytes that were still to come."""
    count = 0
    while part := line.recv(1 << 16):
        count += len(part)
    line.close()
    return count


def test_no_save_waits_for_it(web, world, record_property):
    scene = described(*make_scene(1, world.programme))
    long_record(world.programme)
    auditor = session_of(world.auditor)
    connection.close()
    lines = [begin_download(web, auditor) for _download in range(DOWNLOADS)]
    ledger, slowest = Ledger(), 0.0
    [cookies] = scene["cookies"]
    writer = Writer(1, visitors=signed_in([web], cookies), path=scene["path"], ledger=ledger, seed=1)
    for _save in range(SAVES):
        for line, _read in lines:
            line.recv(64)
        begun = time.monotonic()
        writer.save(writer.make())
        slowest = max(slowest, time.monotonic() - begun)
    left = [rest_of(line) for line, _read in lines]
    record_property("T10 saves beside a slow download", SAVES)
    assert min(left) > 100_000, "the download was over before the saves were"
    assert ledger.counts["sent again"] == 0, "a save was refused"
    assert slowest < 10
    assert ledger.faults(state_of(scene["minutes"]), scene["first"]) == []
