"""Accounts, lists, bodies and people."""

import datetime
import json

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import User
from common.arabic import fold, fold_bare, to_arabic_digits
from participants.models import (
    Category,
    Consent,
    ImportRow,
    Institution,
    InstitutionName,
    Merge,
    Person,
    Place,
    Rank,
    SheetImport,
)

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
    def _build(cls, model_class, *args, password=PASSWORD, **kwargs):
        made = model_class(*args, **kwargs)
        made.set_password(password)
        return made

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


class MergeFactory(DjangoModelFactory):
    """A merge that stands, of an entry without rows; `kept` and `programme` (a public id) are given."""

    class Meta:
        model = Merge

    absorbed = factory.SubFactory(PersonFactory, merged_into=factory.SelfAttribute("..kept"))
    reason = "سبب تجريبي"
    programmes = factory.LazyAttribute(lambda row: [str(row.programme)])
    consents = factory.LazyFunction(lambda: {"left": [], "withdrawn": [], "ended": []})
    merged_by = factory.SubFactory(UserFactory)


def body_rows(institution, person) -> dict:
    """What an institution may have, by name: a name, one that was, a post, a focal point who is this person."""
    names, use, long_ago = institution.names, InstitutionName.Use, datetime.date(2020, 1, 1)
    return {
        "body_name": names.create(text="اسم رسمي", folded=fold("اسم رسمي"), use=use.FORMAL),
        "past_name": names.create(
            text="اسم سابق", folded=fold("اسم سابق"), use=use.AUDIENCE, valid_until=long_ago
        ),
        "body_post": institution.positions.create(title_ar="منصب تجريبي", folded=fold("منصب تجريبي")),
        "focal_point": institution.focal_points.create(person=person),
    }


class SheetImportFactory(DjangoModelFactory):
    """A sheet of one new person that was looked through; the programme by its public id."""

    class Meta:
        model = SheetImport
        skip_postgeneration_save = True

    kind = SheetImport.Kind.PEOPLE
    made_by = factory.SubFactory(UserFactory)
    file_name = "كشف.xlsx"
    digest = factory.Sequence(lambda n: f"{n:064d}")
    content = json.dumps({"headers": ["الاسم"], "rows": [["سين تجربة الكشف"]], "numbers": [2]})
    columns = factory.LazyFunction(lambda: {"name_ar": 0})
    counts = factory.LazyFunction(lambda: {"new": 1})
    looked_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def with_row(sheet, create, value, **fields):
        """Its row."""
        if create:
            ImportRow.objects.create(sheet=sheet, place=0, verdict=ImportRow.Verdict.NEW, **fields)


def handed_sheets(programme, writer) -> dict:
    """A sheet to be decided and one that was taken in, by name."""
    about = {"programme": programme.public_id, "made_by": writer}
    taken = {"asked_at": timezone.now(), "applied_at": timezone.now(), "counts": {"created": 0, "changed": 0}}
    return {
        "ready_import": SheetImportFactory(**about),
        "applied_import": SheetImportFactory(**about, **taken),
    }
