"""An ask and its wordings. The institutions that it is addressed to stand in `addressees.py`."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import IsNull
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.rights import institutions_where, programmes_where
from common.models import PublicIdModel, VersionedModel, WrittenText
from forums.models import Forum, Output, Programme, Theme
from recommendations.models.addressees import Addressee

#: Databases differ in where they sort what is null: it is said first, and the index follows.
_NEWEST_FIRST = (IsNull(F("number"), True).desc(), F("number").desc(), F("id").desc())


class RecommendationQuerySet(models.QuerySet):
    """Recommendations in words."""

    def visible_to(self, user):
        """All of the reader's programmes where he reads drafts; what was sent, elsewhere; to a reviewer, what
        was sent to his institution."""
        drafts = programmes_where(user, "recommendation draft", "r")
        programmes = programmes_where(user, "recommendation", "r")
        institutions = institutions_where(user, "recommendation", "r")
        sent = Addressee.objects.filter(sent_at__isnull=False)
        # Where he reads drafts nothing else is asked: most readers are of one sort, and theirs is a bare condition then.
        elsewhere = programmes - drafts
        return self.filter(
            Q(programme_id__in=drafts)
            | Q(programme_id__in=elsewhere, pk__in=sent.values("recommendation"))
            | Q(pk__in=sent.filter(institution_id__in=institutions).values("recommendation"))
        )

    def in_programme(self, programme):
        """Those of one programme."""
        return self.filter(programme=programme)

    def stemming_from(self, forums):
        """Those with at least one source, not taken out since, in one of these forums."""
        said = Output.objects.kept().filter(minutes__forum__in=forums)
        stemming = Recommendation.sources.through.objects.filter(output__in=said)
        return self.filter(pk__in=stemming.values("recommendation"))

    def newest_first(self):
        """Drafts, which have no number yet, before the newest number. In the words of the index that gives this order."""
        return self.order_by(*_NEWEST_FIRST)

    def standing(self):
        """Neither withdrawn nor merged."""
        return self.filter(standing=Recommendation.Standing.OPEN)


class Recommendation(VersionedModel, WrittenText):
    """An ask: recommendation, demand or question. `text` is the wording as it is or will be sent.

    Its number is given when it is sent and never used again; the gaps that others may notice are an accepted,
    documented disclosure. Its state is its addressees' (`Addressee.state`), computed, never stored here.
    """

    class Priority(models.TextChoices):
        """How pressing."""

        HIGH = "high", _("high")
        NORMAL = "normal", _("normal")

    class Standing(models.TextChoices):
        """The recommendation's own: whether it still stands."""

        OPEN = "open", _("standing")
        WITHDRAWN = "withdrawn", _("withdrawn")
        MERGED = "merged", _("merged")

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="recommendations")
    number = models.PositiveIntegerField(null=True, blank=True, editable=False)
    kind = models.CharField(
        _("kind"),
        max_length=16,
        choices=[(kind.value, kind.label) for kind in Output.ASK_KINDS],
    )
    sources = models.ManyToManyField(Output, related_name="recommendations", verbose_name=_("said in"))
    themes = models.ManyToManyField(
        Theme, blank=True, related_name="recommendations", verbose_name=_("themes")
    )
    #: addressed to everybody: never sent, never counted as unanswered
    is_general = models.BooleanField(_("general, to no institution in particular"), default=False)
    priority = models.CharField(_("priority"), max_length=8, choices=Priority, default=Priority.NORMAL)
    expected_result = models.TextField(_("expected result"), blank=True)
    due_on = models.DateField(_("to be done by"), null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
    )
    similar = models.ManyToManyField("self", blank=True, verbose_name=_("similar recommendations"))
    standing = models.CharField(
        _("standing"), max_length=10, choices=Standing, default=Standing.OPEN, editable=False
    )
    standing_reason = models.TextField(blank=True, editable=False)
    #: when it last began or ceased to stand
    standing_at = models.DateTimeField(null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", editable=False
    )
    #: key for searching: wording, translation and reference, folded; services keep it
    folded = models.TextField(editable=False, blank=True)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        ordering = ["-number", "-id"]
        indexes = [models.Index("programme", *_NEWEST_FIRST, name="recommendation_newest")]
        constraints = [
            models.UniqueConstraint(name="one_number_a_programme", fields=["programme", "number"]),
        ]

    def __str__(self):
        return self.reference or str(self.public_id)

    @property
    def reference(self) -> str:
        """«ADEN-R-0042», or empty before it was sent. For print and speech; never in a URL."""
        return f"{self.programme.code}-R-{self.number:04d}" if self.number else ""

    def as_sent(self) -> "Wording | Recommendation":
        """The wording that went out; its own words before it was sent."""
        return self.wordings.filter(occasion=Wording.Occasion.SENT).last() or self

    @cached_property
    def asked(self) -> list[Addressee]:
        """Lead first, then supporting; without *through* and *copy*. Uses prefetched addressees."""
        order = {Addressee.Part.LEAD: 0, Addressee.Part.SUPPORTING: 1}
        return sorted(
            (row for row in self.addressees.all() if row.part in order),
            # A referred lead gives way to the one that it was referred to.
            key=lambda row: (order[row.part], row.state == Addressee.State.REFERRED, row.pk),
        )

    @property
    def lead(self) -> Addressee | None:
        """The addressee whose state stands for the recommendation; None for a general one."""
        return self.asked[0] if self.asked else None

    @property
    def state(self) -> str:
        """The lead's state, or "general", "withdrawn", "merged": what a chip shows."""
        if self.standing != self.Standing.OPEN:
            return self.standing
        return self.lead.state if self.lead else "general"


class Wording(PublicIdModel, WrittenText):
    """One wording in the history of an ask: as said, reworded at a higher level, as sent."""

    class Occasion(models.TextChoices):
        """When it was worded so."""

        SAID = "said", _("as said")
        REWORDED = "reworded", _("reworded")
        SENT = "sent", _("as sent")

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="wordings")
    occasion = models.CharField(_("occasion"), max_length=10, choices=Occasion)
    forum = models.ForeignKey(Forum, models.PROTECT, null=True, blank=True, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("wording")
        verbose_name_plural = _("wordings")
        ordering = ["id"]

    def __str__(self):
        return str(self.public_id)
