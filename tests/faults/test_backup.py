"""What a backup is and is not: encrypted, whole or not there, small in memory, and refused in plain words."""

import io
import os
import resource
import shutil
import signal
import stat
import subprocess
import sys
import tarfile
import time
from datetime import timedelta

import pyrage
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pyrage import x25519

from common.backup import BackupRefused, read_identities
from common.backup.daily import back_up_daily
from common.backup.keep import backup_name
from common.backup.make import make_backup
from common.backup.unpack import unpack
from common.models import AuditEntry, Backup

from .. import factories
from .backups import ON_POSTGRESQL, ROOT, Empty

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.turns(2)]

CANARY = "كناري لا يقرؤه أحد"


@pytest.fixture
def file(place, settings):
    """A backup of one person and 300 kB of media."""
    factories.PersonFactory(name_ar=CANARY)
    (settings.MEDIA_ROOT / "attachments").mkdir()
    (settings.MEDIA_ROOT / "attachments" / "scan").write_bytes(CANARY.encode() + os.urandom(300_000))
    return make_backup().path


def leftovers(settings):
    """What should not be there: partial files, copies of the database in clear."""
    folders = settings.BACKUP_DIR, settings.MEDIA_ROOT.parent
    return [path for folder in folders for path in folder.glob(".*") if path.name != ".backup-lock"]


def open_all(file, place, folder):
    folder.mkdir(exist_ok=True)
    return unpack(file, read_identities(place.private_key), folder)


def test_nothing_in_it_can_be_read_and_nobody_else_may_open_it(file, place, settings, tmp_path):
    content = file.read_bytes()
    assert content.startswith(b"age-encryption.org/v1\n")
    assert CANARY.encode() not in content
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert leftovers(settings) == []
    opened = open_all(file, place, tmp_path / "out")
    assert CANARY.encode() in (opened.media / "attachments" / "scan").read_bytes()
    everything = b"".join(path.read_bytes() for path in opened.folder.rglob("*") if path.is_file())
    for line in settings.KEYRING_FILE.read_text().split('"'):
        assert len(line) < 40 or line.encode() not in everything
    assert settings.SECRET_KEY.encode() not in everything
    assert place.private_key.read_bytes().strip() not in everything


def test_it_is_on_the_record_with_its_hash(file):
    row = Backup.objects.get()
    entry = AuditEntry.objects.get(action="common.make_backup")
    assert (entry.subject, entry.details["sha256"]) == (row.public_id, row.digest)
    assert row.size == file.stat().st_size


@pytest.mark.skipif(shutil.which("age") is None, reason="the program age is not installed")
def test_the_program_age_opens_it(file, place):
    command = ["age", "--decrypt", "--identity", place.private_key, file]
    done = subprocess.run(command, capture_output=True, check=True)
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        assert archive.getnames()[-1] == "manifest.json"


@pytest.mark.parametrize("harm", ["cut", "cut_at_a_seam", "head", "middle", "end", "no_file", "empty"])
def test_a_harmed_file_is_refused(file, place, tmp_path, harm):
    content = bytearray(file.read_bytes())
    at = {"head": 30, "middle": len(content) // 2, "end": len(content) - 1}.get(harm)
    if at is not None:
        content[at] ^= 1
    sizes = {"cut": -1, "cut_at_a_seam": -(len(content) % 65552), "empty": 0}
    file.write_bytes(content[: sizes[harm]] if harm in sizes else content)
    if harm == "no_file":
        file.unlink()
    with pytest.raises(BackupRefused) as refusal:
        open_all(file, place, tmp_path / "out")
    assert refusal.value.exit_code == (1 if harm == "no_file" else 7)


def test_another_key_is_told_from_a_harmed_file(file, place, tmp_path):
    place.private_key.write_text(str(x25519.Identity.generate()))
    with pytest.raises(BackupRefused, match="does not open the file"):
        open_all(file, place, tmp_path / "out")
    place.private_key.write_text("no key")
    with pytest.raises(BackupRefused, match="not a key file"):
        open_all(file, place, tmp_path / "out")


def forged(file, place, members):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, kind, content in members:
            info = tarfile.TarInfo(name)
            info.type, info.size, info.linkname = kind, len(content), "/etc/passwd"
            archive.addfile(info, io.BytesIO(content))
    identity = read_identities(place.private_key)[0]
    file.write_bytes(pyrage.encrypt(packed.getvalue(), [identity.to_public()]))


@pytest.mark.parametrize(
    "name", ["../evil", "/evil", "media/../../evil", "other", "media/link", "media/good"]
)
def test_who_has_the_public_key_cannot_write_elsewhere(file, place, tmp_path, name):
    """The public key lies on the machine: an archive may be anybody's. Without its list it is refused too."""
    kind = tarfile.SYMTYPE if name.endswith("link") else tarfile.REGTYPE
    forged(file, place, [(name, kind, b"" if name.endswith("link") else b"x")])
    with pytest.raises(BackupRefused):
        open_all(file, place, tmp_path / "out")
    assert not (tmp_path / "evil").exists()


def test_a_harmed_file_leaves_an_empty_machine_empty(file, place, tmp_path):
    machine = Empty(tmp_path / "elsewhere")
    content = bytearray(file.read_bytes())
    content[-5] ^= 1
    file.write_bytes(content)
    try:
        result = machine.restore(file, place)
        assert result.returncode == 7
        assert "cut short or was altered" in result.stderr
        assert machine.is_untouched()
        assert list(machine.media.parent.glob(".restore*")) == []
    finally:
        machine.remove()


def refused():
    with pytest.raises(CommandError) as refusal:
        call_command("backup", verbosity=0)
    assert not Backup.objects.exists()
    return refusal.value.returncode, str(refusal.value)


def test_without_a_public_key_nothing_is_made(place, settings):
    settings.BACKUP_PUBLIC_KEY_FILE.unlink()
    code, words = refused()
    assert (code, "make_backup_key" in words) == (3, True)
    settings.BACKUP_PUBLIC_KEY = [place.private_key.read_text()]
    code, words = refused()
    assert (code, "private key never belongs there" in words) == (3, True)
    settings.BACKUP_PUBLIC_KEY = [str(x25519.Identity.generate().to_public())] * 2
    settings.BACKUP_KEEP_DAYS = 36
    assert refused()[0] == 3
    assert not list(settings.MEDIA_ROOT.parent.glob("*.age"))


def test_a_full_disk_is_told_beforehand(place, settings, monkeypatch):
    usage = shutil.disk_usage(place.folder)
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage._replace(free=1000))
    code, words = refused()
    assert (code, "Not enough room" in words) == (4, True)
    assert place.backups == leftovers(settings) == []


def test_a_disk_that_fills_meanwhile_leaves_nothing(place, settings):
    (settings.MEDIA_ROOT / "large").write_bytes(os.urandom(12_000_000))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8_000_000, before[1]))
    try:
        code, words = refused()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert (code, "disk is full" in words) == (4, True)
    assert place.backups == leftovers(settings) == []


@pytest.mark.skipif(not ON_POSTGRESQL, reason="pg_dump is for PostgreSQL")
def test_a_missing_or_old_pg_dump_is_named(place, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    code, words = refused()
    assert (code, "pg_dump is missing" in words) == (5, True)
    old = tmp_path / "pg_dump"
    old.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.1'\n")
    old.chmod(0o755)
    code, words = refused()
    assert (code, "older than the server" in words) == (5, True)


PROGRAM = """
import resource, sys, django; django.setup()
from common.backup.make import make_backup
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
make_backup()
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def elsewhere(tmp_path, settings, place, megabytes):
    """An installation in another process, with one media file of this size."""
    machine = Empty(tmp_path / "elsewhere")
    # Quicker than to make all tables anew.
    assert machine.restore(make_backup().path, place).returncode == 0
    with open(machine.media / "large", "wb") as large:
        large.truncate(megabytes << 20)
    shutil.copy(settings.BACKUP_PUBLIC_KEY_FILE, machine.media.parent / "backup-key.pub")
    return machine


def test_memory_does_not_grow_with_the_media(place, settings, tmp_path):
    machine = elsewhere(tmp_path, settings, place, 400)
    try:
        result = machine.run(code=PROGRAM)
        assert result.returncode == 0, result.stderr
        assert int(result.stdout) < 40_000  # kB
    finally:
        machine.remove()


def test_killed_in_the_middle_leaves_no_file_that_looks_whole(place, settings, tmp_path):
    machine = elsewhere(tmp_path, settings, place, 4000)
    folder = machine.media.parent
    try:
        running = subprocess.Popen(
            [sys.executable, "manage.py", "backup"],
            cwd=ROOT,
            env=machine.environment(),
            stdout=subprocess.DEVNULL,
        )
        limit = time.monotonic() + 60
        while not any(path.stat().st_size > 1_000_000 for path in folder.glob("backups/.*.part")):
            assert time.monotonic() < limit
            assert running.poll() is None
            time.sleep(0.05)
        running.send_signal(signal.SIGKILL)
        running.wait()
        assert list(folder.glob("backups/*.age")) == []
        (machine.media / "large").write_bytes(b"small by now")
        assert machine.run("backup").returncode == 0
        assert len(list(folder.glob("backups/*.age"))) == 1
        assert list(folder.glob("backups/.*")) == []
        assert list(folder.glob(".backup-stage*")) == []
    finally:
        machine.remove()


def test_old_ones_go_and_the_newest_never(place, settings):
    now, folder = timezone.now(), settings.BACKUP_DIR
    folder.mkdir()
    for days in (36, 35.1, 34):
        (folder / backup_name(now - timedelta(days=days))).write_bytes(b"old")
    (folder / "not-ours").write_bytes(b"")
    made = make_backup()
    assert len(made.deleted) == 2
    assert {path.name for path in folder.iterdir()} == {
        "not-ours",
        backup_name(now - timedelta(days=34)),
        made.path.name,
    }


def test_a_failed_one_deletes_nothing(place, settings):
    settings.BACKUP_DIR.mkdir()
    old = settings.BACKUP_DIR / backup_name(timezone.now() - timedelta(days=90))
    old.write_bytes(b"the only one")
    settings.BACKUP_PUBLIC_KEY_FILE.unlink()
    refused()
    assert old.exists()


def test_the_worker_makes_one_a_day(place, settings):
    assert back_up_daily() is True
    assert back_up_daily() is False
    Backup.objects.update(made_at=timezone.now() - timedelta(hours=26))
    assert back_up_daily() is True
    assert len(place.backups) == 2
    Backup.objects.all().delete()
    settings.BACKUP_PUBLIC_KEY_FILE.unlink()
    assert back_up_daily() is False
