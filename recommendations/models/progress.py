"""What was done, what shows it, and what staff found."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.rights import institutions_where, programmes_where
from common.models import PublicIdModel, WrittenText
from recommendations.models.addressees import Addressee


class UpdateQuerySet(models.QuerySet):
    """Updates in words."""

    def visible_to(self, user):
        """Those of the reader's programmes and of his own institution."""
        programmes = programmes_where(user, "progress", "r")
        institutions = institutions_where(user, "progress", "r")
        return self.filter(
            Q(addressee__recommendation__programme_id__in=programmes)
            | Q(addressee__institution_id__in=institutions)
        )


class Update(PublicIdModel, WrittenText):
    """What an institution says was done. `text` is the summary, which may be released; `detail` stays."""

    class Kind(models.TextChoices):
        """What it makes of the state."""

        PROGRESS = "progress", _("progress")
        STOPPED = "stopped", _("stopped")
        DONE = "done", _("done")

    addressee = models.ForeignKey(Addressee, models.PROTECT, related_name="updates")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    detail = models.TextField(_("detail, for the programme only"), blank=True)
    percent = models.PositiveSmallIntegerField(_("percent done"), null=True, blank=True)
    milestone = models.CharField(_("milestone"), max_length=200, blank=True)
    stopped_because = models.TextField(_("why it stopped"), blank=True)
    would_unblock = models.TextField(_("what would unblock it"), blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on_behalf = models.BooleanField(_("recorded by staff"), default=False)
    happened_on = models.DateField(_("on"))
    made_at = models.DateTimeField(auto_now_add=True)

    objects = UpdateQuerySet.as_manager()

    class Meta:
        verbose_name = _("update")
        verbose_name_plural = _("updates")
        ordering = ["happened_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="percent_of_hundred", condition=Q(percent__isnull=True) | Q(percent__lte=100)
            ),
            models.CheckConstraint(
                name="stop_has_reason",
                condition=~Q(kind="stopped") | ~Q(stopped_because="") & ~Q(would_unblock=""),
            ),
        ]

    def __str__(self):
        return str(self.public_id)


class Evidence(PublicIdModel):
    """What shows that it was done; or that staff saw it and kept nothing, which is evidence too."""

    class Kind(models.TextChoices):
        """What sort."""

        LINK = "link", _("link")
        WITNESS = "witness", _("witness note")
        SEEN = "seen", _("seen, not kept")
        FILE = "file", _("file")

    update = models.ForeignKey(Update, models.CASCADE, related_name="evidence")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    note = models.TextField(_("note"), blank=True)
    link = models.URLField(_("link"), blank=True)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["id"]

    def __str__(self):
        return str(self.public_id)


class VerificationQuerySet(models.QuerySet):
    """Findings in words."""

    def visible_to(self, user):
        """Those of the reader's programmes, and those on what his own institution reported."""
        programmes = programmes_where(user, "verification", "r")
        institutions = institutions_where(user, "verification", "r")
        return self.filter(
            Q(addressee__recommendation__programme_id__in=programmes)
            | Q(addressee__institution_id__in=institutions)
        )


class Verification(PublicIdModel):
    """Staff's finding whether a claimed result is real. Only `confirmed` counts as done in figures."""

    class Finding(models.TextChoices):
        """What was found."""

        CONFIRMED = "confirmed", _("confirmed")
        PARTLY = "partly", _("partly confirmed")
        NOT_CONFIRMED = "not_confirmed", _("not confirmed")

    addressee = models.ForeignKey(Addressee, models.PROTECT, related_name="verifications")
    finding = models.CharField(_("finding"), max_length=14, choices=Finding)
    method = models.CharField(_("method"), max_length=300)
    note = models.TextField(_("note"), blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    found_on = models.DateField(_("on"))
    made_at = models.DateTimeField(auto_now_add=True)

    objects = VerificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("verification")
        verbose_name_plural = _("verifications")
        ordering = ["found_on", "id"]

    def __str__(self):
        return str(self.public_id)
