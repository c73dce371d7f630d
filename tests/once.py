"""What a whole run makes once: the first worker that needs it does, the others wait for it."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).parents[1]


def folder_of_the_run(tmp_path_factory) -> Path:
    """Common to all workers of this run, and to no other run."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own


@contextmanager
def locked(path: Path):
    """One worker at a time."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def made_once(tmp_path_factory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder of this name that one worker filled by `make`; half-filled ones are thrown away."""
    folder = folder_of_the_run(tmp_path_factory) / name
    ready = folder.with_name(f"{name}.ready")
    with locked(folder.with_name(f"{name}.lock")):
        if not ready.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            ready.touch()
    return folder


def collected_static(tmp_path_factory) -> Path:
    """STATIC_ROOT of processes as they are deployed: hashed and compressed, which takes eight seconds. Only to be read."""

    def collect(folder):
        environment = {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "SECRET_KEY": settings.SECRET_KEY,
            "KEYRING_FILE": str(settings.KEYRING_FILE),
            "DEMO": "1",
            "STATIC_ROOT": str(folder),
            "PATH": "/usr/bin:/bin",
        }
        command = [sys.executable, "manage.py", "collectstatic", "--no-input", "-v", "0"]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)

    return made_once(tmp_path_factory, "collected", collect)
