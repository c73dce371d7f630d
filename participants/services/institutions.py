"""Writing and finding institutions: by code, name or any spelling met in texts."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from common import audit
from common.arabic import fold, fold_bare
from common.forms import refuse_bidi_controls
from participants.models import Institution, InstitutionName


def matching_keys(*names: str) -> str:
    """What `Institution.folded` holds: a line for each folded form of each name, without repetition."""
    keys = [key for name in names if name for key in (fold(name), fold_bare(name)) if key]
    return "\n".join(dict.fromkeys(keys))


def find_institution(text: str) -> Institution | None:
    """The one institution that has this name or spelling; None where none or several have it.

    A post is no spelling: «مدير أمن عدن» finds nothing.
    """
    keys = {fold(text), fold_bare(text)} - {""}
    if not keys:
        return None
    # Longest first: the database narrows by one key, the line is compared here.
    likely = Institution.objects.filter(folded__contains=max(keys, key=len), archived_at__isnull=True)
    found = [row for row in likely if keys & set(row.folded.split("\n"))]
    return found[0] if len(found) == 1 else None


@transaction.atomic
def create_institution(*, actor, code: str, name_ar: str, spellings=(), **fields) -> Institution:
    """Enter a body with its spellings; `actor` None is the machine (a command).

    Raises PermissionDenied, or ValidationError for a code that exists or a name with hidden direction marks.
    """
    if actor is not None and not actor.has_perm("participants.keep_lists"):
        raise PermissionDenied("participants.keep_lists")
    for name in (name_ar, fields.get("name_en", ""), *spellings):
        refuse_bidi_controls(name)
    institution = Institution(code=code, name_ar=name_ar.strip(), **fields)
    institution.folded = matching_keys(institution.name_ar, institution.name_en, *spellings)
    institution.full_clean()
    institution.save()
    InstitutionName.objects.bulk_create(
        InstitutionName(institution=institution, text=text, folded=fold(text)) for text in spellings
    )
    audit.append(actor=actor, action="participants.create_institution", subject=institution)
    return institution
