"""Faults of the database that pass: somebody holds the lock, it is being restarted, its disk is full.

Whoever meets one is told what became of what he sent, and gets it back; it is never an error of ours (500).
"""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template import loader
from django.utils.translation import gettext_lazy as _
from django.views.defaults import server_error as ordinary_fault

from common.json_pages import answers_json, in_json

BUSY, FULL, GONE = "busy", "full", "gone"
#: PostgreSQL: a lock that was waited for in vain, a deadlock that was broken, a serialisation that failed.
_BUSY_CODES = {"55P03", "40P01", "40001"}
#: …that ends, ends all lines, or does not take any yet.
_GONE_CODES = {"57P01", "57P02", "57P03"}
_WORDS = {
    BUSY: _("The portal is busy. Nothing was lost; it is sent again."),
    FULL: _(
        "The portal's disk is full: nothing can be saved until its operator makes room. What you typed stays here."
    ),
    GONE: _("The portal's database is being restarted. Nothing was lost; it is sent again."),
}


def fault_of(error) -> str:
    """BUSY, FULL or GONE; empty for every other error."""
    of_postgresql = type(getattr(error, "__cause__", None)).__module__.startswith("psycopg")
    if isinstance(error, InterfaceError) and of_postgresql:
        return GONE  # a line that was found closed
    if not isinstance(error, OperationalError):
        return ""
    words, code = str(error), getattr(error.__cause__, "pgcode", None)
    if code in _BUSY_CODES or "database is locked" in words:
        return BUSY
    if code == "53100" or "database or disk is full" in words:
        return FULL
    # It has no code for a line that could not be had, or broke.
    return GONE if code in _GONE_CODES or (of_postgresql and code is None) else ""


def is_deadlock(error) -> bool:
    """Whether PostgreSQL broke a deadlock: done again at once, it goes through."""
    return getattr(error.__cause__, "pgcode", None) in {"40P01", "40001"}


def fault_page(request, fault: str) -> HttpResponse:
    """503, or 507 for a full disk, with what was typed as hidden fields and one button that sends it again.

    Passwords are left out: pages of accounts ask for them anew.
    """
    status = 507 if fault == FULL else 503
    if answers_json(request):
        response: HttpResponse = in_json(fault if fault == FULL else BUSY, _WORDS[fault], status)
    else:
        typed = []
        if request.method == "POST" and not request.path.startswith("/accounts/"):
            typed = [(name, value) for name, values in request.POST.lists() for value in values]
        context = {"typed": typed, "path": request.get_full_path(), "fault": fault}
        response = HttpResponse(loader.render_to_string("503.html", context), status=status)
    response["Retry-After"] = "5"
    return response


def server_error(request):
    """Whatever no view and no middleware caught, also where a middleware itself met the database: handler500."""
    if fault := fault_of(sys.exception()):
        return fault_page(request, fault)
    return ordinary_fault(request)
