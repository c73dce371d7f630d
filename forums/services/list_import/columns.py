"""The columns of an attendance sheet, and how a row of it is read: as a pasted line is, with what other columns say."""

from common.arabic import fold
from common.sheets import Field
from forums.models import Attendance
from participants.models import Rank
from participants.services.imports.cells import CellReader, ChoiceWidget, ListWidget, Problem, TextWidget
from participants.services.imports.people_columns import (
    NAME_FIELDS,
    TRAIT_COLUMNS,
    in_use,
    person_widgets,
)
from participants.services.lines import LineReader

FIELDS = (
    *NAME_FIELDS,
    Field("rank", "الرتبة", "Rank", ("الرتبة العسكرية",), ("#contact+rank",)),
    Field("honorific", "اللقب", "Form of address", ("Honorific", "Title"), ("#contact+title",)),
    Field("post", "الصفة", "Post", ("المنصب", "الوظيفة", "الصفة الوظيفية", "Position"), ("#contact+post",)),
    Field(
        "institution", "الجهة", "Institution", ("الجهة الممثلة", "Organisation", "Organization"), ("#org",)
    ),
    *TRAIT_COLUMNS,
    Field("presence", "الحضور", "Presence", ("حالة الحضور", "Attendance"), ("#contact+presence",)),
    Field("presence_reason", "سبب الاعتذار", "Reason of the excuse", (), ("#contact+excuse",)),
    Field("part", "الدور في اللقاء", "Role in the meeting", ("الدور", "Role"), ("#contact+role",)),
    Field("represents", "يمثّل", "Represents", (), ("#contact+represents",)),
)
#: of the person, asked for of the new alone: who is known is edited on his own page
_OF_PERSON = ("name_ar", "name_en", "known_as", "honorific", "category", "sex", "age_band", "home_district")
_PRESENCE = {
    **dict.fromkeys(("حاضر", "حاضرة", "حضر", "حضرت", "نعم", "yes", "x"), "present"),
    **dict.fromkeys(("غائب", "غائبة", "لا", "no"), "absent"),
    **dict.fromkeys(("معتذر", "معتذرة", "اعتذر"), "excused"),
}


class ListReader:
    """Reads rows of an attendance sheet; the lists once for all of them."""

    def __init__(self):
        self.lines = LineReader()
        people = person_widgets()
        bodies = {body.pk: body for body in self.lines.bodies.values()}
        spellings: dict[int, set[str]] = {}
        for key, body in self.lines.bodies.items():
            spellings.setdefault(body.pk, set()).add(key)
        widgets = {name: people[name] for name in _OF_PERSON} | {
            "rank": in_use(Rank),
            "post": TextWidget(300),
            "institution": ListWidget(bodies.values(), lambda body: spellings[body.pk]),
            "presence": ChoiceWidget(Attendance.Presence.choices, _PRESENCE),
            "presence_reason": TextWidget(200),
            "part": ChoiceWidget(Attendance.Part.choices),
            "represents": TextWidget(200),
        }
        self.cells = CellReader(widgets)

    def read(self, cells: dict[str, str]) -> tuple[dict, list[Problem]]:
        """Values and problems. What stands around the name in its cell counts where no column of its own says it."""
        values, problems = self.cells.read(cells)
        reading = self.lines.read(values["name_ar"]) if values.get("name_ar") else None
        values["name_ar"] = reading.name if reading else ""
        post = values.get("post") or (reading.post if reading else "")
        read = {
            "rank": reading and reading.rank,
            "rank_qualifier": reading and reading.rank_qualifier,
            "honorific": reading and reading.honorific,
            "category": reading and reading.category,
            "post": post,
            "institution": self.lines.body_in(post) if post else None,
        }
        for name, value in read.items():
            if value and not values.get(name):
                values[name] = value
        named = any(problem.column in ("name_ar", "known_as") for problem in problems)
        if not named and not fold(values["name_ar"] or values.get("known_as") or ""):
            problems.append(Problem("name_ar", "name"))
        return values, problems
