"""Writing a person's entry and contacts."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import TemplateView

from common.editing import who_saved
from common.versions import StaleVersion
from participants.forms.contacts import ContactsForm
from participants.forms.person import PersonForm
from participants.models import Person
from participants.privacy import name_of
from participants.views.person import OpenPersonMixin


class _PersonFormPage(OpenPersonMixin, TemplateView):
    """A form about the person in the address; what somebody else saved meanwhile is laid beside what was typed."""

    form_class: type

    def get(self, request, *args, **kwargs):
        """The form on what stands."""
        return self.show(self.form_class(user=request.user, person=self.person))

    def post(self, request, *args, **kwargs):
        """Save; or show the form as it was typed."""
        form = self.form_class(request.POST, user=request.user, person=self.person)
        try:
            saved = form.save() if form.is_valid() else None
        except StaleVersion as stale:
            current = Person.objects.without_contacts().get(pk=stale.current.pk)
            form.overtaken_by(self.form_class(user=request.user, person=current))
            return self.show(form, saved_by=who_saved(current, request.user))
        if saved is None:
            return self.show(form)
        messages.success(request, _("Saved."))
        return redirect("participants:person", self.person.public_id)

    def show(self, form, **context):
        """The page around a form. The name is the stored one, whatever the form has set on the person."""
        stored = Person.objects.only("name_ar", "name_en", "known_as", "erased_at").get(pk=self.person.pk)
        return self.render_to_response(
            self.get_context_data(form=form, person=self.person, name=name_of(stored), **context)
        )


class EditPerson(_PersonFormPage):
    """Name, category, traits."""

    permission = "participants.write_person"
    template_name = "participants/edit_person.html"
    form_class = PersonForm


@method_decorator(sensitive_post_parameters("phone", "email", "notes"), name="dispatch")
class WriteContacts(_PersonFormPage):
    """Contacts, unseen."""

    permission = "participants.write_contacts"
    template_name = "participants/write_contacts.html"
    form_class = ContactsForm
