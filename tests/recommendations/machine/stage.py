"""The ground of the walks: an ask on stage, acts that are tried beside the model, and what must hold after each."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant

from accounts.models import User
from common.models import AuditEntry
from common.versions import StaleVersion
from common.workflow import NotAllowedHere, NoteMissing
from recommendations.models import Addressee, Recommendation, Response, Update, Verification
from recommendations.services.codes import CodeRefused
from tests import factories

from .model import Ask, Row

REFUSALS = (PermissionDenied, NotAllowedHere, NoteMissing, StaleVersion, ValidationError, CodeRefused)


PARTS = {"BODY": "lead", "OTHER": "supporting"}


class Stage(RuleBasedStateMachine):
    """One ask to a lead, a supporting body and one that gets a copy, from ready on."""

    world = None
    #: states in which any walk left any addressee
    seen: set = set()

    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.codes, self.steps = {}, 0

    def teardown(self):
        """The record tells the same story; then nothing stays."""
        if hasattr(self, "model"):
            self.replays()
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @classmethod
    def prepare(cls, world):
        """What all walks begin with: asks of both kinds, with and without a copy; each walk is rolled back."""
        cls.world, cls.seen, cls.asks = world, set(), {}
        third = factories.InstitutionFactory(code="THIRD")
        cls.bodies = {"BODY": world.institution, "OTHER": world.other_institution, "THIRD": third}
        for kind in ("recommendation", "question"):
            for parts in (PARTS, PARTS | {"THIRD": "copy"}):
                ask = factories.RecommendationFactory(programme=world.programme, kind=kind, said=world.staff)
                for body, part in parts.items():
                    factories.AddresseeFactory(
                        recommendation=ask, institution=cls.bodies[body], part=part, state="ready"
                    )
                cls.asks[kind, len(parts) > len(PARTS)] = ask
        cls.target = factories.RecommendationFactory(programme=world.programme, number=900)
        cls.letter = factories.LetterFactory(
            programme=world.programme, institution=world.institution, recorded_by=world.staff
        )

    @initialize(
        kind=st.sampled_from(["recommendation", "question"]),
        copy=st.booleans(),
        ahead=st.integers(0, 4),
        walk=st.integers(0, 2**32),
    )
    def begin(self, kind, copy, ahead, walk):
        """As it is once the minutes are approved, or some acts further along."""
        self.walk, self.ask = walk, self.asks[kind, copy]
        reviewers = {"BODY": {"reviewer"}, "OTHER": {"foreign_reviewer"}, "THIRD": set()}
        parts = PARTS | ({"THIRD": "copy"} if copy else {})
        self.model = Ask(kind, reviewers, {body: Row(part, "ready") for body, part in parts.items()})
        self.shape = self.look_at_all()
        for act in self.first_acts[:ahead]:
            act(self)

    #: acts that succeed one after the other, for walks that begin further along
    first_acts: tuple = ()

    def fresh(self):
        """The ask as the next request reads it."""
        return Recommendation.objects.select_related("programme").get(pk=self.ask.pk)

    def row(self, body):
        """One addressee likewise; None where the body is not concerned."""
        if body not in self.model.rows:
            return None
        rows = Addressee.objects.select_related("institution", "recommendation__programme")
        return rows.get(recommendation=self.ask, institution=self.bodies[body])

    def answer_of(self, body):
        """The answer of the present round."""
        if body not in self.model.rows:
            return None
        answers = Response.objects.standing().select_related("addressee__recommendation__programme")
        return answers.filter(
            addressee__recommendation=self.ask,
            addressee__institution=self.bodies[body],
            round=self.model.rows[body].round,
        ).first()

    def goes(self, act, *, expected):
        """Do it; whether it went. What it did must be what the model expects, and a refusal writes nothing."""
        before, refusal = self.shape, None
        try:
            act()
        except REFUSALS as error:
            refusal = error
        self.shape = self.look_at_all()
        assert bool(expected) is (refusal is None), f"went past a check, or was refused: {refusal!r}"
        assert refusal is None or self.shape == before
        return refusal is None

    def look_at_all(self):
        """Everything that an act may change, and how much stands on the record."""
        of = {"addressee__recommendation": self.ask}
        rows = Addressee.objects.filter(recommendation=self.ask).order_by("pk")
        return {
            "ask": Recommendation.objects.values_list("version", "standing").get(pk=self.ask.pk),
            "rows": [
                *rows.values_list("institution__code", "part", "state", "round", "version", "answer_due_on")
            ],
            "answers": [*Response.objects.filter(**of).order_by("pk").values_list("pk", "version")],
            "progress": (Update.objects.filter(**of).count(), Verification.objects.filter(**of).count()),
            "entries": AuditEntry.objects.count(),
        }

    def who(self, name, body="", office="manager"):
        """«fitting» is whoever speaks for the body, where one does, or the office; else the one who is named."""
        if name != "fitting":
            return name
        return next(iter(self.model.reviewers.get(body) or ()), office)

    def actor(self, name):
        """The account as a request loads it."""
        return User.objects.get(pk=self.world.users[name].pk)

    def goes_quietly(self, act, *, expected):
        """`goes`, for an act that leaves the workflow alone but puts an entry on the record."""
        before = self.shape
        went = self.goes(act, expected=expected)
        assert self.shape | {"entries": 0} == before | {"entries": 0}
        return went

    @invariant()
    def stands_as_the_model_says(self):
        """States, parts and rounds."""
        if not hasattr(self, "model"):
            return
        stored = {code: (part, state, round) for code, part, state, round, *_ in self.shape["rows"]}
        assert stored == {body: (row.part, row.state, row.round) for body, row in self.model.rows.items()}
        assert self.shape["ask"][1] == self.model.standing

    def replays(self):
        """The entries of the record, from the first on, lead to the state that is stored."""
        for row in Addressee.objects.filter(recommendation=self.ask).select_related("institution"):
            should = self.model.rows[row.institution.code]
            state = [*should.history, should.state][0]
            for entry in AuditEntry.objects.filter(subject=row.public_id).order_by("pk"):
                if "from" in entry.details:
                    assert entry.details["from"] == state
                    state = entry.details["to"]
            assert state == row.state
            self.seen |= {*should.history, should.state}
