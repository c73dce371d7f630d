"""Two writers on one draft; a line that breaks; a session that ends: both texts stay, and each is there once."""

import pytest
from django.contrib.sessions.models import Session

from forums.models import Minutes, Output
from forums.services import outputs as service

from ..conftest import make_world
from ..factories import PASSWORD, MembershipFactory, MinutesFactory, OutputFactory, UserFactory
from .outliner import Writer

pytestmark = pytest.mark.django_db(transaction=True)
LINES = "**/lines/**"
A, B = "توفير أجهزة حديثة للإدارة.", "متى يُفتح القسم؟"


@pytest.fixture
def world(reference):
    made = make_world()
    made.staff.set_password(PASSWORD)
    made.staff.save()
    return made


@pytest.fixture
def rows(world):
    minutes = MinutesFactory(forum__programme=world.programme)
    return [OutputFactory(minutes=minutes, text=text, position=n) for n, text in enumerate((A, B), 1)]


@pytest.fixture
def sit_down(world, rows, live_server, browser):
    """sit_down() is one writer more, with an account of his own but for the first."""
    writers = []

    def make(**window):
        user = world.staff
        if writers:
            user = UserFactory(username=f"second-{len(writers)}", display_name="كاتبة ثانية")
            MembershipFactory(user=user, role="staff", programme=world.programme)
        writers.append(Writer(browser, live_server.url, user, rows[0].minutes, **window))
        return writers[-1]

    yield make
    for writer in writers:
        assert writer.errors == []
        writer.context.close()


def stored():
    return list(Output.objects.kept().order_by("position", "id").values_list("text", flat=True))


def test_lines_that_do_not_collide_both_stay_and_show_as_they_come(sit_down):
    one, two = sit_down(), sit_down()
    one.go(0)
    one.type(" وتدريب العاملين.")
    two.go(-1)
    two.type("سطر جديد من الثانية")
    two.go(1, 3)
    two.press("Alt+ArrowDown")
    one.saved()
    two.saved()
    want = (f"{A} وتدريب العاملين.", B, "سطر جديد من الثانية")
    assert stored() == list(want)
    two.until_texts(*want)
    one.until_texts(*want)
    assert two.at() == (1, 3), "the cursor stays where it was"


def collide(one, two):
    """Both write the first line at the same moment; the second is later."""
    two.context.set_offline(True)
    one.go(0, 0)
    one.type("الإسراع في ")
    two.go(0)
    two.type(" خلال شهر.")
    one.saved()
    two.context.set_offline(False)
    # The comparison is fetched with the first collision: the words are marked, and can be joined, a moment after it shows.
    two.page.wait_for_selector(".clash mark")


def test_a_collision_shows_both_texts_word_by_word(sit_down):
    one, two = sit_down(), sit_down(locale="ar")
    collide(one, two)
    assert stored()[0] == f"الإسراع في {A}", "nothing was overwritten"
    assert two.texts()[0] == f"{A} خلال شهر.", "nothing was lost"
    theirs, mine = two.page.locator(".clash-sides > div").all()
    marked = theirs.locator("mark").all_inner_texts()
    assert len(marked) == 1
    assert "هنا فقط" in marked[0], "told in words, not by colour alone"
    assert "الإسراع في" in marked[0]
    assert "خلال شهر." in mine.locator("mark").inner_text()
    assert "سطر واحد ينتظر قراركم" in two.state()
    two.page.get_by_role("button", name="جمع النصين").click()
    both = f"الإسراع في {A} خلال شهر."
    assert two.texts()[0] == both
    two.saved()
    assert stored()[0] == both
    one.until_texts(both, B)
    assert two.page.locator(".clash").count() == 0


@pytest.mark.parametrize(("button", "wins"), [("أخذ النص الآخر", 0), ("إبقاء نصي", 1)])
def test_one_of_both_is_taken_by_a_button(sit_down, button, wins):
    one, two = sit_down(), sit_down()
    collide(one, two)
    two.page.get_by_role("button", name=button).click()
    two.saved()
    assert stored()[0] == [f"الإسراع في {A}", f"{A} خلال شهر."][wins]
    two.page.wait_for_selector(".clash", state="detached")


def test_a_split_that_collides_loses_nothing(sit_down):
    one, two = sit_down(), sit_down()
    two.context.set_offline(True)
    one.go(0)
    one.type(" فورًا.")
    two.go(0, 5)
    two.press("Control+Enter")
    one.saved()
    two.context.set_offline(False)
    two.page.wait_for_selector(".clash")
    two.page.get_by_role("button", name="إبقاء نصي").click()
    two.saved()
    assert stored() == ["توفير", "أجهزة حديثة للإدارة.", B]


def test_what_was_written_while_somebody_took_it_out_stays(sit_down, world, rows):
    one = sit_down()
    one.context.set_offline(True)
    one.go(0)
    one.type(" نعم.")
    service.remove_output(actor=world.staff, output=rows[0])
    one.context.set_offline(False)
    one.page.wait_for_timeout(500)
    one.saved()
    assert sorted(stored()) == sorted([f"{A} نعم.", B])


def test_undo_leaves_alone_what_somebody_else_wrote(sit_down):
    one, two = sit_down(), sit_down()
    one.go(0)
    one.type(" نعم.")
    one.saved()
    two.until_texts(f"{A} نعم.", B)
    two.go(0)
    two.type(" ولا بد.")
    two.saved()
    one.until_texts(f"{A} نعم. ولا بد.", B)
    one.press("Control+z")
    assert "من شخص آخر" in one.said()
    assert one.texts()[0] == f"{A} نعم. ولا بد."


def test_what_is_written_without_a_connection_arrives_once(sit_down):
    one = sit_down()
    one.context.set_offline(True)
    one.go(-1)
    for text in ("أول سطر", "ثاني سطر"):
        one.type(text)
        one.press("Enter")
    one.go(0)
    one.press("Alt+ArrowDown")
    one.until("offline")
    assert "لا يوجد اتصال" in one.state()
    assert "ستُرسل ٣ تعديلات" in one.state()
    assert stored() == [A, B]
    one.context.set_offline(False)
    one.saved()
    assert stored() == [A, B, "أول سطر", "ثاني سطر"]


def test_an_answer_that_is_lost_makes_nothing_twice(sit_down):
    one = sit_down()
    lost = []

    def lose(route):
        if route.request.method != "POST" or len(lost) > 1:
            return route.continue_()
        route.fetch()
        lost.append(route.request.post_data)
        return route.abort()

    one.page.route(LINES, lose)
    one.go(-1)
    one.type("سطر")
    one.until("offline")
    one.type(" وأكثر")
    one.page.wait_for_timeout(300)
    one.saved()
    assert len(lost) == 2
    assert lost[0] == lost[1], "sent again with the same keys"
    assert stored() == [A, B, "سطر وأكثر"]


def test_signed_out_and_in_again_in_a_second_window(sit_down, live_server):
    one = sit_down()
    Session.objects.all().delete()
    one.go(0)
    one.type(" نعم.")
    one.until("out")
    assert "انتهت الجلسة" in one.state()
    assert stored() == [A, B]
    with one.context.expect_page() as opened:
        one.page.get_by_role("link", name="تسجيل الدخول في نافذة ثانية").click()
    door = opened.value
    door.fill("input[name=login]", "staff")
    door.fill("input[name=password]", PASSWORD)
    door.click("form .btn-primary")
    door.wait_for_url("**/outputs/")
    one.page.bring_to_front()
    one.saved()
    assert stored() == [f"{A} نعم.", B]


def test_another_account_sends_nothing_of_mine(sit_down, live_server, world):
    one, two = sit_down(), sit_down()
    cookies = [{**row, "url": live_server.url} for row in two.context.cookies() if row["name"] == "sessionid"]
    one.context.add_cookies(
        [{"name": row["name"], "value": row["value"], "url": row["url"]} for row in cookies]
    )
    one.go(0)
    one.type(" نعم.")
    one.until("out")
    assert stored() == [A, B]
    assert one.texts()[0] == f"{A} نعم."


def test_closed_meanwhile_the_text_stays_to_be_copied(sit_down):
    one = sit_down()
    one.go(0)
    one.type(" نعم.")
    Minutes.objects.update(state="submitted")
    one.until("closed")
    one.page.get_by_role("button", name="نسخ ما لم يُحفظ").click()
    assert f"{A} نعم." in one.page.input_value("[data-line-state] textarea")
    assert stored() == [A, B]


def test_leaving_warns_of_nothing_since_the_device_keeps_it(sit_down):
    one = sit_down()
    asked = []
    one.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    one.page.route(LINES, lambda route: route.abort())
    one.go(0)
    one.type(" ولا بد.")
    one.until("offline")
    one.page.wait_for_timeout(1000)
    one.page.reload()
    one.page.wait_for_selector(".lines .draft")
    one.page.wait_for_function("document.querySelector('.lines textarea').value.includes('ولا بد')")
    assert asked == []
