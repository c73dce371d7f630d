"""The part of `recorded.py` that is about reports, erasure and what leaves as a sheet. Written by hand."""

from datetime import date

from common.models import AuditEntry

from .typed import CANARY, PDF

REPORTS = {
    "copies.issue_copy": ("donor", {"report": "@released_donor_report"}, "reports.issue_copy"),
    "prepare.prepare_forum_report": (
        *("manager", {"forum": "@approved_forum", "audience": "donor", "language": "en", "totals_reason": CANARY}),
        "reports.prepare",
    ),
    "periods.prepare_period_report": (
        "manager",
        {"programme": "@programme", "audience": "donor", "language": "ar", "start": date(2022, 1, 1), "end": date(2022, 12, 31)},
        "reports.prepare",
    ),
    "prepare.prepare_minutes": ("staff", {"forum": "@approved_forum", "language": "ar", "number": 1}, "reports.prepare"),
    "prepare.record_named_export": ("staff", {"report": "@report", "pdf": PDF.content}, "reports.export_named"),
    "release.release_report": (
        *("manager", {"report": "@fresh_donor_report", "expected": 1, "checklist": "@release_checklist"}),
        "reports.report.release",
    ),
    "release.withdraw_report": ("manager", {"report": "@released_donor_report", "expected": 1, "note": CANARY}, "reports.report.withdraw"),
    "release.discard_report": ("manager", {"report": "@prepared_donor_report", "expected": 1}, "reports.report.discard"),
    "erasure.acts.ask_to_erase_person": (
        *("manager", {"person": "@approved_person", "reason": CANARY, "path": "/"}), "accounts.ask_second_person",
    ),
    "erasure.acts.erase_person": (
        *("second_manager", {"person": "@allowed_person", "decision": "@decision"}),
        "accounts.twopersonact.do reports.erase_person",
    ),
    "purge.acts.ask_to_purge_programme": ("manager", {"programme": "@old_programme", "reason": CANARY, "path": "/"}, "accounts.ask_second_person"),
    "purge.acts.purge_programme": (
        *("second_manager", {"programme": "@old_programme", "typed": "OLD"}),
        "accounts.twopersonact.do reports.purge_programme",
    ),
    "record.verify_record": ("auditor", {}, "reports.verify_record"),
    "record.export_record": ("auditor", {"entries": AuditEntry.objects.all(), "file_format": "csv"}, "reports.export_record"),
    "rendering.enqueue_render": ("staff", {"report": "@report"}, ""),
    "exports.export_figures": ("donor", {"programme": "@programme", "file_format": "csv"}, "reports.export_figures"),
    "exports.export_report_figures": ("donor", {"report": "@released_donor_report", "file_format": "csv"}, "reports.export_figures"),
    "exports.export_own_figures": ("reviewer", {"file_format": "xlsx", "tags": True}, "reports.export_figures"),
    "exports.export_list": ("staff", {"name": "recommendations", "file_format": "csv"}, "reports.export_rows"),
    "exports.ask_to_export_names": ("manager", {"programme": "@programme", "reason": CANARY, "path": "/"}, "accounts.ask_second_person"),
    "exports.export_names": (
        *("second_manager", {"programme": "@allowed_programme", "file_format": "xlsx"}),
        "accounts.twopersonact.do reports.export_names",
    ),
}  # fmt: skip
