"""What became of an earlier ask at a meeting that goes through the asks of the forums before it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.models import PublicIdModel
from forums.models import Forum, Output
from recommendations.models.answers import Response
from recommendations.models.recommendation import Recommendation


class Hearing(PublicIdModel):
    """One ask at one meeting. Holds no words: an answer is a Response, an ask that is raised again an Output."""

    class Outcome(models.TextChoices):
        """What became of it there."""

        ANSWERED = "answered", pgettext_lazy("hearing of an ask", "answered in the room")
        RAISED_AGAIN = "raised_again", pgettext_lazy("hearing of an ask", "raised again")
        NOT_DISCUSSED = "not_discussed", pgettext_lazy("hearing of an ask", "not discussed")

    forum = models.ForeignKey(Forum, models.CASCADE, related_name="hearings")
    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="hearings")
    outcome = models.CharField(_("outcome"), max_length=16, choices=Outcome)
    response = models.OneToOneField(Response, models.CASCADE, null=True, blank=True, related_name="hearing")
    #: emptied where the output was taken out of the minutes again
    output = models.OneToOneField(Output, models.SET_NULL, null=True, blank=True, related_name="hearing")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("hearing of an ask")
        verbose_name_plural = _("hearings of asks")
        ordering = ["id"]
        constraints = [
            # Several institutions may answer one ask; the other outcomes are said once.
            models.UniqueConstraint(
                name="heard_once",
                fields=["forum", "recommendation", "outcome"],
                condition=Q(response__isnull=True),
            )
        ]

    def __str__(self):
        return str(self.public_id)
