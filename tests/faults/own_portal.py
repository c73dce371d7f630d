"""A portal on a database of the test's own, without pytest's: one that may be killed, filled up, and cut off."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter

from django.conf import settings

from bench.portal import ROOT, Web
from tests.faults.writers import Ledger, Writer, signed_in


class OwnPortal:
    """Its tables, draft minutes and `writers` who are signed in; `web` serves it as deployed, DEBUG off."""

    def __init__(self, folder, database_url, writers, **more):
        self.environment = {
            "DATABASE_URL": database_url,
            "SECRET_KEY": settings.SECRET_KEY,
            "KEYRING_FILE": str(settings.KEYRING_FILE),
            "MEDIA_ROOT": str(folder / "media"),
            "SITE_URL": "http://localhost",
            "ALLOWED_HOSTS": "localhost,127.0.0.1",
            "TRUSTED_PROXIES": "1",
            "DEBUG": "0",
            "DEMO": "1",
            "CACHE_URL": "",
            "DJANGO_SETTINGS_MODULE": "tests.faults.own_settings",
            "PYTHONPATH": str(ROOT),
            **more,
        }
        self.manage("migrate", "--run-syncdb", "-v", "0")
        self.manage("createcachetable")
        self.scene = self.tell("make", writers)
        self.ledger, self.reported = Ledger(), Counter()
        self.web = Web(self.environment, folder / "web.log")

    def manage(self, *arguments) -> str:
        """A command of manage.py on this database."""
        return self._run("manage.py", *arguments)

    def tell(self, what, number):
        """What `minutes_scene` says, read in a process of its own."""
        return json.loads(self._run("-m", "tests.faults.minutes_scene", what, str(number)))

    def _run(self, *arguments):
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={**os.environ, **self.environment},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def writers(self, **options):
        """One a cookie."""
        return [
            Writer(
                number,
                visitors=signed_in([self.web], cookies),
                path=self.scene["path"],
                ledger=self.ledger,
                seed=os.environ["MUNTADA_TEST_SEED"],
                **options,
            )
            for number, cookies in enumerate(self.scene["cookies"])
        ]

    def faults(self) -> list[str]:
        """What is lost, half or double."""
        return self.ledger.faults(self.tell("read", self.scene["minutes"]), self.scene["first"])

    def kill_worker(self):
        """kill -9 of the process that answers; gunicorn starts another one."""
        killed = 0
        while not killed:
            children = subprocess.run(
                ["pgrep", "-P", str(self.web.process.pid)], capture_output=True, text=True, check=False
            ).stdout.split()
            for child in map(int, children):
                # One that gunicorn has just given up is no kill of ours.
                with contextlib.suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
                    killed += 1


class Load:
    """Writers at work in threads until the block ends; what went wrong in one of them is raised then."""

    def __init__(self, writers, drop=0.0):
        self.writers, self.drop, self.raised = writers, drop, []
        self.threads = [threading.Thread(target=self._work, args=[writer]) for writer in writers]

    def _work(self, writer):
        try:
            while not writer.closing.is_set():
                writer.save(writer.make(), drop=self.drop)
        except BaseException as error:
            self.raised.append(error)

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_error):
        for writer in self.writers:
            writer.closing.set()
        for thread in self.threads:
            thread.join()
        if self.raised:
            raise self.raised[0]

    def wait_for_saves(self, more, seconds=900):
        """Until so many more changes were acknowledged."""
        counts, end = self.writers[0].ledger.counts, time.monotonic() + seconds
        until = counts["saves"] + more
        while counts["saves"] < until:
            if self.raised:
                raise self.raised[0]
            assert time.monotonic() < end, "nobody saves any more"
            time.sleep(0.01)
