"""Real workers on the test database: processes of their own that may be killed."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


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


class Workers:
    """Each started by calling it: `manage.py work` with its files and temporary files below `folder`."""

    def __init__(self, folder):
        self.folder, self.running = folder, []
        for name in ("media", "temporary"):
            (folder / name).mkdir()

    def __call__(self, sink=None, *arguments):
        mail = f"smtp://127.0.0.1:{sink.server_address[1]}" if sink else "consolemail://"
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": database_url(),
            "SECRET_KEY": settings.SECRET_KEY,
            "KEYRING_FILE": str(settings.KEYRING_FILE),
            "MEDIA_ROOT": str(self.folder / "media"),
            "TMPDIR": str(self.folder / "temporary"),
            "ALLOWED_HOSTS": "localhost",
            "SITE_URL": settings.SITE_URL,
            "DEMO": "1",
            "DEBUG": "0",
            "EMAIL_URL": mail,
        }
        log = (self.folder / f"worker-{len(self.running)}.log").open("w")
        command = [sys.executable, "manage.py", "work", "--interval", "0.2", *arguments]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        self.running.append(process)
        return process

    def files(self, name):
        """All that lies below «media» or «temporary»."""
        return sorted(path for path in (self.folder / name).rglob("*") if path.is_file())

    def end(self):
        """Kill whatever is left."""
        for process in self.running:
            process.kill()
            process.wait()
