"""Django's admin as the back office of this house: under /back-office/, with our own site and nothing discovered."""

from importlib import import_module

from django.apps import apps
from django.contrib.admin.apps import SimpleAdminConfig
from django.contrib.admin.checks import check_admin_app, check_dependencies
from django.core import checks
from django.utils.module_loading import module_has_submodule


class BackOfficeConfig(SimpleAdminConfig):
    """Its pages are loaded where addresses are made (`config/urls.py`): whoever opens none does without 15 MB of them."""

    default = False
    default_site = "common.admin.BackOffice"

    def ready(self):
        """The base registers the same checks, but its own finds no pages before somebody has loaded them."""
        checks.register(check_dependencies, checks.Tags.admin)
        checks.register(check_back_office, checks.Tags.admin)


def load_back_office() -> None:
    """As `admin.autodiscover`, but the `admin` modules of our own apps only.

    What other people's apps would register (groups, secrets of second factors, task results with their arguments)
    is not there unless one of ours registers it.
    """
    from common.checks import OUR_APPS

    for label in sorted(OUR_APPS):
        config = apps.get_app_config(label)
        if config.module and module_has_submodule(config.module, "admin"):
            import_module(f"{config.name}.admin")


def check_back_office(app_configs, **kwargs):
    """Django's checks of all pages of the back office."""
    load_back_office()
    return check_admin_app(app_configs, **kwargs)
