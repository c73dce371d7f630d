"""The page of one recommendation with its journey."""

from django.db.models import Exists, F, OuterRef
from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language
from django.views.generic import DetailView

from common.access import AccessMixin
from recommendations.deadlines import due_of, holidays, overdue
from recommendations.models import Extension, Hearing, Recommendation
from recommendations.possible import Possible, acts_of, is_unconfirmed
from recommendations.presentation import chips_of, delay_counted, due_counted, institution_name
from recommendations.raised import raised, raised_words
from recommendations.services.merging import something_was_sent
from recommendations.services.sending import sending_obstacle
from recommendations.thread import read_for, steps_of
from recommendations.visibility import Reader
from recommendations.voices import rounds_told, voices_of


class RecommendationDetail(AccessMixin, DetailView):
    """One recommendation: its journey, its addressees side by side, and what may be done now."""

    permission = "recommendations.view"
    template_name = "recommendations/detail.html"
    context_object_name = "recommendation"

    def get_permission_subject(self):
        """The recommendation, if the reader may see it; else 404 as for an absent one."""
        self.reader = Reader(self.request.user)
        left = Hearing.objects.filter(recommendation=OuterRef("pk"), outcome=Hearing.Outcome.NOT_DISCUSSED)
        rows = self.reader.rows(with_codes=True).select_related("merged_into__programme", "owner")
        moved = Extension.objects.filter(addressee__recommendation=OuterRef("pk"))
        rows = rows.annotate(was_left=Exists(left), was_moved=Exists(moved))
        # What was merged into it comes along, with all that is read of it, in the same statements.
        wanted = self.kwargs["public_id"]
        # Two questions that an index answers each, which no database makes of an "or" over two tables.
        keys = Recommendation.objects.order_by().values("pk")
        itself, others = keys.filter(public_id=wanted), keys.filter(merged_into__public_id=wanted)
        found = list(rows.filter(pk__in=itself.union(others)))
        self.object = next((row for row in found if row.public_id == wanted), None)
        if self.object is None:
            raise Http404
        self.merged = [row for row in found if row is not self.object]
        return self.object

    def get_object(self, queryset=None):
        """What the permission was asked about."""
        return self.object

    def get_context_data(self, **kwargs):
        """Everything that this reader may know of it."""
        recommendation, user = self.object, self.request.user
        closed = holidays()
        told = read_for([recommendation, *self.merged], self.reader)
        cards = [self.card(row, closed, told) for row in recommendation.addressees.all()]
        cards.sort(key=lambda card: list(card["addressee"].Part).index(card["addressee"].part))
        own = self.reader.addressee_of(recommendation)
        late = overdue(own, closed) if own else None
        standing = recommendation.standing == Recommendation.Standing.OPEN
        waiting = [
            (card["addressee"], *card["due"], card["overdue"]) for card in cards if card["due"] and standing
        ]
        text, language = recommendation.in_language(get_language() or "ar")
        akin = akin_to(recommendation, user)
        # Whoever names the owner is told of him, and of what else the page keeps for the office.
        is_office = user.has_perm("recommendations.name_owner", recommendation)
        steps = self.steps(recommendation, waiting, told)
        forums = {step.forum for step in steps if step.forum}
        return super().get_context_data(
            text=text,
            language=language,
            chips=[
                ("plain", recommendation.get_kind_display()),
                *chips_of(recommendation, own, late, unconfirmed=own is not None and is_unconfirmed(own)),
            ],
            cards=cards,
            steps=steps,
            next_act=next_act(cards, own),
            similar=[row for row in akin if row.is_similar],
            raised=raised_words(raised([recommendation], closed, forums=forums))
            if is_office and len(forums) > 1
            else "",
            merged=self.merged,
            merged_steps=[(row, self.steps(row, [], told)) for row in self.merged],
            merged_into=next((row for row in akin if row.pk == recommendation.merged_into_id), None),
            is_office=is_office,
            stands=standing,
            translates=user.has_perm("recommendations.translate", recommendation),
            **self.acts(recommendation, user),
            **kwargs,
        )

    def steps(self, recommendation, waiting, told):
        """Its journey. What no meeting passed over and no date was moved of, which most are, spares two statements."""
        moved = Extension.objects.filter(addressee__recommendation=recommendation)
        return steps_of(
            recommendation,
            self.reader,
            waiting,
            told,
            hearings=None if recommendation.was_left else [],
            extensions=list(moved) if recommendation.was_moved else [],
        )

    def card(self, addressee, closed, told):
        """One addressee beside the others; a state that the reader may not know is left out."""
        known = self.reader.knows_state_of(addressee)
        late = overdue(addressee, closed) if known else None
        return {
            "addressee": addressee,
            "name": institution_name(addressee.institution),
            "chips": chips_of(
                addressee.recommendation, addressee, late, unconfirmed=is_unconfirmed(addressee)
            )
            if known
            else [],
            "code_until": addressee.code_until
            if self.request.user.has_perm("recommendations.view_code", addressee)
            else None,
            "due": due_of(addressee) if known else None,
            "overdue": late,
            "counted": counted(addressee, late, closed) if known else "",
            "acts": acts_of(self.request.user, addressee) if known else [],
            "voices": voices_of(
                addressee,
                self.request.user,
                updates=told.updates[addressee.pk],
                verifications=told.verifications[addressee.pk],
                rounds=rounds_told(addressee),
            )
            if known
            else None,
            "confirms": addressee.is_guess
            and self.request.user.has_perm("recommendations.confirm_guess", addressee),
        }

    @staticmethod
    def acts(recommendation, user):
        """What the reader may do now, and what stands against sending."""
        standing = recommendation.standing == Recommendation.Standing.OPEN
        merged = recommendation.standing == Recommendation.Standing.MERGED
        takes_back = user.has_perm("recommendations.take_back", recommendation)
        unsent = standing and recommendation.number is None
        manages = user.has_perm("recommendations.manage", recommendation)
        drafts = user.has_perm("recommendations.draft", recommendation)
        obstacle = sending_obstacle(recommendation, list(recommendation.addressees.all())) if unsent else None
        return {
            "obstacle": obstacle[1] if obstacle and (manages or drafts) else "",
            "sends": unsent and manages and obstacle is None,
            "drafts": drafts,
            "edits": unsent and drafts,
            "withdraws": standing and takes_back,
            "undoes_merge": merged and takes_back and not something_was_sent(recommendation),
        }


def counted(addressee, late, closed) -> str:
    """How the days of a delay were counted; else those that an institution has to answer."""
    if late:
        return delay_counted(late)
    due = due_of(addressee)
    if not due or due[0] != "answer" or addressee.sent_at is None:
        return ""
    return due_counted(timezone.localdate(addressee.sent_at), due[1], closed)


def akin_to(recommendation, user) -> list[Recommendation]:
    """What is similar, and what it was merged into, as far as the reader may see it."""
    similar = recommendation.similar.through.objects.filter(from_recommendation=recommendation)
    keys = similar.order_by().values(key=F("to_recommendation"))
    target = Recommendation.objects.filter(pk=recommendation.merged_into_id).order_by().values(key=F("pk"))
    return list(
        Recommendation.objects.visible_to(user)
        .select_related("programme")
        .prefetch_related("addressees__institution")
        .annotate(is_similar=Exists(similar.filter(to_recommendation=OuterRef("pk"))))
        .filter(pk__in=keys.union(target) if recommendation.merged_into_id else keys)
    )


def next_act(cards, own) -> Possible | None:
    """The one act that stands at the head of the page: of the addressee that it is about to this reader first.

    What is done in the card itself is led to there.
    """
    ordered = sorted(cards, key=lambda card: card["addressee"] is not own)
    for card in ordered:
        for act in card["acts"]:
            if act.is_next and act.way == "link":
                return act
            if act.is_next:
                return Possible(act.name, act.label, f"#addressee-{card['addressee'].public_id}")
    return None
