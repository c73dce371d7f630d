"""Log records carry the id of the request and nothing of persons: one JSON object a line.

What is written is an allow-list. Paths, forms, headers, cookies, messages of exceptions, local variables and parameters
of SQL are not filtered out of a line, they never come into it.
"""

import json
import logging
import os
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime

current_request_id: ContextVar[str] = ContextVar("request_id", default="-")

#: Loggers whose words are written whole: ours, which name ids and states alone (a test reads each call), those of the
#: tasks, which name ids of tasks, and the server's about its own processes (`config/web_worker.py` holds it to that).
SPOKEN = frozenset(
    {"accounts", "common", "config", "forums", "participants", "recommendations", "reports"}
    | {"django_tasks", "django_tasks_db", "gunicorn"}
)
#: Of a traceback: frames of our own code, and the innermost ones of whoever raised it.
_INNERMOST, _MOST = 3, 20
_ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class RequestIdFilter(logging.Filter):
    """Adds `request_id` to each record."""

    def filter(self, record):
        """Always lets the record pass.

        Django writes the line of a 404 or 500 when the request has left the middleware; it hands the request along.
        """
        request = getattr(record, "request", None)
        record.request_id = getattr(request, "id", None) or current_request_id.get()
        return True


class LineFormatter(logging.Formatter):
    """The record as one line of JSON.

    Of a request: its method, the *name* of its address and the status. Of an error: its class, those of its causes,
    and where in the code; never its message, for a database repeats there what was typed. Of other people's loggers:
    the words that stand in their code, without what was put into them.
    """

    def format(self, record):
        """Keys that have nothing to say are left out."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": getattr(record, "request_id", None) or current_request_id.get(),
            **_of_request(record),
            "message": _words(record),
            **_of_error(record),
        }
        return json.dumps({key: value for key, value in line.items() if value}, ensure_ascii=False)


def _words(record):
    if not isinstance(record.msg, str):
        return type(record.msg).__name__
    if record.name.partition(".")[0] in SPOKEN:
        return record.getMessage()
    # Without arguments the words may have been put together before: then the place has to do.
    return record.msg if record.args else f"{record.module}.{record.funcName}:{record.lineno}"


def _of_request(record):
    request = getattr(record, "request", None)
    match = getattr(request, "resolver_match", None)
    return {
        "method": getattr(request, "method", None),
        "view": getattr(match, "view_name", None),
        "status": getattr(record, "status_code", None),
    }


def _of_error(record):
    error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
    if error is None:
        return {}
    chain, seen = [], error
    while seen is not None and len(chain) < _MOST:
        chain.append(f"{type(seen).__module__}.{type(seen).__qualname__}")
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    frames = traceback.extract_tb(error.__traceback__)
    kept = [f for f in frames[:-_INNERMOST] if _is_ours(f.filename)] + list(frames[-_INNERMOST:])
    places = [f"{os.path.relpath(f.filename, _ROOT)}:{f.lineno} {f.name}" for f in kept[-_MOST:]]
    return {"error": chain, "where": places}


def _is_ours(path):
    return path.startswith(_ROOT) and "site-packages" not in path
