"""What the pages of a one-time code ask for: the paper that staff make, the code, and the answer by it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.signin.backoff import Held, counted
from accounts.signin.visitors import shared_counters
from accounts.signin.wording import refuse_for_now
from common.forms import HouseForm
from recommendations.forms.answering import AnswerForm
from recommendations.models import AnswerCode, CodeBearer, Response
from recommendations.services.codes import CodeRefused, answer_by_code, find_code, make_code


class PaperForm(HouseForm):
    """The language of a paper. Officials read Arabic, whatever the language of the one who prints it."""

    language = forms.ChoiceField(
        label=_("Language of the paper"), choices=[("ar", "العربية"), ("en", "English")], initial="ar"
    )

    def save(self, *, actor, addressee) -> tuple[AnswerCode, str]:
        """The code and its characters. Raises as `make_code` does."""
        return make_code(actor=actor, addressee=addressee)


class CodeForm(HouseForm):
    """The code, in any spelling. Each try is counted before it is looked at."""

    code = forms.CharField(
        label=_("The code on the paper"),
        max_length=60,
        widget=forms.TextInput(
            attrs={"dir": "ltr", "class": "typed-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        help_text=_(
            "Twelve letters and digits. Capital or small letters, dashes and the kind of digits make no difference."
        ),
        error_messages={"required": _("Please write the code.")},
    )

    def __init__(self, *args, request, **kwargs):
        self.request = request
        super().__init__(*args, **kwargs)

    def clean_code(self) -> AnswerCode:
        """The open code. What it says of all others is one and the same."""
        try:
            with counted(*shared_counters(self.request, "answer code")):
                return find_code(self.cleaned_data["code"])
        except Held as held:
            raise refuse_for_now(self.request, held) from held
        except CodeRefused as refused:
            raise forms.ValidationError(
                _(
                    "This code is not good, or not any more. Please compare it with the paper, or ask the "
                    "programme office for a new one."
                ),
                code="refused",
            ) from refused


class CodeAnswerForm(AnswerForm):
    """The same answer. To pass it on to another institution takes an account or a letter."""

    refers = False

    def __init__(self, *args, code, **kwargs):
        self.code = code
        super().__init__(*args, actor=None, addressee=code.addressee, **kwargs)

    def save(self) -> Response | None:
        """The answer; None where the service objected. Raises CodeRefused."""
        return self.through(answer_by_code, actor=CodeBearer(self.code), **self.answer())


def typed_texts(data) -> list[tuple[str, str]]:
    """(label, text) of all that was typed into the answer, so that it can be copied where it cannot be sent."""
    fields = AnswerForm.base_fields
    names = [name for name in fields if name not in ("version", "decision", "referred_to")]
    return [(fields[name].label, data[name]) for name in names if data.get(name, "").strip()]
