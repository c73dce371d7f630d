"""All addresses. Each app's own stand in its `urls.py`; tests/access lists every one of them."""

from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("", include("reports.urls")),
    path("", include("recommendations.urls")),
    path("", include("forums.urls")),
    path("", include("participants.urls")),
    path("", include("accounts.urls")),
    path("back-office/", admin.site.urls),
    path("language/", set_language, name="set_language"),
    path("accounts/", include("allauth.urls")),
]
