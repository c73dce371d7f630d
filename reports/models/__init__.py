"""Models of reports."""

from reports.models.rendering import Rendering
from reports.models.report import Report, ReportCopy
from reports.models.retention import RetentionRun

__all__ = ["Rendering", "Report", "ReportCopy", "RetentionRun"]
