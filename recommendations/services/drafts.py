"""An answer that is begun and not sent. Only the institution that is asked sees it.

One of its accounts may hand it over to those who validate, where the institution has any: then it lies ready.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common import audit
from common.versions import StaleVersion, save_if_current
from common.workflow import NotAllowedHere
from recommendations.models import Addressee, Commitment, Response
from recommendations.services.wholeness import require_whole

#: What a draft keeps; `promised_on` and the commitment are written beside them.
TEXTS = ("decision", "reason", "condition", "condition_by", "detail", "unit")


@transaction.atomic
def save_draft(*, actor, addressee, seen, summary, commitment_text="", ready=False, **fields) -> Response:
    """Keep what was written so far; nothing of it counts and nobody is told.

    `ready`: it is whole and handed over to who sends it; any later saving that does not say so takes that back. `seen`
    is the version of the draft that the writer had before him, 0 where there was none. Fields: those of
    `record_response` that describe the answer. Raises PermissionDenied (the institution's own account alone),
    NotAllowedHere (nothing is asked now), StaleVersion, ValidationError.
    """
    if not actor.has_perm("recommendations.draft_answer", addressee):
        raise PermissionDenied("recommendations.draft_answer")
    addressee.refresh_from_db(fields=["state"])
    if addressee.state != Addressee.State.SENT:
        raise NotAllowedHere(addressee.state, "save_draft")
    if commitment_text.strip() and fields.get("promised_on") is None:
        raise ValidationError({"promised_on": _("A commitment needs a date.")})
    draft = draft_of(addressee)
    _require_seen(addressee, draft, seen)
    draft = draft or Response(addressee=addressee, is_demo=addressee.recommendation.is_demo, sent_at=None)
    values = {name: (fields.get(name) or "").strip() for name in TEXTS} | {
        "text": summary.strip(),
        "language": fields.get("language", "ar"),
        "referred_to": fields.get("referred_to"),
        "promised_on": fields.get("promised_on"),
        "round": addressee.round,
        "answered_by": actor,
        "ready_at": timezone.now() if ready else None,
    }
    for name, value in values.items():
        setattr(draft, name, value)
    if ready:
        require_whole(draft, commitment_text.strip())
    if draft.pk is None:
        draft.save()
    else:
        save_if_current(draft, expected=seen, fields=list(values))
        draft.commitments.all().delete()
    if commitment_text.strip():
        Commitment.objects.create(
            response=draft,
            text=commitment_text.strip(),
            language=draft.language,
            unit=draft.unit,
            due_on=draft.promised_on,
        )
    audit.append(
        actor=actor,
        action="recommendations.hand_over_draft" if ready else "recommendations.save_draft",
        subject=draft,
        programme=addressee.recommendation.programme,
    )
    return draft


def draft_of(addressee) -> Response | None:
    """The institution's draft, or None."""
    return addressee.responses.filter(sent_at__isnull=True).first()


def drop_draft(*, addressee, seen=None) -> None:
    """Remove the draft in the caller's transaction, as the answer takes its place.

    Raises StaleVersion where it is not at version `seen` any more (0: there was none; None: not asked).
    """
    draft = draft_of(addressee)
    if seen is not None:
        _require_seen(addressee, draft, seen)
    if draft is not None:
        draft.delete()


def _require_seen(addressee, draft, seen):
    if (0 if draft is None else draft.version) != seen:
        raise StaleVersion(draft or addressee)
