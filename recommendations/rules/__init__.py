"""Who may do what with recommendations. The read rights' twins are `visible_to` of the models."""

from recommendations.rules import answers, asks, messages, outbox

__all__ = ["answers", "asks", "messages", "outbox"]
