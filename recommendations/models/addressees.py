"""The institutions that an ask is addressed to, each with a state of its own."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from common.models import VersionedModel
from participants.models import Institution


class AddresseeQuerySet(models.QuerySet):
    """Addressees in words."""

    def asked(self):
        """Who must answer: lead and supporting."""
        return self.filter(part__in=[Addressee.Part.LEAD, Addressee.Part.SUPPORTING])

    def leading(self):
        """Those that `Recommendation.lead` gives, whose state stands for the recommendation's: a lead that did not
        refer it, else who comes next. Which others the queryset leaves out changes nothing."""
        # A sum, since no index answers it: else PostgreSQL may walk all earlier rows for each one, and not the few that
        # stand beside it, as long as it has not counted the table.
        beside = Addressee.objects.asked().filter(recommendation=OuterRef("recommendation"))
        beside = beside.alias(place=F("pk") + 0)
        leads, earlier = Q(part=Addressee.Part.LEAD), Q(place__lt=OuterRef("pk"))
        supporting, active = Q(part=Addressee.Part.SUPPORTING), ~Q(state=Addressee.State.REFERRED)
        no_lead = ~Exists(beside.filter(leads))
        return self.filter(
            (leads & active)
            | (leads & ~active & ~Exists(beside.filter(leads & (active | earlier))))
            | (supporting & active & no_lead & ~Exists(beside.filter(active & earlier)))
            | (supporting & ~active & no_lead & ~Exists(beside.filter(active | earlier)))
        )

    def awaiting_answer(self):
        """Asked, sent, and without an answer that stands."""
        return self.asked().filter(state=Addressee.State.SENT)

    def undetermined(self):
        """Rows whose institution somebody must still name before anything can be sent."""
        return self.filter(institution__isnull=True)


class Addressee(VersionedModel):
    """One institution and one recommendation. Carries the state; written by the transition service alone.

    Without an institution it stands for "not yet determined", which must be set before sending.
    """

    class Part(models.TextChoices):
        """Who answers (lead, supporting), through whom it goes, who gets a copy."""

        LEAD = "lead", _("lead")
        SUPPORTING = "supporting", _("supporting")
        THROUGH = "through", _("through")
        COPY = "copy", _("copy with compliments")

    class State(models.TextChoices):
        """Along `recommendations/states.py`. *Overdue* is computed, not a state."""

        DRAFT = "draft", _("proposed")
        READY = "ready", _("ready to be sent")
        SENT = "sent", _("sent to the institution")
        ACCEPTED = "accepted", _("accepted")
        CONDITIONAL = "conditional", _("accepted if means are provided")
        PARTLY = "partly", _("partly accepted")
        DECLINED = "declined", _("not possible now")
        ALREADY_DONE = "already_done", _("already done")
        NOTED = "noted", _("noted")
        ANSWERED = "answered", _("answered")
        CLARIFICATION = "clarification", _("clarification asked")
        REFERRED = "referred", _("beyond mandate, referred")
        IN_PROGRESS = "in_progress", _("in progress")
        STOPPED = "stopped", _("stopped")
        REPORTED_DONE = "reported_done", _("reported done")
        VERIFIED = "verified", _("verified as done")

    #: states in which the institution has spoken
    ANSWERED_STATES = tuple(
        state.value for state in State if state.value not in ("draft", "ready", "sent", "clarification")
    )

    recommendation = models.ForeignKey(
        "recommendations.Recommendation", models.CASCADE, related_name="addressees"
    )
    institution = models.ForeignKey(
        Institution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="asked",
        verbose_name=_("institution"),
    )
    part = models.CharField(_("part"), max_length=12, choices=Part, default=Part.LEAD)
    state = models.CharField(_("state"), max_length=16, choices=State, default=State.DRAFT, editable=False)
    #: proposed by a reader of the text; a person confirms before it is sent
    is_guess = models.BooleanField(_("to be confirmed"), default=False)
    round = models.PositiveSmallIntegerField(default=1, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    answer_due_on = models.DateField(null=True, blank=True, editable=False)
    referred_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="referred_to", editable=False
    )

    objects = AddresseeQuerySet.as_manager()

    class Meta:
        verbose_name = _("addressee")
        verbose_name_plural = _("addressees")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["institution", "state"], name="addressee_waiting"),
            models.Index(fields=["state", "answer_due_on"], name="addressee_late"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="addressed_once",
                fields=["recommendation", "institution"],
                condition=Q(institution__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_lead", fields=["recommendation"], condition=Q(part="lead") & ~Q(state="referred")
            ),
            models.CheckConstraint(
                name="undetermined_is_not_sent",
                condition=Q(institution__isnull=False) | Q(sent_at__isnull=True),
            ),
        ]

    def __str__(self):
        return str(self.public_id)
