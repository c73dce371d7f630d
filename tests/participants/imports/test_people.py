"""People from a sheet: what each row is found to be, what is written, and that the same file changes nothing twice."""

import io
import json

import pytest
from django.utils import translation
from openpyxl import load_workbook

from common.models import AuditEntry
from participants.models import Category, Honorific, NameKey, Person, Rank
from participants.services.imports.files import error_file
from participants.services.imports.showing import shown_rows
from participants.services.people import find_candidates

from .sheets import HEADERS, decide, hand_in, known, row_of, taken_in, verdicts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _lists(world):
    Category.objects.filter(code="media").update(name_ar="إعلام", name_ar_feminine="إعلامية")
    Rank.objects.filter(code="colonel").update(name_ar="عقيد", spellings="العقيد")
    Honorific.objects.create(code="dr", name_ar="الدكتور", spellings="د\nدكتور")


ROWS = [
    ["العقيد سالم صالح المثال", "إعلام", "ذكر", "777 123 456"],
    ["د. منى عوض التجربة", "", "", ""],
    ["هدى ناصر السطر", "إعلامية", "أنثى", ""],
]


def test_new_people_are_entered_with_what_the_columns_say_and_nothing_more(world):
    sheet = hand_in(world, ROWS)
    assert verdicts(sheet) == ["new", "new", "new"]
    assert not Person.objects.exists()
    taken_in(sheet, world.staff)
    salem, mona, huda = Person.objects.order_by("pk")
    assert (salem.name_ar, salem.category.code, salem.phone) == ("سالم صالح المثال", "media", "+967777123456")
    assert (salem.sex, salem.sex_source) == ("m", "recorded")
    # A form of address proposes a sex at most; a rank tells nothing.
    assert (mona.name_ar, mona.honorific.code, mona.sex, mona.category) == ("منى عوض التجربة", "dr", "", None)
    assert huda.category.code == "media"
    assert NameKey.objects.filter(person=huda).exists()


def test_who_was_taken_in_is_seen_and_found_in_the_programme_alone(world):
    taken_in(hand_in(world, ROWS), world.staff)
    assert Person.objects.visible_to(world.staff).count() == 3
    assert Person.objects.visible_to(world.manager).count() == 3
    assert not Person.objects.visible_to(world.foreign_staff).exists()
    assert [one.name for one in find_candidates(user=world.staff, text="هدى ناصر")] == ["هدى ناصر السطر"]
    person = Person.objects.first()
    assert person.programme_ids == {world.programme.pk}
    assert world.staff.has_perm("participants.write_person", person)


def test_the_same_file_twice_changes_nothing(world):
    twins = [*ROWS, ["هدى ناصر السطر", "", "", ""]]
    sheet = hand_in(world, twins)
    assert verdicts(sheet) == ["new", "new", "new", "doubtful"]
    decide(sheet, world.staff, row_3="new")
    taken_in(sheet, world.staff)
    assert Person.objects.count() == 4
    before = list(Person.objects.order_by("pk").values())
    again = hand_in(world, twins)
    assert verdicts(again) == ["unchanged"] * 4
    assert again.counts == {"unchanged": 4}
    assert list(Person.objects.order_by("pk").values()) == before


def test_sent_twice_it_is_taken_in_once(world):
    sheet = hand_in(world, ROWS)
    version = sheet.version
    taken_in(sheet, world.staff)
    from participants.services.imports.applying import apply_import

    apply_import(public_id=str(sheet.public_id))
    assert Person.objects.count() == 3
    assert AuditEntry.objects.filter(action="participants.apply_import").count() == 1
    assert sheet.version > version


def test_of_somebody_known_the_sheet_changes_what_it_says_and_an_empty_cell_nothing(world):
    person = known(world.programme, "هدى ناصر السطر", phone="+967700000000", languages="العربية")
    person.category = Category.objects.get(code="security")
    person.save()
    headers = ["الاسم", "الفئة", "Languages", "الهاتف"]
    sheet = hand_in(world, [["هدى ناصر السطر", "إعلام", "", "777123456"]], headers)
    assert verdicts(sheet) == ["changed"]
    changes = json.loads(row_of(sheet, 0).findings)["changes"]
    assert changes == [["category", "security", "media"]]
    taken_in(sheet, world.staff)
    person.refresh_from_db()
    assert (person.category.code, person.languages, person.phone) == ("media", "العربية", "+967700000000")
    assert person.version == 2


def test_a_name_in_another_spelling_is_he_and_a_likeness_is_doubtful(world):
    known(world.programme, "أحمد علي الأمين")
    known(world.programme, "فضل عبدالله قاسم سعيد")
    sheet = hand_in(world, [["احمد على الامين"], ["فضل قاسم سعيد"], ["ناصر عمر باسعد"]], ["الاسم"])
    assert verdicts(sheet) == ["unchanged", "doubtful", "new"]
    meant = json.loads(row_of(sheet, 1).findings)["meant"]
    assert len(meant) == 1
    assert meant[0][2]


def test_two_rows_of_nearly_one_new_name_are_left_to_somebody_and_a_brother_is_not(world):
    names = [
        "عبدالرحمن محمد المثال",
        "هدى ناصر عمر السطر",
        "عبدالرحمان محمد المثال",
        "هدى ناصر السطر",
        "منى ناصر عمر السطر",
        "عبد الرحمن محمد المثال",
    ]
    sheet = hand_in(world, [[name] for name in names], HEADERS[:1])
    assert verdicts(sheet) == ["new", "new", "doubtful", "doubtful", "new", "doubtful"]
    kept = [json.loads(row_of(sheet, place).findings) for place in (2, 3, 5)]
    assert [one["twin"] for one in kept] == [0, 1, 0]
    assert [one.get("like") for one in kept] == [
        "similar spelling",
        "one is a shorter form of the other",
        None,
    ]
    shown = shown_rows(user=world.staff, sheet=sheet, rows=[row_of(sheet, 3)])[0]
    assert (shown.twin, [value for value, _label in shown.options]) == (3, ["", "new", "skip"])
    with translation.override("en"):
        book = load_workbook(io.BytesIO(error_file(actor=world.staff, sheet=sheet, language="en")))
    said = [row[0] for row in book.active.iter_rows(min_row=2, values_only=True)]
    assert [one or "" for one in said] == [
        *("", "", "Row 2 says nearly the same: similar spelling."),
        *("Row 3 says nearly the same: one is a shorter form of the other.", "", "Row 2 says the same."),
    ]
    decide(sheet, world.staff, row_2="skip", row_3="new", row_5="skip")
    taken_in(sheet, world.staff)
    assert set(Person.objects.values_list("name_ar", flat=True)) == {names[0], names[1], names[3], names[4]}


def test_two_of_one_name_are_left_to_somebody(world):
    first, second = (known(world.programme, "أحمد علي الأمين") for _ in range(2))
    sheet = hand_in(world, [["أحمد علي الأمين", "إعلام"]], HEADERS[:2])
    assert verdicts(sheet) == ["doubtful"]
    assert taken_or_not(sheet, world) == 0
    decide(sheet, world.staff, row_0=second.public_id)
    taken_in(sheet, world.staff)
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.category is None or first.category.code != "media"
    assert second.category.code == "media"


def taken_or_not(sheet, world):
    from participants.services.imports.deciding import outlook

    return outlook(sheet).going


def test_what_is_wrong_is_said_by_column(world):
    rows = [
        ["", "إعلام", "", ""],
        ["سعيد عمر التجربة", "فئة لا وجود لها", "غير ذلك", ""],
        ["ن" * 400, "", "", ""],
        ["سالم\u202eعمر", "", "", ""],
    ]
    sheet = hand_in(world, rows)
    assert verdicts(sheet) == ["wrong"] * 4
    said = [[(c, code) for c, code, _p in json.loads(row.findings)["problems"]] for row in sheet.rows.all()]
    assert said[0] == [("name_ar", "name")]
    assert said[1] == [("category", "list"), ("sex", "choice")]
    assert said[2] == [("name_ar", "long")]
    assert said[3] == [("name_ar", "bidi")]


def test_columns_are_known_by_english_headers_and_tags(world):
    content = "Group,x\n#contact+category,#contact+name\nmedia,سعيد عمر التجربة\n".encode("cp1256")
    sheet = hand_in(world, [], content=content, name="a.csv")
    assert sheet.columns == {"category": 0, "name_ar": 1}
    taken_in(sheet, world.staff)
    assert Person.objects.get().category.code == "media"


def test_the_entry_on_record_holds_ids_and_no_names(world):
    sheet = hand_in(world, ROWS)
    taken_in(sheet, world.staff)
    entry = AuditEntry.objects.get(action="participants.apply_import")
    assert entry.programme == world.programme.public_id
    assert entry.details["created"] == sorted(
        str(one) for one in Person.objects.values_list("public_id", flat=True)
    )
    assert "سالم" not in json.dumps(entry.details, ensure_ascii=False)


def test_somebody_of_another_programme_of_the_writer_comes_to_stand_here_too(world):
    from accounts.models import Membership, Role

    Membership.objects.create(user=world.staff, role=Role.STAFF, programme=world.other_programme)
    world.staff.__dict__.pop("current_memberships", None)
    person = known(world.other_programme, "أحمد علي الأمين")
    sheet = hand_in(world, [["أحمد علي الأمين"]], ["الاسم"])
    assert verdicts(sheet) == ["changed"]
    taken_in(sheet, world.staff)
    assert Person.objects.visible_to(world.manager).get() == person
    assert verdicts(hand_in(world, [["أحمد علي الأمين"]], ["الاسم"])) == ["unchanged"]
