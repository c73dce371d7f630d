"""Sheets for pictures: one to be decided, one that was taken in, and one that was taken back as far as it could be."""

import io

from openpyxl import Workbook

from accounts.models import User
from forums.models import Forum
from participants.models import Person, SheetImport
from participants.services.imports.applying import take_in
from participants.services.imports.opening import open_import
from participants.services.imports.undoing import undo_import
from participants.services.people import update_person

HEADERS = ("الاسم", "الاسم بالإنجليزية", "الفئة", "الجنس", "الهاتف", "ملاحظات المكتب")
ROWS = (
    ("العميد تجربة سالم المثال", "Tajriba Salem", "قيادي أمني", "ذكر", "777000111", ""),
    ("د. تجربة منى السطر", "", "صحة", "أنثى", "", ""),
    ("تجربة منى السطر", "", "", "", "", "مكرر"),
    ("تجربة سالم علي المثال", "", "", "ذكر", "", ""),
    ("تجربة هدى الورقة", "", "فئة لا وجود لها", "", "", ""),
    ("", "", "صحة", "", "", ""),
)


def ensure_sheets() -> None:
    """Hand them in where there are none, for the staff of the demo."""
    staff = User.objects.filter(username="staff").first()
    if staff is None or SheetImport.objects.exists():
        return
    people = Person.objects.visible_to(staff).current().exclude(name_ar="").order_by("folded", "pk")
    names = list(people.values_list("name_ar", flat=True)[:3])
    programme = Forum.objects.visible_to(staff).order_by("pk").first().programme.public_id
    known = [(name, "Name in English", "", "", "", "") for name in names]
    short = [
        (" ".join([name.split()[0], *name.split()[2:]]), "", "", "", "", "")
        for name in names
        if len(name.split()) > 3
    ]
    _hand_in(staff, programme, [*known, *short, *ROWS], "كشف المشاركين.xlsx")
    done = _hand_in(staff, programme, [(f"تجربة الأخذ {word}", *[""] * 5) for word in "أبجد"], "كشف ثانٍ.xlsx")
    take_in(actor=staff, sheet=done, expected=done.version)
    back = _hand_in(staff, programme, [(f"تجربة الرد {word}", *[""] * 5) for word in "هوزح"], "كشف ثالث.xlsx")
    take_in(actor=staff, sheet=back, expected=back.version)
    kept = Person.objects.get(pk=back.rows.first().person_id)
    update_person(actor=staff, person=kept, expected=kept.version, name_en="Kept")
    undo_import(actor=staff, sheet=back, expected=back.version)


def _hand_in(staff, programme, rows, name):
    book = Workbook()
    for row in (HEADERS, *rows):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return open_import(actor=staff, kind="people", programme=programme, content=out.getvalue(), name=name)
