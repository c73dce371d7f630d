"""Staff enter an institution's answer: what came by letter, with the letter and its scan, or was said in the room;
and the letter by which it confirms an answer."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common import audit
from common.versions import save_if_current
from common.workflow import NotAllowedHere
from recommendations.models import Letter, Response
from recommendations.services.answers import record_response
from recommendations.services.attachments import keep_file
from recommendations.services.letters import record_letter

#: field of the form → field of the letter
LETTER_FIELDS = {"letter_number": "number", "letter_date": "date", "letter_subject": "subject"}


@transaction.atomic
def record_on_behalf(
    *, actor, addressee, channel, letter_number="", letter_date=None, letter_subject="", scan=None, **answer
) -> Response:
    """Record the answer, and with channel "letter" the letter and its scan (a `common.uploads.Clean`) in one act.

    Raises what `record_response` and `record_letter` raise; the errors of the letter stand by the names above.
    """
    letter = None
    if channel == Response.Channel.LETTER:
        letter = _letter(
            actor=actor,
            addressee=addressee,
            letter_number=letter_number,
            letter_date=letter_date,
            letter_subject=letter_subject,
        )
    response = record_response(actor=actor, addressee=addressee, channel=channel, letter=letter, **answer)
    if letter is not None and scan is not None:
        keep_file(actor=actor, clean=scan, programme=letter.programme, letter=letter)
    return response


@transaction.atomic
def confirm_by_letter(*, actor, response, expected, scan=None, **letter) -> Response:
    """The institution stands by the answer in a letter, which staff record with its scan: the answer counts.

    `letter`: what `LETTER_FIELDS` names. Raises PermissionDenied, NotAllowedHere (confirmed or withdrawn before),
    StaleVersion, ValidationError under the names of `LETTER_FIELDS`.
    """
    if not actor.has_perm("recommendations.confirm_by_letter", response):
        raise PermissionDenied("recommendations.confirm_by_letter")
    response.refresh_from_db(fields=["confirmed_at", "withdrawn_at", "sent_at"])
    if not response.stands or response.is_confirmed:
        raise NotAllowedHere("confirmed", "confirm")
    addressee = response.addressee
    response.letter = _letter(actor=actor, addressee=addressee, **letter)
    response.confirmed_at = timezone.now()
    save_if_current(response, expected=expected, fields=["letter", "confirmed_at"])
    programme = addressee.recommendation.programme
    if scan is not None:
        keep_file(actor=actor, clean=scan, programme=programme, letter=response.letter)
    audit.append(
        actor=actor,
        action="recommendations.confirm_by_letter",
        subject=response,
        programme=programme,
        details={"letter": response.letter.public_id},
    )
    return response


def _letter(*, actor, addressee, **said):
    wanting = {
        "letter_number": _("Please write the number of the letter."),
        "letter_date": _("Please write the date of the letter."),
        "letter_subject": _("Please write the subject of the letter."),
    }
    if errors := {name: text for name, text in wanting.items() if not said[name]}:
        raise ValidationError(errors)
    recommendation = addressee.recommendation
    try:
        return record_letter(
            actor=actor,
            programme=recommendation.programme,
            direction=Letter.Direction.IN,
            purpose=Letter.Purpose.ANSWER,
            institution=addressee.institution,
            recommendations=[recommendation],
            **{field: said[name] for name, field in LETTER_FIELDS.items()},
        )
    except ValidationError as error:
        names = {field: name for name, field in LETTER_FIELDS.items()}
        found = error.message_dict if hasattr(error, "error_dict") else {}
        if set(found) - set(names):
            raise ValidationError({"letter_number": _("This letter was recorded before.")}) from error
        raise ValidationError({names[field]: texts for field, texts in found.items()}) from error
