"""Files that show something: the scan of a letter, the evidence of an update. Their contents are encrypted."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.rights import institutions_where, programmes_where
from common.sealed_files import SealedFile
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


class Attachment(SealedFile):
    """One file, of a letter or of a piece of evidence. It is served by a view, as an attachment, to be saved."""

    letter = models.OneToOneField(
        Letter, models.CASCADE, null=True, blank=True, related_name="attachment", verbose_name=_("letter")
    )
    evidence = models.OneToOneField(
        Evidence, models.CASCADE, null=True, blank=True, related_name="attachment", verbose_name=_("evidence")
    )
    #: why it stayed when a person was erased whom it may show
    kept_because = models.TextField(_("why it was kept"), blank=True, editable=False)
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
