"""What the wording of an ask leaves open; nothing of it is ever refused."""

import pytest

from recommendations.wording import hints_for

WHOLE = {"language": "ar", "is_question": False, "has_addressee": True, "has_date": True}


def codes(text, **changed):
    return [hint.code for hint in hints_for(text=text, **WHOLE | changed)]


@pytest.mark.parametrize(
    "text",
    [
        "ضرورة الاهتمام بالشباب في المديرية",
        "الاهتمام بنظافة الشوارع",
        "أهمية تفعيل اللجان المجتمعية",
        "العمل على تحسين الخدمات",
        "لا بد من إصلاح الطرق",
    ],
)
def test_openings_that_bind_nobody(text):
    assert codes(text) == ["opening"]


@pytest.mark.parametrize("text", ["إنارة شارع الكورنيش", "تدريب أفراد الشرطة", "ترميم مدرسة الحي"])
def test_what_names_act_and_object_leaves_nothing_open(text):
    assert codes(text) == []


def test_who_and_when():
    assert codes("إنارة شارع الكورنيش", has_addressee=False, has_date=False) == ["actor", "when"]
    assert codes("تكليف إدارة الأمن بإنارة الشارع خلال شهر", has_addressee=False, has_date=False) == []
    assert codes("إنارة شارع الكورنيش قبل 2027", has_date=False) == []


def test_hardly_anything_named():
    assert codes("إنارة الشوارع") == ["what"]
    assert codes("الشوارع مظلمة جدا") == ["verb"]


def test_a_question_needs_somebody_to_answer():
    question = {"is_question": True, "has_date": False}
    assert codes("لماذا تأخرت الرواتب؟", **question) == []
    assert codes("لماذا تأخرت الرواتب؟", has_addressee=False, **question) == ["actor"]


def test_english_and_nothing():
    assert codes("The need to care about youth", language="en") == ["opening"]
    assert codes("Fit lights in Main Street", language="en") == []
    assert codes("  ") == []
