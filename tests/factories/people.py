"""Accounts, lists, bodies and people."""

import datetime

import factory
from factory.django import DjangoModelFactory

from accounts.models import User
from common.arabic import fold, fold_bare, to_arabic_digits
from participants.models import Category, Consent, Institution, Person, Place, Rank

PASSWORD = "kalimat-sirr-tajribiyya-7"


def numbered(words: str):
    """A declaration that gives each row the words and a number of its own, in Arabic-Indic digits."""
    return factory.Sequence(lambda n: f"{words} {to_arabic_digits(str(n + 1))}")


class UserFactory(DjangoModelFactory):
    """An account of the demo kind, so that no second factor is asked for; `is_demo=False` makes a real one."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user-{n + 1}")
    display_name = numbered("حساب تجريبي")
    language = "en"
    is_demo = True

    @classmethod
    def _create(cls, model_class, *args, password=PASSWORD, **kwargs):
        return model_class.objects.create_user(*args, password=password, **kwargs)


class PlaceFactory(DjangoModelFactory):
    """A governorate."""

    class Meta:
        model = Place
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"XX{n + 1:02d}")
    name_ar = numbered("محافظة تجريبية")
    name_en = factory.Sequence(lambda n: f"Test governorate {n + 1}")
    level = Place.Level.GOVERNORATE


class CategoryFactory(DjangoModelFactory):
    """A category of participants."""

    class Meta:
        model = Category
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"test-{n + 1}")
    name_ar = numbered("فئة تجريبية")
    name_en = factory.Sequence(lambda n: f"Test category {n + 1}")
    position = factory.Sequence(lambda n: n)


class RankFactory(DjangoModelFactory):
    """A rank."""

    class Meta:
        model = Rank
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"test-{n + 1}")
    name_ar = numbered("رتبة تجريبية")
    position = factory.Sequence(lambda n: n)


class InstitutionFactory(DjangoModelFactory):
    """A body that may be asked."""

    class Meta:
        model = Institution

    code = factory.Sequence(lambda n: f"BODY-{n + 1}")
    name_ar = numbered("جهة تجريبية")
    name_en = factory.Sequence(lambda n: f"Test body {n + 1}")
    kind = Institution.Kind.SECURITY
    folded = factory.LazyAttribute(lambda row: fold(row.name_ar))


class PersonFactory(DjangoModelFactory):
    """Somebody with a name that no living person has."""

    class Meta:
        model = Person

    name_ar = numbered("شخص تجريبي")
    folded = factory.LazyAttribute(lambda row: fold(row.name_ar or row.known_as))
    folded_bare = factory.LazyAttribute(lambda row: fold_bare(row.name_ar or row.known_as))


class ConsentFactory(DjangoModelFactory):
    """An agreement to be named."""

    class Meta:
        model = Consent

    person = factory.SubFactory(PersonFactory)
    purpose = Consent.Purpose.NAMING
    manner = Consent.Manner.SPOKEN
    given_on = datetime.date(2022, 1, 1)
    recorded_by = factory.SubFactory(UserFactory)
