"""The thread in Arabic, on the phone and wide: approved, sent, answered by the official, reported on, verified, released, downloaded."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.test import Client

from forums.services.approval import CHECKLIST, approval_warnings
from forums.services.minutes import approve_minutes, submit_minutes
from participants.models import Institution
from recommendations.models import Addressee, Recommendation, Response, Update
from recommendations.services.promote import promote_output
from recommendations.services.sending import send_recommendation
from reports.management.commands.shots import scrolls_sideways
from reports.models import Report, ReportCopy

from ..factories import (
    AttendanceFactory,
    MembershipFactory,
    MinutesFactory,
    OutputFactory,
    ProgrammeFactory,
    UserFactory,
)
from ..pdf.documents import arabic_words, text_by_pdftotext

pytestmark = pytest.mark.django_db(transaction=True)

WIDTHS = [360, 1280]
#: A file that a scanner makes, small.
SCAN = b"%PDF-1.7\n%%EOF\n"


class Visitor:
    """Somebody signed in, in Arabic, who taps and types. Counts the taps."""

    def __init__(self, page, address, width):
        self.page, self.address, self.taps = page, address, 0
        self.page.set_viewport_size({"width": width, "height": 800})

    def open(self, path):
        """Type an address, and look at the page as a whole."""
        self.page.goto(self.address + path)
        self.look()

    def look(self):
        """Nothing grave for axe, nothing pushed sideways."""
        found = [
            violation["id"]
            for violation in Axe().run(self.page).response["violations"]
            if violation["impact"] in ("serious", "critical")
        ]
        assert found == [], self.page.url
        assert not scrolls_sideways(self.page), self.page.url

    def tap(self, role, name, **more):
        """Tap a button, a link or a choice by its words."""
        self.page.get_by_role(role, name=name, exact=True, **more).first.click()
        self.taps += 1

    def go(self, role, name):
        """Tap what leads to another page."""
        with self.page.expect_navigation():
            self.tap(role, name)
        self.look()

    def write(self, label, text):
        """Type into a field by its label."""
        self.page.get_by_label(label).first.fill(text)

    def words(self):
        """What the page says."""
        return self.page.inner_text("main")


@pytest.fixture
def programme(transactional_db):
    """The real reference lists, and minutes with one ask that wait for approval."""
    call_command("load_reference", verbosity=0)
    return ProgrammeFactory(code="ADEN", implementer=Institution.objects.get(code="YCHRS"))


@pytest.fixture
def visitor(programme, live_server, browser):
    """visitor("staff", 360): an account of its own; no page may answer 500."""
    broken, accounts = [], {}
    scopes = {"reviewer": {"institution": Institution.objects.get(code="ADEN-SEC")}}

    def account(role):
        if role not in accounts:
            accounts[role] = UserFactory(username=role, language="ar")
            MembershipFactory(user=accounts[role], role=role, **scopes.get(role, {"programme": programme}))
        return accounts[role]

    def make(role, width):
        client = Client()
        client.force_login(account(role))
        context = browser.new_context(locale="ar", reduced_motion="reduce")
        cookies = {"sessionid": client.cookies["sessionid"].value, "django_language": "ar"}
        context.add_cookies(
            [{"name": key, "value": value, "url": live_server.url} for key, value in cookies.items()]
        )
        context.set_default_timeout(20_000)
        page = context.new_page()
        page.on("response", lambda answer: answer.status < 500 or broken.append(answer.url))
        return Visitor(page, live_server.url, width)

    make.account = account
    yield make
    assert not broken


def submitted_minutes(programme, staff):
    """Minutes with somebody present and one ask that is addressed, handed to the manager."""
    minutes = MinutesFactory(forum__programme=programme)
    AttendanceFactory(forum=minutes.forum)
    output = OutputFactory(minutes=minutes, text="إعادة النظر في النقاط الأمنية وتوجيه أفرادها.")
    promote_output(
        actor=staff, output=output, addressing="named", lead=Institution.objects.get(code="ADEN-SEC")
    )
    submit_minutes(actor=staff, minutes=minutes, expected=minutes.version)
    return minutes


def sent(programme, visitor):
    """The same, approved and sent by the services."""
    visitor.account("reviewer")
    manager, minutes = visitor.account("manager"), submitted_minutes(programme, visitor.account("staff"))
    approve_minutes(
        actor=manager,
        minutes=minutes,
        expected=minutes.version,
        reasons={warning.key: "سبب تجريبي" for warning in approval_warnings(minutes)},
        checklist=set(CHECKLIST),
    )
    recommendation = Recommendation.objects.get()
    send_recommendation(actor=manager, recommendation=recommendation, expected=recommendation.version)


def approve_and_send(manager, minutes):
    manager.open(f"/forums/{minutes.forum.public_id}/approval/")
    for reason in manager.page.locator("textarea[name^='reason-']").all():
        reason.fill("كما ورد في المصدر")
    for box in manager.page.locator("input[type=checkbox]").all():
        box.check()
    manager.go("button", "اعتماد المحضر")
    minutes.refresh_from_db()
    assert minutes.state == "approved"
    manager.open("/")
    manager.go("link", "إحالة: إعادة النظر في النقاط الأمنية وتوجيه أفرادها.")
    manager.go("button", "إحالة إلى الجهة")
    assert Addressee.objects.get().state == "sent"


def release(manager):
    """From the record of the forum: prepare the donor's report, look at it, release it."""
    manager.go("link", "تقرير للمانح")
    manager.go("button", "إعداد التقرير")
    for box in manager.page.locator("input[name=checklist]").all():
        box.check()
    manager.go("button", "إصدار للمانح")
    assert Report.objects.get().state == "released"


def download(donor) -> str:
    """The donor finds the report at home and downloads a copy; its text."""
    donor.open("/")
    with donor.page.expect_download() as copy:
        donor.page.locator("form[action$='/download/'] button").first.click()
    assert ReportCopy.objects.get().recipient.username == "donor"
    return text_by_pdftotext(Path(copy.value.path()).read_bytes())


@pytest.mark.parametrize("width", WIDTHS)
def test_from_approval_to_the_verified_result(programme, visitor, width):
    minutes = submitted_minutes(programme, visitor.account("staff"))
    visitor.account("reviewer")
    manager = visitor("manager", width)
    approve_and_send(manager, minutes)

    official = visitor("reviewer", width)
    official.open("/")
    assert "ADEN-R-0001" in official.words()
    assert official.page.locator("input[type=radio]:checked").count() == 0
    assert not official.page.get_by_label("السبب").first.is_visible()
    official.tap("radio", "مقبولة")
    official.write("نص الرد بإيجاز", "تُقبل التوصية ويُعاد النظر في النقاط كلها.")
    official.write("موعد الإنجاز", "١٥ سبتمبر ٢٠٢٢")
    official.write("نص الالتزام", "مراجعة النقاط كلها.")
    official.go("button", "إرسال الرد")
    assert official.taps <= 3
    assert "شكرًا لردكم" in official.words()
    assert "التزمت الجهة بالإنجاز حتى ١٥ سبتمبر ٢٠٢٢م" in official.words()
    assert (Response.objects.get().channel, Addressee.objects.get().state) == ("account", "accepted")

    staff = visitor("staff", width)
    staff.open(f"/recommendations/{Recommendation.objects.get().public_id}/")
    staff.go("link", "تقديم إفادة تنفيذ")
    staff.tap("radio", "اكتمل الإنجاز")
    staff.write("ما أُنجز بإيجاز", "رُوجعت النقاط كلها.")
    staff.page.set_input_files("input[name=file]", {"name": "a.pdf", "mimeType": "x/y", "buffer": SCAN})
    staff.go("button", "تسجيل الإفادة")
    assert Update.objects.get().evidence.get().attachment.kind == "pdf"

    manager.open("/")
    manager.go("link", "التحقّق من الإنجاز: إعادة النظر في النقاط الأمنية وتوجيه أفرادها.")
    manager.tap("radio", "مؤكَّد")
    manager.write("طريقة التحقّق", "زيارة ميدانية")
    manager.go("button", "تسجيل نتيجة التحقّق")
    assert Addressee.objects.get().state == "verified"
    labels = manager.page.locator(".thread > li strong").all_inner_texts()
    assert labels == [
        "قيلت في منتدى",
        "أُحيلت",
        "الرد",
        "التزمت الجهة بالإنجاز حتى ١٥ سبتمبر ٢٠٢٢م",
        "أُفيد بإنجازها",
        "التحقّق",
    ]
    with manager.page.expect_navigation():
        manager.page.locator(".thread a[href^='/forums/']").first.click()
    assert "ADEN-R-0001" in manager.words()
    release(manager)
    text = download(visitor("donor", width))
    assert "ADEN-R-0001" in text
    person = minutes.forum.attendances.get().person
    assert not set(arabic_words(person.name_ar)) & set(arabic_words(text)) - {"تجريبي"}


@pytest.mark.parametrize(
    "choice",
    [
        ("متعذّرة حاليًا", "السبب"),
        ("نطلب إيضاحًا", "السبب"),
        ("مقبولة رهنًا بتوفير الإمكانيات", "ما يلزم توفيره"),
    ],
)
def test_a_choice_shows_what_it_asks_for(programme, visitor, choice):
    decision, field = choice
    sent(programme, visitor)
    official = visitor("reviewer", 360)
    official.open("/")
    official.tap("radio", decision)
    shown = official.page.get_by_label(field).first
    assert shown.is_visible()
    official.write("نص الرد بإيجاز", "رد الجهة.")
    official.go("button", "إرسال الرد")
    assert not Response.objects.exists(), "the reason is missing"
    assert official.page.locator("[role=alert]").count() == 1
    official.write(field, "كما يُذكر هنا.")
    if official.page.get_by_label("من قِبل").is_visible():
        official.write("من قِبل", "السلطة المحلية")
    official.go("button", "إرسال الرد")
    assert Response.objects.get().sent_at


def test_the_key_enter_keeps_a_draft_and_sends_nothing(programme, visitor):
    sent(programme, visitor)
    official = visitor("reviewer", 360)
    official.open("/")
    official.tap("radio", "مقبولة")
    official.write("الإدارة المسؤولة", "إدارة العمليات")
    with official.page.expect_navigation():
        official.page.keyboard.press("Enter")
    assert Response.objects.get().is_draft
    assert "إدارة العمليات" in official.page.get_by_label("الإدارة المسؤولة").first.input_value()
