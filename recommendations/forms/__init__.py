"""Forms of recommendations."""

from recommendations.forms.on_behalf import BehalfAnswerForm
from recommendations.forms.own_answer import OwnAnswerForm, own_draft
from recommendations.forms.progress import UpdateForm, update_kinds
from recommendations.forms.verification import VerifyForm
from recommendations.forms.writing import EditForm, PromoteForm

__all__ = [
    "BehalfAnswerForm",
    "EditForm",
    "OwnAnswerForm",
    "PromoteForm",
    "UpdateForm",
    "VerifyForm",
    "own_draft",
    "update_kinds",
]
