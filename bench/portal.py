"""A portal in processes of its own, and a visitor that speaks HTTP to it."""

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).resolve().parents[1]
#: The visitor's address is what the one trusted proxy says.
BEHIND_ONE_PROXY = {"TRUSTED_PROXIES": "1"}


def free_port() -> int:
    """A port of this machine that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Web:
    """One web process, as deployed: gunicorn with the real settings. `restart` kills it and starts it anew."""

    def __init__(self, environment: dict, log: Path, port: int | None = None, host: str = "127.0.0.1"):
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "ALLOWED_HOSTS": "localhost,127.0.0.1",
            "DEBUG": "1",  # static files without a manifest; nothing that is measured depends on it
            "WEB_CONCURRENCY": "1",
            "CACHE_URL": "",
            **environment,
        }
        self.log, self.port, self.host = log, port or free_port(), host
        self.start()

    def start(self) -> None:
        """Start, and wait until it answers; RuntimeError with its log after five minutes."""
        command = [sys.executable, "-m", "gunicorn", "config.wsgi:application"]
        command += ["--config", "deploy/gunicorn.conf.py", "--bind", f"127.0.0.1:{self.port}"]
        with self.log.open("a") as log:
            self.process = subprocess.Popen(  # noqa: S603  our own command
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        for _ in range(3000):
            try:
                if Visitor(self).get("/accounts/login/", Host=self.host).status in (
                    200,
                    301,
                ):  # 301: to https
                    return
            except OSError:
                pass
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        self.stop()
        raise RuntimeError(self.log.read_text()[-3000:])

    def stop(self) -> None:
        """Kill it: nothing is said good-bye to."""
        children = subprocess.run(  # noqa: S603
            ["pgrep", "-P", str(self.process.pid)],  # noqa: S607
            capture_output=True,
            text=True,
            check=False,
        ).stdout.split()
        self.process.kill()
        for child in children:
            subprocess.run(["kill", "-9", child], check=False, capture_output=True)  # noqa: S603, S607
        self.process.wait()

    def restart(self) -> None:
        """A new process on the same port; what it knew is gone."""
        self.stop()
        self.start()


class Answer:
    """Status, headers and text of an answer."""

    def __init__(self, response, seconds):
        self.status, self.headers, self.seconds = response.status, response.headers, seconds
        self.text = response.read().decode("utf-8", "replace")

    @property
    def location(self) -> str:
        """Where it leads; empty if nowhere."""
        return self.headers.get("Location", "")


class Visitor:
    """A browser's cookies and one line to a web process; `address` is what the proxy says of it."""

    def __init__(self, web: Web, address: str = "192.0.2.1", cookies: dict | None = None):
        self.web, self.address = web, address
        self.cookies = {"django_language": "en", **(cookies or {})}
        self.line = None

    def at(self, web: Web) -> "Visitor":
        """The same browser at another process."""
        return Visitor(web, self.address, self.cookies)

    def get(self, path: str, **headers) -> Answer:
        """Fetch a page."""
        return self._send("GET", path, None, headers)

    def post(self, path: str, fields: dict, **headers) -> Answer:
        """Send a form with the token of this browser; the time is of this request alone."""
        if "csrftoken" not in self.cookies:
            self.get("/accounts/login/")
        body = urlencode({"csrfmiddlewaretoken": self.cookies["csrftoken"], **fields}, doseq=True)
        headers.setdefault("Content_Type", "application/x-www-form-urlencoded")
        return self._send("POST", path, body, headers)

    def sign_in(self, login: str, password: str) -> Answer:
        """The first step of signing in."""
        return self.post("/accounts/login/", {"login": login, "password": password})

    @property
    def is_in(self) -> bool:
        """Whether the home page opens."""
        return self.get("/").status == 200

    def _send(self, method, path, body, headers):
        path = urlsplit(path)._replace(scheme="", netloc="").geturl()
        sent = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "X-Forwarded-For": self.address,
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        for attempt in (1, 2):
            if self.line is None:
                self.line = http.client.HTTPConnection("127.0.0.1", self.web.port, timeout=60)
            begun = time.perf_counter()
            try:
                self.line.request(method, path, body, sent)
                answer = Answer(self.line.getresponse(), time.perf_counter() - begun)
                break
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                # The server ends idle lines.
                self.line = None
                if attempt == 2:
                    raise
        for header in answer.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(header).items():
                if morsel["max-age"] == "0" or not morsel.value:
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value
        return answer


def errors_in(text: str) -> list[str]:
    """What the page objects to, without numbers."""
    found = re.findall(
        r'class="(?:alert[^"]*|invalid-feedback[^"]*)"[^>]*>(.*?)</(?:div|span|ul)', text, re.DOTALL
    )
    return [re.sub(r"<[^>]+>|\d|\s+", " ", part).strip() for part in found]
