"""What was asked of institutions, what they answered and what came of it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecommendationsConfig(AppConfig):
    """Loads the rules and registers what this app adds to apps on its right."""

    name = "recommendations"
    verbose_name = _("Recommendations")

    def ready(self):
        from forums.services.approval import register_condition
        from participants.panels import register_panel
        from recommendations import rules  # noqa: F401  registering is the import's purpose
        from recommendations.conditions import AsksCondition, WordsCondition
        from recommendations.institution_panel import asked_of

        register_condition(AsksCondition())
        register_condition(WordsCondition())
        register_panel("recommendations/_institution_panel.html", asked_of, of="institution")
