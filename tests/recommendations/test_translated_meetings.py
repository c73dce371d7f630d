"""The head of a meeting is put into English once its minutes are approved, text by text."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from common.models import AuditEntry
from common.versions import StaleVersion
from common.workflow import NotAllowedHere
from forums.services.translating import translate_meeting
from reports.projection import project_forum
from tests.reports import meeting

pytestmark = pytest.mark.django_db
PAGE = "recommendations:translations"
OCCASION, FOCUS, SUMMARY = "World Drug Day", "Medicines", "They went through what the forums had led to."


@pytest.fixture
def forum(world):
    """Approved; with an English title and nothing else in English."""
    forum = meeting.build_meeting(world.programme)
    forum.focus = "الأدوية"
    forum.save()
    return forum


def shown(client, query="?kind=meetings"):
    """What a browser would send of the page as it is."""
    (form,) = client.get(reverse(PAGE) + query).context["forms"]
    return {form.add_prefix(name): form[name].value() for name in form.fields}


def typed(forum, **texts):
    return {f"{forum.public_id}-{name}": text for name, text in texts.items()}


def test_the_english_report_says_what_was_written(world, as_role, forum):
    def told(language="en"):
        content = project_forum(forum, audience="donor", language=language, leaves_out_untranslated=True)
        return content["meeting"] | {"left_out": content["left_out"]}

    assert told()["occasion"]["text"] == ""
    assert {"Occasion", "Focus", "Summary"} <= set(told()["left_out"])
    client = as_role("staff")
    given = shown(client) | typed(forum, occasion_en=OCCASION, focus_en=FOCUS, summary_en=SUMMARY)
    assert client.post(reverse(PAGE), given).status_code == 302
    texts = {name: told()[name]["text"] for name in ("occasion", "focus", "summary")}
    assert texts == {"occasion": OCCASION, "focus": FOCUS, "summary": SUMMARY}
    assert not {"Occasion", "Focus", "Summary"} & set(told()["left_out"])
    assert told("ar")["occasion"]["text"] == forum.occasion, "the Arabic stays"
    record = client.get(reverse("forums:detail", args=[forum.public_id])).content.decode()
    assert OCCASION in record
    assert FOCUS in record
    entry = AuditEntry.objects.get(action="forums.translate_meeting")
    assert entry.details == {"fields": ["focus_en", "occasion_en", "summary_en"]}
    assert not client.get(reverse(PAGE) + "?kind=meetings").context["forms"], "nothing is left"
    client.post(reverse(PAGE), shown(client, "?kind=meetings&show=done"))
    assert AuditEntry.objects.filter(action="forums.translate_meeting").count() == 1, "a second click"


def test_found_by_its_new_english_title(world, as_role, forum):
    client = as_role("staff")
    client.post(reverse(PAGE), shown(client) | typed(forum, title_en="Quarterly gathering"))
    forum.refresh_from_db()
    assert "quarterly" in forum.folded


def test_two_who_write_different_texts_lose_nothing(world, as_role, forum):
    client = as_role("staff")
    mine = shown(client) | typed(forum, focus_en=FOCUS)
    translate_meeting(actor=world.manager, forum=forum, expected=forum.version, summary_en=SUMMARY)
    assert client.post(reverse(PAGE), mine).status_code == 302
    forum.refresh_from_db()
    assert (forum.focus_en, forum.summary_en) == (FOCUS, SUMMARY)


def test_two_who_write_the_same_text_see_both(world, as_role, forum):
    client = as_role("staff")
    mine = shown(client) | typed(forum, focus_en="Mine", occasion_en=OCCASION)
    translate_meeting(actor=world.manager, forum=forum, expected=forum.version, focus_en="Theirs")
    page = client.post(reverse(PAGE), mine)
    assert page.status_code == 200
    (form,) = page.context["again"]
    assert (form.theirs, form["focus_en"].value()) == ({"focus_en": "Theirs"}, "Mine")
    assert "Theirs" in page.content.decode()
    forum.refresh_from_db()
    assert (forum.focus_en, forum.occasion_en) == ("Theirs", OCCASION), "the other text was saved"
    again = {form.add_prefix(name): form[name].value() for name in form.fields}
    assert client.post(reverse(PAGE), again).status_code == 302
    forum.refresh_from_db()
    assert forum.focus_en == "Mine"


def test_a_text_that_is_too_long_is_kept_and_said(world, as_role, forum):
    client = as_role("staff")
    page = client.post(reverse(PAGE), shown(client) | typed(forum, occasion_en="x" * 201))
    (form,) = page.context["again"]
    assert form.errors.keys() == {"occasion_en"}
    assert "x" * 201 in page.content.decode()


def test_not_while_the_minutes_are_written(world, as_role, forum):
    client = as_role("staff")
    given = shown(client) | typed(forum, focus_en=FOCUS)
    type(forum.minutes).objects.filter(pk=forum.minutes.pk).update(state="amending")
    forum.minutes.refresh_from_db()
    assert not client.get(reverse(PAGE) + "?kind=meetings").context["forms"]
    client.post(reverse(PAGE), given)
    with pytest.raises(NotAllowedHere):
        translate_meeting(actor=world.staff, forum=forum, expected=forum.version, focus_en=FOCUS)
    forum.refresh_from_db()
    assert forum.focus_en == ""


def test_nobody_else_and_nothing_unseen(world, forum):
    with pytest.raises(PermissionDenied):
        translate_meeting(actor=world.reviewer, forum=forum, expected=forum.version, focus_en=FOCUS)
    with pytest.raises(StaleVersion):
        translate_meeting(actor=world.staff, forum=forum, expected=forum.version + 1, focus_en=FOCUS)
    with pytest.raises(TypeError):
        translate_meeting(actor=world.staff, forum=forum, expected=forum.version, focus=FOCUS)
