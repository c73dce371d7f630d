"""Pages of recommendations: reading, taking up and editing, acts of a manager."""

from recommendations.views.acts import ConfirmGuess, SendRecommendation, WithdrawRecommendation
from recommendations.views.answering import (
    AnswerPage,
    Clarify,
    ConfirmAnswer,
    ResponsePage,
    WithdrawAnswer,
)
from recommendations.views.editing import EditorRecommendations, EditRecommendation, PromoteOutput
from recommendations.views.outbox import HandOver, OutboxList, OutboxPage, SendAgain
from recommendations.views.progress import AttachmentFile, UpdatePage, VerifyPage
from recommendations.views.reading import RecommendationDetail, RecommendationList

__all__ = [
    "AnswerPage",
    "AttachmentFile",
    "Clarify",
    "ConfirmAnswer",
    "ConfirmGuess",
    "EditRecommendation",
    "EditorRecommendations",
    "HandOver",
    "OutboxList",
    "OutboxPage",
    "PromoteOutput",
    "RecommendationDetail",
    "RecommendationList",
    "ResponsePage",
    "SendAgain",
    "SendRecommendation",
    "UpdatePage",
    "VerifyPage",
    "WithdrawAnswer",
    "WithdrawRecommendation",
]
