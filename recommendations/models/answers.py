"""What an institution answered, and what it said it would do."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.rights import institutions_where, programmes_where
from common.models import PublicIdModel, VersionedModel, WrittenText
from participants.models import Institution
from recommendations.models.addressees import Addressee
from recommendations.models.letters import Letter


class ResponseQuerySet(models.QuerySet):
    """Responses in words."""

    def visible_to(self, user):
        """Sent ones of the reader's programmes; his own institution's; never another's draft."""
        programmes = programmes_where(user, "response", "r")
        institutions = institutions_where(user, "response", "r")
        return self.filter(
            Q(addressee__recommendation__programme_id__in=programmes, sent_at__isnull=False)
            | Q(addressee__institution_id__in=institutions)
        )

    def standing(self):
        """Sent and not withdrawn."""
        return self.filter(sent_at__isnull=False, withdrawn_at__isnull=True)

    def ready(self):
        """Drafts that wait for who validates them."""
        return self.filter(sent_at__isnull=True, ready_at__isnull=False)

    def unconfirmed(self):
        """Those that count only once the institution confirms them: the twin of `Response.is_confirmed`."""
        return self.filter(channel__in=Response.TO_BE_CONFIRMED, confirmed_at__isnull=True)


class Response(VersionedModel, WrittenText):
    """One answer of one addressee in one round. `text` is the summary, which may be released.

    `detail` stays with the programme: a deployment is no reader's business. It is the institution's answer,
    never that of the person who signed it.
    """

    class Decision(models.TextChoices):
        """What it comes to; `states.DECISION_ACTIONS` says what becomes of the state."""

        ACCEPTED = "accepted", _("accepted")
        CONDITIONAL = "conditional", _("accepted if means are provided")
        PARTLY = "partly", _("partly accepted")
        BEYOND_MANDATE = "beyond_mandate", _("beyond mandate, referred to another")
        ALREADY_DONE = "already_done", _("already done")
        DECLINED = "declined", _("not possible now")
        CLARIFICATION = "clarification", _("we ask for clarification")
        NOTED = "noted", _("noted")
        ANSWERED = "answered", _("answer")

    class Channel(models.TextChoices):
        """How it came."""

        ACCOUNT = "account", _("entered by the institution")
        LETTER = "letter", _("by letter, entered by staff")
        ROOM = "room", _("said in the room")
        CODE = "code", _("by one-time code")

    #: Nobody knows yet that it is the institution that speaks.
    TO_BE_CONFIRMED = (Channel.ROOM.value, Channel.CODE.value)

    addressee = models.ForeignKey(Addressee, models.PROTECT, related_name="responses")
    round = models.PositiveSmallIntegerField()
    decision = models.CharField(_("decision"), max_length=16, choices=Decision)
    reason = models.TextField(_("reason"), blank=True)
    condition = models.TextField(_("what must be provided"), blank=True)
    condition_by = models.CharField(_("by whom"), max_length=200, blank=True)
    referred_to = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("referred to")
    )
    detail = models.TextField(_("detail, for the programme only"), blank=True)
    unit = models.CharField(_("unit in charge"), max_length=200, blank=True)
    promised_on = models.DateField(_("promised date"), null=True, blank=True)
    channel = models.CharField(_("how it came"), max_length=8, choices=Channel, default=Channel.ACCOUNT)
    letter = models.ForeignKey(Letter, models.PROTECT, null=True, blank=True, related_name="responses")
    #: None: whoever held a one-time code, which has no account
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    #: None: a draft, which its institution alone sees
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    #: of a draft: since when it lies ready for who validates it
    ready_at = models.DateTimeField(null=True, blank=True, editable=False)
    #: by the institution, for what was said in the room or came by a one-time code
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    released_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_because = models.TextField(_("reason of the withdrawal"), blank=True, editable=False)
    #: what the programme replied where this answer asked for a clarification; the next round began then
    clarification = models.TextField(_("clarification"), blank=True, editable=False)
    clarified_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        ordering = ["round", "id"]
        constraints = [
            models.UniqueConstraint(
                name="one_standing_response_a_round",
                fields=["addressee", "round"],
                condition=Q(withdrawn_at__isnull=True, sent_at__isnull=False),
            ),
            # A draft outlives its round: what was begun is there when the question comes again.
            models.UniqueConstraint(
                name="one_draft_an_addressee", fields=["addressee"], condition=Q(sent_at__isnull=True)
            ),
            models.CheckConstraint(
                name="answered_by_somebody", condition=Q(answered_by__isnull=False) | Q(channel="code")
            ),
        ]

    def __str__(self):
        return str(self.public_id)

    @property
    def is_draft(self) -> bool:
        """Begun and not sent."""
        return self.sent_at is None

    @property
    def stands(self) -> bool:
        """Sent and not withdrawn."""
        return self.sent_at is not None and self.withdrawn_at is None

    @property
    def is_confirmed(self) -> bool:
        """What was said in the room or came by a one-time code counts only once the institution confirms it."""
        return self.channel not in self.TO_BE_CONFIRMED or self.confirmed_at is not None


class Commitment(PublicIdModel, WrittenText):
    """What an institution said in a response it would do, with unit and date. An oral readiness is a pledge."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="commitments")
    unit = models.CharField(_("unit in charge"), max_length=200, blank=True)
    due_on = models.DateField(_("promised date"))

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ["due_on", "id"]

    def __str__(self):
        return str(self.public_id)
