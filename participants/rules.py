"""Who may do what in the directory."""

import rules

from accounts.rights import administers, holds_anywhere
from common.access import LIST_ACTIONS, allow_in_back_office


@rules.predicate
def reads_person(user, person=None):
    """The same words as `Person.objects.visible_to`; without a person: whether any could be read."""
    if person is None:
        return holds_anywhere(user, "person", "r")
    return type(person).objects.visible_to(user).filter(pk=person.pk).exists()


@rules.predicate
def writes_people(user, person=None):
    """Staff, for people whom they may see."""
    return holds_anywhere(user, "person", "w") and (person is None or reads_person(user, person))


@rules.predicate
def keeps_lists(user, row=None):
    """Administrators keep the reference lists."""
    return administers(user, "reference lists", "w")


rules.add_perm("participants.view_person", reads_person)
rules.add_perm("participants.pick_person", writes_people)
rules.add_perm("participants.write_person", writes_people)
rules.add_perm("participants.keep_lists", keeps_lists)

LISTS = ["category", "honorific", "institution", "place", "rank", "rankqualifier"]
allow_in_back_office("participants", LISTS, keeps_lists, LIST_ACTIONS)
allow_in_back_office(
    "participants", ["institutionname", "position"], keeps_lists, ("view", "add", "change", "delete")
)
