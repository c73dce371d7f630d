"""The list of recommendations, and the page of one with its journey."""

from django.db.models import Exists, F, OuterRef, Q
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.views.generic import DetailView
from django_filters.views import FilterView

from accounts.rights import holds_anywhere
from common.access import AccessMixin
from recommendations.deadlines import due_of, holidays, overdue
from recommendations.filters import RecommendationFilter
from recommendations.models import Recommendation
from recommendations.possible import Possible, acts_of
from recommendations.presentation import chips_of, delay_counted, institution_name, recommendation_count
from recommendations.services.sending import sending_obstacle
from recommendations.thread import steps_of
from recommendations.visibility import Reader


class RecommendationList(AccessMixin, FilterView):
    """What the reader may see, fifty rows a page, newest number first and drafts before them."""

    permission = "recommendations.view"
    filterset_class = RecommendationFilter
    template_name = "recommendations/list.html"
    paginate_by = 50

    def get_queryset(self):
        """With all that a row shows; the same queries for any number of rows."""
        self.reader = Reader(self.request.user)
        return self.reader.rows().order_by(F("number").desc(nulls_first=True), "-id")

    def get_context_data(self, **kwargs):
        """Rows as the page shows them."""
        context = super().get_context_data(**kwargs)
        closed = holidays()
        context["rows"] = [self.row(recommendation, closed) for recommendation in context["object_list"]]
        context["count"] = recommendation_count(context["paginator"].count)
        context["is_filtered"] = any(self.request.GET.get(name) for name in self.filterset_class.base_filters)
        context["is_office"] = holds_anywhere(self.request.user, "recommendation draft", "r")
        return context

    def row(self, recommendation, closed):
        """One row: the ask, whom it is addressed to, its chips, when it is due."""
        addressee = self.reader.addressee_of(recommendation)
        late = overdue(addressee, closed) if addressee else None
        due = due_of(addressee) if addressee else None
        text, language = recommendation.in_language(get_language() or "ar")
        return {
            "recommendation": recommendation,
            "text": text,
            "language": language,
            "addressee": "" if addressee is None else institution_name(addressee.institution),
            # A representative sees by which part the ask reached his institution.
            "part": "" if addressee is None or addressee.part == "lead" else addressee.get_part_display(),
            "others": max(len(recommendation.asked) - 1, 0) if self.reader.knows_whole(recommendation) else 0,
            "chips": chips_of(recommendation, addressee, late),
            "due": due[1] if due else recommendation.due_on,
        }


class RecommendationDetail(AccessMixin, DetailView):
    """One recommendation: its journey, its addressees side by side, and what may be done now."""

    permission = "recommendations.view"
    template_name = "recommendations/detail.html"
    context_object_name = "recommendation"

    def get_permission_subject(self):
        """The recommendation, if the reader may see it; else 404 as for an absent one."""
        self.reader = Reader(self.request.user)
        rows = self.reader.rows().select_related("merged_into__programme")
        self.object = get_object_or_404(rows, public_id=self.kwargs["public_id"])
        return self.object

    def get_object(self, queryset=None):
        """What the permission was asked about."""
        return self.object

    def get_context_data(self, **kwargs):
        """Everything that this reader may know of it."""
        recommendation, user = self.object, self.request.user
        closed = holidays()
        cards = [self.card(row, closed) for row in recommendation.addressees.all()]
        cards.sort(key=lambda card: list(card["addressee"].Part).index(card["addressee"].part))
        own = self.reader.addressee_of(recommendation)
        late = overdue(own, closed) if own else None
        standing = recommendation.standing == Recommendation.Standing.OPEN
        waiting = [
            (card["addressee"], *card["due"], card["overdue"]) for card in cards if card["due"] and standing
        ]
        text, language = recommendation.in_language(get_language() or "ar")
        akin = akin_to(recommendation, user)
        return super().get_context_data(
            text=text,
            language=language,
            chips=[("plain", recommendation.get_kind_display()), *chips_of(recommendation, own, late)],
            cards=cards,
            steps=steps_of(recommendation, self.reader, waiting),
            next_act=next_act(cards, own),
            similar=[row for row in akin if row.is_similar],
            merged=[row for row in akin if row.merged_into_id == recommendation.pk],
            merged_into=next((row for row in akin if row.pk == recommendation.merged_into_id), None),
            is_office=user.has_perm("recommendations.manage", recommendation)
            or user.has_perm("recommendations.draft", recommendation),
            **self.acts(recommendation, user),
            **kwargs,
        )

    def card(self, addressee, closed):
        """One addressee beside the others; a state that the reader may not know is left out."""
        known = self.reader.knows_state_of(addressee)
        late = overdue(addressee, closed) if known else None
        return {
            "addressee": addressee,
            "name": institution_name(addressee.institution),
            "chips": chips_of(addressee.recommendation, addressee, late) if known else [],
            "due": due_of(addressee) if known else None,
            "overdue": late,
            "counted": delay_counted(late) if late else "",
            "acts": acts_of(self.request.user, addressee) if known else [],
            "confirms": addressee.is_guess
            and self.request.user.has_perm("recommendations.confirm_guess", addressee),
        }

    @staticmethod
    def acts(recommendation, user):
        """What the reader may do now, and what stands against sending."""
        standing = recommendation.standing == Recommendation.Standing.OPEN
        unsent = standing and recommendation.number is None
        manages = user.has_perm("recommendations.manage", recommendation)
        drafts = user.has_perm("recommendations.draft", recommendation)
        obstacle = sending_obstacle(recommendation, list(recommendation.addressees.all())) if unsent else None
        return {
            "obstacle": obstacle[1] if obstacle and (manages or drafts) else "",
            "sends": unsent and manages and obstacle is None,
            "edits": unsent and drafts,
            "withdraws": standing and user.has_perm("recommendations.take_back", recommendation),
        }


def akin_to(recommendation, user) -> list[Recommendation]:
    """What is similar, what was merged into it, and what it was merged into, as far as the reader may see it."""
    similar = recommendation.similar.through.objects.filter(
        from_recommendation=recommendation, to_recommendation=OuterRef("pk")
    )
    return list(
        Recommendation.objects.visible_to(user)
        .select_related("programme")
        .annotate(is_similar=Exists(similar))
        .filter(Q(is_similar=True) | Q(merged_into=recommendation) | Q(pk=recommendation.merged_into_id))
    )


def next_act(cards, own) -> Possible | None:
    """The one act that stands at the head of the page: of the addressee that it is about to this reader first.

    What is done in the card itself is led to there.
    """
    ordered = sorted(cards, key=lambda card: card["addressee"] is not own)
    for card in ordered:
        for act in card["acts"]:
            if act.way == "link":
                return act
            if act.name != "withdraw":
                return Possible(act.name, act.label, f"#addressee-{card['addressee'].public_id}")
    return None
