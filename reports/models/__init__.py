"""Models of reports."""

from reports.models.rendering import Rendering
from reports.models.report import Report, ReportCopy

__all__ = ["Rendering", "Report", "ReportCopy"]
