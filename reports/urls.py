"""Addresses of reports."""

from django.urls import include, path

from reports.views.check import CheckView
from reports.views.forum_pdf import ForumPdfView
from reports.views.home import HomeView

report_patterns = [
    path("reports/forums/<uuid:public_id>/pdf/", ForumPdfView.as_view(), name="forum_pdf"),
    # Short, since people type it off a printed page.
    path("v/<str:code>/", CheckView.as_view(), name="check"),
]

# No app_name: the home page, which lives in this app, has no namespace.
urlpatterns = [
    path("", HomeView.as_view(), name="home"),
    path("", include((report_patterns, "reports"))),
]
