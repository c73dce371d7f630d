"""The arrows of states, as data: of an addressee, of the recommendation's own standing, of a message on its way."""

from recommendations.states.addressees import DECISION_ACTIONS, TRANSITIONS
from recommendations.states.messages import MESSAGES
from recommendations.states.standings import STANDINGS

__all__ = ["DECISION_ACTIONS", "MESSAGES", "STANDINGS", "TRANSITIONS"]
