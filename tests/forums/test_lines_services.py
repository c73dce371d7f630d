"""Changes of lines: by value, whole or not at all, once."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone, translation

from common.models import AuditEntry
from common.versions import StaleVersion
from forums.forms.lines import read_changes
from forums.models import Output, OutputSpeaker, SavedChange
from forums.services import outputs
from forums.services.lines import KEYS_KEPT_FOR, line_values, lines_of, save_change, sweep_keys
from forums.services.writing import MinutesClosed

from ..factories import CategoryFactory, MinutesFactory, OutputFactory, RecommendationFactory
from .lines import add, change, move, remove, restore, write

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def minutes(world):
    return MinutesFactory(forum__programme=world.programme)


@pytest.fixture
def row(minutes):
    return OutputFactory(minutes=minutes, text="نص أول", position=1)


@pytest.fixture
def save(world, minutes):
    """save(op, …) sends operations as one change, as the browser would, and gives the result."""

    def make(*ops, key=None, actor=None, to=None):
        [one] = read_changes(change(*ops, key=key))[0]
        return save_change(actor=actor or world.staff, minutes=to or minutes, change=one)

    return make


def texts(minutes):
    return [line["text"] for line in lines_of(minutes.outputs.as_lines()) if not line["removed"]]


def test_a_line_is_added_where_it_was_typed(minutes, save, row):
    first, last, lost = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    assert save(add(first, "في البدء", after=None)).status == "saved"
    save(add(last, "بعد الأول", after=row.public_id, themes=["T02", "T01"], said_by="category:media"))
    save(add(lost, "بعد ما لا يوجد", after=uuid.uuid4()))
    assert texts(minutes) == ["في البدء", "نص أول", "بعد الأول", "بعد ما لا يوجد"]
    line = lines_of(minutes.outputs.as_lines())[2]
    assert (line["id"], line["themes"], line["said_by"]) == (str(last), ["T01", "T02"], "category:media")
    assert (line["attribution"], line["language"]) == (minutes.forum.programme.attribution, "ar")


def test_fields_that_do_not_collide_both_stay(world, minutes, save, row):
    save(write(row, text=("نص أول", "نص ثانٍ")))
    assert save(write(row, kind=("recommendation", "demand"))).status == "saved"
    # The same value by two: nobody lost anything.
    assert save(write(row, text=("نص أول", "نص ثانٍ"))).status == "saved"
    row.refresh_from_db()
    assert (row.text, row.kind, row.version) == ("نص ثانٍ", "demand", 3)


def test_a_collision_shows_both_and_writes_nothing(world, minutes, save, row):
    save(write(row, text=("نص أول", "نص غيري")))
    result = save(write(row, text=("نص أول", "نصي"), kind=("recommendation", "demand")))
    assert result.status == "conflict"
    [found] = result.collisions
    assert (found.field, found.was, found.mine, found.theirs) == ("text", "نص أول", "نصي", "نص غيري")
    assert found.by == "you, in another window"
    row.refresh_from_db()
    assert (row.text, row.kind) == ("نص غيري", "recommendation")
    assert SavedChange.objects.count() == 1
    assert save(write(row, text=("نص غيري", "نصي"))).status == "saved"


def test_a_split_is_whole_or_not_at_all(minutes, save, row):
    rest = uuid.uuid4()
    split = (write(row, text=("نص أول", "نص")), add(rest, "أول", after=row.public_id))
    save(write(row, text=("نص أول", "نص أول آخر")))
    assert save(*split).status == "conflict"
    assert texts(minutes) == ["نص أول آخر"]
    save(write(row, text=("نص أول آخر", "نص أول")))
    assert save(*split).status == "saved"
    assert texts(minutes) == ["نص", "أول"]
    # Undone by turning the values round.
    merge = (write(row, text=("نص", "نص أول")), remove(rest, "أول"))
    assert save(*merge).status == "saved"
    assert texts(minutes) == ["نص أول"]


def test_a_merge_of_a_line_that_somebody_mended_is_not_done(minutes, save, row):
    other = OutputFactory(minutes=minutes, text="ثانٍ", position=2)
    save(write(other, text=("ثانٍ", "ثانٍ مهم")))
    result = save(write(row, text=("نص أول", "نص أول ثانٍ")), remove(other, "ثانٍ"))
    assert [(one.line, one.theirs) for one in result.collisions] == [(str(other.public_id), "ثانٍ مهم")]
    assert texts(minutes) == ["نص أول", "ثانٍ مهم"]


def test_what_is_written_into_a_line_taken_out_meanwhile_is_shown(minutes, save, row):
    save(remove(row, "نص أول"))
    result = save(write(row, text=("نص أول", "نص أطول")))
    assert [(one.field, one.theirs) for one in result.collisions] == [("removed", True)]
    assert save(restore(row), write(row, text=("نص أول", "نص أطول"))).status == "saved"
    assert texts(minutes) == ["نص أطول"]
    assert save(remove(row, "نص أطول")).status == save(remove(row, "نص أطول")).status == "saved"


def test_a_line_under_a_recommendation_stays(world, minutes, save, row):
    RecommendationFactory(programme=world.programme, sources=[row])
    result = save(write(row, text=("نص أول", "آخر")), remove(row, "آخر"))
    assert (result.status, "recommendation" in result.message) == ("refused", True)
    assert texts(minutes) == ["نص أول"]
    assert lines_of(minutes.outputs.as_lines())[0]["asks"] == 1


def test_moving(minutes, save, row):
    second, third = (OutputFactory(minutes=minutes, text=text, position=9) for text in "بج")
    save(move(third, after=row.public_id))
    assert texts(minutes) == ["نص أول", "ج", "ب"]
    save(move(second, after=None))
    assert texts(minutes) == ["ب", "نص أول", "ج"]
    version = minutes.outputs.get(pk=row.pk).version
    save(move(second, after=uuid.uuid4()))
    assert texts(minutes) == ["نص أول", "ج", "ب"]
    before = AuditEntry.objects.count()
    assert save(move(second, after=second.public_id)).status == "saved"
    assert (AuditEntry.objects.count(), minutes.outputs.get(pk=row.pk).version) == (before, version)
    save(remove(third, "ج"))
    save(move(third, after=None))
    save(restore(third))
    assert texts(minutes) == ["نص أول", "ج", "ب"], "a line that was taken out comes back where it was"


def test_a_key_is_good_once(minutes, save, row):
    key, line = uuid.uuid4(), uuid.uuid4()
    first = save(add(line, "مرة واحدة"), key=key)
    entries = AuditEntry.objects.count()
    again = save(add(line, "مرة واحدة"), key=key)
    assert (first.is_new, again.status, again.is_new) == (True, "saved", False)
    # Under a new key, as after a conflict: the line is there, with this text.
    assert save(add(line, "مرة واحدة")).status == "saved"
    assert save(add(line, "مرتان")).status == "conflict"
    assert texts(minutes) == ["نص أول", "مرة واحدة"]
    assert AuditEntry.objects.count() == entries


def test_a_key_of_other_minutes_says_nothing(world, minutes, save):
    foreign = MinutesFactory(forum__programme=world.other_programme)
    key = uuid.uuid4()
    save(add(uuid.uuid4(), "هناك"), key=key, actor=world.foreign_staff, to=foreign)
    assert save(add(uuid.uuid4(), "هنا"), key=key).is_new
    assert texts(minutes) == ["هنا"]


def test_keys_go_after_their_time(minutes, save):
    save(add(uuid.uuid4(), "قديم"))
    SavedChange.objects.update(saved_at=timezone.now() - KEYS_KEPT_FOR)
    save(add(uuid.uuid4(), "جديد"))
    assert (sweep_keys(), sweep_keys(), SavedChange.objects.count()) == (1, 0, 1)


def test_lines_of_other_minutes_do_not_exist(world, minutes, save):
    foreign = OutputFactory(minutes=MinutesFactory(forum__programme=world.other_programme), text="سر")
    for make in (lambda line: write(line, text=("سر", "آخر")), restore, lambda line: move(line, after=None)):
        there, nowhere = save(make(foreign)), save(make(uuid.uuid4()))
        assert (there.status, there.message, there.collisions) == ("refused", nowhere.message, ())
    assert save(add(foreign.public_id, "نص")).status == "refused"
    foreign.refresh_from_db()
    assert (foreign.text, texts(minutes)) == ("سر", [])


def test_a_speaker_whom_the_attribution_no_longer_allows_is_forgotten(minutes, save, row):
    OutputSpeaker.objects.create(output=row, person="x")
    save(write(row, text=("نص أول", "نص")))
    assert OutputSpeaker.objects.exists()
    save(write(row, attribution=("category", "none")))
    assert not OutputSpeaker.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("text", "", "Please write"),
        ("text", " \r\n ", "Please write"),
        ("text", "س" * 5001, "5000"),
        ("text", "نص\x00", "Null"),
        ("translation", "x" * 5001, "5000"),
        ("kind", "rumour", "rumour"),
        ("attribution", "shouted", "shouted"),
        ("language", "fr", "fr"),
        ("themes", ["T01", "T99"], "no longer on its list"),
        ("said_by", "category:nobody", "no longer on its list"),
        ("said_by", "category", "category"),
    ],
)
def test_values_that_cannot_be_stored_are_refused_in_words(minutes, save, row, field, value, words):  # noqa: PLR0917
    result = save(write(row, **{field: (line_values(row)[field], value)}), add(uuid.uuid4(), "معه"))
    assert (result.status, words in result.message) == ("refused", True), result.message
    assert texts(minutes) == ["نص أول"]


def test_what_was_taken_off_its_list_stays_where_it_stood(minutes, save, row):
    old = CategoryFactory(code="old", archived_at=timezone.now())
    row.spoken_by, row.spoken_by_category = "category", old
    row.save()
    assert save(write(row, said_by=("category:old", "category:old"))).status == "saved"
    assert save(write(row, said_by=("participants", "category:old"))).status == "refused"


def test_the_language_follows_the_letters_unless_it_was_chosen(minutes, save, row):
    save(write(row, text=("نص أول", "A text"), language=("", "")))
    assert minutes.outputs.get().language == "en"
    save(write(row, text=("A text", "نص"), language=("en", "en")))
    assert minutes.outputs.get().language == "en"


def test_half_a_character_and_other_ends_of_lines(minutes, save, row):
    save(write(row, text=("نص أول", "سطر\r\nوسطر \ud83c")))
    assert texts(minutes) == ["سطر\nوسطر \ufffd"]
    assert save(write(row, text=("سطر\nوسطر \ud83c", "نص"))).status == "saved"


@pytest.mark.parametrize("state", ["submitted", "approved"])
def test_closed_minutes_take_nothing(world, save, state):
    closed = MinutesFactory(forum__programme=world.programme, state=state)
    with pytest.raises(MinutesClosed):
        save(add(uuid.uuid4(), "متأخر"), to=closed)
    assert not Output.objects.exists()


@pytest.mark.parametrize("name", ["manager", "donor", "reviewer", "superuser", "foreign_staff"])
def test_only_staff_of_the_programme_write(world, minutes, save, name):
    with pytest.raises(PermissionDenied):
        save(add(uuid.uuid4(), "نص"), actor=world.users[name])
    assert not SavedChange.objects.exists()


def test_somebody_who_comes_between_costs_nobody_his_text(world, minutes, save, row, monkeypatch):
    """As where a form is sent between the reading and the writing: the change is done again on what stands then."""
    left, edit = [3], outputs.edit_output

    def late(**arguments):
        left[0] -= 1
        if left[0] >= 0:
            raise StaleVersion(arguments["output"])
        return edit(**arguments)

    monkeypatch.setattr(outputs, "edit_output", late)
    assert save(write(row, text=("نص أول", "نص"))).is_new
    assert (texts(minutes), SavedChange.objects.count()) == (["نص"], 1)
    left[0] = 99
    with pytest.raises(StaleVersion):
        save(write(row, text=("نص", "آخر")))
