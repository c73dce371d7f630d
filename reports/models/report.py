"""A frozen document for one audience, and the numbered copies that were given out."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.rights import institutions_where, programmes_where
from common.models import PublicIdModel, VersionedModel
from common.printed_codes import new_code
from forums.models import Forum, Output, Programme
from recommendations.models import Addressee

#: 17 characters of 32 are 85 bits; guessing one is hopeless, with throttling all the more.
_CODE_LENGTH = 17


def new_verification_code() -> str:
    """A random code of 85 bits for the check page."""
    return new_code(_CODE_LENGTH)


def _forums_of(institutions):
    """Forums of which something was sent to one of these institutions."""
    asked = Addressee.objects.asked().filter(institution_id__in=institutions, sent_at__isnull=False)
    said = Output.objects.kept().filter(recommendations__in=asked.values("recommendation"))
    return said.values("minutes__forum")


class ReportQuerySet(models.QuerySet):
    """Reports in words."""

    def visible_to(self, user):
        """Internal ones where the reader reads those; others once released, before that where he reads drafts.

        An official one is read by the institutions to which something of its forum was sent. A withdrawn one stays in
        sight of those who could read it.
        """
        audience = Report.Audience
        internal = programmes_where(user, "report internal", "r")
        drafts = programmes_where(user, "report donor draft", "r")
        seen = Q(audience=audience.INTERNAL, programme_id__in=internal)
        seen |= ~Q(audience=audience.INTERNAL) & Q(programme_id__in=drafts)
        told = Q(audience=audience.DONOR, programme_id__in=programmes_where(user, "report donor", "r"))
        told |= Q(audience=audience.PUBLIC, programme_id__in=programmes_where(user, "report public", "r"))
        if own := institutions_where(user, "report official", "r"):
            told |= Q(audience=audience.OFFICIAL, forum__in=_forums_of(own))
        return self.filter(seen | told & Q(released_at__isnull=False))

    def for_readers(self):
        """Those that are released to somebody: all but the internal ones."""
        return self.exclude(audience=Report.Audience.INTERNAL)

    def for_anybody(self):
        """Press releases that stand: whoever comes by reads them, signed in or not."""
        return self.filter(audience=Report.Audience.PUBLIC, state=Report.State.RELEASED)

    def for_donors(self):
        """Those whose audience is the donor."""
        return self.filter(audience=Report.Audience.DONOR)

    def once_released(self):
        """Released, and withdrawn after that: what has left the house."""
        return self.filter(released_at__isnull=False)


class Report(VersionedModel):
    """Figures and text of one document, frozen as JSON, with the hash that is printed on it.

    The same frozen content in the same language and audience is one report: preparing it again gives the same
    row, the same code and the same bytes.
    """

    class Kind(models.TextChoices):
        """What it is about."""

        FORUM_OUTCOMES = "forum_outcomes", _("outcomes of one forum")
        MINUTES = "minutes", _("minutes of one forum")
        PERIOD = "period", _("programme report for a period")

    class Audience(models.TextChoices):
        """For whom; each a narrower allow-list than the one before."""

        INTERNAL = "internal", _("internal")
        OFFICIAL = "official", _("official")
        DONOR = "donor", _("for the donor")
        PUBLIC = "public", pgettext_lazy("audience", "public")

    class Language(models.TextChoices):
        """Of the document; in both, the Arabic part comes first."""

        ARABIC = "ar", _("Arabic")
        ENGLISH = "en", _("English")
        BOTH = "both", _("Arabic and English")

    class State(models.TextChoices):
        """Released ones never change; withdrawn ones stay known by hash."""

        DRAFT = "draft", _("draft")
        RELEASED = "released", _("released")
        WITHDRAWN = "withdrawn", _("withdrawn")

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="reports")
    forum = models.ForeignKey(Forum, models.PROTECT, null=True, blank=True, related_name="reports")
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    audience = models.CharField(_("audience"), max_length=10, choices=Audience)
    language = models.CharField(_("language"), max_length=4, choices=Language)
    period_start = models.DateField(null=True, blank=True)
    period_end = models.DateField(null=True, blank=True)
    number = models.PositiveIntegerField()
    frozen = models.JSONField()
    #: SHA-256 of the canonical frozen JSON; its first 12 digits are printed
    frozen_hash = models.CharField(max_length=64)
    audit_head = models.CharField(max_length=64, blank=True)
    verification_code = models.CharField(max_length=32, unique=True, default=new_verification_code)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    pdf_hash = models.CharField(max_length=64, blank=True)
    #: what it was made with at its release, names with versions and digests (`reports/made_with.py`); written then
    made_with = models.JSONField(default=dict, blank=True, editable=False)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    #: why totals by sex and by youth and adult are shown to the donor at any size; empty: they are not shown
    totals_reason = models.TextField(_("why totals by sex and age are shown"), blank=True, editable=False)
    leaves_out_untranslated = models.BooleanField(
        _("texts without a translation are left out"), default=False, editable=False
    )
    #: name of the released file below MEDIA_ROOT/reports, random; its SHA-256 is `pdf_hash`
    file_name = models.CharField(max_length=80, blank=True, editable=False)
    released_at = models.DateTimeField(_("released on"), null=True, blank=True, editable=False)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    withdrawn_at = models.DateTimeField(_("withdrawn on"), null=True, blank=True, editable=False)
    withdrawn_because = models.TextField(_("reason of the withdrawal"), blank=True, editable=False)

    #: written once, with the row
    FROZEN = ("frozen", "frozen_hash", "audience", "language", "kind", "number", "verification_code")

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(name="one_report_number", fields=["programme", "number"]),
            models.UniqueConstraint(
                name="same_figures_same_report",
                fields=["frozen_hash", "language", "audience", "kind"],
                condition=~Q(state="withdrawn"),
            ),
        ]

    def __str__(self):
        return self.reference

    def save(self, *args, update_fields=None, **kwargs):
        """What is frozen is written with the row and never again: a later save leaves those fields alone."""
        if not self._state.adding:
            named = update_fields or [
                field.name for field in self._meta.concrete_fields if not field.primary_key
            ]
            update_fields = [name for name in named if name not in self.FROZEN]
        super().save(*args, update_fields=update_fields, **kwargs)

    @classmethod
    def languages_of(cls, language: str) -> tuple[str, ...]:
        """Of a document's language: the languages of its parts, in their order."""
        if language == cls.Language.BOTH:
            return cls.Language.ARABIC.value, cls.Language.ENGLISH.value
        return (language,)

    @property
    def languages(self) -> tuple[str, ...]:
        """Of its parts, in their order; whoever needs one takes the first."""
        return self.languages_of(self.language)

    @property
    def is_released(self) -> bool:
        """Whether readers of its audience may have it now."""
        return self.state == self.State.RELEASED

    @property
    def reference(self) -> str:
        """«ADEN-RPT-0003»."""
        return f"{self.programme.code}-RPT-{self.number:04d}"


class ReportCopy(PublicIdModel):
    """One copy given to one recipient, with its number and the hash of the stamped file."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="copies")
    number = models.PositiveIntegerField()
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(auto_now_add=True)
    file_hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("copy of a report")
        verbose_name_plural = _("copies of reports")
        constraints = [models.UniqueConstraint(name="one_copy_number", fields=["report", "number"])]

    def __str__(self):
        return str(self.public_id)
