"""The columns of a sheet of institutions, and how a row of it is read."""

import re

from common.arabic import fold
from common.sheets import Field
from participants.models import Institution, Place
from participants.services.imports.cells import CellReader, ChoiceWidget, ListWidget, Problem, TextWidget
from participants.services.imports.people_columns import in_use

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,23}")

FIELDS = (
    Field("code", "الرمز", "Code", ("رمز الجهة",), ("#org+code",)),
    Field(
        "name_ar",
        "الاسم بالعربية",
        "Arabic name",
        ("الاسم", "الجهة", "اسم الجهة", "Name", "Institution"),
        ("#org+name", "#org"),
    ),
    Field("name_en", "الاسم بالإنجليزية", "English name", ("Name in English",), ("#org+name+en",)),
    Field("kind", "النوع", "Kind", ("نوع الجهة", "Type"), ("#org+type",)),
    Field("parent", "تتبع", "Part of", ("الجهة الأم", "Parent"), ("#org+parent",)),
    Field("place", "المكان", "Place", ("المحافظة", "المديرية"), ("#loc", "#adm1", "#adm2")),
    Field("public_contact", "بيانات التواصل المعلنة", "Public contact", (), ("#org+contact",)),
    Field("spellings", "صيغ أخرى للاسم", "Other spellings", ("صيغ أخرى", "Spellings"), ("#org+alt",)),
)


class BodyReader:
    """Rows of institutions. A parent may stand in the same sheet: its value is then its code, as text."""

    def __init__(self, rows):
        self.bodies = list(
            Institution.objects.filter(archived_at=None)
            .select_related("parent", "place")
            .prefetch_related("names")
        )
        self.parents = ListWidget(self.bodies, lambda body: set(body.folded.split("\n")) - {""})
        archived = Institution.objects.filter(archived_at__isnull=False)
        self.archived = {code.casefold() for code in archived.values_list("code", flat=True)}
        self.codes = {row["code"].strip().casefold() for row in rows if row.get("code", "").strip()}
        widgets = {
            "code": TextWidget(24),
            "name_ar": TextWidget(200),
            "name_en": TextWidget(200),
            "kind": ChoiceWidget(Institution.Kind.choices),
            "parent": TextWidget(200),
            "place": in_use(Place),
            "public_contact": TextWidget(200),
            "spellings": TextWidget(1000),
        }
        self.cells, self.parent_cell = CellReader(widgets), CellReader({"parent": self.parents})

    def read(self, cells):
        """(values, problems)."""
        values, problems = self.cells.read(cells)
        code, parent = values.get("code", ""), values.get("parent", "")
        if code and not _CODE.fullmatch(code):
            problems.append(Problem("code", "code"))
        if code.casefold() in self.archived:
            problems.append(Problem("code", "archived"))
        if parent and parent.casefold() not in self.codes:
            found, wrong = self.parent_cell.read({"parent": parent})
            values["parent"] = found.get("parent")
            problems += wrong
        if parent and parent.casefold() == code.casefold():
            problems.append(Problem("parent", "own_parent"))
        if not fold(values.get("name_ar") or code):
            problems.append(Problem("name_ar", "missing"))
        texts = re.split(r"[|;؛\n]", values.get("spellings") or "")
        values["spellings"] = [text for text in (" ".join(one.split()) for one in texts) if fold(text)]
        if any(len(text) > 200 for text in values["spellings"]):
            problems.append(Problem("spellings", "long", {"most": 200}))
        return values, problems
