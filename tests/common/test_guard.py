"""An unsafe start is refused, with every reason in one message."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from common.keyring_file import add_later_rings, write_new_keyring
from config import guard

ROOT = Path(__file__).parents[2]
SHARED_CACHE = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache"}}
LOCAL_CACHE = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.fixture
def safe(tmp_path):
    """What a safe start gives to the guard."""
    ring = tmp_path / "keyring"
    write_new_keyring(ring)
    return {
        "debug": False,
        "secret_key": "x" * 60,
        "keyring_file": ring,
        "allowed_hosts": ["portal.example"],
        "caches": SHARED_CACHE,
        "site_url": "https://portal.example",
    }


def test_a_safe_start_passes(safe):
    guard.refuse_unsafe_start(**safe)


REFUSED = {
    "no secret": ({"secret_key": ""}, "SECRET_KEY"),
    "short secret": ({"secret_key": "x" * 49}, "shorter than 50"),
    "no hosts": ({"allowed_hosts": []}, "ALLOWED_HOSTS"),
    "any host": ({"allowed_hosts": ["portal.example", "*"]}, "ALLOWED_HOSTS"),
    "http over a net": ({"site_url": "http://portal.example"}, "SITE_URL must be https"),
    "a name that only begins so": ({"site_url": "http://localhost.example"}, "SITE_URL must be https"),
    "a cache of one process": ({"caches": LOCAL_CACHE}, "CACHE_URL"),
}


@pytest.mark.parametrize("url", ["http://localhost:8000", "http://127.0.0.1", "http://[::1]:8000"])
def test_http_is_for_this_machine_alone(safe, url):
    guard.refuse_unsafe_start(**{**safe, "site_url": url})


@pytest.mark.parametrize("case", REFUSED)
def test_an_unsafe_start_is_refused(safe, case):
    changed, reason = REFUSED[case]
    with pytest.raises(ImproperlyConfigured, match=reason):
        guard.refuse_unsafe_start(**{**safe, **changed})


def test_a_missing_keyring_is_refused(safe):
    safe["keyring_file"].unlink()
    with pytest.raises(ImproperlyConfigured, match="KEYRING_FILE does not exist"):
        guard.refuse_unsafe_start(**safe)


def test_a_keyring_of_an_earlier_version_is_refused_until_it_is_brought_up_to_date(safe):
    rings = json.loads(safe["keyring_file"].read_text(encoding="ascii"))
    del rings["drafts"]
    safe["keyring_file"].write_text(json.dumps(rings), encoding="ascii")
    with pytest.raises(ImproperlyConfigured, match="without «drafts»"):
        guard.refuse_unsafe_start(**safe)
    assert add_later_rings(safe["keyring_file"]) == ["drafts"]
    guard.refuse_unsafe_start(**safe)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_keyring_that_others_read_is_refused(safe, mode):
    safe["keyring_file"].chmod(mode)
    with pytest.raises(ImproperlyConfigured, match="chmod 600"):
        guard.refuse_unsafe_start(**safe)


@pytest.mark.parametrize("changed", [{"secret_key": ""}, {"caches": LOCAL_CACHE}])
def test_debug_excuses_neither_the_key_nor_the_cache(safe, changed):
    with pytest.raises(ImproperlyConfigured):
        guard.refuse_unsafe_start(**{**safe, **changed, "debug": True})


def test_all_reasons_come_at_once(safe):
    safe["keyring_file"].unlink()
    with pytest.raises(ImproperlyConfigured) as caught:
        guard.refuse_unsafe_start(**{**safe, "secret_key": "", "allowed_hosts": [], "caches": LOCAL_CACHE})
    for reason in ("SECRET_KEY", "KEYRING_FILE", "ALLOWED_HOSTS", "CACHE_URL"):
        assert reason in str(caught.value)


def test_only_commands_of_set_up_start_without_keys(safe, monkeypatch):
    safe["keyring_file"].unlink()
    monkeypatch.setattr(sys, "argv", ["manage.py", "make_keys"])
    guard.refuse_unsafe_start(**safe)
    monkeypatch.setattr(sys, "argv", ["manage.py", "runserver"])
    with pytest.raises(ImproperlyConfigured):
        guard.refuse_unsafe_start(**safe)


def manage(*arguments, **environment):
    """Run manage.py with the real settings and nothing but this environment (and no .env file's values)."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**kept, "DJANGO_SETTINGS_MODULE": "config.settings", **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def production(safe, tmp_path):
    """The environment of a real installation behind TLS."""
    secret = tmp_path / "secret"
    secret.write_text("".join(chr(33 + n) for n in range(60)))
    return {
        "DEBUG": "0",
        "SECRET_KEY_FILE": str(secret),
        "KEYRING_FILE": str(safe["keyring_file"]),
        "ALLOWED_HOSTS": "portal.example",
        "SITE_URL": "https://portal.example",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'real.sqlite3'}",
    }


def test_a_real_start_without_anything_is_refused(tmp_path):
    answer = manage("check", DEBUG="0", SECRET_KEY="", KEYRING_FILE=str(tmp_path / "none"))
    assert answer.returncode != 0
    assert "Muntada refuses to start" in answer.stderr
    assert "SECRET_KEY" in answer.stderr


SETTINGS_SCRIPT = """
from django.conf import settings
from django.db import connection
cursor = connection.cursor()
for name in ("journal_mode", "synchronous", "secure_delete"):
    print(name, cursor.execute(f"PRAGMA {name}").fetchone()[0])
print("mode", connection.settings_dict["OPTIONS"]["transaction_mode"])
print("timeout", connection.settings_dict["OPTIONS"]["timeout"])
print("atomic_requests", connection.settings_dict["ATOMIC_REQUESTS"])
print("hasher", settings.PASSWORD_HASHERS[0].rpartition(".")[2])
print("idle", settings.SESSION_IDLE_SECONDS, "absolute", settings.SESSION_ABSOLUTE_SECONDS)
print("cookies", settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE and settings.SESSION_COOKIE_HTTPONLY)
print("demo", settings.DEMO)
"""


def test_the_real_settings_are_durable_and_strict(production):
    """`synchronous` 2 is FULL; SQLite says 1 for `secure_delete` ON."""
    answer = manage("shell", "-v", "0", "-c", SETTINGS_SCRIPT, **production)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.split("\n")[:-1] == [
        "journal_mode delete",
        "synchronous 2",
        "secure_delete 1",
        "mode IMMEDIATE",
        "timeout 20",
        "atomic_requests False",
        "hasher Argon2PasswordHasher",
        "idle 900 absolute 28800",
        "cookies True",
        "demo False",
    ]
