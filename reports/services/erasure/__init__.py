"""Erasure of a person: asked by one, allowed by another, done in rows, texts, documents and files, and done again after
a restore. `columns` finds where words are, `spellings` how he is spelt, `carrying_out` does it, `stones` remembers it."""

from reports.services.erasure.acts import (
    ACT,
    Decision,
    ErasureRefused,
    ask_to_erase_person,
    erase_person,
)
from reports.services.erasure.looking import Findings, find_person, is_beyond
from reports.services.erasure.rows import SpeakersLocked
from reports.services.erasure.stones import ERASURE_KINDS, replay_erasures

__all__ = [
    "ACT",
    "ERASURE_KINDS",
    "Decision",
    "ErasureRefused",
    "Findings",
    "SpeakersLocked",
    "ask_to_erase_person",
    "erase_person",
    "find_person",
    "is_beyond",
    "replay_erasures",
]
