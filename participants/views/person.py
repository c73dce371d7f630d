"""A person's page."""

import uuid

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from common.access import AccessMixin
from participants.forms.consents import ConsentForm
from participants.models import ContactReading, Merge, Person
from participants.models.persons import CONTACTS
from participants.panels import panels_for
from participants.privacy import name_of
from participants.services.contacts import readings_left
from participants.services.unmerging import covers, merges_seen

#: Of the readings of his contacts, so many are shown.
READINGS = 5


class PersonMixin(AccessMixin):
    """A page about the person in the address, whose contacts are not loaded; `self.person` is set."""

    permission = "participants.view_person"

    @cached_property
    def person(self):
        """The person, or 404 for one whom the reader may not see."""
        rows = Person.objects.visible_to(self.request.user).without_contacts()
        related = ("category", "honorific", "home_district__parent", "merged_into")
        person = rows.select_related(*related).filter(public_id=self.kwargs["public_id"]).first()
        return person or _where_he_went(self.request.user, self.kwargs["public_id"])

    def get_permission_subject(self):
        """Asked about the person himself."""
        return self.person


def _where_he_went(user, public_id):
    """Who was merged, for a reader who sees the one he became and all that he stood in himself: his rows went along.

    404 for all others.
    """
    merge = get_object_or_404(Merge, absorbed__public_id=public_id, undone_at__isnull=True)
    if not covers(user, merge, "r"):
        raise Http404
    people = Person.objects.without_contacts()
    person, head = people.get(public_id=public_id), people.behind(public_id)
    get_object_or_404(Person.objects.visible_to(user), pk=head.pk)
    person.merged_into, person.programme_ids = head, head.programme_ids
    return person


class OpenPersonMixin(PersonMixin):
    """The same, for an entry that is neither erased nor merged into another: nothing else is written or revealed."""

    @cached_property
    def person(self):
        """The person, or 404."""
        rows = Person.objects.visible_to(self.request.user).current().without_contacts()
        return get_object_or_404(
            rows.select_related("category", "honorific", "home_district"), public_id=self.kwargs["public_id"]
        )


class PersonPage(PersonMixin, TemplateView):
    """Who somebody is, what he agreed to, and what the apps on the left know of him. Never a contact by itself."""

    template_name = "participants/person.html"

    def get(self, request, *args, **kwargs):
        """The page; who was merged is looked for where he went."""
        if self.person.merged_into_id:
            return redirect("participants:person", self.person.merged_into.public_id)
        return self.render()

    def render(self, **context):
        """The page, with what a form on it or a reveal adds."""
        return self.render_to_response(self.get_context_data(**context))

    def get_context_data(self, **kwargs):
        """Each part only where the reader may see it."""
        user, person = self.request.user, self.person
        is_open = not person.erased_at
        allowed = {
            name: user.has_perm(f"participants.{name}", person)
            for name in (
                *("write_person", "view_traits", "view_consents", "merge_persons"),
                *("write_consents", "reveal_contacts", "write_contacts"),
            )
        }
        writes = {name: is_open and may for name, may in allowed.items()}
        context = super().get_context_data(**kwargs) | {
            "person": person,
            "name": name_of(person),
            "may": allowed | writes | {name: allowed[name] for name in ("view_traits", "view_consents")},
            "panels": panels_for(user=user, subject=person),
            "merges": merges_seen(user=user, people=[person]),
            "focal_for": list(person.focal_for.select_related("institution")),
        }
        if allowed["view_consents"]:
            context["consents"] = list(person.consents.all())
            context.setdefault("consent_form", ConsentForm(user=user, person=person))
        if context["may"]["reveal_contacts"] or context["may"]["write_contacts"]:
            context |= self._contacts(user, person, kwargs)
        return context

    @staticmethod
    def _contacts(user, person, given) -> dict:
        """Which there are, what was just revealed, how many may still be, and who read them before."""
        fields = [Person._meta.get_field(name) for name in CONTACTS]
        programmes = programmes_to_show(user)
        readings = person.contact_readings.filter(programme__in=programmes).select_related("reader")
        return {
            "contacts": [
                {
                    "name": field.name,
                    "label": field.verbose_name,
                    "is_there": bool(getattr(person, f"{field.name}_length")),
                    "value": given.get("revealed", {}).get(field.name),
                }
                for field in fields
            ],
            "asked": uuid.uuid4(),
            "left": readings_left(user=user),
            "a_day": ContactReading.A_DAY,
            "readings": list(readings[:READINGS]),
        }


def programmes_to_show(user) -> list:
    """Public ids of the programmes whose readings of contacts this reader may know of."""
    from accounts.models import Membership
    from accounts.rights import programmes_where

    programmes = Membership._meta.get_field("programme").related_model.objects
    return list(
        programmes.filter(pk__in=programmes_where(user, "contacts", "x")).values_list("public_id", flat=True)
    )
