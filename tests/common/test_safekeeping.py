"""The keyring on paper: printed once, confirmed by its words, asked for again after each turning of keys."""

import io
import json

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.urls import reverse

from common.keyring_file import read_keyring, write_new_keyring
from common.models import AuditEntry, Backup
from common.safekeeping import WORDS, unconfirmed_parts

pytestmark = pytest.mark.django_db


@pytest.fixture
def ring(tmp_path, settings):
    settings.KEYRING_FILE = tmp_path / "keyring"
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.TOMBSTONES_FILE = tmp_path / "tombstones.jsonl"
    settings.BACKUP_PUBLIC_KEY_FILE = tmp_path / "backup-key.pub"
    write_new_keyring(settings.KEYRING_FILE)
    return settings.KEYRING_FILE


def said(*command):
    out = io.StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


def words_on(page):
    (line,) = [line for line in page.splitlines() if line.startswith("Check words: ")]
    return line.removeprefix("Check words: ").split()


def warnings():
    return [problem.id for problem in run_checks(databases=["default"]) if problem.id == "muntada.W002"]


def test_the_page_brings_the_keyring_back(ring):
    page = said("print_keyring")
    between = page.split("-" * 72)[1]
    assert json.loads(between) == read_keyring(ring)
    assert "█" in page
    assert len(words_on(page)) == 3
    assert set(words_on(page)) <= set(WORDS)


def test_it_is_printed_once_and_each_time_is_on_the_record(ring):
    first = said("print_keyring")
    with pytest.raises(CommandError, match="printed already"):
        said("print_keyring")
    assert words_on(said("print_keyring", "--again")) == words_on(first)
    assert AuditEntry.objects.filter(action="common.print_keyring").count() == 2
    for entry in AuditEntry.objects.all():
        assert not any(
            key in json.dumps(entry.details) for keys in read_keyring(ring).values() for key in keys
        )


def test_the_warning_ends_with_the_words_and_comes_back_with_new_keys(ring):
    assert warnings() == ["muntada.W002"]
    words = words_on(said("print_keyring"))
    assert warnings() == ["muntada.W002"]
    said("confirm_keyring", *[word.upper() for word in words])
    assert warnings() == []
    assert AuditEntry.objects.filter(action="common.confirm_keyring").count() == 1
    said("rotate_keys", "--ring", "contacts")
    assert warnings() == ["muntada.W002"]
    with pytest.raises(CommandError, match="not the check words"):
        said("confirm_keyring", *words)
    assert words_on(said("print_keyring")) != words


@pytest.mark.parametrize("words", [["anchor"], ["anchor", "anchor", "anchor"]])
def test_other_words_confirm_nothing(ring, words):
    said("print_keyring")
    with pytest.raises(CommandError):
        said("confirm_keyring", *words)
    assert unconfirmed_parts() == ["keyring"]


def test_unprinted_it_cannot_be_confirmed(ring):
    words = words_on(said("print_keyring"))
    from common.models import KeyringState

    KeyringState.objects.update(printed_at=None)
    with pytest.raises(CommandError, match="not the check words"):
        said("confirm_keyring", *words)


def test_a_ring_kept_apart_is_a_page_of_its_own(ring, settings, tmp_path):
    apart = tmp_path / "speakers"
    call_command("make_keys", secret=tmp_path / "secret", keyring=ring, speakers=apart, verbosity=0)
    settings.KEYRING_SPEAKERS_FILE = apart
    page = said("print_keyring")
    assert page.count("Check words: ") == 2
    assert unconfirmed_parts() == ["keyring", "speakers"]
    for line in page.splitlines():
        if line.startswith("Check words: "):
            said("confirm_keyring", *line.removeprefix("Check words: ").split())
    assert unconfirmed_parts() == []


def test_make_backup_key_stores_the_public_half_alone(ring, settings, tmp_path):
    page = said("make_backup_key")
    (private,) = [line for line in page.splitlines() if line.startswith("AGE-SECRET-KEY-1")]
    stored = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert private.encode() not in stored
    assert settings.BACKUP_PUBLIC_KEY_FILE.read_text().startswith("age1")
    with pytest.raises(CommandError, match="exists"):
        said("make_backup_key")


def test_one_line_says_what_is_not_safe_yet(ring, settings):
    assert "print_keyring" in said("safekeeping")
    assert "make_backup_key" in said("safekeeping")
    said("make_backup_key")
    said("confirm_keyring", *words_on(said("print_keyring")))
    assert said("safekeeping") == "Not safe yet: make a backup (manage.py backup).\n"


def test_the_administrator_s_home_warns(ring, as_role):
    from datetime import timedelta

    from django.utils import timezone

    client = as_role("administrator")

    def page():
        return client.get(reverse("home")).content.decode()

    assert "none yet" in page()
    assert "not confirmed" in page()
    backup = Backup.objects.create(
        made_at=timezone.now() - timedelta(days=3), name="b", size=1, digest="0" * 64, seconds=1
    )
    assert "older than two days" in page()
    Backup.objects.filter(pk=backup.pk).update(made_at=timezone.now())
    said("confirm_keyring", *words_on(said("print_keyring")))
    calm = page()
    assert "older than two days" not in calm
    assert "not confirmed" not in calm
    assert "locked away" in calm
