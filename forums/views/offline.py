"""What opens without a net: a page that holds no data, and the service worker that brings it. Both are the same for everybody."""

import hashlib
import json

from django.http import HttpResponse
from django.template import loader
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.views.generic import View

#: All that the offline page loads; a test holds it against what its modules import.
FILES = (
    "css/muntada.css",
    "css/editor.css",
    "vendor/bootstrap.rtl.min.css",
    "vendor/bootstrap.min.css",
    "icons/favicon.svg",
    *(
        f"js/minutes/{name}.js"
        for name in (
            *("crypto", "keeper", "shell", "store"),
            *("drag", "keys", "lines", "outliner", "row", "states", "sync", "words"),
        )
    ),
)


def shell_page() -> str:
    """The page in both languages. Made without the request: it cannot know who asks."""
    with translation.override("ar"):
        return loader.render_to_string("forums/offline/shell.html", {"languages": ("ar", "en")})


class OfflineShell(View):
    """The offline page; a browser that is online may look at it too."""

    http_method_names = ["get", "head", "options"]

    def get(self, request):
        """The same bytes for everybody."""
        return HttpResponse(shell_page())


class ServiceWorker(View):
    """Names the files by their present addresses, so that a new version of any is another worker."""

    http_method_names = ["get", "head", "options"]

    def get(self, request):
        """A few lines; the rest is a static file."""
        files = [static(name) for name in FILES]
        digest = hashlib.sha256("\n".join([shell_page(), *files]).encode()).hexdigest()[:16]
        shell = {"version": digest, "page": reverse("offline"), "files": files}
        source = (
            f"self.shell = {json.dumps(shell)};\nimportScripts({json.dumps(static('js/minutes/sw.js'))});\n"
        )
        return HttpResponse(
            source, content_type="text/javascript; charset=utf-8", headers={"Service-Worker-Allowed": "/"}
        )
