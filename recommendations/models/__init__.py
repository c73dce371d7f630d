"""Models of recommendations, split by step of the thread."""

from recommendations.models.addressees import Addressee
from recommendations.models.answers import Commitment, Response
from recommendations.models.attachments import Attachment
from recommendations.models.codes import AnswerCode, CodeBearer
from recommendations.models.extensions import Extension
from recommendations.models.hearings import Hearing
from recommendations.models.letters import Letter
from recommendations.models.outbox import KindRead, OutboxMessage
from recommendations.models.progress import Evidence, Update, Verification
from recommendations.models.recommendation import Recommendation, Wording
from recommendations.models.similar import KeptApart
from recommendations.models.witnesses import WitnessCode, WitnessRound, WitnessVoice
from recommendations.models.words import ShownLine, WordsReview

__all__ = [
    "Addressee",
    "AnswerCode",
    "Attachment",
    "CodeBearer",
    "Commitment",
    "Evidence",
    "Extension",
    "Hearing",
    "KeptApart",
    "KindRead",
    "Letter",
    "OutboxMessage",
    "Recommendation",
    "Response",
    "ShownLine",
    "Update",
    "Verification",
    "WitnessCode",
    "WitnessRound",
    "WitnessVoice",
    "Wording",
    "WordsReview",
]
