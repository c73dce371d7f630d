"""Acts on a person's page: one contact shown, a consent recorded or withdrawn. POST alone."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.generic import View

from common.access import AccessMixin
from common.forms import note_of
from participants.forms.consents import ConsentForm
from participants.models import Consent, Person
from participants.models.persons import CONTACTS
from participants.services.consents import withdraw_consent
from participants.services.contacts import ContactRefused, reveal_contact
from participants.views.person import OpenPersonMixin, PersonPage


class PersonAct(OpenPersonMixin, PersonPage):
    """A POST that is answered by the person's page, where something is to be mended or was revealed."""

    http_method_names = ["post"]


class Reveal(PersonAct):
    """Shows one contact in the answer to this request and nowhere else."""

    permission = "participants.reveal_contacts"

    @sensitive_variables("value")
    def post(self, request, *args, **kwargs):
        """Put it on the record, then show it; or say why not."""
        field, reason = request.POST.get("field"), note_of(request, "reason")
        if field not in CONTACTS:
            raise Http404
        refused = {"refused_field": field, "reason": reason}
        try:
            value = reveal_contact(
                actor=request.user, person=self.person, field=field, reason=reason, asked=_asked(request)
            )
        except ValidationError as error:
            return self.render(refusal=" ".join(error.messages), **refused)
        except ContactRefused as refusal:
            return self.render(refusal=REFUSALS[refusal.reason](), **refused)
        return self.render(revealed={field: value})


class RecordConsent(PersonAct):
    """Records one agreement."""

    permission = "participants.write_consents"

    def post(self, request, *args, **kwargs):
        """Record it; or show the form as it was typed."""
        form = ConsentForm(request.POST, user=request.user, person=self.person)
        if not form.is_valid() or form.save() is None:
            return self.render(consent_form=form)
        messages.success(request, _("The consent is on record."))
        return redirect("participants:person", self.person.public_id)


class WithdrawConsent(AccessMixin, View):
    """Takes a consent back from today on."""

    permission = "participants.write_consents"
    http_method_names = ["post"]

    def get_permission_subject(self):
        """The person who gave it."""
        people = Person.objects.visible_to(self.request.user).current()
        rows = Consent.objects.filter(person__in=people).select_related("person")
        self.consent = get_object_or_404(rows, public_id=self.kwargs["row"])
        return self.consent.person

    def post(self, request, *args, **kwargs):
        """Withdraw; doing it twice is harmless."""
        withdraw_consent(actor=request.user, consent=self.consent)
        messages.success(
            request, _("The consent is withdrawn, from now on and for all that is not yet released.")
        )
        return redirect("participants:person", self.consent.person.public_id)


REFUSALS = {
    "too_many": lambda: _("Today's number of contacts is used up. Tomorrow there are new ones."),
    "shown_already": lambda: _(
        "It was shown once and is gone. To see it again, please give the reason again."
    ),
    "empty": lambda: _("Nothing is recorded there."),
    "withdrawn": lambda: _("This person withdrew the consent to be contacted. Nothing was shown."),
}


def _asked(request) -> uuid.UUID:
    """The id that the page made for this one question; without one, as if it were asked for the first time."""
    try:
        return uuid.UUID(request.POST.get("asked", ""))
    except ValueError:
        return uuid.uuid4()
