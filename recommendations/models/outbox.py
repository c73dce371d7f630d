"""The outbox: every message that somebody should get, written in the transaction of what it tells of."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import PublicIdModel
from forums.models import Programme
from participants.models import Institution


class OutboxMessage(PublicIdModel):
    """One message without content or names: what kind, to whom, where the link leads.

    The text is made from the kind when it is sent. Without mail it waits here with a printable link.
    """

    class Kind(models.TextChoices):
        """What it tells."""

        ANSWER_AWAITED = "answer_awaited", _("an answer is awaited")
        ANSWER_ARRIVED = "answer_arrived", _("an answer has arrived")
        CLARIFICATION = "clarification", _("a clarification is asked")

    class State(models.TextChoices):
        """What became of it. *Uncertain*: handed over, and the machine stopped before the answer came."""

        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        UNCERTAIN = "uncertain", _("uncertain whether sent")
        FAILED = "failed", _("failed")
        PRINTED = "printed", _("handed over on paper")

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("institution")
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    #: path of the page that it leads to; carries a public id only
    path = models.CharField(max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    #: the same message is written once, whoever retries
    dedupe = models.CharField(max_length=120, unique=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("outbox")
        ordering = ["-id"]

    def __str__(self):
        return str(self.public_id)
