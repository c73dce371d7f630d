"""Figures, frozen reports and their PDFs; and the pages that join all apps."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Loads the rules and registers what this app adds to apps on its right."""

    name = "reports"
    verbose_name = _("Reports")

    def ready(self):
        from reports import rules  # noqa: F401  registering is the import's purpose
