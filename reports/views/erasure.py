"""Erasing a person: asked for with a reason, allowed by a second person, looked at, done."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.generic import TemplateView

from accounts.forms.reason import ReasonForm
from accounts.models import TwoPersonAct
from accounts.services import SecondPersonMissing, has_second_person, is_permitted
from common.access import AccessMixin
from forums.models import Programme
from participants.models import Person
from participants.privacy import name_of
from participants.services.asking import programme_of
from reports.services.erasure import (
    ACT,
    Decision,
    ErasureRefused,
    SpeakersLocked,
    ask_to_erase_person,
    erase_person,
    find_person,
    is_beyond,
)


class ErasePerson(AccessMixin, TemplateView):
    """Where it stands: the form that asks; what it waits for; or, once allowed, all places where he was found."""

    permission = "participants.erase_person"
    template_name = "reports/erase_person.html"

    @cached_property
    def person(self):
        """The person, or 404 for one whom the reader may not see."""
        rows = Person.objects.visible_to(self.request.user).without_contacts().select_related("merged_into")
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])

    def get_permission_subject(self):
        """Asked about the person."""
        return self.person

    def get(self, request, *args, **kwargs):
        """The page; whoever is erased or was merged has none of his own."""
        if self.person.merged_into_id:
            return redirect("reports:erase_person", self.person.merged_into.public_id)
        if self.person.erased_at:
            return self.back()
        return self.show()

    def post(self, request, *args, **kwargs):
        """Ask, or erase: the button says which."""
        if self.person.merged_into_id or self.person.erased_at:
            messages.info(request, _("This was done already."))
            return self.back()
        return self.erase() if request.POST.get("do") == "erase" else self.ask()

    def ask(self):
        """Ask a second person; asking twice is one request."""
        form = ReasonForm(self.request.POST)
        if not form.is_valid():
            return self.show(form=form)
        if not self.has_second:
            form.add_error(None, _("There is nobody who could be the second person."))
            return self.show(form=form)
        path = reverse("reports:erase_person", args=[self.person.public_id])
        try:
            ask_to_erase_person(
                actor=self.request.user, person=self.person, reason=form.cleaned_data["reason"], path=path
            )
        except ErasureRefused:
            pass  # The page says so.
        else:
            messages.success(
                self.request,
                _("Asked. As soon as a second person has allowed it, it can be done on this page."),
            )
        return redirect(path)

    def erase(self):
        """Do it as it was decided; or show the places again with what is to be mended."""
        data = self.request.POST
        decision = Decision(
            ticked=data.getlist("place"),
            deleted=data.getlist("file"),
            kept_because=data.get("kept_because", ""),
            seen=data.get("seen", ""),
        )
        try:
            erase_person(actor=self.request.user, person=self.person, decision=decision)
        except ValidationError as error:
            return self.show(problem=" ".join(error.messages), decision=decision)
        except SpeakersLocked:
            locked = _(
                "The key of the sealed speakers is not on this machine. Without it nobody knows which statements were "
                "this person's. Please have it put into its place, and try again."
            )
            return self.show(problem=locked, decision=decision)
        except ErasureRefused as refusal:
            if refusal.reason == "outdated":
                changed = _("Something was written since you looked. Please look at the places again.")
                return self.show(problem=changed, decision=decision)
        except SecondPersonMissing:
            messages.warning(self.request, _("Nobody has allowed this yet, or the time for it is over."))
            return redirect("reports:erase_person", self.person.public_id)
        else:
            messages.success(self.request, _("The person was erased."))
        return self.back()

    def back(self):
        """To the page of the person, of whom the rest can be read there."""
        person = self.person.merged_into or self.person
        return redirect("participants:person", person.public_id)

    @cached_property
    def has_second(self):
        """Whether anybody could allow it."""
        user = self.request.user
        code = programme_of(user, self.person, "erasure", "w")
        return has_second_person(actor=user, programme=Programme.objects.get(public_id=code))

    @sensitive_variables("findings")
    def show(self, *, form=None, problem="", decision=None):
        """The page, with what a refused sending brought."""
        user, person = self.request.user, self.person
        context = {"person": person, "name": name_of(person), "problem": problem}
        if is_beyond(user=user, person=person):
            return self.render_to_response(context | {"is_beyond": True})
        if is_permitted(actor=user, act=ACT, subject=person):
            findings = find_person(user=user, person=Person.objects.get(pk=person.pk))
            return self.render_to_response(context | self._found(findings, decision))
        open_states = [TwoPersonAct.State.ASKED]
        mine = TwoPersonAct.objects.filter(
            act=ACT, subject=person.public_id, asked_by=user, state__in=open_states
        )
        waits = any(not row.is_over for row in mine)
        return self.render_to_response(
            context | {"form": form or ReasonForm(), "waits": waits, "has_second": self.has_second}
        )

    @staticmethod
    def _found(findings, decision):
        """The places with their ticks: as they were sent, else those that need nobody's eye."""
        shown = [place for place in findings.places if place.is_shown]
        ticked = set(decision.ticked) if decision else {place.key for place in shown if place.is_certain}
        deleted = set(decision.deleted) if decision else set()
        return {
            "findings": findings,
            "certain": [(place, place.key in ticked) for place in shown if place.is_certain],
            "doubtful": [(place, place.key in ticked) for place in shown if not place.is_certain],
            "unseen": [place for place in findings.places if not place.is_shown],
            "files": [(one, str(one.public_id) in deleted) for one in findings.files],
            "kept_because": decision.kept_because if decision else "",
        }
