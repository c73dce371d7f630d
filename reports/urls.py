"""Addresses of reports."""

from django.urls import include, path

from reports.views.answering import AnsweringPage
from reports.views.audit import Export, Heads, Record, Refusals, Verify
from reports.views.brief import BriefPdf
from reports.views.copies import Download, ReportFigures
from reports.views.donor_figures import DonorFigures
from reports.views.erasure import ErasePerson
from reports.views.exports import (
    AskForNames,
    ExportFigures,
    ExportList,
    ExportNames,
    ExportOwn,
    Exports,
    ProgrammeExports,
)
from reports.views.forum_pdf import ForumPdfView
from reports.views.home import HomeView
from reports.views.indicators import IndicatorsPage
from reports.views.institution_sheet import InstitutionSheet
from reports.views.letters import LetterPdf
from reports.views.library import Library
from reports.views.outcomes import PrepareOutcomes
from reports.views.periods import PreparePeriod
from reports.views.press import PressReleaseFile, PressReleases
from reports.views.purge import AskToPurge, PurgePage
from reports.views.release import Discard, Release, ReportPage, Withdraw
from reports.views.rendering import RenderingFile, RenderingPage

report_patterns = [
    path("reports/forums/<uuid:public_id>/pdf/", ForumPdfView.as_view(), name="forum_pdf"),
    path("programmes/<uuid:public_id>/purge/", PurgePage.as_view(), name="purge"),
    path("programmes/<uuid:public_id>/purge/ask/", AskToPurge.as_view(), name="ask_purge"),
    path("exports/", Exports.as_view(), name="exports"),
    path("exports/list/", ExportList.as_view(), name="export_list"),
    path("exports/own/", ExportOwn.as_view(), name="export_own"),
    path("programmes/<uuid:public_id>/exports/", ProgrammeExports.as_view(), name="programme_exports"),
    path("programmes/<uuid:public_id>/exports/figures/", ExportFigures.as_view(), name="export_figures"),
    path("programmes/<uuid:public_id>/exports/names/ask/", AskForNames.as_view(), name="ask_names"),
    path("programmes/<uuid:public_id>/exports/names/", ExportNames.as_view(), name="export_names"),
    path("reports/files/<uuid:public_id>/", RenderingPage.as_view(), name="rendering"),
    path("reports/files/<uuid:public_id>/file/", RenderingFile.as_view(), name="rendering_file"),
    path("people/<uuid:public_id>/erase/", ErasePerson.as_view(), name="erase_person"),
    path("forums/<uuid:public_id>/brief/pdf/", BriefPdf.as_view(), name="brief_pdf"),
    path("institutions/<uuid:public_id>/sheet/pdf/", InstitutionSheet.as_view(), name="institution_sheet"),
    path("letters/<uuid:public_id>/pdf/", LetterPdf.as_view(), name="letter_pdf"),
    path("programmes/<uuid:public_id>/indicators/", IndicatorsPage.as_view(), name="indicators"),
    path("answering/", AnsweringPage.as_view(), name="answering"),
    path("library/", Library.as_view(), name="library"),
    path("library/figures/", DonorFigures.as_view(), name="donor_figures"),
    path("reports/forums/<uuid:public_id>/prepare/", PrepareOutcomes.as_view(), name="prepare_outcomes"),
    path("reports/period/", PreparePeriod.as_view(), name="prepare_period"),
    path("reports/<uuid:public_id>/", ReportPage.as_view(), name="report"),
    path("reports/<uuid:public_id>/release/", Release.as_view(), name="release"),
    path("reports/<uuid:public_id>/withdraw/", Withdraw.as_view(), name="withdraw"),
    path("reports/<uuid:public_id>/discard/", Discard.as_view(), name="discard"),
    path("reports/<uuid:public_id>/figures/", ReportFigures.as_view(), name="report_figures"),
    path("reports/<uuid:public_id>/download/", Download.as_view(), name="download"),
    path("press/", PressReleases.as_view(), name="press_releases"),
    path("press/<uuid:public_id>/", PressReleaseFile.as_view(), name="press_release"),
    path("", include("reports.printed_urls")),
]

# No app_name: the home page and the audit record, which belong to all apps, have no namespace.
urlpatterns = [
    path("", HomeView.as_view(), name="home"),
    path("audit/", Record.as_view(), name="audit"),
    path("audit/verify/", Verify.as_view(), name="audit_verify"),
    path("audit/export/", Export.as_view(), name="audit_export"),
    path("audit/heads/", Heads.as_view(), name="audit_heads"),
    path("audit/refusals/", Refusals.as_view(), name="audit_refusals"),
    path("", include((report_patterns, "reports"))),
]
