"""Who may do what with reports, with what leaves as a sheet, and with the audit record."""

from reports.rules import exports, public, record, reports

__all__ = ["exports", "public", "record", "reports"]
