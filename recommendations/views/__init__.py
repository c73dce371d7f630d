"""Pages of recommendations: reading, taking up and editing, acts of a manager."""

from recommendations.views.acts import ConfirmGuess, SendRecommendation, WithdrawRecommendation
from recommendations.views.answering import (
    AnswerPage,
    Clarify,
    ConfirmAnswer,
    ResponsePage,
    WithdrawAnswer,
)
from recommendations.views.by_code import AnswerByCode, EnterCode, LeaveCode, Received
from recommendations.views.detail import RecommendationDetail
from recommendations.views.editing import EditorRecommendations, EditRecommendation, PromoteOutput
from recommendations.views.outbox import HandOver, OutboxList, OutboxPage, SendAgain
from recommendations.views.papers import ConfirmByLetter, Paper, WithdrawCode
from recommendations.views.progress import AttachmentFile, UpdatePage, VerifyPage
from recommendations.views.reading import RecommendationList
from recommendations.views.several import TakeUpSeveral
from recommendations.views.words import OwnWords, ProposeWording, SettleWording, ShowWords, Words

__all__ = [
    "AnswerByCode",
    "AnswerPage",
    "AttachmentFile",
    "Clarify",
    "ConfirmAnswer",
    "ConfirmByLetter",
    "ConfirmGuess",
    "EditRecommendation",
    "EditorRecommendations",
    "EnterCode",
    "HandOver",
    "LeaveCode",
    "OutboxList",
    "OutboxPage",
    "OwnWords",
    "Paper",
    "PromoteOutput",
    "ProposeWording",
    "Received",
    "RecommendationDetail",
    "RecommendationList",
    "ResponsePage",
    "SendAgain",
    "SendRecommendation",
    "SettleWording",
    "ShowWords",
    "TakeUpSeveral",
    "UpdatePage",
    "VerifyPage",
    "WithdrawAnswer",
    "WithdrawCode",
    "WithdrawRecommendation",
    "Words",
]
