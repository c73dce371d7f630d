"""Nothing of persons in a log, whatever fails: words are planted wherever they could come from."""

import ast
import json
import logging
import re
import time
from pathlib import Path

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client

from accounts.models import User
from common.logs import SPOKEN, LineFormatter, RequestIdFilter

from .process import ask, start

ROOT = Path(__file__).parents[2]
PLANTED = ("salem-alawlaqi", "سالم-العولقي", "777123123", "203.0.113.77", "hunter2-hunter2")
#: What may be put into our own words: ids, classes, constants, actions, and why no backup was made.
NAMES_NO_VALUE = re.compile(
    r"[\w.]+\.(?:id|public_id)|type\(\w+\).__name__|[A-Z_]+|action|count|refusal|len\([\w.]+\)"
)
KEYS = {
    *("at", "level", "logger", "request", "method", "view", "status", "message", "error", "where"),
    "milliseconds",
}


@pytest.fixture(scope="module")
def web(tmp_path_factory, django_db_setup):
    """One process, which says all that it can: LOG_LEVEL=DEBUG, a line a request."""
    started = start(tmp_path_factory, "told")
    yield started
    started.stop()


def told_about(web, numbers):
    """The log, once it has the line of each request: the server writes it after the answer."""
    for _ in range(100):
        told = web.log.read_text()
        answered = [line for line in told.splitlines() if "gunicorn.access" in line]
        if all(any(number in line for line in answered) for number in numbers):
            return told
        time.sleep(0.05)
    raise AssertionError("a request has no line")


@pytest.mark.django_db(transaction=True)
def test_nothing_that_was_sent_is_told(web, transactional_db):
    name, arabic, phone, address, password = PLANTED
    query = f"name={name}&phone={phone}"
    form = f"name={name}&arabic={arabic}&password={password}".encode()
    sent = {
        "Content_Type": "application/x-www-form-urlencoded",
        "Cookie": f"__Host-sessionid={name}; x={phone}",
        "User_Agent": name,
        "Referer": f"https://portal.example/people/?q={name}",
        "X_Forwarded_For": address,
        "Accept_Language": name,
        "Authorization": f"Basic {password}",
    }
    numbers = []
    for method, path, body in (
        ("POST", f"/fails/?{query}", form),
        ("GET", f"/fails/?{query}", None),
        ("GET", f"/asks/?{query}", None),
        ("POST", f"/busy/?{query}", form),
        ("POST", f"/accounts/login/?{query}", form),
        ("GET", f"/people/{name}/?{query}", None),
        ("GET", f"/absent/{phone}/", None),
        ("GET", f"/accounts/login/?next=/people/?q={name}", None),
        ("GET", f"/static/{name}.css", None),
    ):
        numbers.append(ask(web, method, path, body, **sent).headers["X-Request-ID"])
    numbers.append(ask(web, "GET", f"/?{query}", Host=f"{name}.example").headers["X-Request-ID"])
    told = told_about(web, numbers)
    for word in (*PLANTED, "there_is_no_such_table", "Traceback", "SELECT"):
        assert word not in told, word
    lines = [json.loads(line) for line in told.splitlines()]
    assert set().union(*lines) <= KEYS
    errors = {line["request"]: line for line in lines if line["logger"] == "django.request"}
    failed, cause = errors[numbers[0]], errors[numbers[2]]
    assert (failed["logger"], failed["method"], failed["status"]) == ("django.request", "POST", 500)
    assert failed["error"] == ["builtins.ValueError", "builtins.KeyError"]
    assert failed["where"][-1].startswith("tests/defences/process_urls.py:")
    assert cause["error"][0] in ("django.db.utils.OperationalError", "django.db.utils.ProgrammingError")


def line_of(record):
    """The record as it is written."""
    RequestIdFilter().filter(record)
    return json.loads(LineFormatter().format(record))


def record_of(logger, message, *arguments, error=None):
    info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord(logger, logging.ERROR, __file__, 1, message, arguments, info, "where_it_was")


def test_words_of_other_people_s_loggers_are_their_code_s_alone():
    assert line_of(record_of("weasyprint", "Ignored %s", PLANTED[0]))["message"] == "Ignored %s"
    assert line_of(record_of("other", f"Put together before: {PLANTED[0]}"))["message"] == (
        "test_logs.where_it_was:1"
    )
    assert line_of(record_of("other", ValueError(PLANTED[0])))["message"] == "ValueError"
    assert line_of(record_of("forums.services", "Forum %s", "id"))["message"] == "Forum id"
    assert "\n" not in LineFormatter().format(record_of("forums", "one\ntwo"))


def test_a_refused_row_is_not_repeated(db):
    """PostgreSQL puts the whole row into the message of a broken constraint."""
    User.objects.create(username=PLANTED[0])
    try:
        with transaction.atomic():
            User.objects.create(username=PLANTED[0])
    except IntegrityError as error:
        line = line_of(record_of("django.request", "%s: %s", "Error", "/", error=error))
    assert PLANTED[0] not in json.dumps(line)
    assert line["error"][0] == "django.db.utils.IntegrityError"
    assert any(place.startswith("tests/defences/test_logs.py:") for place in line["where"])


def test_our_own_words_name_no_values():
    """Each call of a logger of ours, read: its words, and what is put into them."""
    wrong = []
    for path in sorted(ROOT.glob("[a-z]*/**/*.py")):
        top = path.relative_to(ROOT).parts[0]
        if top not in SPOKEN:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if is_call and ast.unparse(node.func.value) in ("logger", "self.log"):
                template, *arguments = node.args
                said = [ast.unparse(argument) for argument in arguments]
                told = [words for words in said if not NAMES_NO_VALUE.fullmatch(words)]
                if told or not isinstance(template, ast.Constant):
                    wrong.append((str(path.relative_to(ROOT)), ast.unparse(template), told))
    assert wrong == []


def test_nothing_is_mailed(db, settings, monkeypatch):
    """Django would mail settings and local variables of a failed request to ADMINS."""
    settings.ADMINS = [("Operator", "operator@example.org")]
    client = Client(raise_request_exception=False)
    monkeypatch.setattr("django.views.i18n.check_for_language", lambda code: 1 / 0)
    answer = client.post("/language/", {"language": "en", "name": PLANTED[0]})
    assert answer.status_code == 500
    assert mail.outbox == []
    handlers = {
        type(handler).__name__
        for name in ("django", "django.request", "django.security", "django.server", "")
        for handler in logging.getLogger(name).handlers
    }
    assert "AdminEmailHandler" not in handlers


def test_queries_are_told_without_what_was_asked(db, caplog, settings):
    settings.DEBUG = connection.force_debug_cursor = True
    try:
        with caplog.at_level(logging.DEBUG, "django.db.backends"):
            list(User.objects.filter(username=PLANTED[0]))
    finally:
        connection.force_debug_cursor = False
    asked = [record for record in caplog.records if record.name == "django.db.backends"]
    assert any(PLANTED[0] in record.getMessage() for record in asked)
    assert all(PLANTED[0] not in LineFormatter().format(record) for record in asked)
