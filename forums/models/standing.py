"""Who was entered for a programme before he was at any of its forums."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.rights import programmes_where
from common.models import PublicIdModel
from forums.models.programme import Programme
from participants.models import Person


class StandingQuerySet(models.QuerySet):
    """Standings in words."""

    def visible_to(self, user):
        """Those of programmes whose people the reader sees."""
        return self.filter(programme__in=programmes_where(user, "person", "r"))


class Standing(PublicIdModel):
    """By it a person is seen in a programme who is on no list of it yet, since a sheet of people brought him."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="standings")
    person = models.ForeignKey(Person, models.CASCADE, related_name="standings")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of a person for a programme")
        verbose_name_plural = _("entries of persons for programmes")
        ordering = ["id"]
        # Not unique: of two entries that become one both may have stood in the programme.
        indexes = [models.Index(name="standing_of_a_person", fields=["person", "programme"])]

    def __str__(self):
        return str(self.public_id)
