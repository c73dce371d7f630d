"""What is arranged before a meeting: its agenda, and the bodies that are asked to come."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.models import PublicIdModel
from forums.models.forum import Forum
from participants.models import Institution


class AgendaItem(PublicIdModel):
    """One item of the agenda, open or closed to the media."""

    forum = models.ForeignKey(Forum, models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("item"), max_length=300)
    open_to_media = models.BooleanField(_("open to the media"), default=False)

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda")
        ordering = ["position", "id"]

    def __str__(self):
        return str(self.public_id)


class ForumInvitation(PublicIdModel):
    """A body that is to be asked to come. Its representatives see day and venue once `invited_on` is set."""

    class Reply(models.TextChoices):
        """What the body said to the invitation."""

        COMING = "coming", pgettext_lazy("reply to an invitation", "coming")
        DECLINED = "declined", pgettext_lazy("reply to an invitation", "not coming")

    forum = models.ForeignKey(Forum, models.CASCADE, related_name="invitations")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    invited_on = models.DateField(_("invited on"), null=True, blank=True)
    reply = models.CharField(_("reply"), max_length=10, choices=Reply, blank=True)
    replied_on = models.DateField(_("replied on"), null=True, blank=True)
    #: as the answer names him, with his post; no entry of the directory until he came
    delegate = models.CharField(_("delegate"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("invited institution")
        verbose_name_plural = _("invited institutions")
        constraints = [models.UniqueConstraint(name="invited_once", fields=["forum", "institution"])]

    def __str__(self):
        return str(self.public_id)
