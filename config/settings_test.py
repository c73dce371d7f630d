"""Settings of the test runs: the real ones with a throw-away key, ring and database.

TEST_DATABASE_URL chooses PostgreSQL; without it tests run on SQLite in memory's place on disk.
"""

import os
import tempfile
from pathlib import Path

_scratch = Path(tempfile.gettempdir()) / f"muntada-test-{os.getpid()}"
_scratch.mkdir(mode=0o700, exist_ok=True)
_ring = _scratch / "keyring"
if not _ring.exists():
    from common.keyring_file import write_new_keyring

    write_new_keyring(_ring)

os.environ["SECRET_KEY"] = "test-key-" + "x" * 60
os.environ["KEYRING_FILE"] = str(_ring)
os.environ["DEBUG"] = "0"
os.environ["DEMO"] = "1"
os.environ["ALLOWED_HOSTS"] = "localhost,testserver,127.0.0.1"
os.environ.pop("DATABASE_URL", None)
if os.environ.get("TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]
os.environ.pop("CACHE_URL", None)
os.environ["BACKUP_DIR"] = str(_scratch / "backups")
os.environ["BACKUP_PUBLIC_KEY_FILE"] = str(_scratch / "backup-key.pub")
os.environ["TOMBSTONES_FILE"] = str(_scratch / "tombstones.jsonl")
for _name in ("BACKUP_PUBLIC_KEY", "KEYRING_SPEAKERS_FILE"):
    os.environ.pop(_name, None)

from config.settings import *  # noqa: E402, F403  the environment above must be set first

MEDIA_ROOT = _scratch / "media"
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # noqa: F405
    # A file: threads of a live server would share the one connection of a database in memory.
    DATABASES["default"]["TEST"] = {"NAME": str(_scratch / "test.sqlite3")}  # noqa: F405
    # No test cuts the power: what a killed process leaves is on disk without waiting for the platter.
    _pragmas = DATABASES["default"]["OPTIONS"]["init_command"]  # noqa: F405
    DATABASES["default"]["OPTIONS"]["init_command"] = _pragmas.replace(  # noqa: F405
        "synchronous=FULL", "synchronous=OFF"
    )
else:
    # A query that takes minutes is a bug, and must say so instead of holding up the run. Tests take back what they
    # write, so tables fill with thousands of dead rows, which a scan in every step of a nested loop walks through: no
    # scans, then, where an index answers, as a table of that size would have it in use.
    _options = "-c statement_timeout=60000 -c enable_seqscan=off -c jit=off"
    DATABASES["default"]["OPTIONS"] = {"options": _options}  # noqa: F405
# Speed only; T8 measures the real hasher and sets it itself.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# `live_server` with manifest storage answers 404 for hashed files.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
