"""Themes and holidays as sheets."""

from common.exports import SafeResource
from forums.models import Holiday, Theme
from participants.services.lists import save_row


class ThemeResource(SafeResource):
    """What outputs are about."""

    class Meta:
        model = Theme
        fields = ("code", "name_ar", "name_en", "spellings")

    def store(self, actor, row):
        """By the service."""
        save_row(actor=actor, row=row)


class HolidayResource(SafeResource):
    """Days without work; a day is its own key."""

    class Meta:
        model = Holiday
        import_id_fields = ("day",)
        fields = ("day", "name_ar", "name_en")

    def store(self, actor, row):
        """By the service."""
        save_row(actor=actor, row=row)
