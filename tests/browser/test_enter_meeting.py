"""The closing meeting, entered by keyboard alone, in Arabic, from an empty forum to the PDF of its outcomes."""

import json
import time
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from forums.models import Forum, Minutes
from forums.services.approval import CHECKLIST
from participants.models import Institution, Place
from recommendations.models import Recommendation

from ..factories import MembershipFactory, ProgrammeFactory, UserFactory
from ..pdf.documents import arabic_words, text_by_pdftotext

pytestmark = pytest.mark.django_db(transaction=True)

#: The facts that the demo is built from, too.
CASE = json.loads(Path("reports/demo/closing_meeting.json").read_text(encoding="utf-8"))
PROMOTED = [
    {"output": 8, "addressing": "named", "lead": "ADEN-SEC"},
    {"output": 16, "addressing": "undetermined"},
]
VOWELS = {chr(code) for code in range(0x64B, 0x653)}
FOCUSED = "const it = document.activeElement;"


class Typist:
    """Somebody with a keyboard and no mouse. Counts what is pressed."""

    def __init__(self, page, address):
        self.page, self.address, self.pressed = page, address, 0

    def open(self, path):
        """Type an address."""
        self.page.goto(self.address + path)

    def press(self, key, times=1):
        """Press a key."""
        for _time in range(times):
            self.page.keyboard.press(key)
        self.pressed += times

    def focused(self, expression):
        """Something of the element that has the focus, as `it`."""
        return self.page.evaluate(f"() => {{ {FOCUSED} return {expression}; }}")

    def tab_to(self, condition, most=160):
        """Tab on until the focused element fulfils the condition on `it`."""
        for _step in range(most):
            if self.focused(condition):
                return
            self.press("Tab")
        raise AssertionError(f"Tab never came to {condition} on {self.page.url}")

    def field(self, name):
        """Tab on to a field."""
        self.tab_to(f"it.name === {json.dumps(name)}")

    def type(self, name, text):
        """Write into a field, in place of what stands there."""
        self.field(name)
        self.press("Control+a")
        self.page.keyboard.type(text)
        self.pressed += len(text)

    def choose(self, name, value):
        """Go down the choices of a select until the value comes."""
        self.field(name)
        place = self.focused(
            f"[...it.options].findIndex((one) => one.value === {json.dumps(value)}) - it.selectedIndex"
        )
        assert self.focused(f"[...it.options].some((one) => one.value === {json.dumps(value)})"), (
            name,
            value,
        )
        self.press("ArrowDown" if place > 0 else "ArrowUp", abs(place))
        assert self.focused("it.value") == value

    def unfold(self, name):
        """Open the details that hold a field, unless they are open."""
        inside = f"it.tagName === 'SUMMARY' && !!it.parentElement.querySelector('[name={name}]')"
        self.tab_to(inside)
        if not self.focused("it.parentElement.open"):
            self.press("Enter")

    def send(self, label):
        """Go to a button by its words and press it; the next page must come."""
        self.tab_to(f"it.tagName === 'BUTTON' && it.textContent.trim() === {json.dumps(label)}")
        with self.page.expect_navigation():
            self.press("Enter")

    def follow(self, path):
        """Go to a link and open it."""
        self.tab_to(f"it.tagName === 'A' && it.getAttribute('href') === {json.dumps(path)}")
        with self.page.expect_navigation():
            self.press("Enter")

    def wait_for_focus(self, name):
        """The page that has just come puts the focus where writing goes on."""
        self.page.wait_for_function("name => document.activeElement?.name === name", arg=name)

    def heading(self):
        """The heading of the page."""
        return self.page.locator("h1").inner_text().strip()


@pytest.fixture
def programme(transactional_db):
    """The real reference lists and an empty programme."""
    call_command("load_reference", verbosity=0)
    programme = ProgrammeFactory(code="ADEN", implementer=Institution.objects.get(code="YCHRS"))
    programme.area.set(Place.objects.filter(code="YE24"))
    return programme


@pytest.fixture
def typist(programme, live_server, browser):
    """typist("staff") sits in a browser of his own, signed in, in Arabic. No page may answer 500."""
    broken = []

    def make(role):
        user = UserFactory(username=role, language="ar")
        MembershipFactory(user=user, role=role, programme=programme)
        client = Client()
        client.force_login(user)
        context = browser.new_context(locale="ar", viewport={"width": 1280, "height": 900})
        cookies = {"sessionid": client.cookies["sessionid"].value, "django_language": "ar"}
        context.add_cookies(
            [{"name": key, "value": value, "url": live_server.url} for key, value in cookies.items()]
        )
        context.set_default_timeout(20_000)
        page = context.new_page()
        page.on("response", lambda answer: answer.status < 500 or broken.append(answer.url))
        return Typist(page, live_server.url)

    yield make
    assert not broken


def enter_meeting(writer):
    writer.open("/forums/add/")
    writer.choose("kind", CASE["kind"])
    writer.choose("level", CASE["level"])
    writer.type("title_ar", CASE["title_ar"])
    writer.type("date", CASE["date_as_written"])
    writer.choose("part_of_day", CASE["part_of_day"])
    writer.choose("place", CASE["place"])
    writer.type("occasion", CASE["occasion"])
    writer.type("occasion_date", CASE["occasion_date"])
    writer.type("focus", CASE["focus"])
    writer.send("فتح المنتدى")
    assert writer.heading() == "القرار بشأن التاريخ"
    writer.field("decision")
    writer.press("Space")  # the first: kept as written, doubtful
    writer.send("تسجيل القرار")


def enter_people(writer):
    for person in CASE["people"]:
        rank = f"ال{person['rank']}" if person["rank"] else person["honorific"]
        writer.type("q", f"{rank} {person['name']}".strip())
        writer.type("post", person["post"])
        if person["institution"]:
            writer.choose("institution", person["institution"])
        writer.choose("category", person["category"])
        if person["part"] != "participant":
            writer.choose("part", person["part"])
        if "thanks" in person:
            writer.choose("presence", "not_listed")
            writer.unfold("thanked_for")
            writer.type("thanked_for", person["thanks"])
        writer.send("إضافة")
        writer.wait_for_focus("q")


def enter_outputs(writer):
    for output in CASE["outputs"]:
        if writer.focused("it.name") == "text":
            writer.press("Shift+Tab")
        writer.choose("kind", output["kind"])
        writer.type("text", output["text"])
        writer.choose("theme", output["themes"][0])
        group = output["group"]
        writer.choose("said_by", group if group in ("participants", "not_stated") else f"category:{group}")
        writer.send("إضافة المخرج")
        writer.wait_for_focus("text")


def promote(writer, forum):
    for ask in PROMOTED:
        output = forum.minutes.outputs.get(position=ask["output"])
        writer.follow(f"/outputs/{output.public_id}/recommendation/")
        writer.field("addressing")
        if writer.focused("it.type") == "radio":
            while writer.focused("it.value") != ask["addressing"]:
                writer.press("ArrowDown")
            writer.press("Space")
        else:
            writer.choose("addressing", ask["addressing"])
        if "lead" in ask:
            lead = Institution.objects.get(code=ask["lead"])
            writer.field("lead")
            key = writer.focused(
                f"[...it.options].find((one) => one.textContent.trim() === {json.dumps(lead.name_ar)})?.value"
            )
            writer.choose("lead", key)
        writer.tab_to("it.tagName === 'BUTTON' && it.classList.contains('btn-primary')")
        with writer.page.expect_navigation():
            writer.press("Enter")


def test_the_closing_meeting_is_entered_by_keyboard_and_approved(typist, capsys):
    writer, begun = typist("staff"), time.monotonic()
    enter_meeting(writer)
    forum = Forum.objects.get()
    enter_people(writer)
    assert forum.attendances.present().count() == 20
    assert forum.attendances.kept().count() == 22
    assert forum.acknowledgements.count() == 2
    writer.open(f"/forums/{forum.public_id}/outputs/")
    enter_outputs(writer)
    assert [row.text for row in forum.minutes.outputs.kept()] == [
        output["text"] for output in CASE["outputs"]
    ]
    assert "١٧ مخرجًا: ١١ توصية · مطلب واحد · تساؤلان · ملاحظتان · تعهّد شفهي واحد" in writer.page.inner_text(
        "main"
    )
    writer.open(f"/forums/{forum.public_id}/recommendations/")
    promote(writer, forum)
    assert Recommendation.objects.count() == 2
    writer.open(f"/forums/{forum.public_id}/check/")
    writer.send("رفع للاعتماد")
    assert Minutes.objects.get().state == "submitted"
    seconds = time.monotonic() - begun
    manager = typist("manager")
    approve(manager, forum)
    found = words_of_the_pdf(manager, forum)
    texts = [row["name"] for row in CASE["people"]] + [row["text"] for row in CASE["outputs"]]
    # Words with written vowels are searched by tests/pdf with the share that they reach.
    plain = {word for text in texts for word in arabic_words(text) if not VOWELS & set(word)}
    assert sorted(plain - found) == []
    with capsys.disabled():
        print(f"\nclosing meeting: {writer.pressed} key presses, {seconds:.0f} seconds of the machine")  # noqa: T201


def words_of_the_pdf(manager, forum):
    """Download the report by its button, and read the Arabic words that a reader could find in it."""
    manager.open(f"/forums/{forum.public_id}/")
    manager.tab_to("it.tagName === 'BUTTON' && it.textContent.includes('PDF')")
    with manager.page.expect_download() as download:
        manager.press("Enter")
    return set(arabic_words(text_by_pdftotext(Path(download.value.path()).read_bytes())))


def approve(manager, forum):
    manager.open(f"/forums/{forum.public_id}/approval/")
    for place in range(manager.page.locator("textarea[name^='reason-']").count()):
        name = manager.page.locator("textarea[name^='reason-']").nth(place).get_attribute("name")
        manager.type(name, "كما ورد في المصدر")
    for key in CHECKLIST:
        manager.tab_to(f"it.type === 'checkbox' && it.value === {json.dumps(key)}")
        manager.press("Space")
    manager.send("اعتماد المحضر")
    minutes = Minutes.objects.get()
    assert (minutes.state, minutes.revision) == ("approved", 1)
