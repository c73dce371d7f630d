"""What of a recommendation a reader may know: whose state stands for it, and whose answers he may read.

Programme roles know all addressees' states. A representative knows his own institution's: what another answered
is between it and the programme (protection.md, row "response").
"""

from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery

from accounts.rights import institutions_where, programmes_where
from recommendations.models import Addressee, AnswerCode, Commitment, Recommendation, Response, WitnessRound


class Reader:
    """One account and what it may know; made once a request."""

    def __init__(self, user):
        self.user = user
        self.programmes = programmes_where(user, "recommendation", "r")
        self.institutions = institutions_where(user, "recommendation", "r")

    def knows_whole(self, recommendation) -> bool:
        """Whether he reads it as somebody of the programme."""
        return recommendation.programme_id in self.programmes

    def knows_state_of(self, addressee) -> bool:
        """Whether he may know what the institution answered."""
        return self.knows_whole(addressee.recommendation) or addressee.institution_id in self.institutions

    def addressee_of(self, recommendation) -> Addressee | None:
        """The addressee whose state stands for it: the lead, or the reader's own. Uses prefetched addressees."""
        if self.knows_whole(recommendation):
            return recommendation.lead
        own = [row for row in recommendation.addressees.all() if row.institution_id in self.institutions]
        parts = list(Addressee.Part)
        return min(own, key=lambda row: parts.index(Addressee.Part(row.part)), default=None)

    def with_state(self, condition: Q) -> Q:
        """`condition` is about addressees (field names without prefix): true of a state that he may know."""
        rows = Addressee.objects.filter(condition)
        own = rows.filter(institution_id__in=self.institutions, sent_at__isnull=False)
        return Q(programme_id__in=self.programmes, pk__in=rows.leading().values("recommendation")) | (
            ~Q(programme_id__in=self.programmes) & Q(pk__in=own.values("recommendation"))
        )

    def rows(self, *, with_codes=False):
        """The recommendations that he sees, with all that a row of a list shows; the same queries for any number.

        `with_codes`: each addressee's `code_until` says how long it can be answered by a code on paper,
        `witnesses_told` and `witnesses_asked` what the community last said and whether it is being asked; who may know
        that is for the caller to ask.
        """
        responses = (
            Response.objects.visible_to(self.user)
            .select_related("referred_to")
            .prefetch_related(Prefetch("commitments", Commitment.objects.all()))
        )
        addressees = Addressee.objects.select_related("institution").prefetch_related(
            Prefetch("responses", responses)
        )
        if with_codes:
            codes = AnswerCode.objects.open().filter(addressee=OuterRef("pk"))
            rounds = WitnessRound.objects.filter(addressee=OuterRef("pk")).order_by("-id")
            addressees = addressees.annotate(
                code_until=Subquery(codes.values("expires_at")[:1]),
                witnesses_told=Subquery(rounds.over().told()[:1]),
                witnesses_asked=Exists(rounds.running()),
            )
        return (
            Recommendation.objects.visible_to(self.user)
            .select_related("programme")
            .prefetch_related(Prefetch("addressees", addressees))
        )
