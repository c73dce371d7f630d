"""The arrows of states, as data: of an addressee, and of a message on its way."""

from recommendations.states.addressees import DECISION_ACTIONS, TRANSITIONS
from recommendations.states.messages import MESSAGES

__all__ = ["DECISION_ACTIONS", "MESSAGES", "TRANSITIONS"]
