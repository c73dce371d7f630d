"""More time to answer: who, when, from which day to which, why; and reminders of the day, each once."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from common.models import AuditEntry
from common.versions import StaleVersion
from common.workflow import NotAllowedHere, NoteMissing
from forums.models import Holiday
from recommendations.models import Addressee, Extension, OutboxMessage
from recommendations.services.answer_reminders import remind_of_answers
from recommendations.services.extending import extend_answer_date
from tests import factories

pytestmark = pytest.mark.django_db

#: A Thursday; the answer is due on it.
DUE = datetime.date(2026, 11, 26)
LATER = datetime.date(2026, 12, 10)


@pytest.fixture
def addressee(world):
    """One that waits until DUE."""
    recommendation = factories.RecommendationFactory(programme=world.programme, number=1)
    return factories.AddresseeFactory(
        recommendation=recommendation, institution=world.institution, sent=True, answer_due_on=DUE
    )


def extend(world, addressee, **how):
    how = {"actor": world.staff, "until": LATER, "reason": "بطلب من الجهة.", "today": DUE, **how}
    return extend_answer_date(addressee=Addressee.objects.get(pk=addressee.pk), **how)


def test_the_day_moves_and_everything_is_kept(world, addressee):
    extension = extend(world, addressee)
    addressee.refresh_from_db()
    assert (addressee.answer_due_on, addressee.state) == (LATER, "sent")
    assert (extension.old_on, extension.new_on, extension.made_by) == (DUE, LATER, world.staff)
    assert OutboxMessage.objects.get().kind == "date_moved"
    entry = AuditEntry.objects.order_by("-id").first()
    assert entry.details["old"], entry.details["new"] == ("2026-11-26", "2026-12-10")
    extend(world, addressee, until=LATER + datetime.timedelta(days=7))
    assert OutboxMessage.objects.count() == 2, "another day, another message"


@pytest.mark.parametrize(
    ("how", "error"),
    [
        ({"reason": " "}, NoteMissing),
        ({"until": DUE}, ValidationError),
        ({"until": DUE - datetime.timedelta(days=1)}, ValidationError),
        ({"today": LATER + datetime.timedelta(days=1)}, ValidationError),
        ({"expected": 99}, StaleVersion),
    ],
)
def test_what_is_refused(world, addressee, how, error):
    with pytest.raises(error):
        extend(world, addressee, **how)
    addressee.refresh_from_db()
    assert addressee.answer_due_on == DUE
    assert not Extension.objects.exists()
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize("role", ["reviewer", "foreign_manager", "auditor", "donor", "superuser"])
def test_the_office_alone(world, addressee, role):
    with pytest.raises(PermissionDenied):
        extend(world, addressee, actor=world.users[role])


@pytest.mark.parametrize("change", [{"state": "accepted"}, {"part": "copy"}])
def test_only_while_an_answer_is_awaited(world, addressee, change):
    Addressee.objects.filter(pk=addressee.pk).update(**change)
    with pytest.raises(NotAllowedHere):
        extend(world, addressee)


def test_staff_by_the_page_and_the_institution_reads_it(world, addressee, as_role):
    client, path = as_role("staff"), reverse("recommendations:extend", args=[addressee.public_id])
    until = (timezone.localdate() + datetime.timedelta(days=40)).isoformat()
    lacking = client.post(path, {"until": until, "version": 1}).content.decode()
    assert "Please give the reason." in lacking
    done = client.post(path, {"until": until, "reason": "بطلب من الجهة.", "version": 1}, follow=True)
    assert "The institution is told." in done.content.decode()
    detail = reverse("recommendations:detail", args=[addressee.recommendation.public_id])
    answer = reverse("recommendations:answer", args=[addressee.public_id])
    for role, pages in (("staff", [detail]), ("manager", [detail]), ("reviewer", [detail, answer])):
        for page in pages:
            text = as_role(role).get(page).content.decode()
            assert "بطلب من الجهة." in text, (role, page)
            assert "Moved from 26 November 2026 to" in text
    assert "بطلب من الجهة." not in as_role("auditor").get(detail).content.decode()


def test_how_the_days_were_counted(addressee, as_role):
    Holiday.objects.create(day=datetime.date(2026, 11, 25), name_ar="عطلة")
    Addressee.objects.update(
        sent_at=datetime.datetime(2026, 11, 15, 9, tzinfo=datetime.UTC),
        answer_due_on=datetime.date(2030, 1, 1),
    )
    page = reverse("recommendations:detail", args=[addressee.recommendation.public_id])
    text = as_role("staff").get(page).content.decode()
    assert "working days, counted from 15 November 2026 to 1 January 2030, Sunday to Thursday." in text
    assert "1 holiday was not counted." in text


#: (day, what is written that day): the answer is due on Thursday the 26th, three working days after the 23rd.
DAYS = [(19, 0), (22, 0), (23, 1), (24, 0), (26, 0), (27, 0), (28, 0), (29, 1), (30, 0)]


def test_reminded_before_and_after_each_once(addressee):
    for day, count in DAYS:
        today = datetime.date(2026, 11, day)
        assert remind_of_answers(today) == count, day
        assert remind_of_answers(today) == 0, "the next sweep of the same day"
    kinds = list(OutboxMessage.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["answer_due", "answer_late"]


def test_another_day_is_reminded_of_anew(world, addressee):
    assert remind_of_answers(datetime.date(2026, 11, 29)) == 1
    extend(world, addressee)
    assert remind_of_answers(datetime.date(2026, 11, 30)) == 0
    assert remind_of_answers(datetime.date(2026, 12, 8)) == 1
    assert remind_of_answers(datetime.date(2026, 12, 13)) == 1


@pytest.mark.parametrize("case", ["answered", "withdrawn", "archived", "copy", "long ago"])
def test_of_whom_nobody_is_reminded(world, addressee, case):
    if case == "answered":
        Addressee.objects.update(state="accepted")
    elif case == "withdrawn":
        type(addressee.recommendation).objects.update(standing="withdrawn")
    elif case == "archived":
        type(world.programme).objects.update(archived_at=timezone.now())
    elif case == "copy":
        Addressee.objects.update(part="copy")
    today = DUE + datetime.timedelta(days=80 if case == "long ago" else 5)
    assert remind_of_answers(today) == 0
    assert not OutboxMessage.objects.exists()


def test_a_body_without_an_account_gets_a_slip(world, addressee):
    world.reviewer.memberships.all().delete()
    assert remind_of_answers(datetime.date(2026, 11, 29)) == 1
    assert OutboxMessage.objects.get().recipient is None
