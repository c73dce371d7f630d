"""Recording what somebody agreed to."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.editing import EditorForm
from common.written_dates import WrittenDateField
from participants.models import Consent
from participants.services.consents import record_consent

NOTHING = ("", "—")


class ConsentForm(EditorForm):
    """One purpose, how the consent was given, and on which day. Nothing is chosen beforehand."""

    purpose = forms.ChoiceField(label=_("What was agreed to"), choices=[NOTHING, *Consent.Purpose.choices])
    manner = forms.ChoiceField(label=_("How given"), choices=[NOTHING, *Consent.Manner.choices])
    given_on = WrittenDateField(label=_("Given on"))

    def __init__(self, *args, user, person, **kwargs):
        self.user, self.person = user, person
        super().__init__(*args, **kwargs)
        del self.fields["version"]

    def save(self):
        """Record it; None where the service objects."""
        data = self.cleaned_data
        return self.through(
            record_consent,
            actor=self.user,
            person=self.person,
            purpose=data["purpose"],
            manner=data["manner"],
            given_on=data["given_on"].date,
        )
