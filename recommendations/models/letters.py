"""Official letters: nothing is asked of an institution here without one or an account."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.rights import institutions_where, programmes_where
from common.models import VersionedModel
from forums.models import Forum, Programme
from participants.models import Institution


class LetterQuerySet(models.QuerySet):
    """Letters in words."""

    def visible_to(self, user):
        """Those of the reader's programmes; to a representative, those to or from his own institution."""
        programmes = programmes_where(user, "attachment", "r")
        institutions = institutions_where(user, "attachment", "r")
        return self.filter(Q(programme_id__in=programmes) | Q(institution_id__in=institutions))


class Letter(VersionedModel):
    """A letter out or in, with its numbers. The Hijri date is computed; only the Gregorian one is stored."""

    class Direction(models.TextChoices):
        """Whose letter it is."""

        OUT = "out", _("letter out")
        IN = "in", _("letter in")

    class Purpose(models.TextChoices):
        """What it is for."""

        INVITATION = "invitation", _("invitation")
        DELEGATE = "delegate", _("naming of a delegate")
        ASK = "ask", _("sending of recommendations")
        REMINDER = "reminder", _("reminder")
        ANSWER = "answer", pgettext_lazy("letter", "answer")

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="letters")
    direction = models.CharField(_("direction"), max_length=4, choices=Direction)
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose)
    number = models.CharField(_("number"), max_length=60)
    date = models.DateField(_("date"))
    subject = models.CharField(_("subject"), max_length=300)
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="letters", verbose_name=_("institution")
    )
    through = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("through")
    )
    copies = models.ManyToManyField(Institution, blank=True, related_name="+", verbose_name=_("copies to"))
    #: the post of whoever is addressed; without one the institution is
    addressed_to = models.CharField(_("addressed to (post)"), max_length=200, blank=True)
    #: the words of a letter out between greeting and farewell; empty for one that was written elsewhere
    body = models.TextField(_("words of the letter"), blank=True)
    attachments = models.CharField(_("attachments"), max_length=200, blank=True)
    signatory = models.CharField(_("signed by (post)"), max_length=200, blank=True)
    in_reply_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replies", verbose_name=_("in reply to")
    )
    forum = models.ForeignKey(Forum, models.PROTECT, null=True, blank=True, related_name="letters")
    recommendations = models.ManyToManyField(
        "recommendations.Recommendation", blank=True, related_name="letters"
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-date", "-id"]
        constraints = [
            models.UniqueConstraint(
                name="one_letter_number", fields=["programme", "direction", "institution", "number", "date"]
            )
        ]

    def __str__(self):
        return str(self.public_id)
