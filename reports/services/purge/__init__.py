"""Purging an archived programme after its retention time: two persons, all of it, also in a backup that is restored.

`rows` finds what hangs on it, `acts` asks and does it, `stones` remembers it outside of the database.
"""

from reports.services.purge.acts import (
    PURGING,
    PurgeRefused,
    ask_to_purge_programme,
    may_be_purged_from,
    purge_programme,
)
from reports.services.purge.rows import Findings, find_programme
from reports.services.purge.stones import PURGE_KINDS, replay_purges

__all__ = [
    "PURGE_KINDS",
    "PURGING",
    "Findings",
    "PurgeRefused",
    "ask_to_purge_programme",
    "find_programme",
    "may_be_purged_from",
    "purge_programme",
    "replay_purges",
]
