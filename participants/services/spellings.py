"""Other spellings of a row of a reference list (صيرة = كريتر), which staff keep; the rows themselves are an administrator's."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from common import audit
from common.arabic import fold
from common.forms import refuse_bidi_controls
from participants.services.asking import require


@transaction.atomic
def add_spelling(*, actor, row, text: str) -> None:
    """Under this spelling the row is found, too. One that it has changes nothing.

    Raises PermissionDenied; ValidationError for nothing, for hidden direction marks, and for a name or spelling of another
    row of the list, since a text could mean either then.
    """
    require(actor, "participants.write_spellings")
    refuse_bidi_controls(text)
    text = " ".join(text.split())
    if not fold(text):
        raise ValidationError(_("Please write the spelling."))
    if fold(text) in row.keys:
        return
    known = next((one for one in type(row).objects.all() if fold(text) in one.keys), None)
    if known is not None:
        raise ValidationError(_("“%(name)s” is called so already.") % {"name": known.name})
    _write(actor, row, [*row.spellings.splitlines(), text], "add_spelling")


@transaction.atomic
def remove_spelling(*, actor, row, text: str) -> None:
    """The row is no longer found under it; where it has no such spelling nothing happens. Raises PermissionDenied."""
    require(actor, "participants.write_spellings")
    rest = [line for line in row.spellings.splitlines() if line != text]
    if len(rest) != len(row.spellings.splitlines()):
        _write(actor, row, rest, "remove_spelling")


def _write(actor, row, lines, act):
    """Only on what was read: of two at once the second is told."""
    spellings = "\n".join(lines)
    if not type(row).objects.filter(pk=row.pk, spellings=row.spellings).update(spellings=spellings):
        raise ValidationError(_("Somebody changed it at the same moment. Please look again."))
    row.spellings = spellings
    audit.append(actor=actor, action=f"participants.{act}", subject=row)
