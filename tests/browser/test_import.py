"""A sheet of people in Arabic on a telephone: handed in, looked at, decided, taken in, undone. Without a script too."""

import pytest
from django.test import Client

from common.arabic import fold, fold_bare
from participants.models import Person, SheetImport

from ..conftest import make_world
from ..factories import AttendanceFactory, MinutesFactory, PersonFactory
from ..participants.imports.sheets import workbook

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = [
    ["سالم صالح المثال", "", "ذكر", "777123456"],
    ["منى عوض التجربة", "", "", ""],
    ["", "", "", ""],
    ["هدى ناصر السطر", "غير معروفة", "", ""],
]


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def telephone(request, reference, live_server, browser):
    """(page of staff at 360 pixels, the world). No page may answer 500 or scroll sideways."""
    world = make_world()
    name = "منى سعيد عوض التجربة"
    known = PersonFactory(name_ar=name, folded=fold(name), folded_bare=fold_bare(name))
    AttendanceFactory(forum=MinutesFactory(forum__programme=world.programme).forum, person=known)
    client = Client()
    client.force_login(world.staff)
    context = browser.new_context(
        locale="ar", viewport={"width": 360, "height": 800}, java_script_enabled=request.param
    )
    cookies = {"sessionid": client.cookies["sessionid"].value, "django_language": "ar"}
    context.add_cookies(
        [{"name": key, "value": value, "url": live_server.url} for key, value in cookies.items()]
    )
    context.set_default_timeout(30_000)
    page = context.new_page()
    broken = []
    page.on("response", lambda answer: answer.status < 500 or broken.append(answer.url))
    page.goto(live_server.url + "/people/")
    yield page, known
    context.close()
    assert broken == []


def is_wide(page):
    width = page.locator("main").evaluate("one => document.documentElement.scrollWidth")
    return width > 360


def test_from_the_file_to_the_people_and_back(telephone):
    page, known = telephone
    page.get_by_role("link", name="الأشخاص من كشف").click()
    page.locator("input[type=file]").set_input_files(
        {"name": "كشف.xlsx", "mimeType": "application/octet-stream", "buffer": workbook(ROWS)}
    )
    page.get_by_role("button", name="العرض صفًّا صفًّا").click()
    # One is new, one may be somebody known, one is wrong; an empty row is none.
    assert page.locator(".import-row .chip").all_inner_texts() == ["جديد", "ملتبس", "فيه خطأ"]
    assert "«غير معروفة» ليس في القائمة" in page.locator(".import-problems").inner_text()
    assert page.get_by_role("button", name="إدراج الصفّ السليم وحده").is_visible()
    assert not is_wide(page)
    page.locator(".import-row.doubtful select").select_option(label="قيد جديد")
    page.get_by_role("button", name="حفظ ما تقرّر في هذه الصفحة").click()
    page.get_by_role("button", name="إدراج الصفّين السليمين وحدهما").click()
    assert "أُنشئ قيدان" in page.locator("main").inner_text()
    assert set(Person.objects.exclude(pk=known.pk).values_list("name_ar", flat=True)) == {
        "سالم صالح المثال",
        "منى عوض التجربة",
    }
    assert not is_wide(page)
    page.locator("summary", has_text="تراجع").first.click()
    page.locator("details[open] button").click()
    assert "جرى التراجع عن صفّين" in page.locator("main").inner_text()
    assert list(Person.objects.all()) == [known]
    assert SheetImport.objects.get().content == ""
