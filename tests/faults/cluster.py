"""A PostgreSQL server of a test's own, as durable as a real one, that may be killed and comes up again."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

PORT = 54331


def bin_folder() -> Path | None:
    """Where initdb is; None without PostgreSQL."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    named = shutil.which("initdb")
    if found:
        return found[-1].parent
    return Path(named).resolve().parent if named else None


class Cluster:
    """Its own folder, a unix socket only. The server refuses to run as root, so it runs as somebody else then."""

    def __init__(self, *settings):
        self.folder = Path(tempfile.mkdtemp(prefix="muntada-cluster-"))
        self.settings = settings
        self.account = None
        if os.getuid() == 0:
            self.account = pwd.getpwnam("nobody")
            os.chown(self.folder, self.account.pw_uid, self.account.pw_gid)
        self.run("initdb", "-U", "muntada", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8")
        self.start()

    @property
    def url(self) -> str:
        """As DATABASE_URL names a socket."""
        return f"postgres://muntada@:{PORT}/{self.folder}/postgres"

    def run(self, program, *arguments):
        """One of PostgreSQL's programs on this cluster."""
        as_whom = {}
        if self.account:
            as_whom = {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}
        with (self.folder / "log").open("a") as log:
            subprocess.run(
                [str(bin_folder() / program), "-D", str(self.folder / "data"), *arguments],
                check=True,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                **as_whom,
            )

    def start(self):
        """Start, which repairs after a kill; until the killed server's last process is gone it may take several tries."""
        options = [f"-k '{self.folder}'", f"-p {PORT}", "-c listen_addresses=''"]
        options += [f"-c {setting}" for setting in self.settings]
        for _try in range(20):
            with contextlib.suppress(subprocess.CalledProcessError):
                log = str(self.folder / "server.log")
                self.run("pg_ctl", "-l", log, "-w", "-t", "60", "-o", " ".join(options), "start")
                return
            time.sleep(0.3)
        raise RuntimeError((self.folder / "server.log").read_text()[-2000:])

    def kill(self):
        """kill -9 of the server and of all its processes at once."""
        number = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        children = subprocess.run(
            ["pgrep", "-P", str(number)], capture_output=True, text=True, check=False
        ).stdout.split()
        for process in (number, *map(int, children)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)

    def remove(self):
        """End it, and remove its folder."""
        with contextlib.suppress(subprocess.CalledProcessError, FileNotFoundError, ValueError):
            self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)
