"""Programmes, their forums, and what was said there."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ForumsConfig(AppConfig):
    """Loads the rules of forums and minutes."""

    name = "forums"
    verbose_name = _("Forums")

    def ready(self):
        from forums import rules  # noqa: F401  registering is the import's purpose
