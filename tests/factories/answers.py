"""Asks, answers, progress, letters and reports."""

import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from common.arabic import fold
from forums.models import Output
from recommendations.models import (
    Addressee,
    Commitment,
    Letter,
    OutboxMessage,
    Recommendation,
    Response,
    ShownLine,
    Update,
    Wording,
    WordsReview,
)
from reports.models import Rendering, Report

from .forums import MinutesFactory, OutputFactory, ProgrammeFactory
from .people import InstitutionFactory, UserFactory, numbered


class RecommendationFactory(DjangoModelFactory):
    """An ask that is not sent: no number."""

    class Meta:
        model = Recommendation
        skip_postgeneration_save = True

    programme = factory.SubFactory(ProgrammeFactory)
    kind = Output.Kind.RECOMMENDATION
    text = numbered("توصية تجريبية رقم")
    folded = factory.LazyAttribute(lambda row: fold(row.text))

    @factory.post_generation
    def sources(self, create, extracted, **kwargs):
        """Outputs that it was promoted from."""
        if create and extracted:
            self.sources.set(extracted)

    @factory.post_generation
    def said(self, create, extracted, **kwargs):
        """Its wording as said, by the account that is given or a new one; a numbered one was sent as it stands."""
        if create:
            author = extracted or UserFactory()
            Wording.objects.create(recommendation=self, occasion="said", text=self.text, made_by=author)
            if self.number:
                Wording.objects.create(recommendation=self, occasion="sent", text=self.text, made_by=author)


class AddresseeFactory(DjangoModelFactory):
    """The lead institution of an ask; `sent=True` puts it where it waits for an answer."""

    class Meta:
        model = Addressee

    class Params:
        sent = factory.Trait(
            state=Addressee.State.SENT,
            sent_at=factory.LazyFunction(timezone.now),
            answer_due_on=datetime.date(2030, 1, 1),
        )

    recommendation = factory.SubFactory(RecommendationFactory)
    institution = factory.SubFactory(InstitutionFactory)


class ResponseFactory(DjangoModelFactory):
    """An answer that was sent; `sent_at=None` makes the institution's own draft."""

    class Meta:
        model = Response

    addressee = factory.SubFactory(AddresseeFactory, sent=True, state=Addressee.State.ACCEPTED)
    round = 1
    decision = Response.Decision.ACCEPTED
    text = numbered("رد تجريبي رقم")
    answered_by = factory.SubFactory(UserFactory)
    sent_at = factory.LazyFunction(timezone.now)


class CommitmentFactory(DjangoModelFactory):
    """Something promised in an answer."""

    class Meta:
        model = Commitment

    response = factory.SubFactory(ResponseFactory)
    text = numbered("التزام تجريبي رقم")
    due_on = datetime.date(2023, 3, 1)


class UpdateFactory(DjangoModelFactory):
    """A step that an institution reports."""

    class Meta:
        model = Update

    addressee = factory.SubFactory(AddresseeFactory, sent=True, state=Addressee.State.IN_PROGRESS)
    kind = Update.Kind.PROGRESS
    text = numbered("خطوة تجريبية رقم")
    made_by = factory.SubFactory(UserFactory)
    happened_on = datetime.date(2022, 11, 1)


class LetterFactory(DjangoModelFactory):
    """A letter to an institution."""

    class Meta:
        model = Letter

    programme = factory.SubFactory(ProgrammeFactory)
    direction = Letter.Direction.OUT
    purpose = Letter.Purpose.ASK
    number = factory.Sequence(lambda n: f"{n + 1}/2022")
    date = datetime.date(2022, 8, 1)
    subject = numbered("موضوع تجريبي")
    institution = factory.SubFactory(InstitutionFactory)
    recorded_by = factory.SubFactory(UserFactory)


class ReportFactory(DjangoModelFactory):
    """A frozen internal report."""

    class Meta:
        model = Report

    programme = factory.SubFactory(ProgrammeFactory)
    kind = Report.Kind.FORUM_OUTCOMES
    audience = Report.Audience.INTERNAL
    language = "ar"
    number = factory.Sequence(lambda n: n + 1)
    frozen = factory.LazyFunction(dict)
    frozen_hash = factory.Sequence(lambda n: f"{n:064x}")


class OutboxMessageFactory(DjangoModelFactory):
    """A message that waits; without a recipient it is to be handed over on paper."""

    class Meta:
        model = OutboxMessage

    programme = factory.SubFactory(ProgrammeFactory)
    kind = OutboxMessage.Kind.ANSWER_AWAITED
    institution = factory.SubFactory(InstitutionFactory)
    path = "/recommendations/00000000-0000-4000-8000-000000000000/"
    dedupe = factory.Sequence(lambda n: f"test:{n}")


class RenderingFactory(DjangoModelFactory):
    """A document that waits for the worker."""

    class Meta:
        model = Rendering

    report = factory.SubFactory(ReportFactory)
    asked_by = factory.SubFactory(UserFactory)


class WordsReviewFactory(DjangoModelFactory):
    """A showing to an institution whose days still run."""

    class Meta:
        model = WordsReview

    minutes = factory.SubFactory(MinutesFactory)
    institution = factory.SubFactory(InstitutionFactory)
    revision = factory.LazyAttribute(lambda row: row.minutes.revision + 1)
    shown_by = factory.SubFactory(UserFactory)
    until = factory.LazyFunction(lambda: timezone.localdate() + datetime.timedelta(days=7))


class ShownLineFactory(DjangoModelFactory):
    """One line of it, an oral pledge."""

    class Meta:
        model = ShownLine

    review = factory.SubFactory(WordsReviewFactory)
    output = factory.LazyAttribute(
        lambda row: OutputFactory(minutes=row.review.minutes, kind=Output.Kind.PLEDGE)
    )
