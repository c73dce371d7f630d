"""How gunicorn serves the portal; `make run`, `make start`, the systemd unit and the container use it.

One process with threads serves a programme office on SQLite. On PostgreSQL set WEB_CONCURRENCY, which gunicorn
reads itself, to the number of processes.
"""

import os

worker_class = "config.web_worker.WebWorker"
threads = 4
preload_app = True
timeout = 60  # a PDF of a hundred pages takes seconds, not a minute
graceful_timeout = 10
secure_scheme_headers = {}  # who may say that a visitor came by https, TRUSTED_PROXIES decides, in Django alone
forwarder_headers = ""  # nor does a header say where the portal is mounted
control_socket_disable = True  # nobody steers the server while it runs

# Lines as the portal writes them (common/logs.py). ACCESS_LOG=1 adds one a request, which names no path, no address
# and no reader.
access_log_format = (
    '{"at": "%(t)s", "logger": "gunicorn.access", "request": "%({x-request-id}o)s", '
    '"method": "%(m)s", "status": %(s)s, "milliseconds": %(M)s}'
)
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "common.logs.LineFormatter"}, "bare": {"format": "%(message)s"}},
    "handlers": {
        "lines": {"class": "logging.StreamHandler", "formatter": "lines"},
        "bare": {"class": "logging.StreamHandler", "formatter": "bare"},
    },
    "root": {"level": "WARNING", "handlers": ["lines"]},
    "loggers": {
        "gunicorn.error": {"level": "WARNING", "handlers": ["lines"], "propagate": False},
        "gunicorn.access": {
            "level": "INFO",
            "handlers": ["bare"] if os.environ.get("ACCESS_LOG") == "1" else [],
            "propagate": False,
        },
    },
}
