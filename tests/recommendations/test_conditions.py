"""What asks add to the approval of minutes: warnings, and addressees that become ready."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from forums.services.approval import CHECKLIST, approval_warnings
from forums.services.minutes import approve_minutes, submit_minutes
from forums.services.outputs import edit_output
from recommendations.conditions import AsksCondition
from recommendations.models import Recommendation
from recommendations.wording import names_an_action
from tests import factories
from tests.recommendations.conftest import approve

pytestmark = pytest.mark.django_db


def keys(minutes):
    """The warnings' keys; those about one ask without its id."""
    return [warning.key.split(":")[0] for warning in AsksCondition().warnings(minutes)]


def test_an_ask_that_nobody_took_up(minutes, ask):
    factories.OutputFactory(minutes=minutes, kind="observation")
    (warning,) = [w for w in AsksCondition().warnings(minutes) if w.key.startswith("ask-not-promoted")]
    assert warning.key == f"ask-not-promoted:{ask.public_id}"
    assert ask.text in warning.message
    assert not warning.blocking
    assert warning in approval_warnings(minutes)


def test_addressee_date_and_verb(minutes, ask, promote):
    promote(addressing="undetermined")
    assert keys(minutes) == ["ask-without-addressee", "asks-without-date"]
    verbless = factories.OutputFactory(minutes=minutes, text="الطرق المتهالكة في المديرية.")
    promote(output=verbless, due_on="2022-12-01")
    warnings = {w.key: w.message for w in AsksCondition().warnings(minutes)}
    assert "2" in warnings["asks-without-verb"] or "٢" in warnings["asks-without-verb"]


def test_a_general_ask_and_a_whole_one_are_not_warned_of(minutes, ask, promote):
    promote(addressing="general")
    assert keys(minutes) == []
    other = factories.OutputFactory(minutes=minutes, text="تعزيز دور اللجان.")
    promote(output=other, due_on="2022-12-01")
    assert keys(minutes) == []


def test_words_that_changed_after_taking_up(world, minutes, ask, promote):
    promote(due_on="2022-12-01")
    edit_output(actor=world.staff, output=ask, expected=ask.version, text="توفير أجهزة أخرى.")
    assert keys(minutes) == ["ask-reworded"]
    approve(minutes, world.manager)
    said = Recommendation.objects.get().wordings.get(occasion="said")
    assert said.text == "توفير أجهزة أخرى."


def test_the_number_of_queries_does_not_grow(minutes, promote):
    def count():
        with CaptureQueriesContext(connection) as queries:
            AsksCondition().warnings(minutes)
        return len(queries)

    for _n in range(2):
        promote(output=factories.OutputFactory(minutes=minutes))
    few = count()
    for _n in range(6):
        promote(output=factories.OutputFactory(minutes=minutes))
    assert count() == few


def test_approving_makes_them_ready_and_waits_for_other_minutes(world, minutes, ask, promote):
    alone = promote()
    elsewhere = factories.OutputFactory(minutes__forum__programme=world.programme)
    joint = promote(also=[elsewhere], text="صيغة مشتركة.")
    factories.AttendanceFactory(forum=minutes.forum, person__sex="f", person__sex_source="said")
    submit_minutes(actor=world.staff, minutes=minutes, expected=minutes.version)
    reasons = {warning.key: "سبب" for warning in approval_warnings(minutes)}
    approve_minutes(
        actor=world.manager,
        minutes=minutes,
        expected=minutes.version,
        reasons=reasons,
        checklist=set(CHECKLIST),
    )
    assert alone.addressees.get().state == "ready"
    assert joint.addressees.get().state == "draft"
    approve(elsewhere.minutes, world.manager)
    assert joint.addressees.get().state == "ready"


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("توفير الأجهزة الحديثة.", "ar", True),
        ("الاستمرار في عقد المنتديات.", "ar", True),
        ("رفد الإدارة بالخبرات.", "ar", True),
        ("ومعالجة الازدواج.", "ar", True),
        ("يجب أن تُستكمل الصيانة.", "ar", True),
        ("الطرق المتهالكة في المديرية سيئة.", "ar", False),
        ("نقص المياه في الحي.", "ar", False),
        ("Street lights.", "en", True),
    ],
)
def test_what_looks_like_something_to_do(text, language, expected):
    assert names_an_action(text, language) is expected


def test_warnings_speak_arabic(minutes, ask, promote):
    promote(addressing="undetermined")
    with translation.override("ar"):
        messages = [warning.message for warning in AsksCondition().warnings(minutes)]
    assert messages == [
        "المخرج ١ «توفير أجهزة حديثة لإدارة تجريبية.» لم تُحدَّد الجهة الموجَّه إليها بعد.",
        "طلب واحد دون موعد للإنجاز: ١.",
    ]
