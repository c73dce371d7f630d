"""The editor's third step, as a page without JavaScript."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from forums.forms.outputs import LONGEST
from forums.models import Output, OutputLink
from forums.services import outputs as service
from forums.views.counting import kinds_in_words

from ..factories import MinutesFactory, OutputFactory

pytestmark = pytest.mark.django_db

OUTPUT = {"kind": "recommendation", "text": "نوصي بأمر تجريبي", "theme": "T01", "said_by": "participants"}


@pytest.fixture
def minutes(world):
    return MinutesFactory(forum__programme=world.programme)


def url(minutes, **query):
    address = reverse("forums:outputs", args=[minutes.forum.public_id])
    return address + ("?" + "&".join(f"{key}={value}" for key, value in query.items()) if query else "")


def act(name, row):
    return reverse(f"forums:{name}", args=[row.public_id])


def text(response):
    return response.content.decode()


def texts(minutes):
    return list(minutes.outputs.kept().values_list("text", flat=True))


def test_an_output_is_added_and_the_next_one_has_its_kind_theme_and_side(minutes, as_role):
    client = as_role("staff", "ar")
    answer = client.post(url(minutes), OUTPUT | {"said_by": "category:media", "more_themes": ["T02"]})
    output = Output.objects.get()
    assert (output.spoken_by, output.spoken_by_category.code, output.language) == ("category", "media", "ar")
    assert [theme.code for theme in output.themes.all()] == ["T01", "T02"]
    page = text(client.get(answer.url))
    for value in ("recommendation", "T01", "category:media"):
        assert f'value="{value}" selected' in page
    field = page.index('name="text"')
    assert "autofocus" in page[field : page.index(">", field)]


def test_nothing_is_chosen_for_the_first_output(minutes, as_role):
    page = text(as_role("staff").get(url(minutes)))
    for name in ("kind", "said_by"):
        start = page.index(f'<select name="{name}"')
        assert " selected" not in page[start : page.index("</select>", start)].replace(
            'value="" selected', ""
        )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"text": "  "}, "تُرجى كتابة"),
        ({"kind": ""}, "هذا الحقل مطلوب"),
        ({"said_by": ""}, "هذا الحقل مطلوب"),
        ({"text": "س" * (LONGEST + 1)}, "يجب ألا يزيد النص على"),
        ({"kind": "rumour"}, "الاختيارات المتاحة"),
    ],
)
def test_what_is_wrong_is_said_in_arabic_and_nothing_typed_is_lost(minutes, as_role, given, said):
    page = text(as_role("staff", "ar").post(url(minutes), OUTPUT | {"translation": "We recommend"} | given))
    assert said in page
    assert "We recommend" in page
    assert texts(minutes) == []


@pytest.mark.parametrize(
    "words", ["🌿🌿 نوصي 🌿", "س" * LONGEST, "سطر\nوسطر", "<script>alert(1)</script> نص"]
)
def test_words_are_kept_as_they_are_and_shown_as_words(minutes, as_role, words):
    client = as_role("staff", "ar")
    client.post(url(minutes), OUTPUT | {"text": words})
    assert texts(minutes) == [words]
    assert "<script>alert" not in text(client.get(url(minutes)))


def test_the_language_of_a_text_is_read_from_its_letters(minutes, as_role):
    as_role("staff").post(url(minutes), OUTPUT | {"text": "We recommend a thing"})
    assert Output.objects.get().language == "en"


def test_a_pledge_names_the_output_that_it_depends_on(world, minutes, as_role):
    condition = OutputFactory(minutes=minutes)
    client = as_role("staff", "ar")
    client.post(url(minutes), OUTPUT | {"kind": "pledge", "condition": str(condition.public_id)})
    pledge = minutes.outputs.get(kind="pledge")
    assert OutputLink.objects.get().source == pledge
    assert "رهنًا بالمخرج ١" in text(client.get(url(minutes)))
    client.post(url(minutes, edit=pledge.public_id), OUTPUT | {"kind": "pledge", "version": pledge.version})
    assert not OutputLink.objects.exists()


def test_outputs_are_moved_removed_and_put_back_by_buttons(minutes, as_role):
    rows = [OutputFactory(minutes=minutes, text=words, position=n) for n, words in enumerate("أبج", 1)]
    client = as_role("staff", "ar")
    client.post(act("move_up", rows[1]))
    assert texts(minutes) == ["ب", "أ", "ج"]
    client.post(act("move_down", rows[1]))
    assert texts(minutes) == ["أ", "ب", "ج"]
    answer = client.post(act("remove_output", rows[0]))
    assert "أُزيل، وتمكن إعادته" in text(client.get(answer.url))
    assert texts(minutes) == ["ب", "ج"]
    client.post(act("restore_output", rows[0]))
    assert texts(minutes) == ["أ", "ب", "ج"]


def test_an_output_that_somebody_else_mended_is_compared(world, minutes, as_role):
    output = OutputFactory(minutes=minutes)
    service.edit_output(actor=world.staff, output=output, expected=1, text="كلماتهم")
    client = as_role("staff", "ar")
    mine = OUTPUT | {"text": "كلماتي", "version": 1}
    page = text(client.post(url(minutes, edit=output.public_id), mine))
    assert "كلماتهم" in page
    assert "كلماتي" in page
    client.post(url(minutes, edit=output.public_id), mine | {"version": 2})
    assert texts(minutes) == ["كلماتي"]


def test_foreign_outputs_do_not_exist(world, minutes, as_role):
    foreign = OutputFactory(minutes=MinutesFactory(forum__programme=world.other_programme))
    client = as_role("staff")
    for name in ("move_up", "move_down", "remove_output", "restore_output"):
        assert client.post(act(name, foreign)).status_code == 404
        assert client.get(act(name, foreign)).status_code in (404, 405)
    assert client.get(url(minutes, edit=foreign.public_id)).status_code == 404


def test_closed_minutes_do_not_change(world, as_role):
    minutes = MinutesFactory(forum__programme=world.programme, state="approved")
    output = OutputFactory(minutes=minutes)
    client = as_role("staff", "ar")
    detail = reverse("forums:detail", args=[minutes.forum.public_id])
    assert client.post(url(minutes), OUTPUT).url == detail
    assert client.post(act("remove_output", output)).url == detail
    assert texts(minutes) == [output.text]


def test_counts_speak_with_the_plurals_of_arabic():
    kinds = ["recommendation"] * 11 + ["demand"] + ["question"] * 2 + ["observation"] * 2 + ["pledge"]
    with translation.override("ar"):
        words = kinds_in_words(kinds)
    assert words == "17 مخرجًا: 11 توصية · مطلب واحد · تساؤلان · ملاحظتان · تعهّد شفهي واحد"


def test_the_page_asks_the_database_as_often_for_three_outputs_as_for_one(minutes, as_role):
    client = as_role("staff")
    client.get(url(minutes))  # the first request of a session writes it
    counts = []
    for more in (1, 2):
        OutputFactory.create_batch(more, minutes=minutes)
        with CaptureQueriesContext(connection) as queries:
            client.get(url(minutes))
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 12
