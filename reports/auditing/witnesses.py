"""Heads of the record that are known from elsewhere, for `common.audit_verification.verify`."""

from common.audit_verification import Witness, daily_witnesses
from reports.models import Report


def all_witnesses() -> list[Witness]:
    """Those that went out day by day, and those that released reports carry in print."""
    released = Report.objects.filter(released_at__isnull=False).exclude(audit_head="")
    rows = released.select_related("programme").order_by("released_at")
    printed = [
        Witness(row.audit_head, f"report {row.reference}", row.released_at) for row in rows.defer("frozen")
    ]
    return [*daily_witnesses(), *printed]
