"""What was said or agreed, one row a thing; and, apart from it and encrypted, who said it."""

from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from accounts.rights import programmes_where
from common.encryption import EncryptedTextField
from common.models import PublicIdModel, VersionedModel, WrittenText
from forums.models.forum import Theme
from forums.models.minutes import Minutes
from forums.models.programme import Programme
from participants.models import Category
from participants.privacy import LEVELS


class OutputQuerySet(models.QuerySet):
    """Outputs in words."""

    def visible_to(self, user):
        """Those of minutes that the reader may read in full."""
        drafts = programmes_where(user, "minutes draft", "r")
        statements = programmes_where(user, "statement", "r")
        return self.filter(
            Q(minutes__forum__programme_id__in=drafts)
            | Q(minutes__forum__programme_id__in=statements, minutes__state=Minutes.State.APPROVED)
        )

    def kept(self):
        """Without rows that were taken out of the draft."""
        return self.filter(removed_at__isnull=True)

    def as_lines(self):
        """In their order, with all that the editor shows, and `open_asks`: how many open recommendations stand on each."""
        standing = Count("recommendations", filter=Q(recommendations__standing="open"))
        rows = self.select_related("spoken_by_category").prefetch_related("themes")
        return rows.annotate(open_asks=standing).order_by("position", "id")

    def reaching(self, audience: str):
        """Those that an audience may have; a line may be kept for a narrower one than its forum's."""
        wide = LEVELS[LEVELS.index(audience) :]
        return self.filter(narrowed_to__in=["", *wide])

    def asks(self):
        """Those that ask something of somebody: recommendation, demand, question."""
        return self.filter(kind__in=Output.ASK_KINDS)


class Output(VersionedModel, WrittenText):
    """One thing said or agreed in a forum."""

    class Kind(models.TextChoices):
        """Recommendation, demand and question are asks; a pledge is oral and is not a commitment."""

        RECOMMENDATION = "recommendation", _("recommendation")
        DEMAND = "demand", _("demand")
        QUESTION = "question", _("question")
        ISSUE = "issue", _("issue")
        OBSERVATION = "observation", _("observation")
        PLEDGE = "pledge", _("oral pledge")

    class SpokenBy(models.TextChoices):
        """Which side it came from."""

        PARTICIPANTS = "participants", _("the participants")
        CATEGORY = "category", _("one category")
        NOT_STATED = "not_stated", _("not stated")

    class NarrowedTo(models.TextChoices):
        """Audiences by their levels (`participants.privacy.LEVELS`); the public is no narrowing."""

        INTERNAL = "internal", _("internal")
        OFFICIAL = "official", _("official")
        DONOR = "donor", _("for the donor")

    ASK_KINDS = (Kind.RECOMMENDATION, Kind.DEMAND, Kind.QUESTION)
    #: Attributions under which it may be written down, apart and sealed, who said it: under the others the room was
    #: told that nobody stands behind the sentence.
    WITH_SPEAKER = (Programme.Attribution.NAME, Programme.Attribution.POST, Programme.Attribution.CATEGORY)

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="outputs")
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    themes = models.ManyToManyField(Theme, blank=True, related_name="outputs", verbose_name=_("themes"))
    spoken_by = models.CharField(_("said by"), max_length=12, choices=SpokenBy, default=SpokenBy.NOT_STATED)
    spoken_by_category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("category")
    )
    attribution = models.CharField(
        _("attribution"), max_length=10, choices=Programme.Attribution, default=Programme.Attribution.CATEGORY
    )
    #: the widest audience that may have it; empty: the forum's own. It only narrows: a closed forum stays closed.
    narrowed_to = models.CharField(
        _("for no wider audience than"), max_length=8, choices=NarrowedTo, blank=True
    )
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = OutputQuerySet.as_manager()

    class Meta:
        verbose_name = _("output")
        verbose_name_plural = _("outputs")
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["minutes", "position"], name="output_order")]
        constraints = [
            models.CheckConstraint(
                name="output_category_fits",
                condition=Q(spoken_by="category", spoken_by_category__isnull=False)
                | ~Q(spoken_by="category") & Q(spoken_by_category__isnull=True),
            )
        ]

    def __str__(self):
        return str(self.public_id)

    @property
    def is_ask(self) -> bool:
        """Whether it asks something of somebody and so can become a recommendation."""
        return self.kind in self.ASK_KINDS

    def reaches(self, audience: str) -> bool:
        """Whether an audience may have it: the same as `reaching`."""
        return not self.narrowed_to or LEVELS.index(audience) <= LEVELS.index(self.narrowed_to)

    @property
    def may_have_speaker(self) -> bool:
        """Whether its attribution allows that the person who said it is recorded."""
        return self.attribution in self.WITH_SPEAKER


class OutputSpeaker(models.Model):
    """Who said it, apart from what was said: the person's public id, encrypted by a ring of its own.

    Written while the minutes are a draft, sealed at approval, deleted after the programme's retention time. Loading a
    row deciphers it: whoever only wants to know whether there is one asks for `sealed_at` alone.
    """

    INNER = True

    output = models.OneToOneField(Output, models.CASCADE, related_name="speaker")
    person = EncryptedTextField(purpose="speakers")
    sealed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")

    def __str__(self):
        return str(self.pk)


class OutputLink(PublicIdModel):
    """Two outputs that belong together, e.g. a pledge and its condition."""

    class Kind(models.TextChoices):
        """How the first stands to the second."""

        CONDITION = "condition", _("on condition of")
        ANSWERS = "answers", _("answers")
        REPEATS = "repeats", _("repeats")
        REWORDS = "rewords", _("rewords")

    source = models.ForeignKey(Output, models.CASCADE, related_name="links")
    target = models.ForeignKey(Output, models.CASCADE, related_name="linked_from")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)

    class Meta:
        verbose_name = _("link of outputs")
        verbose_name_plural = _("links of outputs")
        constraints = [
            models.UniqueConstraint(name="one_link_a_kind", fields=["source", "target", "kind"]),
            models.CheckConstraint(name="no_link_to_itself", condition=~Q(source=models.F("target"))),
        ]

    def __str__(self):
        return str(self.public_id)
