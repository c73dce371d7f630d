"""Forms of recommendations."""

from recommendations.forms.by_code import CodeAnswerForm, CodeForm, PaperForm, typed_texts
from recommendations.forms.on_behalf import BehalfAnswerForm, ConfirmingLetterForm
from recommendations.forms.own_answer import OwnAnswerForm, own_draft
from recommendations.forms.progress import UpdateForm, update_kinds
from recommendations.forms.verification import VerifyForm
from recommendations.forms.writing import EditForm, PromoteForm

__all__ = [
    "BehalfAnswerForm",
    "CodeAnswerForm",
    "CodeForm",
    "ConfirmingLetterForm",
    "EditForm",
    "OwnAnswerForm",
    "PaperForm",
    "PromoteForm",
    "UpdateForm",
    "VerifyForm",
    "own_draft",
    "typed_texts",
    "update_kinds",
]
