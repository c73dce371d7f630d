"""Files come and go through views alone: no server gives one out by its name, and none lies on a disk in clear."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.db import models
from django.test import RequestFactory
from django.urls import get_resolver

from common.uploads import MOST_BYTES

NGINX = Path(__file__).parents[2] / "deploy" / "nginx" / "muntada.conf"


def callbacks(resolver):
    """Module and name of every view."""
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from callbacks(pattern)
        else:
            yield pattern.callback.__module__


def test_no_view_serves_a_folder():
    served = {"django.views.static", "django.contrib.staticfiles.views"}
    assert served & set(callbacks(get_resolver())) == set()


def test_no_model_hands_out_addresses_of_files():
    fields = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.FileField)
    ]
    assert fields == []


def test_what_lies_in_the_media_folder_is_found_by_nobody(settings, as_role, tmp_path, world):
    settings.MEDIA_ROOT = tmp_path
    for place in ("attachments", "reports"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "planted").write_bytes(b"planted words")
    for role in ("anonymous", "manager", "administrator", "superuser"):
        client = as_role(role)
        for path in ("attachments/planted", "reports/planted"):
            for prefix in (
                "/",
                "/media/",
                "/static/",
                "/static/../media/",
                "/static/%2e%2e/media/",
                f"/static/{tmp_path}/",
            ):
                answer = client.get(prefix + path)
                assert answer.status_code in (302, 404), prefix
                assert b"planted words" not in answer.getvalue()


def test_the_web_server_has_no_folder_either():
    words = re.sub(r"#.*", "", NGINX.read_text(encoding="utf-8"))
    assert re.findall(r"\b(?:root|alias|try_files|autoindex|X-Accel-\w+|sendfile)\b", words) == []
    assert re.findall(r"location\s+(\S+)", words) == ["/"]
    assert re.search(r"client_max_body_size 30m;\s+client_body_buffer_size 30m;", words)


@pytest.mark.parametrize(
    "name", ["Content-Security-Policy", "Strict-Transport-Security", "Cache-Control", "X-Frame-Options"]
)
def test_the_web_server_adds_no_header_twice(name):
    """Each `add_header` has a value that is empty where the portal has sent its own."""
    words = NGINX.read_text(encoding="utf-8")
    variable = re.search(rf"add_header {name}\s+(\$muntada_\w+)\s+always;", words).group(1)
    source = "$upstream_http_" + name.lower().replace("-", "_")
    assert re.search(rf"map {re.escape(source)}\s+{re.escape(variable)}\s*{{[^}}]*default\s+\"\";", words)


def test_an_upload_waits_in_memory(settings):
    """It is encrypted before it is written; a temporary file would leave it on the disk in clear."""
    sent = SimpleUploadedFile("letter.pdf", b"%PDF-" + b"x" * (MOST_BYTES - 5))
    request = RequestFactory().post("/", {"scan": sent})
    assert isinstance(request.FILES["scan"], InMemoryUploadedFile)
    assert (
        request.FILES["scan"].size
        == MOST_BYTES
        < settings.MOST_BODY_BYTES
        == settings.FILE_UPLOAD_MAX_MEMORY_SIZE
    )
