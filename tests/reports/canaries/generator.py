"""A forum of a programme of its own, of random shape, in which every text is a mark (`tests/leaks/planting.py`)."""

import datetime

from django.utils import timezone

from forums.models import (
    AgendaItem,
    AttendanceTotal,
    Forum,
    MinutesRevision,
    Output,
    OutputSpeaker,
    Programme,
)
from participants.models import Category
from participants.models.persons import Consent
from recommendations.models import Addressee, Evidence, Response, Verification
from tests import factories
from tests.leaks.marks import arabic_mark
from tests.leaks.planting import Mark, Planter

DAY = datetime.date(2022, 7, 20)
SENT = datetime.datetime(2022, 8, 2, 9, tzinfo=datetime.UTC)
#: Fields of the lists that are nobody's secret, but tell who somebody is where he is not named.
AFFILIATION, RANK, HONORIFIC = "affiliation", "rank", "honorific"


class Generated:
    """`forum`, `programme`, and `marks`: word → Mark. The same random numbers give the same shape."""

    def __init__(self, rng, categories):
        self.rng, self.categories = rng, categories
        self.planter = Planter()
        self.extra: list[Mark] = []
        with self.planter.at_work():
            self._make()

    @property
    def marks(self) -> dict[str, Mark]:
        """Everything that was planted."""
        return {mark.word: mark for mark in (*self.planter.planted, *self.extra)}

    def _make(self):
        rng = self.rng
        attribution = rng.choice(Programme.Attribution.values)
        self.programme = factories.ProgrammeFactory(attribution=attribution)
        minutes = factories.MinutesFactory(
            forum__programme=self.programme,
            forum__date=DAY,
            forum__disclosure=rng.choices(Forum.Disclosure.values, (1, 4, 2))[0],
            forum__starts_at=datetime.time(9),
            state="approved",
            revision=1,
        )
        self.forum, self.minutes = minutes.forum, minutes
        MinutesRevision.objects.create(
            minutes=minutes,
            number=1,
            content={},
            digest="9f2c41d7" * 8,
            approved_by=factories.UserFactory(),
            approved_at=SENT,
        )
        for position in range(rng.randint(0, 3)):
            AgendaItem.objects.create(forum=self.forum, position=position, title="-")
        for position in range(rng.choice((0, 2, 7, 14, 26))):
            self._comes(position)
        for dimension, key in rng.sample(
            [("sex", "f"), ("sex", "m"), ("category", self.categories[0].code)], rng.randint(0, 2)
        ):
            AttendanceTotal.objects.create(
                forum=self.forum, dimension=dimension, key=key, count=rng.randint(1, 9)
            )
        outputs = [self._said(position) for position in range(rng.randint(0, 6))]
        for output in outputs:
            if output.is_ask and rng.random() < 0.8:
                self._asks(output)

    def _comes(self, position):
        rng = self.rng
        sex = rng.choice(["f", "m", ""])
        row = factories.AttendanceFactory(
            forum=self.forum,
            person=factories.PersonFactory(sex=sex, sex_source="said" if sex else ""),
            category=rng.choice(self.categories),
            age_band=rng.choice(["18-35", "36-59", "60+", ""]),
            rank=self._named(RANK, factories.RankFactory),
            institution=self._named(AFFILIATION, factories.InstitutionFactory),
            presence=rng.choices(["present", "absent", "represented"], (8, 1, 1))[0],
            part=rng.choices(["participant", "patron", "speaker", "chair"], (12, 1, 1, 1))[0],
            may_be_named=rng.random() < 0.3,
            position=position,
        )
        if rng.random() < 0.3:
            Consent.objects.create(
                person=row.person,
                purpose=rng.choice(["naming", "photo"]),
                manner="letter",
                given_on=DAY,
                recorded_by=factories.UserFactory(),
                withdrawn_on=rng.choice([None, None, DAY]),
            )
        if rng.random() < 0.2:
            factories.AcknowledgementFactory(forum=self.forum, person=row.person)

    def _named(self, label, make):
        if self.rng.random() < 0.4:
            return None
        word = arabic_mark(100_000 + len(self.extra))
        row = make(name_ar=word, name_en=word)
        self.extra.append(Mark(word, label, "", row))
        return row

    def _said(self, position):
        rng = self.rng
        by = rng.choice(Output.SpokenBy.values)
        output = factories.OutputFactory(
            minutes=self.minutes,
            kind=rng.choices(Output.Kind.values, (5, 2, 2, 1, 1, 1))[0],
            position=position,
            spoken_by=by,
            spoken_by_category=rng.choice(self.categories) if by == "category" else None,
            attribution=rng.choice(Programme.Attribution.values),
            narrowed_to=rng.choices(["", "internal", "official", "donor"], (6, 1, 1, 1))[0],
            removed_at=rng.choices([None, timezone.now()], (9, 1))[0],
        )
        came = list(self.forum.attendances.all())
        if came and rng.random() < 0.6:
            OutputSpeaker.objects.create(output=output, person=str(rng.choice(came).person.public_id))
        return output

    def _asks(self, output):
        rng = self.rng
        is_sent = rng.random() < 0.8
        number = (self.programme.recommendations.count() + 1) if is_sent else None
        ask = factories.RecommendationFactory(programme=self.programme, number=number, sources=[output])
        state = rng.choice(["sent", "accepted", "in_progress", "verified"]) if is_sent else "draft"
        row = factories.AddresseeFactory(
            recommendation=ask,
            state=state,
            sent_at=SENT if is_sent else None,
            answer_due_on=datetime.date(2022, 8, 10) if is_sent else None,
        )
        if state in ("sent", "draft"):
            if is_sent and rng.random() < 0.5:
                factories.ResponseFactory(addressee=row, sent_at=None)
            return
        response = factories.ResponseFactory(
            addressee=row,
            sent_at=SENT,
            channel=rng.choice(["letter", "room", "code", "account"]),
            confirmed_at=rng.choice([None, SENT]),
            withdrawn_at=rng.choices([None, SENT], (5, 1))[0],
        )
        factories.CommitmentFactory(response=response)
        update = factories.UpdateFactory(addressee=row)
        Evidence.objects.create(update=update, kind="seen")
        if state == Addressee.State.VERIFIED:
            Verification.objects.create(
                addressee=row, finding="confirmed", made_by=factories.UserFactory(), found_on=DAY
            )


def some_categories() -> list[Category]:
    """Four of them."""
    return [factories.CategoryFactory(code=code) for code in ("security", "mediator", "media", "youth")]


def other_people(generated) -> None:
    """Everybody who came is somebody else, of the same group, sex, age and home; so is who said what, and who is thanked."""
    forum = generated.forum
    for row in forum.attendances.select_related("person").order_by("pk"):
        person = factories.PersonFactory(sex=row.person.sex, sex_source=row.person.sex_source)
        type(row).objects.filter(pk=row.pk).update(
            person=person,
            post=f"منصب {person.pk}",
            represents=f"ممثل {person.pk}",
            rank=factories.RankFactory(),
            honorific=None,
            institution=factories.InstitutionFactory(),
            part="participant",
            may_be_named=not row.may_be_named,
        )
        OutputSpeaker.objects.filter(output__minutes__forum=forum).delete()
    forum.acknowledgements.all().delete()


def is_standing(response: Response) -> bool:
    """Whether it was sent, was not taken back, and is known to be the institution's."""
    confirmed = response.channel not in Response.TO_BE_CONFIRMED or response.confirmed_at is not None
    return response.sent_at is not None and response.withdrawn_at is None and confirmed
