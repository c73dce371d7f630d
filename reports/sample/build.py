"""Puts sample data into a demo database: by `bulk_create`, without audit entries, since it is for measuring only."""

import random
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from forums.models import Attendance, Forum, Minutes, Output, Programme, Theme
from participants.models import Category, Institution, NameKey, Person, Place, Rank
from participants.models.persons import AgeBand, Sex
from reports.demo.accounts import grant_roles, make_sign_ins
from reports.sample import words
from reports.sample.asks import add_asks

#: How many people a meeting has, and how many outputs.
AT_THE_TABLE, SAID = 20, 12


@transaction.atomic
def build_sample(
    *, programmes: int, forums: int, people: int, recommendations: int, seed: int
) -> dict[str, int]:
    """Add so many rows of each sort, spread evenly over the new programmes; the same seed gives the same words.

    Meetings are all approved, without frozen revisions. Gives how many rows there are of each sort now.
    """
    chance = random.Random(seed)  # noqa: S311  no secret: believable rows
    users = make_sign_ins()
    crowd = _people(chance, people)
    institutions = list(Institution.objects.exclude(kind=Institution.Kind.ORGANISER).order_by("pk"))
    for place in range(programmes):
        programme = _programme(place, institutions[0])
        grant_roles(users, programme=programme, institutions=institutions)
        outputs = _forums(chance, programme, crowd, _share(forums, programmes, place))
        add_asks(
            chance=chance,
            outputs=outputs,
            count=_share(recommendations, programmes, place),
            institutions=institutions,
            staff=users["staff"],
        )
    tables = (Programme, Forum, Person, Attendance, Output, User)
    return {model._meta.model_name: model._base_manager.count() for model in tables}


def _share(total, parts, place):
    """Part `place` of a total that is cut into whole numbers."""
    return total * (place + 1) // parts - total * place // parts


def _programme(place, implementer):
    code = f"SAMPLE{Programme.objects.count() + 1}"
    return Programme.objects.create(
        code=code,
        title_ar=f"برنامج العيّنة التجريبي {place + 1}",
        title_en=f"Sample programme {place + 1}",
        implementer=implementer,
        start=date(2020, 1, 1),
        end=date(2026, 12, 31),
        is_demo=True,
    )


def _people(chance, count):
    districts = list(Place.objects.filter(level=Place.Level.DISTRICT, parent__code="YE24"))
    categories = list(Category.objects.order_by("position"))
    made = []
    for _number in range(count):
        sex = chance.choices((Sex.MALE, Sex.FEMALE), (7, 3))[0]
        given = chance.choice(words.MEN if sex == Sex.MALE else words.WOMEN)
        family = "التجريبي" if sex == Sex.MALE else "التجريبية"
        name = f"{given} {chance.choice(words.MEN)} {chance.choice(words.MEN)} {family}"
        person = Person(
            name_ar=name,
            sex=sex,
            sex_source="said",
            age_band=chance.choice(AgeBand.values[1:]),
            home_district=chance.choice(districts),
            category=chance.choice(categories),
            is_demo=True,
        )
        person.refold()
        made.append(person)
    people = Person.objects.bulk_create(made, batch_size=1000)
    NameKey.objects.renew(people)
    return people


def _forums(chance, programme, crowd, count):
    """The meetings of one programme with who was there; the outputs that may become recommendations."""
    districts = list(Place.objects.filter(level=Place.Level.DISTRICT, parent__code="YE24"))
    themes = list(Theme.objects.order_by("pk"))
    days = (programme.end - programme.start).days
    forums = []
    for number in range(1, count + 1):
        day = programme.start + timedelta(days=days * number // (count + 1))
        forum = Forum(
            programme=programme,
            code=f"{programme.code}-{day.year}-F{number}",
            kind=Forum.Kind.FORUM,
            number=number,
            title_ar=f"منتدى العيّنة {number}",
            title_en=f"Sample forum {number}",
            date=day,
            place=chance.choice(districts),
            is_demo=True,
        )
        forum.refold()
        forums.append(forum)
    Forum.objects.bulk_create(forums, batch_size=1000)
    minutes = Minutes.objects.bulk_create(
        [
            Minutes(forum=forum, state=Minutes.State.APPROVED, revision=1, submitted_at=timezone.now())
            for forum in forums
        ],
        batch_size=1000,
    )
    ranks = [None, None, *Rank.objects.order_by("position")[:8]]
    if crowd:
        Attendance.objects.bulk_create(
            [
                Attendance(
                    forum=forum,
                    person=person,
                    category=person.category,
                    rank=chance.choice(ranks) if person.category.code == "security_leader" else None,
                    post=words.POSTS.get(person.category.code, "مشارك تجريبي"),
                    age_band=person.age_band,
                    home_district=person.home_district,
                    position=position,
                )
                for forum in forums
                for position, person in enumerate(
                    chance.sample(crowd, min(AT_THE_TABLE, len(crowd))), start=1
                )
            ],
            batch_size=1000,
        )
    return _outputs(chance, minutes, themes)


def _outputs(chance, minutes, themes):
    made = []
    for row in minutes:
        for position in range(1, SAID + 1):
            text = f"{chance.choice(words.OPENINGS)}{chance.choice(words.SUBJECTS)} {chance.choice(words.REASONS)}."
            made.append(
                Output(
                    minutes=row,
                    kind=chance.choice(Output.ASK_KINDS),
                    text=text,
                    position=position,
                    attribution="category",
                )
            )
    Output.objects.bulk_create(made, batch_size=1000)
    through = Output.themes.through
    through.objects.bulk_create(
        [through(output_id=row.pk, theme_id=chance.choice(themes).pk) for row in made], batch_size=1000
    )
    return made
