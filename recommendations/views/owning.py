"""Naming who of the office looks after an ask."""

from django.utils.translation import gettext as _

from recommendations.forms.owning import OwnerForm
from recommendations.models import Recommendation
from recommendations.views.form_page import StandingAskPage


class OwnerPage(StandingAskPage):
    """One choice."""

    permission = "recommendations.name_owner"
    act = "name_owner"
    template_name = "recommendations/owner.html"

    def make_form(self, data=None):
        """As it stands now."""
        rows = Recommendation.objects.select_related("programme", "owner")
        return OwnerForm(data, actor=self.request.user, recommendation=rows.get(pk=self.recommendation.pk))

    @property
    def saved_message(self):
        """What was done."""
        return _("The owner was named.")

    @property
    def closed_message(self):
        """Why it was not."""
        return _("It was withdrawn or merged already; nothing was done.")
