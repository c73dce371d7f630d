"""Addresses that leak on purpose, a channel each: whatever they are given in `?word=` comes out there."""

import csv
import gzip
import html
import io
import json
import logging

import openpyxl
import pikepdf
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import include, path

from accounts.models import User
from common import audit

from ..pdf.documents import make

logger = logging.getLogger("forums.leaky")


def page(word):
    return HttpResponse(f"<p>{word}</p>")


def escaped(word):
    return HttpResponse("".join(f"&#x{ord(char):x};" for char in word))


def fragment(word):
    return HttpResponse(f'<input value="{html.escape(word)}">', headers={"HX-Trigger": "x"})


def as_json(word):
    return JsonResponse({"rows": [{"name": word}]})


def streamed(word):
    return StreamingHttpResponse(iter([b"<p>", word.encode(), b"</p>"]))


def sheet(word):
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["x", word])
    book.save(file)
    return HttpResponse(file.getvalue(), content_type="application/octet-stream")


def utf16(word):
    file = io.StringIO()
    csv.writer(file).writerow(["x", word])
    return HttpResponse(file.getvalue().encode("utf-16"), content_type="text/csv")


def zipped(word):
    return HttpResponse(gzip.compress(word.encode()), content_type="application/octet-stream")


def pdf(word):
    return HttpResponse(make(f"<html lang='ar' dir='rtl'><body><h1>محضر</h1><p>قال {word}</p></body></html>"))


def metadata(word):
    document, file = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    document.docinfo["/Author"] = word
    document.save(file)
    return HttpResponse(file.getvalue())


def mailed(word):
    mail.send_mail("x", f"قال {word}", "a@example.org", ["b@example.org"])
    return HttpResponse("sent")


def subject(word):
    mail.send_mail(word, "x", "a@example.org", ["b@example.org"])
    return HttpResponse("sent")


def logged(word):
    logger.debug("saved %s", word)
    return HttpResponse("logged")


def header(word):
    return HttpResponse("x", headers={"Content-Disposition": f'attachment; filename="{word}.pdf"'})


def cookie(word):
    response = HttpResponse("x")
    response.set_cookie("last", json.dumps(word))
    return response


def redirected(word):
    return HttpResponse(status=302, headers={"Location": f"/?{word}"})


def error(word):
    raise ValueError(word)


def recorded(word):
    audit.append(actor=None, action="leaky.say", subject=User.objects.first(), details={"name": word})
    return HttpResponse("recorded")


def noted(word):
    user = User.objects.first()
    LogEntry.objects.create(user=user, object_repr=word, action_flag=1)
    return HttpResponse("noted")


LEAKS = (
    *(page, escaped, fragment, as_json, streamed, sheet, utf16, zipped, pdf, metadata),
    *(mailed, subject, logged, header, cookie, redirected, error, recorded, noted),
)


def _address(leak):
    return path(f"leak/{leak.__name__}/", lambda request: leak(request.GET["word"]), name=leak.__name__)


urlpatterns = [*(_address(leak) for leak in LEAKS), path("", include("config.urls"))]
