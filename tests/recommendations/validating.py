"""What an institution that has a validating authority does in tests."""

from accounts.models import User
from recommendations.services.answers import record_response
from recommendations.services.drafts import save_draft

ANSWER = {"decision": "accepted", "summary": "تُقبل التوصية."}


def again(user):
    """The account as a new request would load it."""
    return User.objects.get(pk=user.pk)


def fresh(row):
    """As the next request reads it."""
    return type(row)._base_manager.get(pk=row.pk)


def send(actor, addressee, **changes):
    """The institution's own answer."""
    fields = ANSWER | {"channel": "account"} | changes
    return record_response(actor=again(actor), addressee=fresh(addressee), **fields)


def hand_over(actor, addressee, seen=0, **changes):
    """A whole draft, for who validates."""
    return save_draft(
        actor=again(actor), addressee=fresh(addressee), seen=seen, ready=True, **ANSWER | changes
    )
