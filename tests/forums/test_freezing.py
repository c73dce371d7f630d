"""Revisions commit to words and to what is told of people: erasing a value leaves the digest valid, changing it does not."""

import hashlib
import importlib
import json

import pytest
from django.apps import apps
from django.utils import timezone

from forums.models import MinutesRevision
from forums.services.freezing import content_digest, erase_words, freeze, revision_holds, words_of

from ..conftest import drop_revision_triggers
from ..factories import AttendanceFactory, MinutesFactory, OutputFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def revision(world):
    minutes = MinutesFactory(forum__programme=world.programme, forum__summary="ملخص تجريبي")
    AttendanceFactory(forum=minutes.forum, post="صفة تجريبية", age_band="36-59")
    OutputFactory(minutes=minutes, text="قيل كلام")
    OutputFactory(minutes=minutes, text="قيل غيره")
    frozen = freeze(minutes)
    return MinutesRevision(
        minutes=minutes, number=1, approved_by=world.manager, approved_at=timezone.now(), **frozen
    )


def test_words_and_values_stand_beside_what_the_digest_is_made_of(revision):
    assert revision_holds(revision)
    assert words_of(revision, "forum")["summary"] == "ملخص تجريبي"
    first = revision.content["outputs"][0]["id"]
    assert words_of(revision, first) == {"text": "قيل كلام"}
    for word in ("ملخص", "قيل", "صفة", "36-59"):
        assert word not in json.dumps(revision.content, ensure_ascii=False)


def test_an_erased_word_leaves_the_digest_valid_and_no_way_to_try_guesses(revision):
    digest, first = revision.digest, revision.content["outputs"][0]["id"]
    revision.words = erase_words(revision.words, lambda text: text.replace("كلام", "[شخص مُحي]"))
    assert revision_holds(revision)
    assert revision.digest == digest
    assert revision.words[first]["text"] == {"value": "قيل [شخص مُحي]", "erased": True}
    assert "salt" in revision.words[revision.content["outputs"][1]["id"]]["text"]
    revision.personal = {}
    assert revision_holds(revision)


@pytest.mark.parametrize("kind", ["word", "person", "content"])
def test_a_changed_value_is_found(revision, kind):
    if kind == "word":
        revision.words["forum"]["summary"]["value"] = "ملخص آخر"
    elif kind == "person":
        (values,) = revision.personal.values()
        values["post"]["value"] = "صفة أخرى"
    else:
        revision.content["outputs"].pop()
    assert not revision_holds(revision)


def test_revisions_of_before_are_brought_into_this_shape_and_keep_what_was_printed(revision):
    output = str(MinutesFactory().public_id)
    old = {
        "forum": {"code": "F", "title": "عنوان", "summary": "", "date_as_written": "الأحد", "date": None},
        "attendance": [],
        "outputs": [{"id": output, "kind": "issue", "text": "قيل كلام", "language": "ar"}],
        "thanks": [],
    }
    canonical = json.dumps(old, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    printed = hashlib.sha256(canonical.encode()).hexdigest()
    revision.content, revision.words, revision.personal, revision.digest = old, {}, {}, printed
    revision.minutes.save()
    revision.save()
    migration = importlib.import_module(MIGRATION)
    drop_revision_triggers()
    for _twice in range(2):
        migration.commit(apps, None)
    revision.refresh_from_db()
    assert revision_holds(revision)
    assert revision.content["was"] == printed
    assert revision.digest == content_digest(revision.content) != printed
    assert words_of(revision, output) == {"text": "قيل كلام"}
    assert words_of(revision, "forum") == {"title": "عنوان", "date_as_written": "الأحد"}


MIGRATION = "forums.migrations.0004_revision_words"
