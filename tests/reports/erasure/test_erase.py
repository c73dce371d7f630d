"""Erasing a person: what goes, what stays, what is decided by somebody, and what the record says."""

import json

import pytest
from django.core.exceptions import ValidationError

from accounts.models import TwoPersonAct
from common import audit
from common.models import AuditEntry
from common.tombstones import read_tombstones
from common.uploads import Clean
from forums.models import Attendance, MinutesRevision, Output, OutputSpeaker
from forums.services.attendance import edit_attendance, record_attendance
from forums.services.freezing import revision_holds
from participants.models import Consent, FocalPoint, Person
from participants.services.candidates import find_candidates
from participants.services.directory import people_of
from recommendations.models import Attachment, Evidence, Response
from recommendations.services.attachments import keep_file
from reports.figures import forum_figures
from reports.models import Rendering, Report
from reports.services.erasure import (
    find_person,
    replay_erasures,
)
from reports.services.erasure.rows import KEPT, KEPT_OF_PERSON, rows_of
from reports.services.prepare import prepare_forum_report

from ... import factories
from .canary import ENGLISH, NAME, PARTS, erase, traces

pytestmark = [pytest.mark.django_db, pytest.mark.turns(3)]


def stones(settings):
    return read_tombstones(settings.TOMBSTONES_FILE)


def numbers(forum):
    """All figures without the words beside them."""

    def bare(value):
        if isinstance(value, dict):
            return {key: bare(item) for key, item in value.items() if key not in ("ar", "en")}
        return [bare(item) for item in value] if isinstance(value, list | tuple) else value

    return bare(forum_figures(forum).to_json())


def test_what_was_counted_stays_counted_and_revisions_hold(world, person, forum):
    before = numbers(forum)
    assert len(before) > 20
    digests = list(MinutesRevision.objects.values_list("digest", flat=True))
    erase(world, person)
    assert numbers(forum) == before
    assert list(MinutesRevision.objects.values_list("digest", flat=True)) == digests
    assert all(revision_holds(revision) for revision in MinutesRevision.objects.all())
    assert len(digests) == 2
    assert audit.first_broken_link() is None


def test_of_his_rows_stays_what_is_counted_and_when(world, person):
    consent = person.consents.get()
    assert person.name_keys.exists()
    erase(world, person)
    person.refresh_from_db()
    assert (person.sex, person.sex_source, person.category.code) == ("m", "said", "security")
    assert (person.name_ar, person.name_en, person.folded, person.phone, person.notes) == ("",) * 5
    assert person.erased_at is not None
    row = person.attendances.get()
    assert (row.category.code, row.age_band, row.part, row.presence) == (
        *("security", "36-59", "patron", "present"),
    )
    assert (row.rank, row.post, row.institution) == (None, "", None)
    kept = Consent.objects.get(pk=consent.pk)
    assert (kept.purpose, kept.given_on) == (consent.purpose, consent.given_on)
    assert not FocalPoint.objects.exists()
    assert not person.name_keys.exists()
    assert person.acknowledgements.get().reason == ""
    # Of two speakers the other one stays.
    assert [speaker.person for speaker in OutputSpeaker.objects.all()] != [str(person.public_id)]
    assert OutputSpeaker.objects.count() == 1


def test_every_relation_to_a_person_was_thought_about():
    assert {model._meta.label for model, _ in rows_of([])} == set(KEPT)
    names = {field.name for field in Person._meta.concrete_fields}
    assert names >= KEPT_OF_PERSON
    for model, _ in rows_of([]):
        assert {field.name for field in model._meta.concrete_fields} >= (KEPT[model._meta.label] or set())


def test_texts_say_that_somebody_was_erased_in_their_own_language_and_searching_finds_nobody(
    world, person, forum
):
    output = forum.minutes.outputs.create(
        kind="issue", text=f"قال {NAME} كلمة", translation=f"{ENGLISH}'s word", language="ar"
    )
    version = output.version
    erase(world, person)
    output.refresh_from_db()
    assert (output.text, output.translation) == ("قال [شخص مُحي] كلمة", "[erased person] word")
    assert output.version == version + 2
    forum.refresh_from_db()
    # The key holds texts of both languages in one, and follows the one that most of it is in.
    assert "شخص محي" in forum.folded or "erased person" in forum.folded
    assert not type(forum).objects.filter(folded__contains="كناري").exists()


def test_documents_that_name_him_are_withdrawn_and_their_files_gone(world, person, settings):
    hashes = dict(Report.objects.values_list("pk", "frozen_hash"))
    assert len(list((settings.MEDIA_ROOT / "reports").iterdir())) == 1
    erase(world, person)
    assert set(Report.objects.values_list("state", "file_name")) == {("withdrawn", "")}
    assert dict(Report.objects.values_list("pk", "frozen_hash")) == hashes
    assert traces(json.dumps(list(Report.objects.values_list("frozen", flat=True)), ensure_ascii=False)) == []
    assert list((settings.MEDIA_ROOT / "reports").iterdir()) == []
    assert not Rendering.objects.exists()
    entry = next(
        row for row in Report.objects.get(audience="internal").frozen["attendance"]["present"]
        if row["person"] == str(person.public_id)
    )  # fmt: skip
    assert entry["name"]["text"] == "[شخص مُحي]"
    assert (entry["rank"]["text"], entry["post"]["text"], entry["institution"]["text"]) == ("", "", "")
    assert entry["category"]["text"]


def test_a_report_that_was_frozen_after_the_erasure_stays_when_it_is_replayed(world, person, forum, settings):
    erase(world, person)
    fresh = type(forum).objects.get(pk=forum.pk)
    report = prepare_forum_report(actor=world.manager, forum=fresh, audience="internal", language="ar")
    assert str(person.public_id) in json.dumps(report.frozen)
    assert replay_erasures(settings.TOMBSTONES_FILE) == 0
    assert Report.objects.get(pk=report.pk).state == "draft"


def test_nobody_writes_a_post_about_him_again(world, person, forum):
    erase(world, person)
    row = person.attendances.get()
    with pytest.raises(ValidationError):
        edit_attendance(actor=world.staff, attendance=row, expected=row.version, post="مدير")
    other = factories.MinutesFactory(forum__programme=world.programme).forum
    with pytest.raises(ValidationError):
        record_attendance(
            actor=world.staff, forum=other, person=row.person, category=row.category, post="مدير"
        )
    assert Attendance.objects.get(pk=row.pk).post == ""


def test_a_scan_of_a_letter_that_names_him_is_shown_though_it_is_of_no_forum_of_his(world, person):
    letter = factories.LetterFactory(programme=world.programme, subject=f"بشأن {NAME}")
    scan = keep_file(
        actor=world.staff, clean=Clean("pdf", b"%PDF-1.7 %%EOF"), programme=world.programme, letter=letter
    )
    found = find_person(user=world.manager, person=person)
    assert str(scan.public_id) in found.file_ids


def test_evidence_whose_file_went_was_seen_and_not_kept(world, person):
    erase(world, person)
    assert not Attachment.objects.exists()
    assert Evidence.objects.get().kind == Evidence.Kind.SEEN


def test_a_doubtful_place_is_replaced_only_where_somebody_ticked_it_and_so_does_the_replay(
    world, person, settings
):
    forum = person.attendances.get().forum
    his = Output.objects.create(minutes=forum.minutes, kind="issue", text=PARTS[0])
    not_his = Output.objects.create(minutes=forum.minutes, kind="issue", text=PARTS[0])
    namesake = Output.objects.create(minutes=forum.minutes, kind="issue", text=f"حضر {NAME} الآخر")
    left = {
        f"forums.Output.text:{not_his.public_id}:part",
        f"forums.Output.text:{namesake.public_id}:whole",
    }
    erase(world, person, leave=left)
    texts = {row.pk: row.text for row in Output.objects.filter(pk__in=[his.pk, not_his.pk, namesake.pk])}
    assert texts == {his.pk: "السيد [شخص مُحي]", not_his.pk: PARTS[0], namesake.pk: f"حضر {NAME} الآخر"}
    (record,) = stones(settings)
    assert set(record["exceptions"]) >= {
        f"forums.Output.text:{his.public_id}:part",
        *left & {f"forums.Output.text:{namesake.public_id}:whole"},
    }
    # The same texts as on the day before, and his entry gone: the list alone knows how he was spelt.
    Output.objects.filter(pk__in=[his.pk, not_his.pk]).update(text=PARTS[0])
    Output.objects.filter(pk=forum.minutes.outputs.order_by("pk").first().pk).update(text=f"قال {NAME}")
    assert replay_erasures(settings.TOMBSTONES_FILE) == 1
    assert Output.objects.get(pk=his.pk).text == "السيد [شخص مُحي]"
    assert Output.objects.get(pk=not_his.pk).text == PARTS[0]
    assert Output.objects.get(pk=namesake.pk).text == f"حضر {NAME} الآخر"
    assert forum.minutes.outputs.order_by("pk").first().text == "قال [شخص مُحي]"
    assert replay_erasures(settings.TOMBSTONES_FILE) == 0


def test_neither_the_record_nor_the_list_nor_the_request_knows_his_name(world, person, settings):
    erase(world, person)
    entries = [f"{entry.action} {entry.details}" for entry in AuditEntry.objects.all()]
    assert traces(" ".join(entries)) == []
    assert traces(settings.TOMBSTONES_FILE.read_text()) == []
    request = TwoPersonAct.objects.get(act="erase_person")
    assert request.label == str(person.public_id)[:8]
    newest = AuditEntry.objects.order_by("-pk").first()
    assert (newest.action, newest.subject) == ("reports.erase_person", person.public_id)
    assert newest.details["counts"]["participants.Person"] == 1


def test_nobody_finds_him_afterwards(world, person):
    assert find_candidates(user=world.staff, text=NAME)
    erase(world, person)
    assert find_candidates(user=world.staff, text=NAME) == []
    assert not people_of(user=world.staff, text=NAME).exists()
    assert person not in people_of(user=world.staff)
    assert person not in Person.objects.current()


def test_rows_that_were_merged_into_him_go_with_him(world, person):
    earlier = factories.PersonFactory(name_ar="كنّاري الأحمرى القديم", merged_into=person, phone="777")
    forum = factories.MinutesFactory(forum__programme=world.programme).forum
    factories.AttendanceFactory(forum=forum, person=earlier, post="منصب قديم")
    erase(world, person)
    earlier.refresh_from_db()
    assert (earlier.name_ar, earlier.phone, bool(earlier.erased_at)) == ("", "", True)
    assert Attendance.objects.get(person=earlier).post == ""


def test_another_entry_of_the_same_name_is_somebody_else(world, person):
    namesake = factories.PersonFactory(name_ar=NAME, phone="+967700112233")
    erase(world, person)
    namesake.refresh_from_db()
    assert (namesake.name_ar, namesake.phone, namesake.erased_at) == (NAME, "+967700112233", None)


def test_texts_of_programmes_in_which_he_does_not_stand_are_left_alone(world, person):
    elsewhere = factories.OutputFactory(minutes__forum__programme=world.other_programme, text=f"قال {NAME}")
    erase(world, person)
    elsewhere.refresh_from_db()
    assert elsewhere.text == f"قال {NAME}"


def test_an_unsent_answer_is_not_shown_and_loses_the_whole_name_alone(world, person):
    answer = Response.objects.get(sent_at=None)
    Response.objects.filter(pk=answer.pk).update(text=f"{NAME} و{PARTS[0]}")
    found = find_person(user=world.manager, person=person)
    places = [place for place in found.places if place.row == str(answer.public_id)]
    assert places
    assert not any(place.is_shown or place.snippets for place in places)
    erase(world, person)
    answer.refresh_from_db()
    assert answer.text == f"[شخص مُحي] و{PARTS[0]}"
