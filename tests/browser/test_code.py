"""An official without an account answers by the code on a paper: on a telephone, in both languages, also without JavaScript."""

import pikepdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.test import Client

from accounts.models import User
from participants.models import Institution
from recommendations.models import CodeBearer, Response
from recommendations.services.codes import answer_by_code, make_code, receipt_of
from reports.management.commands.shots import scrolls_sideways

from .. import factories

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = {
    "ar": {
        "paper": "إعداد الورقة",
        "code": "الرمز المكتوب على الورقة",
        "open": "فتح التوصية",
        "accepted": "مقبولة",
        "summary": "الرد بإيجاز",
        "send": "إرسال الرد",
        "received": "وصل الرد",
        "finish": "إنهاء",
        "wrong": "هذا الرمز غير صالح",
        "letter": "تسجيل مذكرة التأكيد",
        "confirm": "تسجيل المذكرة وتأكيد الرد",
    },
    "en": {
        "paper": "Make the paper",
        "code": "The code on the paper",
        "open": "Open the recommendation",
        "accepted": "accepted",
        "summary": "The answer in brief",
        "send": "Send the answer",
        "received": "The answer was received",
        "finish": "Finish",
        "wrong": "This code is not good",
        "letter": "Record the confirming letter",
        "confirm": "Record the letter and confirm",
    },
}


def look(page):
    """Nothing grave for axe, nothing pushed sideways."""
    found = [
        violation["id"]
        for violation in Axe().run(page).response["violations"]
        if violation["impact"] in ("serious", "critical")
    ]
    assert found == [], page.url
    assert not scrolls_sideways(page), page.url


@pytest.fixture
def addressee(transactional_db):
    """One that waits for an answer, and staff of the programme."""
    call_command("load_reference", verbosity=0)
    programme = factories.ProgrammeFactory(code="ADEN")
    factories.MembershipFactory(
        user=factories.UserFactory(username="staff", language="ar"), role="staff", programme=programme
    )
    return factories.AddresseeFactory(
        recommendation=factories.RecommendationFactory(
            programme=programme, number=42, text="إعادة النظر في النقاط الأمنية وتوجيه أفرادها."
        ),
        institution=Institution.objects.get(code="ADEN-SEC"),
        sent=True,
    )


@pytest.fixture
def office(addressee, live_server, browser):
    """office(language, path): a page as staff see it."""

    def make(language, path):
        client = Client()
        client.force_login(User.objects.get(username="staff"))
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        cookies = {"sessionid": client.cookies["sessionid"].value, "django_language": language}
        context.add_cookies([{"name": k, "value": v, "url": live_server.url} for k, v in cookies.items()])
        page = context.new_page()
        page.goto(live_server.url + path)
        look(page)
        return page

    return make


@pytest.fixture
def paper(addressee, office):
    """paper(language): a page of staff with a fresh paper on it."""

    def make(language):
        page = office(language, f"/addressees/{addressee.public_id}/paper/")
        page.select_option("select[name=language]", language)
        page.get_by_role("button", name=WORDS[language]["paper"]).click()
        page.wait_for_selector(".one-time")
        look(page)
        return page

    return make


def telephone(browser, live_server, language, **more):
    """A telephone that was never here."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, reduced_motion="reduce", **more)
    context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
    context.set_default_timeout(20_000)
    return context.new_page()


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_from_the_paper_to_the_receipt(paper, live_server, browser, language, javascript):
    code = paper(language).inner_text(".one-time")
    words = WORDS[language]
    page = telephone(browser, live_server, language, java_script_enabled=javascript)
    page.goto(f"{live_server.url}/answer/")
    if javascript:
        look(page)
    page.get_by_label(words["code"]).fill("WRNG-WRNG-WRNG")
    page.get_by_role("button", name=words["open"]).click()
    page.get_by_text(words["wrong"]).first.wait_for()
    page.get_by_label(words["code"]).fill(code.lower())
    page.get_by_role("button", name=words["open"]).click()
    page.wait_for_url("**/answer/form/")
    assert page.locator("input:checked").count() == 0
    assert code not in page.url
    page.get_by_text(words["accepted"], exact=True).click()
    page.get_by_label(words["summary"]).fill("تُقبل التوصية.")
    if javascript:
        look(page)
    page.get_by_role("button", name=words["send"]).click()
    page.wait_for_url("**/answer/received/")
    response = Response.objects.get()
    assert receipt_of(response) in page.inner_text("main")
    assert words["received"] in page.inner_text("h1")
    if javascript:
        look(page)
    page.get_by_role("button", name=words["finish"]).click()
    page.wait_for_url("**/answer/")
    page.goto(f"{live_server.url}/answer/received/")
    assert page.url.endswith("/answer/")
    page.context.close()


def test_the_camera_of_a_telephone_fills_the_code_in(paper, live_server, browser):
    code = paper("ar").inner_text(".one-time")
    page = telephone(browser, live_server, "ar")
    sent = []
    page.on("request", lambda request: sent.append((request.url, request.post_data, request.headers)))
    page.goto(f"{live_server.url}/answer/#{code}")
    assert page.input_value('input[name="code"]') == code
    assert page.url == f"{live_server.url}/answer/", "the address bar holds it no more"
    page.get_by_role("button", name="فتح التوصية").click()
    page.wait_for_url("**/answer/form/")
    page.go_back()
    assert code not in page.url
    held = [(url, headers) for url, _data, headers in sent]
    assert not [one for one in held if code in str(one)], "neither address nor Referer"
    assert [data for _url, data, _headers in sent if data and code in data], "by POST alone"
    page.context.close()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_staff_enter_the_letter_that_confirms(addressee, office, language):
    code = make_code(actor=User.objects.get(username="staff"), addressee=addressee)[0]
    response = answer_by_code(actor=CodeBearer(code), decision="accepted", summary="تُقبل التوصية.")
    page = office(language, f"/responses/{response.public_id}/")
    page.get_by_role("link", name=WORDS[language]["letter"]).click()
    page.wait_for_url("**/confirming-letter/")
    look(page)
    page.set_viewport_size({"width": 360, "height": 740})
    look(page)
    page.fill('[name="letter_number"]', "٧/٢٠٢٢")
    page.fill('[name="letter_date"]', "٩ أغسطس ٢٠٢٢")
    page.fill('[name="letter_subject"]', "تأكيد الرد")
    page.get_by_role("button", name=WORDS[language]["confirm"]).click()
    page.wait_for_url("**/responses/*/")
    assert Response.objects.get().is_confirmed
    page.context.close()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_paper_fits_one_sheet(paper, language, tmp_path):
    page = paper(language)
    page.pdf(path=tmp_path / "paper.pdf", format="A4")
    with pikepdf.open(tmp_path / "paper.pdf") as document:
        assert len(document.pages) == 1
    page.context.close()
