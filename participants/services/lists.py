"""Keeping the reference lists: rows with a code and names."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from common import audit
from common.arabic import fold
from common.forms import refuse_bidi_controls
from common.models import VersionedModel
from common.versions import save_if_current
from participants.models import Institution, InstitutionName
from participants.services.institutions import keys_of


@transaction.atomic
def save_row(*, actor, row, expected: int | None = None):
    """Create or change one row of a reference list; of an institution its key for matching too.

    `expected` is the version that the actor saw, where the row has one; without it the row's own counts. Raises
    PermissionDenied, ValidationError, StaleVersion.
    """
    _require_keeper(actor)
    created = row._state.adding
    for name in ("name_ar", "name_en"):
        refuse_bidi_controls(getattr(row, name, ""))
    if isinstance(row, Institution):
        row.folded = keys_of(row)
    row.full_clean()
    if created or not isinstance(row, VersionedModel):
        row.save()
    else:
        fields = [
            field.name for field in row._meta.concrete_fields if field.editable and not field.primary_key
        ]
        folded = ["folded"] if isinstance(row, Institution) else []
        save_if_current(row, expected=row.version if expected is None else expected, fields=fields + folded)
    audit.append(
        actor=actor,
        action=f"{row._meta.app_label}.{'create' if created else 'change'}_{row._meta.model_name}",
        subject=row,
    )
    return row


@transaction.atomic
def set_archived(*, actor, row, archived: bool):
    """Take a row out of use or back into it. What uses it keeps it. Raises PermissionDenied, StaleVersion."""
    _require_keeper(actor)
    row.archived_at = timezone.now() if archived else None
    if isinstance(row, VersionedModel):
        save_if_current(row, expected=row.version, fields=["archived_at"])
    else:
        row.save(update_fields=["archived_at"])
    action = "archive" if archived else "take_back"
    audit.append(actor=actor, action=f"{row._meta.app_label}.{action}_{row._meta.model_name}", subject=row)
    return row


@transaction.atomic
def keep_names(*, actor, institution: Institution, saved=(), removed=()):
    """Save and remove names and posts of a body (InstitutionName, Position), each with its folded key.

    The body's own key for matching follows. Raises PermissionDenied, ValidationError.
    """
    _require_keeper(actor)
    for row in saved:
        text = row.text if isinstance(row, InstitutionName) else row.title_ar
        refuse_bidi_controls(text)
        row.institution, row.folded = institution, fold(text)
        row.full_clean()
        row.save()
    for row in removed:
        row.delete()
    institution.folded = keys_of(institution)
    save_if_current(institution, expected=institution.version, fields=["folded"])
    audit.append(
        actor=actor,
        action="participants.keep_names",
        subject=institution,
        details={"saved": len(saved), "removed": len(removed)},
    )


def _require_keeper(actor):
    if not actor.has_perm("participants.keep_lists"):
        raise PermissionDenied("participants.keep_lists")
