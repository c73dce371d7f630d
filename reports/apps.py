"""Figures, frozen reports and their PDFs; and the pages that join all apps."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Loads the rules and registers what this app adds to apps on its right."""

    name = "reports"
    verbose_name = _("Reports")

    def ready(self):
        from participants.panels import register_panel
        from reports import rules  # noqa: F401  registering is the import's purpose
        from reports.person_panel import erasable, named_in

        register_panel("reports/_person_panel.html", named_in)
        register_panel("reports/_erasure_panel.html", erasable, last=True)
