"""The Arabic catalogue: complete, sound in form, and in the words of docs/arabic.md."""

import ast
import csv
import importlib.util
import re
from pathlib import Path

import polib
import pytest
from django.utils import translation

from accounts.models import Role
from forums.models import Forum, Minutes, Output, Programme
from recommendations.models import Response
from recommendations.presentation import state_chip, state_choices
from reports.models import Report

from .texts import ALIASES, CALLS, FILE, ROOT, asked_by_code, asked_by_templates, asked_in, sources

PLACEHOLDER = re.compile(r"%\(\w+\)[sdr]|%[sd]|\{\w*\}")
#: Commands to one man, as they stand at the head of a button or a sentence; verbal nouns are longer or other words.
COMMANDS = (
    "أدخل|أدخِل|اختر|اضغط|انقر|أضف|احفظ|أرسل|احذف|عدّل|غيّر|اكتب|ابحث|سجّل|تأكد|تحقق من أن|حدد|حدّد|افتح|انتظر|قم ب|"
    "راجع|جرّب|حاول|أعد|ارفع|استخدم|استعمل|اطلب|اقرأ|أكّد|اعتمد|اسحب|أزل|حمّل|نزّل"
)
COMMAND = re.compile(rf"(?:^|[.!؟،:]\s+)(?:{COMMANDS})(?=\s|$)")


def entries():
    return [entry for entry in polib.pofile(str(FILE)) if not entry.obsolete]


def forms(entry):
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


def test_nothing_waits_for_a_translation():
    catalogue = polib.pofile(str(FILE))
    assert len(catalogue) > 1000
    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []


@pytest.mark.parametrize("asked", [asked_by_code, asked_by_templates])
def test_every_text_of_the_pages_has_arabic(asked):
    known = {(entry.msgctxt, entry.msgid) for entry in entries()}
    found = asked()
    assert len(found) > 300
    assert {text: files for text, files in found.items() if text not in known} == {}


def test_no_text_hides_in_an_f_string():
    """xgettext does not look into f-strings, so a text there is never collected."""
    hidden = []
    for path in sources(".py"):
        for outer in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(outer, ast.JoinedStr):
                names = {node.func.id for node in ast.walk(outer) if _is_call(node)}
                hidden += [(path.name, name) for name in names if ALIASES.get(name, name) in CALLS]
    assert hidden == []


def test_gettext_goes_by_its_own_names():
    """xgettext knows `_` and the functions by their names; under another name it collects nothing."""
    renamed = []
    for path in sources(".py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
                renamed += [(path.name, one.asname) for one in node.names if one.asname not in (None, "_")]
    assert renamed == []


def test_placeholders_are_those_of_the_english():
    wrong = {}
    for entry in entries():
        given = {*PLACEHOLDER.findall(entry.msgid), *PLACEHOLDER.findall(entry.msgid_plural)}
        for form in forms(entry):
            used = set(PLACEHOLDER.findall(form))
            # «واحد» and «اثنان» say the number themselves; nothing else may be left out, and nothing invented.
            missing = set() if entry.msgid_plural else given - used
            if used - given or missing:
                wrong[entry.msgid] = form
    assert wrong == {}


def test_forms_for_many_name_their_number():
    silent = [
        entry.msgid
        for entry in entries()
        if PLACEHOLDER.search(entry.msgid_plural)
        for number in (3, 4, 5)
        if not PLACEHOLDER.search(entry.msgstr_plural[number])
    ]
    assert silent == []


def test_counted_texts_have_six_forms():
    counted = [entry for entry in entries() if entry.msgid_plural]
    assert len(counted) > 30
    assert [entry.msgid for entry in counted if set(entry.msgstr_plural) != set(range(6))] == []
    assert [entry.msgid for entry in counted if not all(forms(entry))] == []


def test_nobody_is_commanded():
    assert [form for entry in entries() for form in forms(entry) if COMMAND.search(form)] == []


def test_the_search_for_commands_finds_them():
    assert COMMAND.search("أدخل قيمة صحيحة.")
    assert COMMAND.search("القيمة ناقصة. اختر غيرها")
    assert not COMMAND.search("اختيار الجهة")


def test_arabic_has_arabic_signs():
    wrong = [
        form
        for entry in entries()
        for form in forms(entry)
        # Attributes in markup keep their quotes.
        if re.search(r"[≥≤“”\"?;٬]|[\u0621-\u064a],", re.sub(r"<[^>]*>", "", form))
    ]
    assert wrong == []


def test_tanween_stands_before_the_alif():
    assert [form for entry in entries() for form in forms(entry) if "\u0627\u064b" in form] == []


def test_texts_hold_no_hidden_direction_marks():
    marks = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
    assert [form for entry in entries() for form in forms(entry) if marks.search(form)] == []


@pytest.mark.parametrize("package", ["django", "allauth", "import_export"])
def test_borrowed_texts_are_still_said_by_their_library(package):
    """An update that rewords a text would bring back the library's own Arabic, or English."""
    module = ast.parse((ROOT / "common" / "borrowed_texts.py").read_text(encoding="utf-8"))
    lists = {node.targets[0].id: node.value for node in module.body if isinstance(node, ast.Assign)}
    borrowed = {text for _context, text in asked_in(lists[package.upper()])}
    folder = Path(importlib.util.find_spec(package).submodule_search_locations[0])
    said = {
        entry.msgid
        for language in ("en", "ar", "de")
        for path in folder.glob(f"**/locale/{language}/LC_MESSAGES/django.po")
        for entry in polib.pofile(str(path))
        if not entry.obsolete
    }
    assert len(borrowed) > 20
    assert borrowed - said == set()


def test_words_are_those_of_the_glossary():
    with translation.override("ar"):
        assert Minutes.State.labels == ["مسودة", "مرفوع للاعتماد", "معتمد", "قيد التعديل"]
        assert Output.Kind.labels == ["توصية", "مطلب", "تساؤل", "قضية", "ملاحظة", "تعهّد شفهي"]
        assert Report.Audience.labels == ["داخلي", "رسمي", "للمانح", "للعموم"]
        assert Programme.Attribution.labels == ["بالاسم", "بالصفة", "بالفئة", "دون نسبة", "لم يُذكر"]
        assert Role.REVIEWER.label == "ممثل الجهة"
        assert Forum.Kind.labels == [
            "منتدى حواري",
            "اجتماع حواري مع صنّاع القرار",
            "الورشة الربعية",
            "لقاء مراجعة",
            "لقاء ختامي",
            "لقاء تنسيقي",
            "لقاء موسّع",
            "تدشين",
            "دورة تدريبية",
            "اجتماع لجنة المتابعة",
            "نزول ميداني",
            "جلسة نقاش بؤرية",
        ]


STATES = {
    "draft": ("مقترحة", "مقترح"),
    "sent": ("مُحالة إلى الجهة", "مُحال إلى الجهة"),
    "answered": ("وردَ الرد", "وردَ الرد"),
    "clarification": ("طُلب إيضاح", "طُلب إيضاح"),
    "in_progress": ("قيد التنفيذ", "قيد التنفيذ"),
    "reported_done": ("أُفيد بإنجازها", "أُفيد بإنجازه"),
    "verified": ("تم التحقق من إنجازها", "تم التحقق من إنجازه"),
    "stopped": ("متوقفة", "متوقف"),
    "withdrawn": ("مسحوبة", "مسحوب"),
    "merged": ("مدموجة", "مدموج"),
}
DECISIONS = {
    "accepted": "مقبولة",
    "conditional": "مقبولة رهنًا بتوفير الإمكانيات",
    "partly": "مقبولة جزئيًا",
    "beyond_mandate": "خارج الاختصاص وتُحال إلى جهة أخرى",
    "already_done": "منفَّذة من قبل",
    "declined": "متعذّرة حاليًا",
    "clarification": "نطلب إيضاحًا",
    "noted": "أُخذ العلم",
    "answered": "إجابة",
}

CATEGORIES = "أخرى، إعلام، خبير، سلطة محلية، صحة، قيادي أمني، قيادي مجتمعي، لجنة مجتمعية، منظّم، ناشط، نيابة وقضاء، وسيط مجتمعي"


@pytest.mark.parametrize("state", STATES)
def test_states_agree_with_their_noun(state):
    with translation.override("ar"):
        assert (state_chip(state, "recommendation")[1], state_chip(state, "demand")[1]) == STATES[state]


def test_decisions_and_lateness_are_those_of_the_glossary():
    with translation.override("ar"):
        assert {value: str(label) for value, label in Response.Decision.choices} == DECISIONS
        assert dict(state_choices())["late"].startswith("متأخرة")


def test_categories_are_those_of_the_glossary():
    with (ROOT / "participants" / "data" / "categories.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    names = "، ".join(row["name_ar"] for row in sorted(rows, key=lambda row: row["name_ar"]))
    assert names == CATEGORIES
    assert all(row["name_ar_feminine"] and row["plural_ar"] for row in rows)


def _is_call(node):
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
