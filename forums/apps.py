"""Programmes, their forums, and what was said there."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ForumsConfig(AppConfig):
    """Loads the rules of forums and minutes, and puts the triggers of approved minutes back after every migration."""

    name = "forums"
    verbose_name = _("Forums")

    def ready(self):
        from forums import checks, rules  # noqa: F401  registering is the import's purpose
        from forums.institution_panel import meetings
        from forums.models import Acknowledgement, Attendance, PhotoPerson, Standing
        from forums.person_panel import attended
        from forums.person_rows import in_one_photo, on_one_list
        from forums.revision_triggers import install_revision_triggers
        from participants.models import SheetImport
        from participants.movers import register_mover
        from participants.panels import register_panel
        from participants.services.imports.kinds import register_kind
        from participants.services.imports.wording import add_choices

        register_panel("forums/_person_panel.html", attended)
        register_panel("forums/_institution_panel.html", meetings, of="institution")
        register_mover(Attendance, clash=on_one_list)
        register_mover(Acknowledgement)
        register_mover(Standing)
        register_mover(PhotoPerson, clash=in_one_photo)
        register_kind(SheetImport.Kind.ATTENDANCE, "forums.services.list_import.kind.AttendanceKind")
        add_choices("presence", Attendance.Presence.choices)
        add_choices("part", Attendance.Part.choices)
        post_migrate.connect(install_revision_triggers, sender=self, dispatch_uid="revision-triggers")
