"""Models of recommendations, split by step of the thread."""

from recommendations.models.addressees import Addressee
from recommendations.models.answers import Commitment, Response
from recommendations.models.attachments import Attachment
from recommendations.models.letters import Letter
from recommendations.models.outbox import OutboxMessage
from recommendations.models.progress import Evidence, Update, Verification
from recommendations.models.recommendation import Recommendation, Wording

__all__ = [
    "Addressee",
    "Attachment",
    "Commitment",
    "Evidence",
    "Letter",
    "OutboxMessage",
    "Recommendation",
    "Response",
    "Update",
    "Verification",
    "Wording",
]
