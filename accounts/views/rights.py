"""The page of the rights table."""

from django.views.generic import TemplateView

from accounts.rights_words import table_in_words
from common.access import AccessMixin


class RightsPage(AccessMixin, TemplateView):
    """The rights table in words; the same for each of its readers."""

    permission = "accounts.view_rights"
    template_name = "accounts/rights.html"

    def get_context_data(self, **kwargs):
        """In the reader's language."""
        return super().get_context_data(table=table_in_words(), **kwargs)
