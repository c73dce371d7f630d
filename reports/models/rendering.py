"""A file that the worker is asked to make of a frozen report."""

from enum import StrEnum

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.rights import programmes_where
from common.models import PublicIdModel
from reports.models.report import Report


class RenderingQuerySet(models.QuerySet):
    """Renderings in words."""

    def visible_to(self, user):
        """The office's of the programme, whatever the audience: donors get their numbered copies elsewhere."""
        return self.filter(report__programme_id__in=programmes_where(user, "report internal", "r"))


class Rendering(PublicIdModel):
    """One PDF on its way: asked for, begun, ready or failed, told by its times; the sweep removes it after a day.

    The bytes stay in the database: any web node can hand them out, and nothing with names lies in a folder.
    """

    class Stage(StrEnum):
        """How far it is; computed, not stored."""

        ASKED = "asked"
        BEGUN = "begun"
        READY = "ready"
        FAILED = "failed"

    report = models.ForeignKey(Report, models.CASCADE, related_name="renderings")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    begun_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    pdf = models.BinaryField(null=True, editable=False)
    #: what to tell whoever keeps the machine, in English; empty unless it failed
    problem = models.TextField(blank=True, editable=False)

    objects = RenderingQuerySet.as_manager()

    class Meta:
        verbose_name = _("file being made")
        verbose_name_plural = _("files being made")
        ordering = ["-id"]

    def __str__(self):
        return str(self.public_id)

    @property
    def stage(self) -> Stage:
        """How far it is."""
        if self.ended_at is None:
            return self.Stage.BEGUN if self.begun_at else self.Stage.ASKED
        return self.Stage.FAILED if self.problem else self.Stage.READY
