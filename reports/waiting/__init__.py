"""What waits for whom: the rows of the home page."""

from reports.waiting.institution import Asked, waiting_for_institutions
from reports.waiting.office import Waiting, waiting_in_programme

__all__ = ["Asked", "Waiting", "waiting_for_institutions", "waiting_in_programme"]
