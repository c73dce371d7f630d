"""Merging a recommendation into another one, and taking it out again."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.forms import note_of
from recommendations.forms.merging import MergeForm
from recommendations.models import Recommendation
from recommendations.services.merging import undo_merge
from recommendations.views.acts import Act
from recommendations.views.form_page import StandingAskPage


class MergePage(StandingAskPage):
    """Which one asks the same, and why; the candidates are narrowed by words (`?q=`)."""

    permission = "recommendations.take_back"
    act = "merge"
    template_name = "recommendations/merge.html"

    def make_form(self, data=None):
        """The candidates that the reader sees."""
        current = Recommendation.objects.select_related("programme").get(pk=self.recommendation.pk)
        words = self.request.GET.get("q", "")
        return MergeForm(data, actor=self.request.user, recommendation=current, words=words)

    def get_context_data(self, **kwargs):
        """The ask itself, and what is looked for."""
        return super().get_context_data(words=self.request.GET.get("q", ""), **kwargs)

    @property
    def saved_message(self):
        """What was done."""
        return _("The recommendation was merged. Each of the two leads to the other.")

    @property
    def closed_message(self):
        """Why it was not."""
        return _("It was withdrawn or merged already; nothing was done twice.")


class UndoMerge(Act):
    """It stands for itself again."""

    permission = "recommendations.take_back"
    success = gettext_lazy("The recommendation stands for itself again.")

    def act(self):
        """With the reason."""
        if self.recommendation.standing != Recommendation.Standing.MERGED:
            raise ValidationError(_("It is not merged any more; nothing was done twice."))
        undo_merge(
            actor=self.request.user,
            recommendation=self.recommendation,
            expected=self.version(),
            reason=note_of(self.request),
        )
