"""System checks of this app."""

from django.core.checks import Error, Tags, register

from forums.revision_triggers import missing_revision_triggers


@register(Tags.database)
def revision_triggers_are_installed(app_configs, databases, **kwargs):
    """Approved minutes are unchangeable below Django only while their triggers stand."""
    return [
        Error(
            f"Triggers of approved minutes are missing: {', '.join(sorted(missing))}. Run migrate.",
            id="muntada.E002",
        )
        for using in databases or []
        if (missing := missing_revision_triggers(using))
    ]
