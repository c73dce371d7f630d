"""Institutions: the list, one of them, entering and changing it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from common.access import AccessMixin
from common.editing import who_saved
from common.versions import StaleVersion
from participants.forms import bodies
from participants.forms.bodies import FocalPointForm, NameRecordForm, PostForm
from participants.forms.institution_list import InstitutionsForm
from participants.forms.institutions import InstitutionForm, NewInstitutionForm
from participants.models import Institution, InstitutionName
from participants.panels import panels_for
from participants.services.holders import focal_points_of, posts_of, who_may_speak_for

AUDIENCES, LANGUAGES = dict(bodies.AUDIENCES), dict(bodies.LANGUAGES)


class Institutions(AccessMixin, TemplateView):
    """All of them as a tree, or those that are asked for. The list is one for all programmes."""

    permission = "participants.view_institutions"
    template_name = "participants/institutions.html"
    per_page = 100

    def get_context_data(self, **kwargs):
        """One page of it."""
        form = InstitutionsForm(self.request.GET or None)
        paginator = Paginator(form.branches(), self.per_page)
        words = ngettext("%(count)d institution", "%(count)d institutions", paginator.count)
        actions = [(reverse("forums:word_lists"), _("Lists"), False)]
        if self.request.user.has_perm("participants.write_institutions"):
            actions.append(
                (reverse("participants:import_institutions"), _("Institutions from a sheet"), False)
            )
            actions.append((reverse("participants:add_institution"), _("New institution"), True))
        if self.request.user.has_perm("reports.export_lists"):
            actions.append((reverse("reports:exports"), _("Exports"), False))
        return super().get_context_data(**kwargs) | {
            "form": form,
            "page_obj": paginator.get_page(self.request.GET.get("page")),
            "count_words": words % {"count": paginator.count},
            "actions": actions,
        }


class InstitutionMixin(AccessMixin):
    """A page about the institution in the address; `self.institution` is set."""

    permission = "participants.view_institutions"

    @cached_property
    def institution(self):
        """The institution, or 404."""
        rows = Institution.objects.select_related("parent", "place__parent").prefetch_related("names")
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])

    def get_permission_subject(self):
        """Asked about the institution itself."""
        return self.institution


class InstitutionPage(InstitutionMixin, TemplateView):
    """What it is called, where it belongs, its posts and who speaks for it; then what the apps on the left know of it."""

    template_name = "participants/institution.html"

    def get(self, request, *args, **kwargs):
        """The page."""
        return self.render()

    def render(self, **context):
        """The page, with what a form on it adds."""
        return self.render_to_response(self.get_context_data(**context))

    def get_context_data(self, **kwargs):
        """Each part only where the reader may see it."""
        user, institution = self.request.user, self.institution
        names = list(institution.names.all())
        for row in names:
            row.audience_words, row.language_words = AUDIENCES.get(row.audience), LANGUAGES.get(row.language)
        posts = posts_of(user=user, institution=institution)
        spelling = InstitutionName.Use.SPELLING
        context = super().get_context_data(**kwargs) | {
            "institution": institution,
            "may_write": user.has_perm("participants.write_institutions"),
            "names": [row for row in names if row.use != spelling],
            "spellings": [row for row in names if row.use == spelling],
            "parts": list(institution.parts.filter(archived_at=None).order_by("name_ar", "pk")),
            "posts": posts,
            "is_held": any(post.holders for post in posts),
            "focal_points": focal_points_of(user=user, institution=institution),
            "panels": panels_for(user=user, subject=institution, of="institution"),
        }
        if context["may_write"]:
            about = {"user": user, "institution": institution}
            context.setdefault("name_form", NameRecordForm(**about))
            context.setdefault("post_form", PostForm(**about))
            people = who_may_speak_for(**about)
            context.setdefault("focal_form", FocalPointForm(**about, people=people))
        return context


class _InstitutionFormPage(TemplateView):
    """A form about an institution; what somebody else saved meanwhile is laid beside what was typed."""

    permission = "participants.write_institutions"
    template_name = "participants/edit_institution.html"
    form_class: type = InstitutionForm
    institution: Institution | None = None

    def form(self, *args):
        """A new form on what stands."""
        return self.form_class(*args, user=self.request.user, institution=self.institution)

    def get(self, request, *args, **kwargs):
        """The form on what stands."""
        return self.show(self.form())

    def post(self, request, *args, **kwargs):
        """Save; or show the form as it was typed."""
        form = self.form(request.POST)
        try:
            saved = form.save() if form.is_valid() else None
        except StaleVersion as stale:
            self.institution = stale.current
            form.overtaken_by(self.form())
            return self.show(form, saved_by=who_saved(stale.current, request.user))
        if saved is None:
            return self.show(form)
        messages.success(request, _("Saved."))
        return redirect("participants:institution", saved.public_id)

    def show(self, form, **context):
        """The page around a form."""
        name = Institution.objects.get(pk=self.institution.pk).name if self.institution else ""
        return self.render_to_response(
            self.get_context_data(form=form, institution=self.institution, name=name, **context)
        )


class EditInstitution(InstitutionMixin, _InstitutionFormPage):
    """Names, kind, place, what it is part of."""

    permission = "participants.write_institutions"


class AddInstitution(AccessMixin, _InstitutionFormPage):
    """A new one, unless it is known."""

    permission = "participants.write_institutions"
    form_class = NewInstitutionForm
