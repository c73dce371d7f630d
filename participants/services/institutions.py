"""Writing and finding institutions: by code, name or any spelling met in texts. What they have: `participants/services/bodies.py`."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from common import audit
from common.arabic import fold, fold_bare
from common.forms import refuse_bidi_controls
from common.versions import save_if_current
from participants.models import Institution, InstitutionName
from participants.services.asking import require

#: What the page writes; the code never changes.
EDITABLE = ("name_ar", "name_en", "kind", "parent", "place", "public_contact")


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


def known_as(*names: str) -> list[Institution]:
    """Bodies, archived ones too, that have one of these names or spellings already: proposed, and never taken by itself."""
    keys = {key for name in names for key in (fold(name), fold_bare(name)) if key}
    if not keys:
        return []
    return [row for row in Institution.objects.all() if keys & set(row.folded.split("\n"))]


@transaction.atomic
def create_institution(*, actor, code: str = "", name_ar: str, spellings=(), **fields) -> Institution:
    """Enter a body with its spellings; without a code it gets a number. `actor` None is the machine (a command).

    Nothing here looks whether it is known: `known_as` does before. Raises PermissionDenied, or ValidationError for a code
    that exists or a name with hidden direction marks.
    """
    if actor is not None and not actor.has_perm("participants.keep_lists"):
        require(actor, "participants.write_institutions")
    for name in (name_ar, fields.get("name_en", ""), *spellings):
        refuse_bidi_controls(name)
    institution = Institution(code=code or next_codes(1)[0], name_ar=name_ar.strip(), **fields)
    institution.folded = matching_keys(institution.name_ar, institution.name_en, *spellings)
    institution.full_clean()
    institution.save()
    InstitutionName.objects.bulk_create(
        InstitutionName(institution=institution, text=text, folded=fold(text)) for text in spellings
    )
    audit.append(actor=actor, action="participants.create_institution", subject=institution)
    return institution


@transaction.atomic
def update_institution(*, actor, institution: Institution, expected: int | None, **fields) -> Institution:
    """Write the given fields if it is still at version `expected`, and its key for matching.

    Raises PermissionDenied, StaleVersion, ValidationError for a body that would be part of itself.
    """
    require(actor, "participants.write_institutions")
    if unknown := set(fields) - set(EDITABLE):
        raise TypeError(f"These fields of an institution are not written here: {sorted(unknown)}")
    for name in ("name_ar", "name_en"):
        refuse_bidi_controls(fields.get(name, ""))
    for name, value in fields.items():
        setattr(institution, name, value)
    if institution.parent_id in parts_below(institution):
        raise ValidationError({"parent": _("An institution cannot be part of itself or of its own parts.")})
    institution.folded = keys_of(institution)
    institution.full_clean()
    save_if_current(institution, expected=expected, fields=[*sorted(fields), "folded"])
    audit.append(
        actor=actor,
        action="participants.change_institution",
        subject=institution,
        details={"fields": sorted(fields)},
    )
    return institution


def keys_of(institution: Institution) -> str:
    """`Institution.folded`, of its own names and of all that are recorded of it."""
    names = institution.names.values_list("text", flat=True) if institution.pk else ()
    return matching_keys(institution.name_ar, institution.name_en, *names)


def parts_below(institution: Institution) -> set[int]:
    """Primary keys of the body and of all that are part of it, however deep; one query."""
    children: dict[int | None, list[int]] = {}
    for pk, parent in Institution.objects.values_list("pk", "parent"):
        children.setdefault(parent, []).append(pk)
    found, waiting = set(), [institution.pk]
    while waiting:
        pk = waiting.pop()
        if pk not in found:
            found.add(pk)
            waiting += children.get(pk, [])
    return found


def next_codes(count: int) -> list[str]:
    """«I-0007» and so on: the first numbers behind those that were given so."""
    given = Institution.objects.filter(code__regex=r"^I-[0-9]+$").values_list("code", flat=True)
    last = max((int(code[2:]) for code in given), default=0)
    return [f"I-{last + number:04d}" for number in range(1, count + 1)]
