"""Background work of reports: documents, and the daily head of the audit record. Each task may run again."""

from django_tasks import task


@task()
def render_file(rendering: str) -> str:
    """Typeset the rendering with this public id; the stage that it is left in. Nothing is done once the file is there."""
    from reports.services.rendering import make_file

    return make_file(public_id=rendering)


@task()
def send_audit_head(head: str) -> int:
    """Mail the head with this public id to the auditors; to how many."""
    from reports.auditing.heads import mail_head

    return mail_head(public_id=head)
