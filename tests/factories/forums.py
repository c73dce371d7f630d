"""Programmes, roles in them, meetings and what was said there."""

import datetime

import factory
from factory.django import DjangoModelFactory

from accounts.models import Membership, Role
from common.arabic import fold
from forums.models import (
    Acknowledgement,
    Attendance,
    Forum,
    ForumInvitation,
    Minutes,
    Output,
    Programme,
    Theme,
)
from participants.models import Institution

from .people import CategoryFactory, InstitutionFactory, PersonFactory, UserFactory, numbered


class ThemeFactory(DjangoModelFactory):
    """A theme."""

    class Meta:
        model = Theme
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"X{n + 1:02d}")
    name_ar = numbered("محور تجريبي")
    name_en = factory.Sequence(lambda n: f"Test theme {n + 1}")


class ProgrammeFactory(DjangoModelFactory):
    """A programme of two years."""

    class Meta:
        model = Programme

    code = factory.Sequence(lambda n: f"TST{n + 1}")
    title_ar = numbered("برنامج تجريبي")
    title_en = factory.Sequence(lambda n: f"Test programme {n + 1}")
    implementer = factory.SubFactory(InstitutionFactory, kind=Institution.Kind.ORGANISER)
    start = datetime.date(2021, 1, 1)
    end = datetime.date(2022, 12, 31)


class MembershipFactory(DjangoModelFactory):
    """A role in force."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    role = Role.STAFF


class ForumFactory(DjangoModelFactory):
    """A meeting, without minutes; `MinutesFactory` makes both."""

    class Meta:
        model = Forum

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"TST-FORUM-{n + 1}")
    kind = Forum.Kind.DIALOGUE
    title_ar = numbered("لقاء تجريبي")
    title_en = factory.Sequence(lambda n: f"Test meeting {n + 1}")
    date = datetime.date(2022, 7, 20)
    folded = factory.LazyAttribute(lambda row: fold(f"{row.title_ar} {row.title_en} {row.code}"))


class ForumInvitationFactory(DjangoModelFactory):
    """A body that was asked to come."""

    class Meta:
        model = ForumInvitation

    forum = factory.SubFactory(ForumFactory)
    institution = factory.SubFactory(InstitutionFactory)
    invited_on = datetime.date(2022, 7, 1)


class MinutesFactory(DjangoModelFactory):
    """Draft minutes of a new forum."""

    class Meta:
        model = Minutes

    forum = factory.SubFactory(ForumFactory)


class AttendanceFactory(DjangoModelFactory):
    """Somebody who was in the room."""

    class Meta:
        model = Attendance

    forum = factory.SubFactory(ForumFactory)
    person = factory.SubFactory(PersonFactory)
    category = factory.SubFactory(CategoryFactory)


class AcknowledgementFactory(DjangoModelFactory):
    """Somebody who is thanked."""

    class Meta:
        model = Acknowledgement

    forum = factory.SubFactory(ForumFactory)
    person = factory.SubFactory(PersonFactory)
    reason = "سبب تجريبي"
    recorded_by = factory.SubFactory(UserFactory)


class OutputFactory(DjangoModelFactory):
    """One thing said."""

    class Meta:
        model = Output

    minutes = factory.SubFactory(MinutesFactory)
    kind = Output.Kind.RECOMMENDATION
    text = numbered("نوصي بأمر تجريبي رقم")
    position = factory.Sequence(lambda n: n)
