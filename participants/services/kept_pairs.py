"""The pairs of a large directory, compared once for all readers and kept, so that the page need not wait for it.

Whether two names are alike depends on the two alone. So the pairs of the whole directory, less those of whom the reader does not see
both, are exactly those that a comparison of what he sees would find. Kept are primary keys, and for how alike two are a
number and which of the reasons; no name.
"""

from django.core.cache import cache
from django.db.models import Max

from common.background import worker_is_alive
from participants.models import NameKey, Person
from participants.services.duplicates import Pair, pairs_of
from participants.services.likeness import WHYS

#: Up to so many people a comparison takes a few tenths of a second, and is made anew each time.
SMALL = 4000
#: Sorts behind all others: a table of the cache that is full drops what sorts first.
_KEY = "~pairs"


def is_large() -> bool:
    """Whether the directory is compared once for all."""
    return _named().count() > SMALL


def kept_pairs() -> list[Pair]:
    """Those of everybody who has a name, likeliest first; of some minutes ago where a worker renews them."""
    kept = cache.get(_KEY)
    if kept is None or (kept[0] != _mark() and not worker_is_alive()):
        kept = _renew()
    return [Pair(first, second, score, WHYS[why]) for first, second, score, why in kept[1]]


def renew_pairs() -> bool:
    """Compare anew where names came, went or changed since; for the worker. Whether it did."""
    if not is_large():
        return False
    kept = cache.get(_KEY)
    if kept is not None and kept[0] == _mark():
        return False
    _renew()
    return True


def _renew() -> tuple[tuple, list[tuple]]:
    """(mark, pairs), also kept."""
    # Before the names are read: what changes meanwhile is found next time.
    mark = _mark()
    places = {id(why): place for place, why in enumerate(WHYS)}
    pairs = [(first, second, score, places[id(why)]) for first, second, score, why in pairs_of(_named())]
    kept = (mark, pairs)
    cache.set(_KEY, kept, timeout=None)
    return kept


def _mark() -> tuple:
    """Another one whenever somebody got a name, another name, or came and went: keys are never written over."""
    return NameKey.objects.aggregate(last=Max("pk"))["last"], _named().count()


def _named():
    return Person.objects.current().exclude(name_ar="")
