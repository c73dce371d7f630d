"""Files that show something: the scan of a letter, the evidence of an update. Their contents are encrypted."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.rights import institutions_where, programmes_where
from common.models import PublicIdModel
from recommendations.models.letters import Letter
from recommendations.models.progress import Evidence


class AttachmentQuerySet(models.QuerySet):
    """Attachments in words."""

    def visible_to(self, user):
        """Those of the reader's programmes; to a representative, his own institution's letters and evidence."""
        programmes = programmes_where(user, "attachment", "r")
        institutions = institutions_where(user, "attachment", "r")
        return self.filter(
            Q(letter__programme_id__in=programmes)
            | Q(evidence__update__addressee__recommendation__programme_id__in=programmes)
            | Q(letter__institution_id__in=institutions)
            | Q(evidence__update__addressee__institution_id__in=institutions)
        )


class Attachment(PublicIdModel):
    """One file, of a letter or of a piece of evidence.

    The name that it had on somebody's machine is not kept, since it may name a person; on disk it has a random
    one and is ciphertext. It is served by a view, as an attachment (`services/attachments.py`).
    """

    class Kind(models.TextChoices):
        """What the content was found to be."""

        PDF = "pdf", "PDF"
        JPEG = "jpg", "JPEG"
        PNG = "png", "PNG"

    letter = models.OneToOneField(
        Letter, models.CASCADE, null=True, blank=True, related_name="attachment", verbose_name=_("letter")
    )
    evidence = models.OneToOneField(
        Evidence, models.CASCADE, null=True, blank=True, related_name="attachment", verbose_name=_("evidence")
    )
    kind = models.CharField(_("kind"), max_length=3, choices=Kind)
    #: bytes of the plain content, and its SHA-256
    size = models.PositiveIntegerField(_("size"))
    digest = models.CharField(max_length=64)
    #: name in the storage: random, without ending
    name = models.CharField(max_length=80, unique=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="attached_to_one",
                condition=Q(letter__isnull=True, evidence__isnull=False)
                | Q(letter__isnull=False, evidence__isnull=True),
            )
        ]

    def __str__(self):
        return str(self.public_id)
