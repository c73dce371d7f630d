"""Deleting what was found, in the caller's transaction."""

from django.db import connection
from django.utils import timezone

from accounts.models import Membership, TwoPersonAct
from forums.models import MinutesRevision, Programme
from participants.models import ContactReading, Merge, SheetImport
from reports.models import Rendering, Report
from reports.services.purge.rows import Findings, in_batches, pointing_from_outside


def carry_out(findings: Findings) -> None:
    """Delete the rows, empty what stays of the programme and of its released reports, and end the roles in it.

    Keys are checked before this returns: a row that would be left behind pointing at nothing undoes all of it.
    """
    programme = findings.programme
    for model, field, keys in pointing_from_outside(findings.rows):
        for some in in_batches(keys):
            model._base_manager.filter(pk__in=some).update(**{field: None})
    # The database lets go of approved revisions only where the programme is being purged, and asks their minutes.
    Programme.objects.filter(pk=programme.pk).update(purged_at=timezone.now())
    rows_by_model = sorted(findings.rows.items(), key=lambda item: item[0] is not MinutesRevision)
    # Without asking each key's rule: they are checked as a whole below, and the order of the rest is then no matter.
    for model, keys in rows_by_model:
        for some in in_batches(keys):
            rows = model._base_manager.filter(pk__in=some)
            rows._raw_delete(rows.db)
    for model in (TwoPersonAct, ContactReading, SheetImport):
        model.objects.filter(programme=programme.public_id).delete()
    # People who stand elsewhere too stay as they are: why they were merged was written here.
    Merge.objects.filter(programme=programme.public_id).update(reason="")
    Rendering.objects.filter(report__in=findings.reports).delete()
    Report.objects.filter(pk__in=findings.reports).update(
        frozen={}, file_name="", totals_reason="", withdrawn_because=""
    )
    Membership.objects.current().filter(programme=programme).update(ended_at=timezone.now())
    _empty(programme)
    connection.check_constraints()


def _empty(programme):
    """Only the code, the body and the dates stay: what a released report's number is made of."""
    blank = {
        field.name: ""
        for field in Programme._meta.concrete_fields
        if field.get_internal_type() in ("CharField", "TextField") and field.blank
    }
    for name in ("partners", "donors", "area"):
        getattr(programme, name).clear()
    Programme.objects.filter(pk=programme.pk).update(
        **blank, title_ar=programme.code, purged_at=timezone.now(), version=programme.version + 1
    )
    programme.refresh_from_db()
