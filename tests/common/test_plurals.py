"""Counted nouns as docs/arabic.md has them: six forms, asked of the functions that the pages use."""

import pytest
from django.utils import translation

from common.arabic import to_arabic_digits
from forums import presentation as forums
from forums.models import Output
from recommendations import presentation as recommendations

#: name → (how the pages say it, its forms for zero, one, two, few, many, other).
NOUNS = {
    "recommendation": (
        forums.recommendation_count,
        "لا توصيات · توصية واحدة · توصيتان · %d توصيات · %d توصية · %d توصية",
    ),
    "recommendation of a list": (
        recommendations.recommendation_count,
        "لا توصيات · توصية واحدة · توصيتان · %d توصيات · %d توصية · %d توصية",
    ),
    "output": (forums.output_count, "لا مخرجات · مخرج واحد · مخرجان · %d مخرجات · %d مخرجًا · %d مخرج"),
    "participant": (
        forums.people_count,
        "لا مشاركين · مشارك واحد · مشاركان · %d مشاركين · %d مشاركًا · %d مشارك",
    ),
    "question": (
        lambda n: forums.kind_count(Output.Kind.QUESTION, n),
        "لا تساؤلات · تساؤل واحد · تساؤلان · %d تساؤلات · %d تساؤلًا · %d تساؤل",
    ),
    "demand": (
        lambda n: forums.kind_count(Output.Kind.DEMAND, n),
        "لا مطالب · مطلب واحد · مطلبان · %d مطالب · %d مطلبًا · %d مطلب",
    ),
    "observation": (
        lambda n: forums.kind_count(Output.Kind.OBSERVATION, n),
        "لا ملاحظات · ملاحظة واحدة · ملاحظتان · %d ملاحظات · %d ملاحظة · %d ملاحظة",
    ),
    "response": (
        recommendations.response_count,
        "لا ردود · رد واحد · ردّان · %d ردود · %d ردًّا · %d رد",
    ),
    "institution": (
        recommendations.institution_count,
        "لا جهات · جهة واحدة · جهتان · %d جهات · %d جهة · %d جهة",
    ),
    "forum": (
        forums.forum_count,
        "لا منتديات · منتدى واحد · منتديان · %d منتديات · %d منتدى · %d منتدى",
    ),
    "late": (
        lambda n: recommendations.late_chip(type("Late", (), {"days": n}))[1],
        "غير متأخرة · متأخرة يوم عمل واحدًا · متأخرة يومَي عمل · متأخرة %d أيام عمل · متأخرة %d يوم عمل · متأخرة %d يوم عمل",
    ),
}
ZERO, ONE, TWO, FEW, MANY, OTHER = range(6)
#: Arabic counts by the last two digits: 103 goes as 3, 111 as 11, 100 to 102 as a hundred.
FORM_OF = {
    0: ZERO,
    1: ONE,
    2: TWO,
    3: FEW,
    10: FEW,
    11: MANY,
    99: MANY,
    100: OTHER,
    101: OTHER,
    102: OTHER,
    103: FEW,
    111: MANY,
}


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize("count", FORM_OF)
def test_nouns_agree_with_their_number(noun, count):
    said, forms = NOUNS[noun]
    expected = forms.split(" · ")[FORM_OF[count]].replace("%d", to_arabic_digits(str(count)))
    with translation.override("ar"):
        assert to_arabic_digits(said(count)) == expected


@pytest.mark.parametrize("noun", NOUNS)
def test_english_has_one_and_many(noun):
    said, _forms = NOUNS[noun]
    with translation.override("en"):
        one, two = said(1), said(2)
    assert one.startswith("1 ")
    assert two.startswith("2 ")
    assert one.removeprefix("1 ") != two.removeprefix("2 ")


def test_a_list_of_outputs_is_counted_by_kind():
    kinds = ["recommendation"] * 11 + ["demand"] + ["question"] * 2 + ["observation"] * 3
    with translation.override("ar"):
        words = forums.kind_counts([Output(kind=kind) for kind in kinds])
    assert to_arabic_digits(words) == "١٧ مخرجًا: ١١ توصية · مطلب واحد · تساؤلان · ٣ ملاحظات"
