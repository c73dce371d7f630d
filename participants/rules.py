"""Who may do what in the directory."""

import rules

from accounts.rights import administers, holds_anywhere, programmes_where
from common.access import LIST_ACTIONS, allow_in_back_office
from participants.models import SheetImport


def _holds_over(data, letter, words):
    """A predicate: the letter in a programme in which the person stands; without a person, in any programme."""

    def predicate(user, person=None):
        if person is None:
            return holds_anywhere(user, data, letter)
        mine = programmes_where(user, data, letter)
        return bool(mine) and not mine.isdisjoint(person.programme_ids)

    predicate.__doc__ = words
    return rules.predicate(predicate, name=f"{data} {letter}")


reads_person = _holds_over("person", "r", "The same words as `Person.objects.visible_to`.")
writes_person = _holds_over("person", "w", "Staff, for people who stand in their programme.")
merges_persons = _holds_over(
    "person", "w", "The service asks it of both, and for each programme in which one of them stands."
)
reads_traits = _holds_over("person traits", "r", "Sex, age, disability, displacement.")
writes_traits = _holds_over("person traits", "w", "The same, written.")
reads_consents = _holds_over("consent", "r", "What somebody agreed to.")
writes_consents = _holds_over("consent", "w", "Recording and withdrawing it.")
reveals_contacts = _holds_over("contacts", "x", "One by one, with a reason, so many a day.")
writes_contacts = _holds_over("contacts", "w", "Without seeing what stood there before.")
erases_person = _holds_over(
    "erasure", "w", "A manager; the service asks for a second person, and for each programme."
)


@rules.predicate
def keeps_lists(user, row=None):
    """Administrators keep the reference lists."""
    return administers(user, "reference lists", "w")


@rules.predicate
def reads_lists(user, row=None):
    """The lists are no secret to whoever works with them."""
    return holds_anywhere(user, "reference lists", "r")


@rules.predicate
def writes_spellings(user, row=None):
    """Staff of any programme; the rows themselves are an administrator's."""
    return holds_anywhere(user, "list spellings", "w")


@rules.predicate
def reads_institutions(user, institution=None):
    """Institutions belong to no programme: whoever reads them in one reads them all."""
    return holds_anywhere(user, "institution", "r")


@rules.predicate
def writes_institutions(user, institution=None):
    """Staff of any programme."""
    return holds_anywhere(user, "institution", "w")


@rules.predicate
def uses_import(user, sheet=None):
    """The words of `SheetImport.objects.visible_to`; of no sheet: whoever may take in one of some kind."""
    if sheet is not None:
        return SheetImport.objects.visible_to(user).filter(pk=sheet.pk).exists()
    return holds_anywhere(user, "person", "w") or writes_institutions(user) or keeps_lists(user)


rules.add_perm("participants.view_person", reads_person)
rules.add_perm("participants.pick_person", writes_person)
rules.add_perm("participants.write_person", writes_person)
rules.add_perm("participants.merge_persons", merges_persons)
rules.add_perm("participants.view_traits", reads_traits)
rules.add_perm("participants.write_traits", writes_traits)
rules.add_perm("participants.view_consents", reads_consents)
rules.add_perm("participants.write_consents", writes_consents)
rules.add_perm("participants.reveal_contacts", reveals_contacts)
rules.add_perm("participants.write_contacts", writes_contacts)
rules.add_perm("participants.erase_person", erases_person)
rules.add_perm("participants.keep_lists", keeps_lists)
rules.add_perm("participants.view_lists", reads_lists)
rules.add_perm("participants.write_spellings", writes_spellings)
rules.add_perm("participants.view_institutions", reads_institutions)
rules.add_perm("participants.write_institutions", writes_institutions)
rules.add_perm("participants.import_institutions", writes_institutions | keeps_lists)
rules.add_perm("participants.use_import", uses_import)

LISTS = ["category", "honorific", "institution", "place", "rank", "rankqualifier"]
allow_in_back_office("participants", LISTS, keeps_lists, LIST_ACTIONS)
allow_in_back_office(
    "participants", ["institutionname", "position"], keeps_lists, ("view", "add", "change", "delete")
)
