"""New themes, by staff. Other spellings of them: `participants/services/spellings.py`; the rest is an administrator's."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from common import audit
from common.arabic import fold
from common.forms import refuse_bidi_controls
from forums.models import Theme
from participants.services.asking import require


@transaction.atomic
def add_theme(*, actor, name_ar: str, name_en: str = "") -> Theme:
    """A theme of all programmes with the next number as its code.

    Raises PermissionDenied; ValidationError for hidden direction marks and for a name that the list has, archived or not.
    """
    require(actor, "participants.write_spellings")
    for name in (name_ar, name_en):
        refuse_bidi_controls(name)
    themes = list(Theme.objects.all())
    keys = {fold(name_ar), fold(name_en)} - {""}
    known = next((row for row in themes if keys & set(row.keys)), None)
    if known is not None:
        raise ValidationError({"name_ar": _("“%(name)s” is called so already.") % {"name": known.name}})
    numbers = [int(row.code[1:]) for row in themes if row.code[:1] == "T" and row.code[1:].isdecimal()]
    theme = Theme(
        code=f"T{max(numbers, default=0) + 1:02d}",
        name_ar=" ".join(name_ar.split()),
        name_en=" ".join(name_en.split()),
    )
    theme.full_clean()
    theme.save()
    audit.append(actor=actor, action="forums.create_theme", subject=theme)
    return theme
