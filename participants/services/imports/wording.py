"""Values of changes in words: labels of choices and names of rows of lists."""

from participants.models import Category, Honorific, Institution, Person, Place, Rank, RankQualifier

_LISTS = {
    "category": Category,
    "honorific": Honorific,
    "home_district": Place,
    "place": Place,
    "parent": Institution,
    "institution": Institution,
    "rank": Rank,
    "rank_qualifier": RankQualifier,
}
#: choices of fields that apps on the left add, by the name of the field
_choices: dict[str, dict] = {
    **{
        name: dict(Person._meta.get_field(name).choices)
        for name in ("sex", "age_band", "disability", "displacement")
    },
    "kind": dict(Institution.Kind.choices),
}


def add_choices(name: str, choices) -> None:
    """Words for a field of a kind that is registered from the left."""
    _choices[name] = dict(choices)


class Words:
    """For one page: each list is read once, when something of it is to be said."""

    def __init__(self):
        self._names: dict[str, dict[str, str]] = {}

    def of(self, name: str, value: str) -> str:
        """What the page shows for the value of a field."""
        if name in _choices:
            return str(_choices[name].get(value, value))
        if name not in _LISTS or not value:
            return value
        if name not in self._names:
            self._names[name] = {row.code: row.name for row in _LISTS[name].objects.all()}
        return self._names[name].get(value, value)
