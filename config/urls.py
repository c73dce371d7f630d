"""All addresses. Each app's own stand in its `urls.py`; tests/access lists every one of them."""

from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

from common.back_office.config import load_back_office
from forums.urls import signed, without_net
from recommendations.urls import by_code, by_witness, feed

# Before its addresses are asked for: they are those of the pages that are registered.
load_back_office()

urlpatterns = [
    path("", include("reports.urls")),
    path("", include("recommendations.urls")),
    path("answer/", include((by_code, "answer"))),
    path("voice/", include((by_witness, "voice"))),
    path("", include("forums.urls")),
    path("", include((feed, "feed"))),
    path("", include(without_net)),
    path("signed-sheets/", include((signed, "signed"))),
    path("", include("participants.urls")),
    path("", include("accounts.urls")),
    path("back-office/", admin.site.urls),
    path("language/", set_language, name="set_language"),
    path("accounts/", include("allauth.urls")),
]

#: A busy database that a middleware met, e.g. while it wrote the session, is a 503 too.
handler500 = "common.faults.server_error"
