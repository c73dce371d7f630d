"""Pages of recommendations: reading, taking up and editing, acts of a manager."""

from recommendations.views.acts import ConfirmGuess, SendRecommendation, WithdrawRecommendation
from recommendations.views.editing import EditorRecommendations, EditRecommendation, PromoteOutput
from recommendations.views.reading import RecommendationDetail, RecommendationList

__all__ = [
    "ConfirmGuess",
    "EditRecommendation",
    "EditorRecommendations",
    "PromoteOutput",
    "RecommendationDetail",
    "RecommendationList",
    "SendRecommendation",
    "WithdrawRecommendation",
]
