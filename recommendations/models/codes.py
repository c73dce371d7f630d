"""One-time codes on paper: by one, an official answers one recommendation without an account."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.models import PublicIdModel
from recommendations.models.addressees import Addressee
from recommendations.models.answers import Response
from recommendations.models.recommendation import Recommendation


class AnswerCodeQuerySet(models.QuerySet):
    """Codes in words."""

    def unspent(self):
        """Neither used nor withdrawn; the time may be over."""
        return self.filter(used_at__isnull=True, withdrawn_at__isnull=True)

    def in_time(self):
        """Those of `unspent` whose time is not over. By columns of the row alone: a conditional update may ask it."""
        return self.unspent().filter(expires_at__gt=timezone.now())

    def open(self):
        """Those by which one can answer now: the question stands as it did when the code was made."""
        return self.in_time().filter(
            round=F("addressee__round"),
            addressee__state=Addressee.State.SENT,
            addressee__recommendation__standing=Recommendation.Standing.OPEN,
            addressee__recommendation__programme__archived_at__isnull=True,
        )


class AnswerCode(PublicIdModel):
    """One code, for one institution, one recommendation and one round of asking. The code itself is kept nowhere.

    Used up by the answer that is sent, not by looking. A newer one replaces it (`withdrawn_at`).
    """

    #: From the making; never less than until the end of the day by which the answer is due.
    LIFETIME = timedelta(days=30)
    #: 60 random bits
    LENGTH = 12

    addressee = models.ForeignKey(Addressee, models.PROTECT, related_name="codes")
    round = models.PositiveSmallIntegerField()
    #: hash of the code, keyed by the secret key of the installation
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    response = models.OneToOneField(Response, models.PROTECT, null=True, related_name="code", editable=False)

    objects = AnswerCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("one-time code")
        verbose_name_plural = _("one-time codes")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                name="one_code_an_addressee",
                fields=["addressee"],
                condition=Q(used_at__isnull=True, withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="used_by_a_response", condition=Q(response__isnull=True) | Q(used_at__isnull=False)
            ),
        ]

    def __str__(self):
        return str(self.public_id)


class CodeBearer(AnonymousUser):
    """Whoever holds a code: nobody, save that he may answer what the code is for. The record knows the code alone."""

    public_id = None

    def __init__(self, code: AnswerCode):
        super().__init__()
        self.answer_code = code
