"""Who may sign in and in which role."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Loads the rules, so that an unknown permission name is an error from the first request on."""

    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self):
        from accounts import rules  # noqa: F401  registering is the import's purpose
        from accounts.signin import factors  # noqa: F401  the same
