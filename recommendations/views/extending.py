"""Giving an institution more time to answer."""

from django.utils.translation import gettext as _

from common.workflow import NotAllowedHere
from recommendations.forms.extending import ExtendForm
from recommendations.possible import awaits_answer
from recommendations.views.pages import AddresseePage


class ExtendPage(AddresseePage):
    """Until when, and why; what was moved before stands above."""

    permission = "recommendations.extend"
    template_name = "recommendations/extend.html"

    def require_open(self) -> None:
        """An answer is awaited."""
        if not awaits_answer(self.addressee):
            raise NotAllowedHere(self.addressee.state, "extend")

    def make_form(self, data=None):
        """A form on the addressee as it stands."""
        return ExtendForm(data, actor=self.request.user, addressee=self.fresh())

    def get_context_data(self, **kwargs):
        """With what was moved before."""
        return super().get_context_data(extensions=list(self.addressee.extensions.all()), **kwargs)

    @property
    def saved_message(self):
        """What was done."""
        return _("The date was moved. The institution is told.")

    @property
    def closed_message(self):
        """Why it was not."""
        return _("No answer is awaited here now.")
