"""System checks that hold rules of the house which no type checker sees."""

from django.apps import apps
from django.core.checks import Error, Tags, Warning, register

from common.audit_triggers import missing_triggers

OUR_APPS = {"common", "accounts", "participants", "forums", "recommendations", "reports"}


@register(Tags.database)
def audit_triggers_are_installed(app_configs, databases, **kwargs):
    """The audit record is append-only only while its triggers stand."""
    return [
        Error(f"Audit triggers are missing: {', '.join(sorted(missing))}. Run migrate.", id="muntada.E001")
        for using in databases or []
        if (missing := missing_triggers(using))
    ]


@register(Tags.models)
def models_carry_a_public_id(app_configs, **kwargs):
    """What a page may name has a public_id; rows without one must say that they are inner rows.

    Raised as a warning: a through table may live without, but someone should have thought of it.
    """
    return [
        Warning(f"{model._meta.label} has neither public_id nor INNER = True.", id="muntada.W001")
        for model in apps.get_models()
        if model._meta.app_label in OUR_APPS
        and model._meta.label != "common.AuditEntry"
        and not getattr(model, "INNER", False)
        and not model._meta.auto_created
        and "public_id" not in {field.name for field in model._meta.fields}
    ]
