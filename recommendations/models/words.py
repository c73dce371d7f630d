"""How an official's own words are minuted, shown to the institution before the minutes are approved.

Staff choose the lines. Its representatives see these lines and nothing else of the minutes, for some working days, and may
propose another wording beside each; staff take it, or keep theirs with a reason.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.rights import institutions_where, programmes_where
from common.models import VersionedModel
from forums.models import Minutes, Output
from participants.models import Institution


class WordsReviewQuerySet(models.QuerySet):
    """Such showings in words."""

    def visible_to(self, user):
        """The office's of the programme; and to a representative, those of his institution while the days run."""
        own = institutions_where(user, "words shown", "r")
        return self.filter(
            Q(minutes__forum__programme_id__in=programmes_where(user, "words shown", "r"))
            | (Q(institution_id__in=own) & self.running_now())
        )

    def of_next_revision(self):
        """Those about what is being written now: an approval ends them."""
        return self.filter(revision=F("minutes__revision") + 1)

    @staticmethod
    def running_now() -> Q:
        """The condition under which an institution sees it."""
        return Q(
            until__gte=timezone.localdate(),
            revision=F("minutes__revision") + 1,
            minutes__forum__programme__archived_at__isnull=True,
        ) & ~Q(minutes__state=Minutes.State.APPROVED)

    def running(self):
        """Those that their institution sees now."""
        return self.filter(self.running_now())


class WordsReview(VersionedModel):
    """Lines of the minutes that are shown to one institution, until a day, for the revision that is being written."""

    #: working days that an institution has
    DAYS = 5

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="words_reviews")
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="+", verbose_name=_("institution")
    )
    revision = models.PositiveSmallIntegerField(editable=False)
    shown_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    until = models.DateField(_("until"), editable=False)

    objects = WordsReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("showing of words")
        verbose_name_plural = _("showings of words")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="words_shown_once_a_revision", fields=["minutes", "institution", "revision"]
            )
        ]

    def __str__(self):
        return str(self.public_id)

    @property
    def is_running(self) -> bool:
        """Whether its institution sees it now: the same as `running`."""
        minutes = self.minutes
        return (
            self.until >= timezone.localdate()
            and self.revision == minutes.revision + 1
            and minutes.state != Minutes.State.APPROVED
            and minutes.forum.programme.archived_at is None
        )


class ShownLine(VersionedModel):
    """One line that is shown, what the institution would have it say, and what staff made of that."""

    class Decision(models.TextChoices):
        """What staff made of the proposal."""

        TAKEN = "taken", pgettext_lazy("proposed wording", "taken over")
        KEPT = "kept", pgettext_lazy("proposed wording", "kept as it was")

    review = models.ForeignKey(WordsReview, models.CASCADE, related_name="lines")
    output = models.ForeignKey(Output, models.CASCADE, related_name="+")
    proposal = models.TextField(_("proposed wording"), blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    proposed_at = models.DateTimeField(null=True, editable=False)
    decision = models.CharField(max_length=6, choices=Decision, blank=True, editable=False)
    reason = models.TextField(_("reason"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    class Meta:
        verbose_name = _("shown line")
        verbose_name_plural = _("shown lines")
        ordering = ["output__position", "id"]
        constraints = [models.UniqueConstraint(name="line_shown_once", fields=["review", "output"])]

    def __str__(self):
        return str(self.public_id)

    @property
    def is_open(self) -> bool:
        """Whether a proposal awaits the staff's decision."""
        return bool(self.proposal) and not self.decision
