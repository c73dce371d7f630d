"""Background work of recommendations: messages on their way. Each task may run again and does nothing then."""

from django_tasks import task


@task()
def deliver_message(message: str) -> str:
    """Send the message with this public id, if it still waits; the state that it is left in."""
    from recommendations.services.delivery import deliver

    return deliver(public_id=message)
