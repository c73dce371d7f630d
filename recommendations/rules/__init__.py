"""Who may do what with recommendations. The read rights' twins are `visible_to` of the models."""

from recommendations.rules import (
    answers,
    asks,
    codes,
    messages,
    outbox,
    progress,
    translations,
    witnesses,
    words,
)

__all__ = ["answers", "asks", "codes", "messages", "outbox", "progress", "translations", "witnesses", "words"]
