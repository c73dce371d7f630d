"""The directory: people and institutions, and the lists that describe them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParticipantsConfig(AppConfig):
    """Loads the rules of the directory, and registers its own rows that go along with a merge and its sheets."""

    name = "participants"
    verbose_name = _("People and institutions")

    def ready(self):
        from participants import rules  # noqa: F401  registering is the import's purpose
        from participants.models import Consent, ContactReading, FocalPoint, Person, SheetImport
        from participants.movers import register_mover
        from participants.services.imports.kinds import register_kind

        for model in (Consent, ContactReading, FocalPoint):
            register_mover(model)
        # Who was merged into the absorbed entry hangs on the one that stays, so that chains do not grow.
        register_mover(Person, "merged_into")
        register_kind(SheetImport.Kind.PEOPLE, "participants.services.imports.people.PeopleKind")
        register_kind(SheetImport.Kind.INSTITUTIONS, "participants.services.imports.bodies.BodyKind")
