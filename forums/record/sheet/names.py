"""Names behind the codes and ids of a frozen state: of lists as they are called today, of people as their entries have them."""

import datetime
from collections import defaultdict

from django.db.models import CharField, F, Value

from forums.models import Theme
from participants.models import Category, Honorific, Institution, Person, Place, Rank, RankQualifier
from participants.models.persons import CONTACTS

_LISTS = {
    "category": Category,
    "rank": Rank,
    "qualifier": RankQualifier,
    "honorific": Honorific,
    "institution": Institution,
    "place": Place,
    "theme": Theme,
}


class Names:
    """Rows of lists by code and people by public id, for all states together."""

    def __init__(self, states, language):
        self.language = language
        codes, people = defaultdict(set), set()
        for state in states:
            _gather(state, codes, people)
        lists = [
            model.objects.filter(code__in=codes[sort]).order_by().annotate(
                list_sort=Value(sort, CharField()),
                ar=_plural(model, "ar"),
                en=_plural(model, "en"),
            ).values_list("list_sort", "code", "name_ar", "name_en", "ar", "en")
            for sort, model in _LISTS.items()
            if codes[sort]
        ]  # fmt: skip
        rows = lists[0].union(*lists[1:], all=True) if lists else ()
        self.rows = {(row[0], row[1]): _named(*row) for row in rows}
        found = Person._base_manager.filter(public_id__in=people).defer(*CONTACTS) if people else ()
        self.people = {str(person.public_id): person for person in found}

    def row(self, sort, code):
        """The row of a list, made of its names; None for no code or one that is gone."""
        return self.rows.get((sort, code))

    def name(self, sort, code) -> str:
        """Its name, or the code itself."""
        row = self.row(sort, code)
        return row.name_in(self.language) if row else code

    def person(self, public_id) -> Person:
        """The entry; where there is none any more, one that says no more than that."""
        return self.people.get(public_id) or Person(erased_at=datetime.datetime.now(datetime.UTC))


def _gather(state, codes, people):
    content = state.content
    codes["place"].add(content.get("forum", {}).get("place"))
    for row in content.get("attendance", []):
        people.add(row["person"])
        codes["category"].add(row["category"])
    for pairs in state.personal.values():
        for name in ("rank", "qualifier", "honorific", "institution"):
            codes[name].add(pairs.get(name, {}).get("value"))
    for row in content.get("totals", []):
        codes["category" if row["dimension"] == "category" else "place"].add(row["key"])
    for row in content.get("outputs", []):
        codes["category"].add(row.get("category"))
        codes["theme"].update(row.get("themes", ()))
    for row in thanks_of(content):
        people.add(row["person"])
        codes["institution"].add(row["institution"])
    for found in (*codes.values(), people):
        found -= {None, ""}


def thanks_of(content) -> list[dict]:
    """Those that were frozen with their words."""
    # Revisions of before hold bare ids and no words: whom they thanked is in the record alone.
    return [row for row in content.get("thanks", []) if isinstance(row, dict)]


def _plural(model, language):
    return F(f"plural_{language}") if model is Category else Value("", CharField())


def _named(sort, code, *names):
    model = _LISTS[sort]
    name_ar, name_en, plural_ar, plural_en = names
    more = {"plural_ar": plural_ar, "plural_en": plural_en} if model is Category else {}
    return model(code=code, name_ar=name_ar, name_en=name_en, **more)
