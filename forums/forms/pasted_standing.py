"""How a line of a pasted list stands: who is there already, who is known, and who may be a line above."""

from dataclasses import dataclass

from common.arabic import fold
from forums.forms.pasting import NEW, SKIP
from participants.services.duplicates import similar_pairs

#: From this score on the name is the same in another spelling.
SAME = 95


@dataclass(frozen=True)
class Twin:
    """An earlier line of the same list."""

    number: int
    written: str
    why: str


def twins_of(readings) -> dict[int, Twin]:
    """Place → the earlier line whose name is nearly the same: one person, written twice, or two. The likeliest of several."""
    found: dict[int, Twin] = {}
    for pair in similar_pairs((place, one.name) for place, one in enumerate(readings) if one.name):
        first = readings[pair.first]
        found.setdefault(pair.second, Twin(pair.first + 1, first.name, str(pair.why)))
    return found


def standing_of(candidates, seen, name):
    """listed, repeated, known, new or doubtful. `seen`: names and people of the lines above; this line's are added."""
    same = [one for one in candidates if one.score >= SAME]
    keys = {fold(name).replace(" ", "")} | {one.person.pk for one in same[:1] if len(same) == 1}
    is_repeated = not seen.isdisjoint(keys)
    seen |= keys
    if len(same) == 1 and same[0].is_listed:
        return "listed"
    if is_repeated:
        return "repeated"
    if not candidates:
        return "new"
    return "known" if len(same) == 1 else "doubtful"


def proposed_for(candidates, standing):
    """What is chosen beforehand; nothing where it is doubtful."""
    if standing == "known":
        return str(candidates[0].person.public_id)
    return {"listed": SKIP, "repeated": SKIP, "new": NEW}.get(standing, "")
