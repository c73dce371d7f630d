"""A person's page: what it shows to whom, writing the entry, consents and what a withdrawal does."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from common.models import AuditEntry
from participants.models import Consent, Person
from participants.privacy import may_name
from participants.services.candidates import find_candidates
from participants.services.consents import ensure_consent, record_consent, withdraw_consent
from participants.services.people import update_person
from reports.projection import project_forum
from tests.access.scene import make_scene
from tests.factories import (
    AcknowledgementFactory,
    AttendanceFactory,
    ConsentFactory,
    ForumFactory,
    InstitutionFactory,
    PersonFactory,
    ReportFactory,
)

pytestmark = pytest.mark.django_db
DAY = datetime.date(2022, 7, 20)


@pytest.fixture
def person(world):
    """Somebody of the programme, with a past post there and another elsewhere."""
    found = PersonFactory(name_ar="سالم تجربة الصفحة", sex="m", sex_source="said")
    body = InstitutionFactory(name_en="Harbour office")
    own = ForumFactory(programme=world.programme, title_en="Own meeting")
    AttendanceFactory(forum=own, person=found, post="Guard", institution=body)
    AcknowledgementFactory(forum=own, person=found, reason="opening the hall")
    foreign = ForumFactory(programme=world.other_programme, title_en="Foreign meeting")
    AttendanceFactory(forum=foreign, person=found, post="Spy")
    return found


def address(name, row):
    return reverse(f"participants:{name}", args=[row.public_id])


def page(client, person):
    return client.get(address("person", person)).content.decode()


def test_posts_stand_with_their_days_and_other_programmes_do_not(world, person, as_role):
    shown = page(as_role("staff"), person)
    for words in (
        "Own meeting",
        "Guard",
        "Harbour office",
        "opening the hall",
        "Jul 2022",
        "said by the person",
    ):
        assert words in shown, words
    assert "Foreign meeting" not in shown
    assert "Spy" not in shown
    assert "Spy" in page(as_role("foreign_staff"), person)


def test_the_title_tells_nothing(world, person, as_role):
    client = as_role("staff")
    for name in ("person", "edit_person", "contacts"):
        head = client.get(address(name, person)).content.decode().partition("</title>")[0]
        assert "<title>Person" in head
        assert "سالم" not in head


def test_a_merged_person_leads_to_the_one_he_became(world, as_role):
    head = AttendanceFactory(forum__programme=world.programme).person
    low = AttendanceFactory(forum__programme=world.programme, person=PersonFactory(merged_into=head)).person
    client = as_role("staff")
    assert client.get(address("person", low)).url == address("person", head)
    assert client.get(address("edit_person", low)).status_code == 404
    assert page(client, head).count('class="done"') == 2


def test_an_erased_person_has_no_name_and_no_post(world, person, as_role):
    Person.objects.filter(pk=person.pk).update(erased_at=timezone.now())
    shown = page(as_role("staff"), person)
    assert "erased person" in shown
    assert "Own meeting" in shown
    for words in ("سالم", "Guard", "Harbour office", "said by the person", 'id="contacts"', "Edit the entry"):
        assert words not in shown, words


def test_staff_write_the_entry_and_an_older_sight_is_refused(world, person, as_role):
    client, edit = as_role("staff"), address("edit_person", person)
    sent = {"name_ar": "سالم تجربة", "sex": "m", "sex_source": "sheet", "languages": "ar", "version": "1"}
    assert client.post(edit, sent).status_code == 302
    person.refresh_from_db()
    assert (person.name_ar, person.sex_source, person.languages) == ("سالم تجربة", "sheet", "ar")
    late = client.post(edit, sent | {"name_ar": "سالم المتأخر"}).content.decode()
    assert "Saved meanwhile by you, in another window" in late
    assert 'value="سالم المتأخر"' in late
    assert Person.objects.get(pk=person.pk).name_ar == "سالم تجربة"
    entry = AuditEntry.objects.get(action="participants.update_person")
    assert entry.details == {"fields": ["languages", "name_ar", "sex_source"]}


def test_sex_without_its_source_is_sent_back_with_what_was_typed(world, person, as_role):
    sent = {"name_ar": "منى تجربة", "sex": "f", "sex_source": "", "version": "1"}
    answer = as_role("staff").post(address("edit_person", person), sent)
    shown = answer.content.decode()
    assert "it is never inferred" in shown
    assert 'value="منى تجربة"' in shown
    assert Person.objects.get(pk=person.pk).version == 1


def test_consent_is_recorded_and_withdrawn_on_the_page(world, person, as_role):
    client = as_role("staff")
    sent = {"purpose": "naming", "manner": "signed", "given_on": "٢٠ يوليو ٢٠٢٢"}
    assert client.post(address("record_consent", person), sent).status_code == 302
    consent = Consent.objects.get()
    assert (consent.person, consent.manner, consent.given_on, consent.recorded_by) == (
        *(person, "signed", DAY),
        world.staff,
    )
    twice = client.post(address("record_consent", person), sent)
    assert "on record already" in twice.content.decode()
    assert client.post(address("withdraw_consent", consent)).status_code == 302
    assert client.post(address("withdraw_consent", consent)).status_code == 302
    consent.refresh_from_db()
    assert consent.withdrawn_on == timezone.localdate()
    assert AuditEntry.objects.filter(action="participants.withdraw_consent").count() == 1
    assert client.post(address("record_consent", person), sent).status_code == 302


def test_a_withdrawal_acts_at_once(world, person):
    forum = ForumFactory(programme=world.programme, disclosure="public", date=DAY)
    consent = record_consent(
        actor=world.staff, person=person, purpose="naming", manner="spoken", given_on=DAY
    )
    asked = {"forum": forum, "purpose": "naming", "audience": "public", "on": timezone.localdate()}
    assert may_name(person=person, **asked)
    withdraw_consent(actor=world.staff, consent=consent)
    assert not may_name(person=Person.objects.get(pk=person.pk), **asked)


def test_a_consent_is_ensured_once(world, person):
    given = {"actor": world.staff, "person": person, "purpose": "naming", "given_on": DAY}
    assert ensure_consent(manner="signed", **given)
    assert ensure_consent(manner="signed", **given) is None
    assert ensure_consent(manner="", **given) is None
    assert Consent.objects.count() == 1


def test_released_documents_that_name_him_are_shown_and_others_are_not(world, person, as_role):
    row = {"attendance": {"present": [{"name": person.name_ar, "person": str(person.public_id)}]}}
    released = {"programme": world.programme, "audience": "donor", "state": "released"}
    now = timezone.now()
    ReportFactory(**released, released_at=now, frozen={"attendance": {"security": 3}})
    client = as_role("manager")
    assert "Released documents that name" not in page(client, person)
    naming = ReportFactory(**released, released_at=now, frozen=row)
    foreign = ReportFactory(**released | {"programme": world.other_programme}, released_at=now, frozen=row)
    ReportFactory(**released | {"state": "draft"}, frozen=row)
    ConsentFactory(person=person)
    shown = page(client, person)
    assert shown.count(naming.reference) == 1
    assert foreign.reference not in shown
    assert "withdrawn after these were released" not in shown
    Consent.objects.update(withdrawn_on=timezone.localdate())
    assert "withdrawn after these were released" in page(client, person)


def test_a_donor_s_report_of_today_names_nobody(world):
    """Else the panel would have to show it: a public id stands beside each name, in the office's report alone."""
    scene = make_scene(world)
    forum, person = scene["own.approved_forum"], scene["own.approved_person"]
    assert str(person.public_id) not in str(project_forum(forum, audience="donor", language="ar"))
    assert str(person.public_id) in str(project_forum(forum, audience="internal", language="ar"))


def test_somebody_known_by_office_is_named_later_and_keeps_his_forums(world, as_role):
    person = PersonFactory(name_ar="", known_as="المحامي العام الأول")
    own = ForumFactory(programme=world.programme, title_en="Earlier meeting", date=DAY)
    row = AttendanceFactory(forum=own, person=person, post="المحامي العام الأول")
    client = as_role("staff")
    shown = page(client, person)
    for words in ("known by office, not by name", "Enter the name", "المحامي العام الأول", "Earlier meeting"):
        assert words in shown, words
    assert "Named since" not in shown
    sent = {"name_ar": "سالم المسمّى", "known_as": "المحامي العام الأول", "version": "1"}
    assert client.post(address("edit_person", person), sent).status_code == 302
    person.refresh_from_db()
    row.refresh_from_db()
    assert (row.person, row.post, person.named_on) == (person, "المحامي العام الأول", timezone.localdate())
    shown = page(client, person)
    for words in ("سالم المسمّى", "Named since", "Known as (office)", "Earlier meeting"):
        assert words in shown, words
    assert "known by office, not by name" not in shown
    # He is found by his name, and the list of the forum calls him by it.
    assert [one.person for one in find_candidates(user=world.staff, text="سالم المسمى")] == [person]
    project = project_forum(own, audience="internal", language="ar")
    assert project["attendance"]["present"][0]["name"]["text"] == "سالم المسمّى"
    # Another name later changes nothing about since when; without one he is known by office again.
    Person.objects.update(named_on=DAY)
    update_person(actor=world.staff, person=Person.objects.get(), expected=2, name_ar="سالم المصحَّح")
    assert Person.objects.get().named_on == DAY
    update_person(actor=world.staff, person=Person.objects.get(), expected=3, name_ar="")
    assert Person.objects.get().named_on is None
