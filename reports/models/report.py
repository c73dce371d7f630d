"""A frozen document for one audience, and the numbered copies that were given out."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.rights import programmes_where
from common.models import PublicIdModel, VersionedModel
from forums.models import Forum, Programme

#: Letters and digits that are not taken for one another when read aloud or copied by hand.
_CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
#: 17 characters of 32 are 85 bits; guessing one is hopeless, with throttling all the more.
_CODE_LENGTH = 17


def new_verification_code() -> str:
    """A random code of 85 bits for the check page."""
    return "".join(secrets.choice(_CODE_ALPHABET) for _ in range(_CODE_LENGTH))


class ReportQuerySet(models.QuerySet):
    """Reports in words."""

    def visible_to(self, user):
        """Internal ones where the reader reads those; other audiences come with their pages."""
        internal = programmes_where(user, "report internal", "r")
        return self.filter(audience=Report.Audience.INTERNAL, programme_id__in=internal)


class Report(VersionedModel):
    """Figures and text of one document, frozen as JSON, with the hash that is printed on it.

    The same frozen content in the same language and audience is one report: preparing it again gives the same
    row, the same code and the same bytes.
    """

    class Kind(models.TextChoices):
        """What it is about."""

        FORUM_OUTCOMES = "forum_outcomes", _("outcomes of one forum")
        PERIOD = "period", _("programme report for a period")

    class Audience(models.TextChoices):
        """For whom; each a narrower allow-list than the one before."""

        INTERNAL = "internal", _("internal")
        OFFICIAL = "official", _("official")
        DONOR = "donor", _("for the donor")
        PUBLIC = "public", _("public")

    class State(models.TextChoices):
        """Released ones never change; withdrawn ones stay known by hash."""

        DRAFT = "draft", _("draft")
        RELEASED = "released", _("released")
        WITHDRAWN = "withdrawn", _("withdrawn")

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="reports")
    forum = models.ForeignKey(Forum, models.PROTECT, null=True, blank=True, related_name="reports")
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    audience = models.CharField(_("audience"), max_length=10, choices=Audience)
    language = models.CharField(
        _("language"), max_length=2, choices=[("ar", _("Arabic")), ("en", _("English"))]
    )
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
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

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
