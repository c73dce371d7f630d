"""Models of reports."""

from reports.models.report import Report, ReportCopy

__all__ = ["Report", "ReportCopy"]
