"""The list of people."""

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from common.access import AccessMixin
from participants.forms.people import PeopleForm
from participants.services.directory import listed


class People(AccessMixin, TemplateView):
    """People whom the reader sees, by name, with what tells two of the same name apart.

    A search is a POST, so that no name stands in the history of a seized device or in a server's log; filters,
    which name nobody, may stand in the address.
    """

    permission = "participants.view_person"
    template_name = "participants/people.html"
    per_page = 25

    def get(self, request):
        """By filters in the address; a name there is passed over."""
        asked = request.GET.copy()
        asked.pop("q", None)
        return self.answer(PeopleForm(asked or None, user=request.user), request.GET.get("page"))

    def post(self, request):
        """By name, and by the filters that were sent with it."""
        return self.answer(PeopleForm(request.POST, user=request.user), request.POST.get("page"))

    def answer(self, form, number):
        """One page of those who are asked for."""
        paginator = Paginator(form.people(), self.per_page)
        page = paginator.get_page(number)
        words = ngettext("%(count)d person in the list", "%(count)d people in the list", paginator.count)
        return self.render_to_response(
            {
                "form": form,
                "page_obj": page,
                "lines": listed(user=self.request.user, people=list(page)),
                "count_words": words % {"count": paginator.count},
                "is_search": self.request.method == "POST",
                "actions": self.actions(),
            }
        )

    def actions(self) -> list[tuple]:
        """Institutions, sheets of people, possible duplicates, exports: what the reader may."""
        found = [(reverse("participants:institutions"), _("Institutions"), False)]
        if self.request.user.has_perm("participants.write_person"):
            found.append((reverse("participants:import_people"), _("People from a sheet"), False))
        if self.request.user.has_perm("participants.merge_persons"):
            found.append((reverse("participants:duplicates"), _("Possible duplicates"), False))
        if self.request.user.has_perm("reports.export_lists"):
            found.append((reverse("reports:exports"), _("Exports"), False))
        return found
