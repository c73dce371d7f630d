"""A programme in which every definition of the figures has something to decide; random, always the same."""

import datetime
import random
from itertools import product

from django.utils import timezone

from forums.models import AttendanceTotal, Holiday
from recommendations.models import Addressee
from tests import factories

TODAY = datetime.date(2022, 9, 4)
State, Part = Addressee.State, Addressee.Part


def build_varied(world):
    """The world's own programme with every sort of row, and a foreign one beside it."""
    rng = random.Random(7)
    Holiday.objects.create(day=TODAY - datetime.timedelta(days=3), name_ar="عطلة")
    minutes = crowd(world.programme, rng)
    crowd(world.other_programme, rng)
    shapes = [[(Part.LEAD, state)] for state in State] * 2
    shapes += [[(Part.LEAD, State.SENT)], [(Part.LEAD, State.ACCEPTED)]] * 8
    shapes += [[], [(Part.THROUGH, State.DRAFT), (Part.COPY, State.DRAFT)]]
    # A lead that referred it gives way to the one it was referred to, but not to a supporting one.
    shapes += [
        [(Part.LEAD, State.REFERRED), (Part.LEAD, State.SENT)],
        [(Part.LEAD, State.REFERRED), (Part.LEAD, State.REFERRED), (Part.SUPPORTING, State.SENT)],
    ]
    shapes += [
        [(Part.SUPPORTING, first), (Part.SUPPORTING, second)]
        for first, second in product([State.REFERRED, State.SENT, State.VERIFIED], repeat=2)
    ]
    for addressees in shapes:
        ask(world.programme, minutes, addressees, rng)
    for standing in ("withdrawn", "merged") * 4:
        ask(world.programme, minutes, [(Part.LEAD, State.SENT)], rng, standing=standing)
    return world.programme


def crowd(programme, rng):
    """Forums of every sort, with people of every sort; the ones that count."""
    people = [_person(rng) for _ in range(12)]
    people += [_person(rng, merged_into=one) for one in people[:4]]
    found = []
    for number in range(6):
        minutes = factories.MinutesFactory(
            forum__programme=programme,
            forum__date=None if number == 4 else datetime.date(2022, 3, 1 + number),
            revision=0 if number == 5 else rng.choice([1, 2]),
            state="draft" if number == 5 else "approved",
        )
        for person in rng.sample(people, 7):
            factories.AttendanceFactory(
                forum=minutes.forum,
                person=person,
                presence=rng.choice(["present", "present", "present", "absent", "not_listed"]),
                removed_at=rng.choice([None, None, None, timezone.now()]),
            )
        for dimension, key in rng.sample(
            [("sex", "f"), ("sex", "m"), ("category", "x"), ("age_band", "60+")], number % 4
        ):
            AttendanceTotal.objects.create(
                forum=minutes.forum, dimension=dimension, key=key, count=rng.randint(1, 9)
            )
        found.append(minutes)
    return found


def ask(programme, minutes, addressees, rng, **fields):
    """A recommendation that stems from one or two of the forums, and whom it is addressed to: (part, state)."""
    outputs = [
        factories.OutputFactory(minutes=one, removed_at=rng.choice([None, None, None, timezone.now()]))
        for one in rng.sample(minutes, rng.choice([1, 2]))
    ]
    row = factories.RecommendationFactory(programme=programme, sources=outputs, **fields)
    for part, state in addressees:
        unsent = state in (State.DRAFT, State.READY) or part in (Part.THROUGH, Part.COPY)
        addressee = factories.AddresseeFactory(
            recommendation=row,
            part=part,
            state=state,
            sent_at=None if unsent else timezone.now(),
            # Around the last working day that has come, where one day decides.
            answer_due_on=None if unsent else TODAY - datetime.timedelta(days=rng.randint(-2, 6)),
        )
        rounds = 0 if unsent else rng.randint(0, 3)
        for number in range(1, rounds + 1):
            # The last one may be a draft of the institution's own.
            drafted = number == rounds and rng.random() < 0.3
            factories.ResponseFactory(
                addressee=addressee,
                round=number,
                channel=rng.choice(["room", "code", "letter"]),
                confirmed_at=rng.choice([None, None, timezone.now()]),
                sent_at=None if drafted else timezone.now(),
                withdrawn_at=None if drafted else rng.choice([None, None, timezone.now()]),
            )
    return row


def _person(rng, **fields):
    sex = rng.choice(["f", "m", ""])
    return factories.PersonFactory(sex=sex, sex_source="said" if sex else "", **fields)
