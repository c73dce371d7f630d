"""Addresses of reports."""

from django.urls import include, path

from reports.views.check import CheckView
from reports.views.copies import Download
from reports.views.forum_pdf import ForumPdfView
from reports.views.home import HomeView
from reports.views.library import Library
from reports.views.release import Discard, PrepareDonor, Release, ReportPage, Withdraw
from reports.views.rendering import RenderingFile, RenderingPage

report_patterns = [
    path("reports/forums/<uuid:public_id>/pdf/", ForumPdfView.as_view(), name="forum_pdf"),
    path("reports/files/<uuid:public_id>/", RenderingPage.as_view(), name="rendering"),
    path("reports/files/<uuid:public_id>/file/", RenderingFile.as_view(), name="rendering_file"),
    path("library/", Library.as_view(), name="library"),
    path("reports/forums/<uuid:public_id>/donor/", PrepareDonor.as_view(), name="prepare_donor"),
    path("reports/<uuid:public_id>/", ReportPage.as_view(), name="report"),
    path("reports/<uuid:public_id>/release/", Release.as_view(), name="release"),
    path("reports/<uuid:public_id>/withdraw/", Withdraw.as_view(), name="withdraw"),
    path("reports/<uuid:public_id>/discard/", Discard.as_view(), name="discard"),
    path("reports/<uuid:public_id>/download/", Download.as_view(), name="download"),
    # Short, since people type it off a printed page.
    path("v/<str:code>/", CheckView.as_view(), name="check"),
]

# No app_name: the home page, which lives in this app, has no namespace.
urlpatterns = [
    path("", HomeView.as_view(), name="home"),
    path("", include((report_patterns, "reports"))),
]
