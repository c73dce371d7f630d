"""What staff choose when they ask witnesses, and what a witness is asked."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.signin.backoff import Held, counted
from accounts.signin.visitors import shared_counters
from accounts.signin.wording import refuse_for_now
from common.arabic import localise_digits
from common.forms import HouseForm
from recommendations.models import WitnessRound, WitnessVoice
from recommendations.services.codes import CodeRefused
from recommendations.services.witnesses import ask_witnesses, give_voice


class AskWitnessesForm(HouseForm):
    """How many slips, for how long, in which language."""

    size = forms.TypedChoiceField(
        label=_("How many slips"), coerce=int, choices=lambda: _numbers(WitnessRound.SIZES), initial=12
    )
    days = forms.TypedChoiceField(
        label=_("Good for how many days"), coerce=int, choices=lambda: _numbers(WitnessRound.DAYS), initial=30
    )
    language = forms.ChoiceField(
        label=_("Language of the slips"), choices=[("ar", "العربية"), ("en", "English")], initial="ar"
    )

    def save(self, *, actor, addressee) -> tuple[WitnessRound, list[str]]:
        """The round and the characters of its codes. Raises as `ask_witnesses` does."""
        data = self.cleaned_data
        return ask_witnesses(actor=actor, addressee=addressee, size=data["size"], days=data["days"])


def _numbers(values):
    """Choices, in the digits of the page."""
    return [(n, localise_digits(str(n), get_language())) for n in values]


class VoiceForm(HouseForm):
    """The answer, some words, and the code, in one. The code is looked at last, and each try is counted before."""

    felt = forms.ChoiceField(
        label=_("Have you felt a change?"),
        widget=forms.RadioSelect,
        choices=WitnessVoice.Felt,
        error_messages={"required": _("Please choose one of the three.")},
    )
    words = forms.CharField(
        label=_("In a few words, if you wish"),
        required=False,
        max_length=WitnessVoice.MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Please write no name, and nothing by which somebody could tell who you are."),
    )
    code = forms.CharField(
        label=_("The code on the slip"),
        max_length=60,
        widget=forms.TextInput(
            attrs={"dir": "ltr", "class": "typed-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("Please write the code.")},
    )

    def __init__(self, *args, request, **kwargs):
        self.request = request
        super().__init__(*args, **kwargs)

    def save(self) -> bool:
        """Whether it was taken down; what is said of all codes that are not good is one and the same."""
        data = self.cleaned_data
        try:
            with counted(*shared_counters(self.request, "witness code")):
                give_voice(
                    actor=self.request.user, typed=data["code"], felt=data["felt"], words=data["words"]
                )
        except Held as held:
            self.add_error("code", refuse_for_now(self.request, held))
        except CodeRefused:
            words = _(
                "This code is not good, or not any more. If you have sent your answer already, it was received and "
                "there is nothing more to do."
            )
            self.add_error("code", forms.ValidationError(words, code="refused"))
        return not self.errors
