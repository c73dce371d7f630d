"""The editor's fourth step, taking up an ask, and editing what was taken up until it is sent."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from common.workflow import NotAllowedHere
from forums.models import Output
from forums.services.writing import MinutesClosed
from forums.views.base import MinutesMixin
from forums.views.steps import editor_steps, minutes_with_counts, neighbours
from recommendations.forms import EditForm, PromoteForm
from recommendations.models import Addressee, Recommendation
from recommendations.presentation import chips_of, institution_name
from recommendations.services.journey import join_output
from recommendations.views.alike import beside_form, well_formed
from recommendations.views.form_page import AskPage


class EditorRecommendations(MinutesMixin, TemplateView):
    """The asks of the minutes, each with what became of it. Who only reads the minutes may read this too."""

    permission = "forums.view_minutes"
    template_name = "recommendations/editor.html"

    def get_context_data(self, **kwargs):
        """The frame of the editor, and a row an ask."""
        writes = self.request.user.has_perm("forums.write_minutes", self.minutes)
        steps = editor_steps(self.minutes, "recommendations", leads_on=writes)
        before, after = neighbours(steps, "recommendations")
        asks = self.asks()
        promotes = writes and self.minutes.state != self.minutes.State.SUBMITTED
        return super().get_context_data(
            forum=self.forum,
            minutes=self.minutes,
            steps=steps,
            before=before,
            next=after,
            rows=[self.row(number, output) for number, output in asks],
            waiting=sum(1 for _number, output in asks if not output.recommendations.all()),
            promotes=promotes,
            **kwargs,
        )

    def asks(self):
        """(number in the minutes, output) of each ask."""
        addressees = Addressee.objects.select_related("institution")
        standing = Recommendation.objects.standing().select_related("programme").order_by("pk")
        outputs = self.minutes.outputs.kept().prefetch_related(
            "themes",
            Prefetch("recommendations", standing.prefetch_related(Prefetch("addressees", addressees))),
        )
        return [(number, output) for number, output in enumerate(outputs, start=1) if output.is_ask]

    @staticmethod
    def row(number, output):
        """One ask and its recommendations."""
        text, language = output.in_language(get_language() or "ar")
        taken_up = [
            {
                "recommendation": row,
                "reworded": row.text != output.text,
                "chips": chips_of(row, row.lead),
                "addressees": [
                    institution_name(asked.institution) for asked in row.asked if asked.institution
                ],
                "unsent": row.number is None,
            }
            for row in output.recommendations.all()
        ]
        return {"number": number, "output": output, "text": text, "language": language, "taken_up": taken_up}


class PromoteOutput(AskPage):
    """Take an output up as a recommendation."""

    permission = "recommendations.promote"

    def get_permission_subject(self):
        """The output, if the reader may see it and it asks something."""
        rows = Output.objects.visible_to(self.request.user).kept().asks()
        self.output = get_object_or_404(
            rows.select_related("minutes__forum__programme"), public_id=self.kwargs["public_id"]
        )
        return self.output

    def require_open(self) -> None:
        """Submitted minutes are the manager's; asks of approved ones may still be taken up."""
        minutes = self.output.minutes
        if minutes.state == minutes.State.SUBMITTED:
            raise MinutesClosed(minutes.state)

    def post(self, request, *args, **kwargs):
        """Also: it is an ask that was made before, and joins it."""
        if "join" not in request.POST:
            return super().post(request, *args, **kwargs)
        self.require_open()
        known = Recommendation.objects.visible_to(request.user).select_related("programme")
        earlier = get_object_or_404(known.filter(public_id__in=well_formed([request.POST["join"]])))
        try:
            join_output(actor=request.user, output=self.output, recommendation=earlier)
        except PermissionDenied as error:
            raise Http404 from error
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
        else:
            messages.success(request, _("The statement was joined to the earlier ask."))
        return redirect(self.back())

    def make_form(self, data=None):
        """A form on the output."""
        return PromoteForm(data, actor=self.request.user, output=self.output)

    def get_context_data(self, **kwargs):
        """What was said, and where the page belongs."""
        minutes = get_object_or_404(minutes_with_counts(self.request.user), pk=self.output.minutes_id)
        text, language = self.output.in_language(get_language() or "ar")
        output, form = self.output, kwargs["form"]
        programme = minutes.forum.programme
        return super().get_context_data(
            **beside_form(
                form,
                user=self.request.user,
                programme=programme,
                kind=output.kind,
                language=output.language,
                said_in=output,
            ),
            joins=True,
            forum=minutes.forum,
            minutes=minutes,
            steps=editor_steps(minutes, "recommendations"),
            said={"text": text, "language": language},
            kind=self.output.get_kind_display(),
            back_to=self.back(),
            earlier=self.output.recommendations.standing().count(),
            title=_("Take up as a recommendation"),
            submit=_("Take up"),
            **kwargs,
        )

    def back(self):
        """The editor's list of asks."""
        return reverse("recommendations:editor", args=[self.output.minutes.forum.public_id])

    @property
    def saved_message(self):
        """What was done."""
        return _("The ask was taken up.")

    @property
    def closed_message(self):
        """Why it was not."""
        return _("The minutes are submitted. To go on writing, please take them back first.")


class EditRecommendation(AskPage):
    """Edit one that is not sent."""

    permission = "recommendations.draft"

    def get_permission_subject(self):
        """The recommendation, if the reader may see it."""
        visible = Recommendation.objects.visible_to(self.request.user).select_related("programme")
        self.recommendation = get_object_or_404(visible, public_id=self.kwargs["public_id"])
        return self.recommendation

    def require_open(self) -> None:
        """What is sent or withdrawn keeps its wording."""
        row = self.recommendation
        if row.number is not None or row.standing != Recommendation.Standing.OPEN:
            raise NotAllowedHere(row.standing, "edit")

    def make_form(self, data=None):
        """A form on the recommendation as it stands in the database."""
        current = Recommendation.objects.select_related("programme").get(pk=self.recommendation.pk)
        return EditForm(data, actor=self.request.user, recommendation=current)

    def get_context_data(self, **kwargs):
        """Its words as said."""
        wording = self.recommendation.wordings.filter(occasion="said").first()
        said = wording and dict(
            zip(("text", "language"), wording.in_language(get_language() or "ar"), strict=True)
        )
        row = self.recommendation
        return super().get_context_data(
            **beside_form(
                kwargs["form"],
                user=self.request.user,
                programme=row.programme,
                kind=row.kind,
                language=row.language,
                to=row,
            ),
            said=said,
            kind=self.recommendation.get_kind_display(),
            back_to=self.back(),
            title=_("Edit the recommendation"),
            submit=_("Save"),
            **kwargs,
        )

    def back(self):
        """Its page."""
        return reverse("recommendations:detail", args=[self.recommendation.public_id])

    @property
    def saved_message(self):
        """What was done."""
        return _("The recommendation was saved.")

    @property
    def closed_message(self):
        """Why it was not."""
        return _("It is sent, withdrawn, or being approved, and cannot be edited now.")
