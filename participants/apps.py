"""The directory: people and institutions, and the lists that describe them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParticipantsConfig(AppConfig):
    """Loads the rules of the directory."""

    name = "participants"
    verbose_name = _("People and institutions")

    def ready(self):
        from participants import rules  # noqa: F401  registering is the import's purpose
