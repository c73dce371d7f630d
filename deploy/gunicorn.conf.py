"""How gunicorn serves the portal; `make run`, `make start`, the systemd unit and the container use it.

One process with threads serves a programme office on SQLite. On PostgreSQL set WEB_CONCURRENCY, which gunicorn
reads itself, to the number of processes.
"""

worker_class = "gthread"
threads = 4
preload_app = True
timeout = 60  # a PDF of a hundred pages takes seconds, not a minute
graceful_timeout = 10
loglevel = "warning"
control_socket_disable = True  # nobody steers the server while it runs
