"""What changed since the last visit: of the own institution alone, by the sign-in before this one."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from common import audit
from common.models import AuditEntry
from recommendations.models import Addressee, Recommendation, Response
from recommendations.news import last_visit, news_for
from tests import factories

pytestmark = pytest.mark.django_db

NOW = timezone.now()
BEFORE, SINCE = NOW - datetime.timedelta(days=9), NOW - datetime.timedelta(days=4)


@pytest.fixture
def ask(world):
    """ask(number) is one that was sent before the last visit."""

    def make(number, institution=world.institution):
        recommendation = factories.RecommendationFactory(programme=world.programme, number=number)
        addressee = factories.AddresseeFactory(
            recommendation=recommendation, institution=institution, sent=True
        )
        Addressee.objects.filter(pk=addressee.pk).update(sent_at=BEFORE)
        return addressee

    return make


def told(user, since=SINCE):
    return {
        row.recommendation.number: [str(words) for _tone, words in row.chips] for row in news_for(user, since)
    }


def test_every_change_has_its_words_and_only_since_then(world, ask):
    asks = [ask(number) for number in range(1, 9)]
    assert told(world.reviewer) == {}
    Addressee.objects.filter(pk=asks[0].pk).update(sent_at=NOW)
    letter = factories.LetterFactory(
        programme=world.programme, institution=world.institution, purpose="reminder", direction="out"
    )
    letter.recommendations.add(asks[1].recommendation)
    day = timezone.localdate()
    asks[2].extensions.create(
        old_on=day, new_on=day + datetime.timedelta(days=3), reason="سبب", made_by=world.staff
    )
    for number, fields in (
        (3, {"confirmed_at": NOW, "sent_at": BEFORE}),
        (4, {"channel": "letter", "sent_at": NOW}),
        (5, {"released_at": NOW, "sent_at": BEFORE}),
    ):
        response = factories.ResponseFactory(addressee=asks[number], answered_by=world.reviewer)
        Response.objects.filter(pk=response.pk).update(**fields)
    asks[6].verifications.create(finding="partly", method="زيارة", made_by=world.manager, found_on=day)
    Recommendation.objects.filter(number=8).update(standing="withdrawn", standing_at=NOW)
    assert told(world.reviewer) == {
        1: ["أُرسلت حديثًا"],
        2: ["تذكير"],
        3: ["مهلة أطول للرد"],
        4: ["أُكّد الرد"],
        5: ["أُدخل رد نيابة عنكم"],
        6: ["أُتيح الرد"],
        7: ["التحقق: مؤكدة جزئيًا"],
        8: ["سُحبت"],
    }
    assert told(world.reviewer, NOW + datetime.timedelta(days=1)) == {}
    assert told(world.reviewer, None) == {}


def test_of_another_institution_nothing_is_told(world, ask):
    other = ask(1, institution=world.other_institution)
    factories.AddresseeFactory(
        recommendation=other.recommendation, institution=world.institution, sent=True, part="supporting"
    )
    Addressee.objects.update(sent_at=BEFORE)
    other.verifications.create(
        finding="confirmed", method="زيارة", made_by=world.manager, found_on=timezone.localdate()
    )
    assert told(world.reviewer) == {}
    assert told(world.staff) == {}
    assert told(world.foreign_reviewer) == {1: ["التحقق: مؤكدة"]}


def test_a_reminder_of_what_was_never_sent_to_it_tells_nothing(world, ask):
    """A letter may name an ask by mistake; the ask stays where it was sent."""
    letter = factories.LetterFactory(
        programme=world.programme, institution=world.institution, purpose="reminder", direction="out"
    )
    letter.recommendations.add(ask(1).recommendation, ask(2, world.other_institution).recommendation)
    assert told(world.reviewer) == {1: ["تذكير"]}


def test_the_last_visit_is_the_sign_in_before_this_one(world):
    for user, expected in (("reviewer", None), ("staff", None), ("reviewer", 0), ("reviewer", 2)):
        audit.append(actor=world.users[user], action="accounts.sign_in", subject=world.users[user])
        times = list(AuditEntry.objects.order_by("id").values_list("at", flat=True))
        assert last_visit(world.users[user]) == (None if expected is None else times[expected])


def test_on_the_first_page_and_in_the_list(world, ask, as_role, monkeypatch):
    addressee = ask(7)
    for module in ("reports.views.home", "recommendations.views.reading"):
        monkeypatch.setattr(f"{module}.last_visit", lambda user: SINCE)
    client = as_role("reviewer", "ar")
    assert "منذ آخر زيارة" not in client.get("/").content.decode()
    Addressee.objects.filter(pk=addressee.pk).update(sent_at=NOW)
    home = client.get("/").content.decode()
    assert "منذ آخر زيارة" in home
    assert "أُرسلت حديثًا" in home
    listed = client.get(reverse("recommendations:list")).content.decode()
    assert "أُرسلت حديثًا" in listed
    assert "أُرسلت حديثًا" not in as_role("staff", "ar").get(reverse("recommendations:list")).content.decode()


def test_two_statements_whatever_happened(world, ask):
    for number in range(1, 4):
        addressee = ask(number)
        addressee.verifications.create(
            finding="confirmed", method="زيارة", made_by=world.manager, found_on=timezone.localdate()
        )
    user = type(world.reviewer).objects.get(pk=world.reviewer.pk)
    assert user.current_memberships
    with CaptureQueriesContext(connection) as queries:
        news_for(user, SINCE)
    assert len(queries) == 2
