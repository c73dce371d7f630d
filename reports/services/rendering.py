"""Typesetting by the worker: asked for in the transaction of the act, made outside of any, fetched within a day."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.rights import holds
from common.background import has_task
from common.pdf import PdfFailed
from reports.models import Rendering
from reports.rendering import render_report
from reports.tasks import render_file

#: Files with names are not kept about.
KEPT_FOR = timedelta(days=1)


@transaction.atomic
def enqueue_render(*, report, actor) -> Rendering:
    """Ask the worker for the PDF of a frozen report; who asks twice while it is made gets the same one.

    Raises PermissionDenied for whoever does not read internal reports of the programme.
    """
    if not holds(actor, "report internal", "r", report.programme_id):
        raise PermissionDenied("reports.view_internal")
    open_one = Rendering.objects.filter(report=report, asked_by=actor, ended_at=None).defer("pdf").first()
    if open_one is not None:
        return open_one
    rendering = Rendering.objects.create(report=report, asked_by=actor)
    render_file.enqueue(str(rendering.public_id))
    return rendering


def make_file(*, public_id: str) -> str:
    """Typeset one rendering unless it has ended; its stage. Called by the task, outside a transaction."""
    rows = Rendering.objects.filter(public_id=public_id)
    rendering = rows.defer("pdf").select_related("report__programme").first()
    # Swept away, or made by a try whose worker was killed before it could say so.
    if rendering is None or rendering.ended_at is not None:
        return "" if rendering is None else str(rendering.stage)
    rows.update(begun_at=timezone.now())
    try:
        pdf, problem = render_report(rendering.report), ""
    except PdfFailed as failure:
        pdf, problem = None, str(failure)
    # Of two tries that overlap the first result stands; both are the same bytes.
    rows.filter(ended_at=None).update(ended_at=timezone.now(), pdf=pdf, problem=problem)
    rendering.refresh_from_db(fields=["ended_at", "problem"])
    return str(rendering.stage)


def sweep_renderings(*, stuck_after: timedelta) -> None:
    """Remove what nobody fetched in time; say of those whose task was given up that they failed."""
    now = timezone.now()
    Rendering.objects.filter(asked_at__lt=now - KEPT_FOR).delete()
    for rendering in Rendering.objects.filter(ended_at=None, asked_at__lt=now - stuck_after).defer("pdf"):
        key = str(rendering.public_id)
        if has_task(render_file.module_path, key):
            continue
        if has_task(render_file.module_path, key, given_up=True):
            Rendering.objects.filter(pk=rendering.pk, ended_at=None).update(
                ended_at=now, problem="The worker ended in the middle of it, three times."
            )
        else:
            render_file.enqueue(key)
