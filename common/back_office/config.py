"""Django's admin as the back office of this house: under /back-office/, with our own site and nothing discovered."""

from importlib import import_module

from django.apps import apps
from django.contrib.admin.apps import SimpleAdminConfig
from django.utils.module_loading import module_has_submodule


class BackOfficeConfig(SimpleAdminConfig):
    """Loads the `admin` module of our own apps only.

    What other people's apps would register (groups, secrets of second factors, task results with their arguments)
    is not there unless one of ours registers it.
    """

    default = False
    default_site = "common.admin.BackOffice"

    def ready(self):
        from common.checks import OUR_APPS

        super().ready()
        for label in sorted(OUR_APPS):
            module = apps.get_app_config(label).module
            if module_has_submodule(module, "admin"):
                import_module(f"{module.__name__}.admin")
