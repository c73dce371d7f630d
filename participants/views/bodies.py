"""Acts on an institution's page. POST alone; answered by the page, where something is to be mended."""

import uuid

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from common.versions import StaleVersion
from participants.forms.bodies import FocalPointForm, NameRecordForm, PostForm
from participants.models import Person
from participants.services.bodies import (
    end_focal_point,
    end_post,
    restore_name,
    set_institution_archived,
    withdraw_name,
)
from participants.services.holders import who_may_speak_for
from participants.views.institutions import InstitutionPage


class InstitutionAct(InstitutionPage):
    """One act; `row` in the POST names what it is about, without it something is added."""

    permission = "participants.write_institutions"
    http_method_names = ["post"]

    def row_of(self, rows):
        """The row that the POST names, of this institution; None where it names none."""
        named = self.request.POST.get("row")
        if not named:
            return None
        try:
            return get_object_or_404(rows, public_id=uuid.UUID(named))
        except ValueError:
            raise Http404 from None

    def add(self, name, form):
        """Save a form of the page; or show the page with it, as it was typed."""
        try:
            saved = form.save() if form.is_valid() else None
        except StaleVersion as stale:
            self.institution = stale.current
            form.adopt(stale.current.version)
            words = _(
                "Somebody changed the institution meanwhile. This is how it stands now; nothing that you typed is lost."
            )
            form.add_error(None, words)
            return self.render(**{name: form})
        return self.done(_("Saved.")) if saved else self.render(**{name: form})

    def done(self, words):
        """Back to the page."""
        messages.success(self.request, words)
        return redirect("participants:institution", self.institution.public_id)


class Names(InstitutionAct):
    """A name or a spelling is added; withdrawn; or counts again."""

    def post(self, request, *args, **kwargs):
        """One of the three."""
        row = self.row_of(self.institution.names.select_related("institution"))
        if row is None:
            return self.add(
                "name_form", NameRecordForm(request.POST, user=request.user, institution=self.institution)
            )
        if request.POST.get("restore"):
            restore_name(actor=request.user, name=row)
            return self.done(_("The name counts again."))
        withdraw_name(actor=request.user, name=row)
        return self.done(_("The name is withdrawn."))


class Posts(InstitutionAct):
    """A post is added; ended; or there again."""

    def post(self, request, *args, **kwargs):
        """One of the three."""
        row = self.row_of(self.institution.positions.select_related("institution"))
        if row is None:
            return self.add(
                "post_form", PostForm(request.POST, user=request.user, institution=self.institution)
            )
        end_post(actor=request.user, post=row, ended=not request.POST.get("reopen"))
        return self.done(_("Saved."))


class FocalPoints(InstitutionAct):
    """Somebody is named to speak for it, or speaks for it no more."""

    def post(self, request, *args, **kwargs):
        """Either; of people whom the reader does not see there is nothing here."""
        seen = Person.objects.visible_to(request.user).current()
        rows = self.institution.focal_points.filter(person__in=seen)
        row = self.row_of(rows.select_related("institution", "person"))
        if row is None:
            about = {"user": request.user, "institution": self.institution}
            return self.add(
                "focal_form", FocalPointForm(request.POST, **about, people=who_may_speak_for(**about))
            )
        end_focal_point(actor=request.user, focal_point=row)
        return self.done(_("Saved."))


class Archive(InstitutionAct):
    """Out of use, or back into it."""

    def post(self, request, *args, **kwargs):
        """Doing it twice is harmless."""
        back = bool(request.POST.get("back"))
        try:
            set_institution_archived(actor=request.user, institution=self.institution, archived=not back)
        except StaleVersion:
            messages.warning(request, _("Somebody changed it at the same moment. Please look again."))
            return redirect("participants:institution", self.institution.public_id)
        return self.done(
            _("It can be chosen again.") if back else _("It is archived: what uses it keeps it.")
        )
