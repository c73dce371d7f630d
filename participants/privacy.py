"""What a reader may see of a person: an allow-list of fields a level, and the one answer to "may he be named?".

Templates, exports, search, reports and notifications all go through here. A level that is narrower never loads
what only a wider one may show.
"""

from dataclasses import dataclass

from django.utils.translation import get_language

LEVELS = ("internal", "official", "donor", "public")

#: Fields of a person's entry that each level may carry; each tuple is part of the one before it.
FIELDS = {
    "internal": ("name", "rank", "honorific", "post", "institution", "category", "part", "presence"),
    "official": ("category", "part"),
    "donor": ("category",),
    "public": ("category",),
}

#: What stays of an erased person at the levels that carry it; the name reads "erased person".
OF_ERASED = {"name", "category", "part", "presence"}


@dataclass(frozen=True)
class PersonEntry:
    """One row of an attendance list as one level may see it; what the level may not carry is empty."""

    name: str = ""
    rank: str = ""
    honorific: str = ""
    post: str = ""
    institution: str = ""
    category: str = ""
    part: str = ""
    presence: str = ""


def name_of(person, language: str | None = None) -> str:
    """The name to show to somebody who may see the person: by name, or by office while unnamed.

    An erased person has no name in any language.
    """
    from django.utils.translation import gettext

    if person.erased_at:
        return gettext("erased person")
    english = (language or get_language() or "ar").startswith("en")
    return (person.name_en if english else "") or person.name_ar or person.known_as


def entry(attendance, *, level: str, language: str) -> PersonEntry:
    """The allow-listed fields of one attendance. Raises KeyError for an unknown level."""
    allowed = FIELDS[level]
    if attendance.person.erased_at:
        # Rank, post and institution of a day would name him again; the counts need the rest.
        allowed = tuple(field for field in allowed if field in OF_ERASED)
    readers = {
        "name": lambda: name_of(attendance.person, language),
        "rank": lambda: _rank(attendance, language),
        "honorific": lambda: attendance.honorific.name_in(language) if attendance.honorific else "",
        "post": lambda: attendance.post,
        "institution": lambda: attendance.institution.name_in(language) if attendance.institution else "",
        "category": lambda: attendance.category.name_in(language),
        "part": attendance.get_part_display,
        "presence": attendance.get_presence_display,
    }
    return PersonEntry(**{field: readers[field]() for field in allowed})


def names_anybody(forum, *, audience: str) -> bool:
    """Whether anybody of this forum could be named to the audience at all, so that nobody is read where none could."""
    return audience == "internal" or forum.disclosure == "public"


def may_name(*, person, forum, purpose: str, audience: str, on, attendance=None) -> bool:
    """Whether this person may be named to this audience for this purpose on that day.

    `on` is the day on which the document leaves the house, never the forum's: a consent that was withdrawn since
    counts no more. The narrowest wins: the forum's disclosure, a consent valid that day, the attribution, the audience.
    Internal documents name those who are on the list; nobody erased is named to anybody. To donor and public
    only a *public* forum names, and only those who agreed to it. Raises ValueError for an unknown audience.
    """
    if audience not in LEVELS:
        raise ValueError(audience)
    if person.erased_at is not None:
        return False
    if audience == "internal":
        return True
    if not names_anybody(forum, audience=audience):
        return False
    consents = [
        consent
        for consent in person.consents.all()
        if consent.purpose == purpose
        and consent.given_on <= on
        and (consent.withdrawn_on is None or consent.withdrawn_on > on)
    ]
    return bool(consents) and (attendance is None or attendance.may_be_named)


def _rank(attendance, language):
    if not attendance.rank:
        return ""
    arabic = language.startswith("ar")
    # Before a name a rank carries the article: العميد وحيد. The list keeps it without.
    parts = [("ال" if arabic else "") + attendance.rank.name_in(language)]
    if attendance.rank_qualifier:
        parts.append(attendance.rank_qualifier.name_in(language))
    return " ".join(parts)
