"""The portal as it is deployed behind one proxy and TLS, in a process of its own, and a line to it without courtesy."""

import http.client
import json
import socket

from django.conf import settings

from bench.portal import ROOT, Web
from tests.faults.workers import database_url
from tests.once import collected_static

HOST = "portal.example"


def start(tmp_path_factory, name, **more) -> Web:
    """Gunicorn with collected static files, DEBUG off, TLS in front, one proxy, one line a request in the log."""
    folder = tmp_path_factory.mktemp(name)
    environment = {
        "DJANGO_SETTINGS_MODULE": "tests.defences.process_settings",
        "DEBUG": "0",
        "DEMO": "1",
        "SITE_URL": f"https://{HOST}",
        "ALLOWED_HOSTS": HOST,
        "TRUSTED_PROXIES": "1",
        "DATABASE_URL": database_url(),
        "SECRET_KEY": settings.SECRET_KEY,
        "KEYRING_FILE": str(settings.KEYRING_FILE),
        "MEDIA_ROOT": str(folder / "media"),
        "STATIC_ROOT": str(collected_static(tmp_path_factory)),
        "ACCESS_LOG": "1",
        "LOG_LEVEL": "DEBUG",
        **more,
    }
    return Web({**environment, "PYTHONPATH": str(ROOT)}, folder / "log", host=HOST)


class Reply:
    """Status, headers, bytes."""

    def __init__(self, response):
        self.status, self.headers, self.body = response.status, response.headers, response.read()


def ask(web, method, path, body=None, **headers) -> Reply:
    """One request on a line of its own, as the proxy hands it on."""
    line = http.client.HTTPConnection("127.0.0.1", web.port, timeout=60)
    sent = {"Host": HOST, "X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https"}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    line.request(method, path, body, {name: value for name, value in sent.items() if value is not None})
    try:
        return Reply(line.getresponse())
    finally:
        line.close()


def say(web, words: bytes) -> Reply:
    """Whatever bytes, and what comes back."""
    with socket.create_connection(("127.0.0.1", web.port), timeout=30) as line:
        line.sendall(words)
        response = http.client.HTTPResponse(line, method="GET")
        response.begin()
        return Reply(response)


def static_names(web) -> dict[str, str]:
    """Name of a static file → its hashed name."""
    return json.loads((ROOT / web.environment["STATIC_ROOT"] / "staticfiles.json").read_text())["paths"]
