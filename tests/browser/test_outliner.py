"""Each key and each act of the outliner, and what of it stands in the database afterwards."""

import pytest

from forums.models import Output
from recommendations.models import Recommendation

from ..conftest import make_world
from ..factories import MinutesFactory, OutputFactory
from .outliner import Writer

pytestmark = pytest.mark.django_db(transaction=True)
A, B, C = "توفير أجهزة حديثة.", "متى يُفتح القسم؟", "شُكر الحاضرون على جهدهم."


@pytest.fixture
def world(reference):
    return make_world()


@pytest.fixture
def minutes(world):
    return MinutesFactory(forum__programme=world.programme)


@pytest.fixture
def rows(minutes):
    kinds = (("recommendation", A), ("question", B), ("observation", C))
    return [
        OutputFactory(minutes=minutes, kind=kind, text=text, position=n, spoken_by="participants")
        for n, (kind, text) in enumerate(kinds, 1)
    ]


@pytest.fixture
def writer(world, minutes, live_server, browser):
    made = Writer(browser, live_server.url, world.staff, minutes)
    yield made
    assert made.errors == []
    made.context.close()


def stored(minutes, field="text"):
    return list(minutes.outputs.kept().values_list(field, flat=True))


def test_lines_are_written_one_after_the_other_and_saved(minutes, writer):
    assert writer.page.locator("#add").is_hidden(), "the plain form makes room"
    writer.go(-1)
    writer.type(A)
    writer.press("Alt+ArrowDown", "Alt+ArrowDown", "Alt+ArrowLeft", "Alt+PageDown", "Enter")
    writer.type(B)
    writer.press("Enter", "Enter")
    assert writer.at() == (2, 0), "an empty line is left only by writing it"
    writer.saved()
    assert "محفوظ" in writer.state()
    assert stored(minutes) == [A, B]
    for row in minutes.outputs.all():
        assert (row.kind, row.spoken_by) == ("recommendation", "category")
        assert [theme.code for theme in row.themes.all()] == ["T01"]
        assert row.language == "ar"
    writer.open()
    assert writer.texts() == [A, B]


def test_the_first_line_begins_with_what_binds_nobody(minutes, writer):
    writer.go(-1)
    writer.type(C)
    writer.saved()
    row = Output.objects.get()
    assert (row.kind, row.spoken_by, row.themes.count()) == ("observation", "not_stated", 0)


def test_shift_enter_breaks_the_row_within_a_line(minutes, writer):
    writer.go(-1)
    writer.type("سطر")
    writer.press("Shift+Enter")
    writer.type("وسطر")
    writer.saved()
    assert stored(minutes) == ["سطر\nوسطر"]


@pytest.mark.usefixtures("rows")
def test_kind_theme_and_side_by_keys_and_their_ends_meet(minutes, writer):
    writer.go(0)
    writer.press("Alt+ArrowUp")
    assert writer.said() == "تعهّد شفهي"
    writer.press("Alt+ArrowRight", "Alt+PageUp")
    writer.saved()
    row = minutes.outputs.get(position=1)
    assert (row.kind, [theme.code for theme in row.themes.all()]) == ("pledge", ["T02"])
    writer.press("Alt+ArrowDown", "Alt+ArrowLeft")
    writer.saved()
    row.refresh_from_db()
    assert (row.kind, row.themes.count()) == ("recommendation", 0)
    writer.page.locator("select[data-field=kind]").first.focus()
    writer.press("End", "Enter")
    assert writer.at()[0] == 0, "Enter in a list of choices leads back to the text"
    writer.saved()
    assert minutes.outputs.get(position=1).kind == "pledge"


@pytest.mark.usefixtures("rows")
def test_a_line_is_moved_by_keys_and_by_its_handle(minutes, writer):
    writer.go(2, 4)
    writer.press("Alt+Shift+ArrowUp")
    assert writer.texts() == [A, C, B]
    assert writer.at() == (1, 4)
    assert writer.said() == "صار السطر ٢"
    writer.press("Alt+Shift+ArrowUp", "Alt+Shift+ArrowUp")
    writer.saved()
    assert stored(minutes) == [C, A, B]
    grips = writer.page.locator("[data-grip]")
    grips.nth(0).hover()
    writer.page.mouse.down()
    below = writer.lines.nth(2).bounding_box()
    writer.page.mouse.move(below["x"] + 20, below["y"] + below["height"] - 3, steps=5)
    writer.page.mouse.up()
    assert writer.texts() == [A, B, C]
    writer.saved()
    assert stored(minutes) == [A, B, C]


@pytest.mark.usefixtures("rows")
def test_split_merge_and_back(minutes, writer, rows):
    writer.go(0, 5)
    writer.press("Control+Enter")
    assert writer.texts() == ["توفير", "أجهزة حديثة.", B, C]
    assert writer.at() == (1, 0)
    writer.saved()
    assert stored(minutes) == ["توفير", "أجهزة حديثة.", B, C]
    assert set(minutes.outputs.filter(position__lte=2).values_list("kind", "spoken_by")) == {
        ("recommendation", "participants")
    }
    writer.press("Backspace")
    assert writer.texts() == [A, B, C]
    assert writer.at() == (0, 6)
    writer.press("End", "Delete")
    assert writer.texts()[0] == f"{A} {B}"
    writer.press("Control+z", "Control+z")
    writer.saved()
    assert stored(minutes) == ["توفير", "أجهزة حديثة.", B, C]
    assert minutes.outputs.get(public_id=rows[1].public_id).removed_at is None


@pytest.mark.usefixtures("rows")
def test_undo_and_redo_go_across_lines(minutes, writer):
    writer.go(0)
    writer.type(" وخبراء")
    writer.press("ArrowDown", "Alt+ArrowDown", "Alt+Shift+ArrowDown")
    after = (writer.texts(), writer.values("kind"))
    assert after == ([f"{A} وخبراء", C, B], ["recommendation", "observation", "issue"])
    writer.press("Control+z", "Control+z", "Control+z")
    assert (writer.texts(), writer.values("kind")) == (
        [A, B, C],
        ["recommendation", "question", "observation"],
    )
    writer.press("Control+z")
    assert writer.said() == "لا يوجد ما يُتراجع عنه."
    # An Arabic layout has another letter there.
    writer.page.keyboard.press("Control+Shift+Z")
    writer.press("Control+y", "Control+y")
    assert (writer.texts(), writer.values("kind")) == after
    writer.saved()
    assert stored(minutes) == after[0]


@pytest.mark.usefixtures("rows")
def test_a_new_line_that_is_undone_before_and_after_it_was_saved(minutes, writer):
    writer.go(1)
    writer.press("Enter")
    writer.type("سطر بين سطرين")
    assert writer.texts() == [A, B, "سطر بين سطرين", C]
    writer.saved()
    assert stored(minutes) == [A, B, "سطر بين سطرين", C]
    writer.press("Control+z")
    writer.saved()
    assert stored(minutes) == [A, B, C]
    writer.press("Control+y")
    writer.saved()
    assert stored(minutes) == [A, B, "سطر بين سطرين", C]
    assert minutes.outputs.count() == 4


@pytest.mark.usefixtures("rows")
def test_taking_out_and_putting_back_by_the_menu(minutes, writer):
    writer.lines.nth(1).locator("summary").click()
    writer.lines.nth(1).get_by_role("button", name="إزالة").click()
    assert writer.texts() == [A, C]
    writer.saved()
    assert stored(minutes) == [A, C]
    writer.page.get_by_text("أُزيل، وتمكن إعادته").click()
    writer.page.locator("[data-restore]").click()
    writer.saved()
    assert sorted(stored(minutes)) == sorted([A, B, C])


@pytest.mark.usefixtures("rows")
def test_escape_leaves_the_list_and_tab_goes_through_it(writer):
    writer.go(2)
    writer.press("Escape")
    assert writer.page.evaluate("document.activeElement.hasAttribute('data-line-state')")
    writer.press("Tab")
    assert writer.page.evaluate("document.activeElement.closest('.savebar') !== null")
    writer.go(0)
    fields = []
    for _step in range(5):
        writer.press("Tab")
        fields.append(
            writer.page.evaluate(
                "document.activeElement.dataset.field ?? document.activeElement.type ?? document.activeElement.tagName"
            )
        )
    assert fields == ["themes", "said_by", "checkbox", "SUMMARY", "kind"]


def test_more_leads_to_the_form_of_that_line_and_saves_first(minutes, writer):
    writer.go(-1)
    writer.type(A)
    writer.lines.nth(0).locator("summary").click()
    writer.page.get_by_role("button", name="النسبة والشرط").click()
    writer.page.wait_for_url("**?edit=*")
    row = Output.objects.get()
    assert str(row.public_id) in writer.page.url
    assert writer.page.input_value("textarea[name=text]") == A == row.text


@pytest.mark.usefixtures("rows")
def test_links_wait_for_what_is_unsaved(minutes, writer):
    writer.go(0)
    writer.type(" نعم")
    writer.page.locator(".savebar .actions a.btn-primary").click()
    writer.page.wait_for_url("**/recommendations/")
    assert stored(minutes)[0] == f"{A} نعم"


@pytest.mark.usefixtures("rows")
def test_several_asks_are_ticked_and_taken_up_at_once(minutes, writer, rows):
    writer.go(2)
    writer.press("Alt+Enter")
    assert "لا يُؤشَّر" in writer.said()
    writer.go(0)
    writer.press("Alt+Enter", "ArrowDown", "Alt+Enter")
    writer.page.get_by_role("button", name="تحويل طلبين إلى توصيتين").click()
    writer.page.wait_for_url("**/recommendations/")
    assert {row.sources.get() for row in Recommendation.objects.all()} == set(rows[:2])
    writer.open()
    writer.go(1, 0)
    writer.press("Backspace")
    assert "بُنيت على هذا السطر توصية" in writer.said()
    assert writer.texts() == [A, B, C]
    assert "بُنيت على هذا السطر توصية" in writer.lines.nth(1).inner_text()
