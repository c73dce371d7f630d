"""The columns of a sheet of people, and how a row of it is read."""

from common.arabic import fold
from common.sheets import Field
from participants.models import Category, Honorific, Person, Place
from participants.models.persons import AgeBand, Sex
from participants.services.imports.cells import (
    CellReader,
    ChoiceWidget,
    EmailWidget,
    ListWidget,
    PhoneWidget,
    Problem,
    TextWidget,
)
from participants.services.names import NameReader

CONTACT_FIELDS = frozenset({"phone", "email"})
TRAIT_FIELDS = frozenset({"sex", "age_band", "disability", "displacement"})

NAME_FIELDS = (
    Field(
        "name_ar",
        "الاسم",
        "Name",
        (
            "الاسم الكامل",
            "الاسم الرباعي",
            "الاسم الثلاثي",
            "الاسم بالعربية",
            "اسم المشارك",
            "Full name",
            "Arabic name",
        ),
        ("#contact+name",),
    ),
    Field("name_en", "الاسم بالإنجليزية", "Name in English", ("English name",), ("#contact+name+en",)),
    Field(
        "known_as",
        "يُعرف بمنصبه",
        "Known as (office)",
        ("المعروف بمنصبه", "Known as", "Office"),
        ("#contact+office",),
    ),
)
TRAIT_COLUMNS = (
    Field("category", "الفئة", "Category", ("فئة المشارك",), ("#contact+category",)),
    Field("sex", "الجنس", "Sex", ("Gender", "النوع الاجتماعي", "النوع"), ("#contact+sex",)),
    Field("age_band", "الفئة العمرية", "Age band", ("Age group", "العمر"), ("#contact+age",)),
    Field("home_district", "مديرية السكن", "Home district", ("District", "المديرية", "السكن"), ("#adm2",)),
)
PEOPLE_FIELDS = (
    *NAME_FIELDS,
    Field("honorific", "اللقب", "Form of address", ("Honorific", "Title"), ("#contact+title",)),
    *TRAIT_COLUMNS,
    Field("disability", "الإعاقة", "Disability", ("الإعاقة (مجموعة واشنطن)",), ("#contact+disability",)),
    Field("displacement", "النزوح", "Displacement", ("حالة النزوح",), ("#contact+displacement",)),
    Field("languages", "اللغات", "Languages", (), ("#contact+languages",)),
    Field(
        "phone",
        "الهاتف",
        "Phone",
        (
            "رقم الهاتف",
            "الجوال",
            "رقم الجوال",
            "التلفون",
            "رقم التلفون",
            "Telephone",
            "Mobile",
            "Phone number",
        ),
        ("#contact+phone",),
    ),
    Field(
        "email", "البريد الإلكتروني", "E-mail", ("البريد", "الإيميل", "Email address"), ("#contact+email",)
    ),
)
_YES = {"نعم": "yes", "لا": "no", "y": "yes", "n": "no"}
_SEXES = {
    **dict.fromkeys(("ذكر", "رجل", "male", "man"), "m"),
    **dict.fromkeys(("أنثى", "امرأة", "انثي", "female", "woman"), "f"),
}


def districts():
    """Districts, also by «المعلا (عدن)»."""
    rows = Place.objects.filter(level=Place.Level.DISTRICT, archived_at=None).select_related("parent")

    def names(row):
        own = [row.name_ar, row.name_en, *row.spellings.splitlines()]
        above = [row.parent.name_ar, row.parent.name_en] if row.parent else []
        with_parent = [f"{name} {parent}" for name in own[:2] for parent in above if name and parent]
        return {key for key in map(fold, [*own, *with_parent]) if key}

    return ListWidget(rows, names)


def in_use(model):
    """The rows of a list that are not archived."""
    return ListWidget(model.objects.filter(archived_at=None))


def person_widgets() -> dict:
    """Field → widget, of all that belongs to the person; lists are read by this."""
    choices = lambda name: Person._meta.get_field(name).choices  # noqa: E731
    return {
        "name_ar": TextWidget(300),
        "name_en": TextWidget(200),
        "known_as": TextWidget(200),
        "honorific": in_use(Honorific),
        "category": in_use(Category),
        "sex": ChoiceWidget(Sex.choices, _SEXES),
        "age_band": ChoiceWidget(AgeBand.choices),
        "home_district": districts(),
        "disability": ChoiceWidget(choices("disability"), _YES),
        "displacement": ChoiceWidget(choices("displacement")),
        "languages": TextWidget(100),
        "phone": PhoneWidget(60),
        "email": EmailWidget(254),
    }


class PersonReader:
    """Reads rows of people; the lists once for all of them."""

    def __init__(self, widgets: dict):
        self.cells, self.names = CellReader(widgets), NameReader()

    def read(self, cells: dict[str, str]) -> tuple[dict, list[Problem]]:
        """Values and problems. Rank and form of address before the name are taken off it: `read_honorific` and the like."""
        values, problems = self.cells.read(cells)
        reading = self.names.read(values.get("name_ar", ""))
        if reading is not None:
            values["name_ar"] = reading.name
            values |= {
                "read_honorific": reading.honorific,
                "read_rank": reading.rank,
                "read_rank_qualifier": reading.rank_qualifier,
            }
            if len(reading.name) > 200:
                problems.append(Problem("name_ar", "long", {"most": 200}))
        if not any(problem.column in ("name_ar", "known_as") for problem in problems) and not fold(
            values.get("name_ar") or values.get("known_as") or ""
        ):
            problems.append(Problem("name_ar", "name"))
        return values, problems


def shown_name(values: dict) -> str:
    """By which the row is looked up: the name, else the office."""
    return values.get("name_ar") or values.get("known_as") or ""
