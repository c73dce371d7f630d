"""Officials see how their own words are minuted: only these lines, for five working days, before the approval."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from common.dates import working_days_between
from common.workflow import NotAllowedHere, NoteMissing
from forums.models import Minutes, Output
from forums.services.approval import approval_warnings
from recommendations.models import OutboxMessage, ShownLine, WordsReview
from recommendations.services import words as service

from .. import factories

pytestmark = pytest.mark.django_db
PLEDGED, SAID = "أبدت القيادة استعدادها للأمر التجريبي", "قال المشاركون كلامًا تجريبيًا"


@pytest.fixture
def minutes(world):
    minutes = factories.MinutesFactory(forum__programme=world.programme)
    factories.AttendanceFactory(forum=minutes.forum)
    factories.OutputFactory(minutes=minutes, kind="pledge", text=PLEDGED, position=1)
    factories.OutputFactory(minutes=minutes, kind="issue", text=SAID, spoken_by="participants", position=2)
    return minutes


@pytest.fixture
def review(world, minutes):
    return show(world, minutes)


def show(world, minutes, text=PLEDGED):
    outputs = minutes.outputs.filter(text=text)
    return service.show_words(
        actor=world.staff, minutes=minutes, institution=world.institution, outputs=outputs
    )


def page(client, review):
    return client.get(reverse("recommendations:own_words", args=[review.public_id]))


def line_of(review):
    return ShownLine.objects.select_related("review__minutes__forum__programme").get(review=review)


def test_the_institution_sees_its_lines_and_nothing_else(world, minutes, review, as_role):
    seen = page(as_role("reviewer"), review).content.decode()
    assert PLEDGED in seen
    for hidden in (SAID, minutes.forum.title_ar, minutes.forum.code):
        assert hidden not in seen
    assert page(as_role("foreign_reviewer"), review).status_code == 404
    assert (
        reverse("recommendations:own_words", args=[review.public_id])
        in as_role("reviewer").get(reverse("home")).content.decode()
    )


def test_it_has_five_working_days_and_then_nothing(world, review, as_role):
    assert working_days_between(timezone.localdate(), review.until) == 5
    client = as_role("reviewer")
    WordsReview.objects.update(until=timezone.localdate())
    assert page(client, review).status_code == 200
    WordsReview.objects.update(until=timezone.localdate() - datetime.timedelta(days=1))
    assert page(client, review).status_code == 404
    assert not WordsReview.objects.visible_to(world.reviewer).exists()
    review.refresh_from_db()
    assert not world.reviewer.has_perm("recommendations.view_own_words", review)
    with pytest.raises(PermissionDenied):
        service.propose_wording(actor=world.reviewer, line=line_of(review), expected=1, text="كلام آخر")


def test_an_approval_ends_it(minutes, review, as_role):
    Minutes.objects.update(state="approved", revision=1)
    assert page(as_role("reviewer"), review).status_code == 404
    Minutes.objects.update(state="amending")
    assert page(as_role("reviewer"), review).status_code == 404, "shown for the revision before"


def test_what_participants_said_is_shown_to_no_institution(world, minutes):
    with pytest.raises(ValidationError):
        show(world, minutes, SAID)
    Output.objects.filter(text=PLEDGED).update(narrowed_to="internal")
    with pytest.raises(ValidationError):
        show(world, minutes)
    assert not WordsReview.objects.exists()


def test_a_line_that_was_restricted_since_is_shown_no_more(review, as_role):
    Output.objects.filter(text=PLEDGED).update(narrowed_to="internal")
    assert PLEDGED not in page(as_role("reviewer"), review).content.decode()


def test_messages_carry_no_content(world, review):
    message = OutboxMessage.objects.get(kind="words_shown")
    assert message.recipient == world.reviewer
    assert message.path == reverse("recommendations:own_words", args=[review.public_id])


def test_the_approval_warns_while_the_days_run_and_of_what_is_undecided(world, minutes, review):
    def keys():
        return {warning.key.split(":")[0] for warning in approval_warnings(minutes) if "words" in warning.key}

    assert keys() == {"words-shown"}
    service.propose_wording(actor=world.reviewer, line=line_of(review), expected=1, text="كلام آخر")
    assert keys() == {"words-shown", "words-open"}
    WordsReview.objects.update(until=timezone.localdate() - datetime.timedelta(days=1))
    assert keys() == {"words-open"}
    service.keep_wording(actor=world.staff, line=line_of(review), expected=2, reason="قيل هكذا")
    assert keys() == set()


def test_the_whole_way_through_the_pages(world, minutes, as_role):
    staff, reviewer = as_role("staff"), as_role("reviewer")
    address = reverse("recommendations:words", args=[minutes.forum.public_id])
    offered = staff.get(address).content.decode()
    assert PLEDGED in offered
    assert SAID not in offered
    output = minutes.outputs.get(text=PLEDGED)
    chosen = {"institution": world.institution.code, "output": str(output.public_id)}
    staff.post(reverse("recommendations:show_words", args=[minutes.forum.public_id]), chosen)
    line = line_of(WordsReview.objects.get())
    propose = reverse("recommendations:propose_wording", args=[line.public_id])
    reviewer.post(propose, {"note": " ", "version": "1"})
    assert line_of(line.review).proposal == ""
    reviewer.post(propose, {"note": "تبدي القيادة استعدادها المشروط", "version": "1"})
    assert OutboxMessage.objects.filter(kind="words_answered", recipient=world.staff).exists()
    assert "تبدي القيادة استعدادها المشروط" in staff.get(address).content.decode()
    staff.post(
        reverse("recommendations:settle_wording", args=[line.public_id]), {"take": "1", "version": "2"}
    )
    output.refresh_from_db()
    assert output.text == "تبدي القيادة استعدادها المشروط"
    assert line_of(line.review).decision == "taken"
    reviewer.post(propose, {"note": "كلام ثالث", "version": "3"})
    assert line_of(line.review).proposal == "تبدي القيادة استعدادها المشروط"
    assert "taken over" in page(reviewer, line.review).content.decode()


def test_keeping_a_line_takes_a_reason_and_nobody_decides_twice(world, review):
    with pytest.raises(NotAllowedHere):
        service.keep_wording(actor=world.staff, line=line_of(review), expected=1, reason="لا اقتراح")
    service.propose_wording(actor=world.reviewer, line=line_of(review), expected=1, text="كلام آخر")
    with pytest.raises(NoteMissing):
        service.keep_wording(actor=world.staff, line=line_of(review), expected=2, reason=" ")
    service.keep_wording(actor=world.staff, line=line_of(review), expected=2, reason="قيل هكذا")
    with pytest.raises(NotAllowedHere):
        service.take_wording(actor=world.staff, line=line_of(review), expected=3)
    assert Output.objects.filter(text=PLEDGED).exists()


def test_only_its_own_representative_proposes(world, review):
    for account in (world.foreign_reviewer, world.staff, world.manager):
        with pytest.raises(PermissionDenied):
            service.propose_wording(actor=account, line=line_of(review), expected=1, text="كلام")


def test_approved_minutes_are_shown_to_nobody_first(world, minutes):
    Minutes.objects.update(state="approved", revision=1)
    with pytest.raises(NotAllowedHere):
        show(world, minutes)
