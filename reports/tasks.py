"""Background work of reports: documents. Each task may run again and does nothing once the file is there."""

from django_tasks import task


@task()
def render_file(rendering: str) -> str:
    """Typeset the rendering with this public id; the stage that it is left in."""
    from reports.services.rendering import make_file

    return make_file(public_id=rendering)
