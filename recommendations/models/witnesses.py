"""What people of the community say of a result: by one-time codes on slips without a name.

Nobody can tell from these tables who said what, or when: a code that was used is gone, a voice knows its round alone
and has neither date nor lasting place among the others, and nothing of a round is read before it is over.
"""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.rights import programmes_where
from common.encryption import EncryptedTextField
from common.models import PublicIdModel
from recommendations.models.addressees import Addressee


class WitnessRoundQuerySet(models.QuerySet):
    """Rounds in words."""

    def running(self):
        """Those whose codes are good today."""
        return self.filter(ended_on__isnull=True, until__gte=timezone.localdate())

    def over(self):
        """Those whose voices are read now: the twin of `WitnessRound.is_over`."""
        return self.filter(Q(ended_on__isnull=False) | Q(until__lt=timezone.localdate()))

    def counted(self):
        """With how many said what: `said_yes`, `said_partly`, `said_no`; where no other order was asked for, the last one is last."""
        # Django leaves the order of the model out of what is grouped.
        rows = self if self.query.order_by else self.order_by("pk")
        return rows.annotate(
            **{
                f"said_{felt}": models.Count("voices", filter=Q(voices__felt=felt))
                for felt in WitnessVoice.Felt.values
            }
        )

    def told(self):
        """Each as one value, for a subquery; `WitnessRound.of_told` makes a row of it."""
        names = {name: name for name in ("until", "ended_on", "said_yes", "said_partly", "said_no")}
        return self.counted().values(told=JSONObject(**names))


class WitnessRound(PublicIdModel):
    """One asking about one result: so many slips at once, good until a day."""

    #: of how many slips staff choose; never so few that a slip would be a person
    SIZES = (6, 12, 24)
    DAYS = (14, 30, 60)
    #: The office reads a round in which fewer spoke as if nobody had.
    LEAST = 3

    addressee = models.ForeignKey(Addressee, models.PROTECT, related_name="witness_rounds")
    size = models.PositiveSmallIntegerField(_("number of slips"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_on = models.DateField(default=timezone.localdate)
    until = models.DateField(_("until"))
    #: where it was ended before `until`
    ended_on = models.DateField(null=True, editable=False)

    objects = WitnessRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round of witnesses")
        verbose_name_plural = _("rounds of witnesses")
        ordering = ["id"]
        constraints = [models.CheckConstraint(name="witnesses_are_several", condition=Q(size__gte=6))]

    def __str__(self):
        return str(self.public_id)

    @classmethod
    def of_told(cls, told: dict) -> "WitnessRound":
        """A row that was read within another statement; not to be saved."""
        days = {name: told[name] and date.fromisoformat(told[name]) for name in ("until", "ended_on")}
        row = cls(**days)
        for felt in WitnessVoice.Felt.values:
            setattr(row, f"said_{felt}", told[f"said_{felt}"])
        return row

    @property
    def is_over(self) -> bool:
        """Whether no code of it is good any more, so that its voices may be read."""
        return self.ended_on is not None or self.until < timezone.localdate()

    @property
    def is_read(self) -> bool:
        """Whether enough spoke in it. Of rows of `counted`."""
        return self.is_over and self.said_yes + self.said_partly + self.said_no >= self.LEAST

    @property
    def closed_on(self):
        """The last day on which somebody could speak."""
        return self.ended_on or self.until


class WitnessCode(PublicIdModel):
    """One code that nobody has used yet. The code itself is kept nowhere; used up, the row is deleted."""

    #: 60 random bits
    LENGTH = 12

    round = models.ForeignKey(WitnessRound, models.CASCADE, related_name="codes")
    #: hash of the code, keyed by the secret key of the installation
    digest = models.CharField(max_length=64, unique=True, editable=False)

    class Meta:
        verbose_name = _("code of a witness")
        verbose_name_plural = _("codes of witnesses")
        # By the hash: not by the place on the sheet.
        ordering = ["digest"]

    def __str__(self):
        return str(self.public_id)


class WitnessVoiceQuerySet(models.QuerySet):
    """Voices in words."""

    def visible_to(self, user):
        """Of the reader's programmes, once the round is over and enough have spoken in it."""
        rounds = WitnessRound.objects.over().annotate(heard=models.Count("voices"))
        return self.filter(
            round__addressee__recommendation__programme__in=programmes_where(user, "witness voice", "r"),
            round__in=rounds.filter(heard__gte=WitnessRound.LEAST).values("pk"),
        )


class WitnessVoice(PublicIdModel):
    """What one witness said. Without date and code; all voices of a round are written anew, shuffled, with each."""

    class Felt(models.TextChoices):
        """«Have you felt a change?»"""

        YES = "yes", pgettext_lazy("a change was felt", "yes")
        PARTLY = "partly", pgettext_lazy("a change was felt", "partly")
        NO = "no", pgettext_lazy("a change was felt", "no")

    MOST_WORDS = 300

    round = models.ForeignKey(WitnessRound, models.CASCADE, related_name="voices")
    felt = models.CharField(_("Have you felt a change?"), max_length=6, choices=Felt)
    words = EncryptedTextField(_("words of a witness"), purpose="contacts", undated=True, blank=True)

    objects = WitnessVoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("voice of a witness")
        verbose_name_plural = _("voices of witnesses")
        ordering = ["public_id"]

    def __str__(self):
        return str(self.public_id)
