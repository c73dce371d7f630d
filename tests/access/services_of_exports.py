"""The part of `services.py` that is about what leaves as a sheet, the audit record too. Written by hand."""

from datetime import date

from common.models import AuditEntry

WHY = "سبب تجريبي"
EXPORTS = {
    "reports.services.record.verify_record": ("auditor", None, None, {}),
    "reports.services.record.export_record": (
        *("manager foreign_manager auditor", None, None),
        {"entries": AuditEntry.objects.all(), "file_format": "csv"},
    ),
    "reports.services.periods.prepare_period_report": (
        *("manager staff", "programme", "programme"),
        {"start": date(2022, 1, 1), "end": date(2022, 12, 31), "audience": "internal", "language": "ar"},
    ),
    "reports.services.exports.export_figures": (
        *("manager staff donor auditor", "programme", "programme"),
        {"file_format": "csv"},
    ),
    "reports.services.exports.export_report_figures": (
        *("manager staff donor", "report", "released_donor_report"),
        {"file_format": "csv"},
    ),
    "reports.services.exports.export_own_figures": (
        *("reviewer foreign_reviewer", None, None),
        {"file_format": "csv"},
    ),
    "reports.services.exports.export_list": (
        *("manager staff foreign_manager foreign_staff", None, None),
        {"name": "institutions", "file_format": "csv"},
    ),
    "reports.services.exports.ask_to_export_names": (
        *("manager", "programme", "programme"),
        {"reason": WHY, "path": "/"},
    ),
    "reports.services.exports.export_names": ("manager", "programme", "programme", {"file_format": "csv"}),
}
