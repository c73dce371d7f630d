"""The outbox: every message that somebody should get, written in the transaction of what it tells of."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.rights import programmes_where
from common.models import PublicIdModel, VersionedModel
from forums.models import Programme
from participants.models import Institution


class OutboxQuerySet(models.QuerySet):
    """Messages in words."""

    def visible_to(self, user):
        """Those of the programmes whose outbox the reader may see."""
        return self.filter(programme_id__in=programmes_where(user, "outbox", "r"))

    def unsettled(self):
        """Those that somebody should look at: not sent and not handed over."""
        return self.exclude(state__in=[OutboxMessage.State.SENT, OutboxMessage.State.PRINTED])


class OutboxMessage(VersionedModel):
    """One message without content or names: what kind, to whom, where the link leads.

    The text is made from the kind when it is sent. Without mail it waits here with a printable link. The state is
    written along `recommendations/states/messages.py`.
    """

    class Kind(models.TextChoices):
        """What it tells."""

        ANSWER_AWAITED = "answer_awaited", _("an answer is awaited")
        ANSWER_ARRIVED = "answer_arrived", _("an answer has arrived")
        CLARIFICATION = "clarification", _("a clarification is asked")
        ANSWER_DUE = "answer_due", _("an answer is due soon")
        ANSWER_LATE = "answer_late", _("an answer is overdue")
        DATE_MOVED = "date_moved", _("the date to answer by was moved")
        MINUTES_DUE = "minutes_due", _("minutes are to be filed")
        WORDS_SHOWN = "words_shown", _("an institution may look at how its words are minuted")
        WORDS_ANSWERED = "words_answered", _("an institution has looked at how its words are minuted")

    #: Kinds that go to institutions: none goes before a manager has read one of the kind (`KindRead`).
    OFFICIAL = (
        *(Kind.ANSWER_AWAITED, Kind.CLARIFICATION, Kind.WORDS_SHOWN),
        *(Kind.ANSWER_DUE, Kind.ANSWER_LATE, Kind.DATE_MOVED),
    )
    #: Of these, the kinds that are about a day: another day, another message.
    OF_A_DAY = (Kind.ANSWER_DUE, Kind.ANSWER_LATE, Kind.DATE_MOVED)

    class State(models.TextChoices):
        """What became of it. *Uncertain*: handed over, and the machine stopped before the answer came."""

        WAITING = "waiting", pgettext_lazy("message", "waiting")
        SENDING = "sending", pgettext_lazy("message", "being sent")
        SENT = "sent", pgettext_lazy("message", "sent")
        UNCERTAIN = "uncertain", pgettext_lazy("message", "uncertain whether sent")
        FAILED = "failed", pgettext_lazy("message", "not sent: failed")
        PRINTED = "printed", pgettext_lazy("message", "handed over on paper")

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
    #: how often it was handed to the mail server since somebody last asked for it
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    #: the same message is written once, whoever retries
    dedupe = models.CharField(max_length=120, unique=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("outbox")
        ordering = ["-id"]

    def __str__(self):
        return str(self.public_id)

    @property
    def link(self) -> str:
        """The whole address that the reader opens; it tells nothing and asks him to sign in."""
        return settings.SITE_URL + self.path


class KindRead(PublicIdModel):
    """That a manager of the programme has read what a kind of message says to officials: it may go from then on."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=16, choices=OutboxMessage.Kind)
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    read_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("kind of message that was read")
        verbose_name_plural = _("kinds of messages that were read")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(name="kind_read_once", fields=["programme", "kind"])]

    def __str__(self):
        return str(self.public_id)
