"""What an answer must say before it counts."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.rights import institutions_where
from forums.models import Output
from recommendations.models import CodeBearer, Response
from recommendations.services.referral import require_referable

Decision, Channel = Response.Decision, Response.Channel
#: Plain words suffice; all others ask why.
WITHOUT_REASON = {Decision.ACCEPTED, Decision.NOTED, Decision.ANSWERED, Decision.CONDITIONAL}
#: A day and a unit are promised by these alone.
PROMISING = {Decision.ACCEPTED, Decision.CONDITIONAL, Decision.PARTLY}


def require_whole(response, commitment_text: str) -> None:
    """Raise ValidationError by field for what the decision asks for and the answer does not say."""
    errors = {}
    decision = response.decision
    if decision not in Decision.values:
        raise ValidationError({"decision": _("Please choose what the answer comes to.")})
    if not response.text:
        errors["summary"] = _("Please write the answer.")
    if decision == Decision.ANSWERED and response.addressee.recommendation.kind != Output.Kind.QUESTION:
        errors["decision"] = _("Only a question is answered so.")
    if decision not in WITHOUT_REASON and not response.reason:
        errors["reason"] = _("Please give the reason.")
    if decision == Decision.CONDITIONAL:
        if not response.condition:
            errors["condition"] = _("Please say what must be provided.")
        if not response.condition_by:
            errors["condition_by"] = _("Please say by whom.")
    if decision == Decision.BEYOND_MANDATE:
        require_referable(response, errors)
    elif response.referred_to is not None:
        errors["referred_to"] = _("An institution is named only where the ask is beyond the mandate.")
    if commitment_text and response.promised_on is None:
        errors["promised_on"] = _("A commitment needs a date.")
    if errors:
        raise ValidationError(errors)


def require_own_channel(actor, response) -> bool:
    """Whether the institution's own account answers, one that sends for it. Staff say how the answer reached them; a code is its own channel.

    Raises ValidationError.
    """
    own = response.addressee.institution_id in institutions_where(actor, "response", "s")
    fits = {True: {Channel.ACCOUNT}, False: {Channel.LETTER, Channel.ROOM}}[own]
    if response.channel not in ({Channel.CODE} if isinstance(actor, CodeBearer) else fits):
        raise ValidationError({"channel": _("Please say how the answer came.")})
    if response.channel == Channel.LETTER and response.letter is None:
        raise ValidationError({"letter": _("Please record the letter that the answer came by.")})
    return own
