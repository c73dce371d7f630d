"""Mutants that change nothing that anybody could see, each with its reason. As few as possible."""

EQUIVALENT: dict[str, str] = {
    "permission reports.check → always yes": "it always says yes: anybody may check a printed report",
    "permission forums.read_feed → always yes": "the same: the address is the secret, and whose it is is asked behind it",
    "participants/models/persons.py PersonQuerySet.standing_in: «if not programmes» never": (
        "nobody stands in no programme; it saves the question"
    ),
    "participants/rules.py _holds_over.predicate: bool(mine) left out of "
    "«bool(mine) and (not mine.isdisjoint(person.programme_ids))»": (
        "nothing is disjoint with no programme; it saves the question where the person stands"
    ),
}
