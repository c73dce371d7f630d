"""Two asks that are one: nothing moves, each page leads to the other, and it can be undone while nothing is sent."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.models import AuditEntry
from common.workflow import NotAllowedHere, NoteMissing
from recommendations.models import Recommendation
from recommendations.services.answers import record_response
from recommendations.services.merging import merge_recommendation, undo_merge
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(world):
    """(one, other), both sent to the world's institution."""
    rows = [factories.RecommendationFactory(programme=world.programme, number=number) for number in (41, 42)]
    for row in rows:
        factories.AddresseeFactory(recommendation=row, institution=world.institution, sent=True)
    return rows


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def merge(world, one, other, **how):
    how = {"actor": world.manager, "expected": one.version, "reason": "المطلب نفسه.", **how}
    return merge_recommendation(recommendation=fresh(one), into=fresh(other), **how)


def test_it_asks_nothing_more_and_keeps_everything(world, two):
    one, other = two
    merge(world, one, other)
    stored = fresh(one)
    assert (stored.state, stored.merged_into, stored.standing_reason) == ("merged", other, "المطلب نفسه.")
    assert stored.addressees.get().state == "sent"
    with pytest.raises(NotAllowedHere):
        record_response(
            actor=world.reviewer,
            addressee=stored.addressees.get(),
            decision="accepted",
            summary="نعم",
            channel="account",
        )
    entry = AuditEntry.objects.order_by("-id").first()
    assert (entry.action, entry.details) == (
        "recommendations.merge",
        {"from": "open", "to": "merged", "into": str(other.public_id)},
    )


def test_each_page_leads_to_the_other(world, two, as_role):
    one, other = two
    merge(world, one, other)
    client = as_role("staff")
    page = client.get(reverse("recommendations:detail", args=[one.public_id])).content.decode()
    assert reverse("recommendations:detail", args=[other.public_id]) in page
    assert "المطلب نفسه." in page
    page = client.get(reverse("recommendations:detail", args=[other.public_id])).content.decode()
    assert reverse("recommendations:detail", args=[one.public_id]) in page
    assert page.count(world.institution.name_en) >= 2, "the addressees of the merged one stand there too"


@pytest.mark.parametrize("role", ["reviewer", "foreign_manager", "auditor", "donor", "superuser", "staff"])
def test_what_was_sent_a_manager_merges(world, two, role):
    with pytest.raises(PermissionDenied):
        merge(world, *two, actor=world.users[role])
    assert fresh(two[0]).standing == "open"


def test_staff_merge_what_nobody_outside_has_seen(world, two):
    unsent = factories.RecommendationFactory(programme=world.programme)
    merge(world, unsent, two[0], actor=world.staff)
    assert fresh(unsent).standing == "merged"


@pytest.mark.parametrize("case", ["itself", "foreign", "unsent", "withdrawn"])
def test_what_it_cannot_be_merged_into(world, two, case):
    one, other = two
    into = {
        "itself": one,
        "foreign": factories.RecommendationFactory(programme=world.other_programme, number=1),
        "unsent": factories.RecommendationFactory(programme=world.programme),
        "withdrawn": other,
    }[case]
    if case == "withdrawn":
        Recommendation.objects.filter(pk=other.pk).update(standing="withdrawn")
    with pytest.raises((ValidationError, NotAllowedHere)):
        merge(world, one, into)
    assert fresh(one).standing == "open"


def test_a_reason_is_asked(world, two):
    with pytest.raises(NoteMissing):
        merge(world, *two, reason=" ")
    merge(world, *two)
    merged = fresh(two[0])
    with pytest.raises(NoteMissing):
        undo_merge(actor=world.manager, recommendation=merged, expected=merged.version, reason="")


def test_it_is_undone_while_nothing_was_sent(world, two):
    one, other = two
    merge(world, one, other)
    merged = fresh(one)
    undo_merge(actor=world.manager, recommendation=merged, expected=merged.version, reason="مطلبان.")
    stored = fresh(one)
    assert (stored.state, stored.merged_into) == ("sent", None)
    with pytest.raises(NotAllowedHere):
        undo_merge(actor=world.manager, recommendation=stored, expected=stored.version, reason="ثانية.")


def test_after_an_answer_they_stay_one(world, two, as_role):
    one, other = two
    merge(world, one, other)
    record_response(
        actor=world.reviewer,
        addressee=other.addressees.get(),
        decision="accepted",
        summary="نعم",
        channel="account",
    )
    merged = fresh(one)
    with pytest.raises(ValidationError):
        undo_merge(actor=world.manager, recommendation=merged, expected=merged.version, reason="مطلبان.")
    page = as_role("manager").get(reverse("recommendations:detail", args=[one.public_id])).content.decode()
    assert "Undo the merge" not in page


def test_by_the_page(world, two, as_role):
    one, other = two
    client, path = as_role("manager"), reverse("recommendations:merge", args=[one.public_id])
    assert str(other.public_id) in client.get(path).content.decode()
    assert str(other.public_id) not in client.get(path + "?q=غيرموجود").content.decode()
    lacking = client.post(path, {"into": str(other.public_id), "version": one.version})
    assert "Please give the reason." in lacking.content.decode()
    data = {"into": str(other.public_id), "version": one.version, "reason": "واحد"}
    page = client.post(path, data, follow=True).content.decode()
    assert "Each of the two leads to the other." in page
    again = client.post(path, data, follow=True).content.decode()
    assert "nothing was done twice" in again
    undo = reverse("recommendations:undo_merge", args=[one.public_id])
    client.post(undo, {"version": fresh(one).version, "note": "لا"})
    assert fresh(one).standing == "open"


def test_the_journey_of_the_merged_one_stands_inside_the_other(world, two, as_role):
    one, other = two
    factories.ResponseFactory(addressee=one.addressees.get(), answered_by=world.reviewer, text="رد قديم")
    factories.ResponseFactory(addressee=other.addressees.get(), answered_by=world.reviewer, text="رد جديد")
    path = reverse("recommendations:detail", args=[other.public_id])
    client = as_role("staff", "ar")

    def asked():
        with CaptureQueriesContext(connection) as queries:
            page = client.get(path)
        return page, len(queries)

    asked()
    before, statements = asked()
    assert before.context["merged_steps"] == []
    merge(world, one, other)
    page, statements_after = asked()
    ((merged, steps),) = page.context["merged_steps"]
    assert merged == one
    assert [step.label for step in steps][-2:] == ["الرد", "دُمجت في هذه التوصية"]
    assert "رد قديم" in page.content.decode()
    assert [words.text for step in page.context["steps"] for words in step.words].count("رد قديم") == 0
    assert statements_after == statements, "all of it comes in the statements of the page"
    for actor in ("foreign_reviewer", "foreign_staff"):
        assert as_role(actor).get(path).status_code == 404
    assert "رد قديم" in as_role("reviewer").get(path).content.decode(), "it was sent to both"
