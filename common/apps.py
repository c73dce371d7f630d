"""The shared floor of the house: everything here may be imported by every app and imports none of them."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CommonConfig(AppConfig):
    """Registers the system checks and puts the audit triggers back after every migration."""

    name = "common"
    verbose_name = _("Audit record")

    def ready(self):
        from common import checks  # noqa: F401  registering is the import's purpose
        from common.audit_triggers import install_audit_triggers

        post_migrate.connect(install_audit_triggers, sender=self, dispatch_uid="audit-triggers")
