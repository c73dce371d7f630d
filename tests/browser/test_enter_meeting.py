"""The closing meeting, entered by keyboard alone, in Arabic, from an empty forum to the PDF of its outcomes."""

import json
import time
from operator import itemgetter
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from forums.models import Forum, Minutes
from forums.services.approval import CHECKLIST
from participants.models import Category, Honorific, Institution, Place
from recommendations.models import Recommendation

from ..factories import MembershipFactory, ProgrammeFactory, UserFactory
from ..pdf.documents import arabic_words, text_by_pdftotext
from .quick_line import quick_category, quick_institution, quick_name
from .typist import Typist

pytestmark = pytest.mark.django_db(transaction=True)

#: The facts that the demo is built from, too.
CASE = json.loads(Path("reports/demo/closing_meeting.json").read_text(encoding="utf-8"))
PROMOTED = [
    {"output": 8, "addressing": "named", "lead": "ADEN-SEC"},
    {"output": 16, "addressing": "undetermined"},
]
VOWELS = {chr(code) for code in range(0x64B, 0x653)}


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
        context.grant_permissions(["clipboard-read", "clipboard-write"])
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
    writer.finish()
    assert writer.heading() == "القرار بشأن التاريخ"
    writer.field("decision")
    writer.press("Space")  # the first: kept as written, doubtful
    writer.finish()


def paste_people(writer, forum, people):
    """The list as registration wrote it, a person a line with post and category, pasted into the quick line; what was
    misread is put right.
    """
    categories = dict(Category.objects.values_list("code", "name_ar"))
    lines = [
        "، ".join(filter(None, [titled(person), person["post"], categories[person["category"]]]))
        for person in people
    ]
    writer.field("q")
    writer.page.evaluate("text => navigator.clipboard.writeText(text)", "\n".join(lines))
    with writer.page.expect_navigation():
        writer.press("Control+v")
    for place, person in enumerate(people):
        name = f"line{place}-institution"
        if writer.page.locator(f"[name={name}]").input_value() != person["institution"]:
            writer.choose(name, person["institution"])
    writer.finish()
    rows = {row.person.name_ar: row for row in forum.attendances.select_related("person")}
    for person in people:
        if person["part"] != "participant":
            writer.follow(f"?edit={rows[person['name']].public_id}#add")
            writer.choose("part", person["part"])
            writer.finish()


def titled(person):
    """Name with rank or form of address, as on a sheet."""
    rank = f"ال{person['rank']}" if person["rank"] else person["honorific"]
    return f"{rank} {person['name']}".strip()


def add_in_the_quick_line(writer, person):
    writer.field("q")
    quick_name(writer, titled(person))
    quick_category(writer, person["category"])
    writer.type("post", person["post"])
    quick_institution(writer, person["institution"])
    if person["part"] != "participant":
        writer.choose("part", person["part"])
    writer.choose("presence", person["presence"])
    writer.unfold("thanked_for")
    writer.type("thanked_for", person["thanks"])
    writer.press("Enter")
    writer.page.wait_for_function(
        "() => document.activeElement?.name === 'q' && !document.activeElement.value"
    )


def enter_people(writer, forum):
    """Who was there from the list of the registration, whom the minutes thank besides in the quick line."""
    paste_people(writer, forum, [person for person in CASE["people"] if "thanks" not in person])
    for person in CASE["people"]:
        if "thanks" in person:
            add_in_the_quick_line(writer, person)


def entered(row):
    """What stands in a row of the list, in the words of the case."""
    return {
        "name": row.person.name_ar,
        "rank": row.rank.name_ar if row.rank else "",
        "honorific": row.honorific.code if row.honorific else "",
        "post": row.post,
        "institution": row.institution.code if row.institution else "",
        "category": row.category.code,
        "part": row.part,
        "presence": row.presence,
    }


def told(person):
    """The same of the case."""
    fields = ("name", "rank", "post", "institution", "category", "part", "presence")
    title = Honorific.objects.filter(name_ar=person["honorific"]).first() if person["honorific"] else None
    return {name: person[name] for name in fields} | {"honorific": title.code if title else ""}


def enter_outputs(writer):
    """In the outliner: each line begins like the one before it, so only what is another is turned."""
    for output in CASE["outputs"]:
        writer.page.wait_for_function(
            "() => document.activeElement?.matches('.draft textarea') && !document.activeElement.value"
        )
        group = output["group"]
        side = group if group in ("participants", "not_stated") else f"category:{group}"
        turn(writer, "kind", output["kind"], "Alt+ArrowDown", "Alt+ArrowUp")
        turn(writer, "themes", output["themes"][0], "Alt+ArrowLeft", "Alt+ArrowRight")
        turn(writer, "said_by", side, "Alt+PageDown", "Alt+PageUp")
        writer.page.keyboard.type(output["text"])
        writer.pressed += len(output["text"])
        writer.press("Enter")
    writer.page.wait_for_selector("[data-line-state][data-state=saved]")


def turn(writer, field, value, forward, back):
    """Turn a field of the line by its keys, the shorter way round."""
    current = f"it.closest('li').querySelector('[data-field={field}]').value"
    choices = writer.page.evaluate(
        "field => { const all = JSON.parse(document.getElementById('lines-data').textContent).choices;"
        " return field === 'kind' ? all.kinds : field === 'themes' ? [['', ''], ...all.themes] : all.sides; }",
        field,
    )
    values = [key for key, _label in choices]
    steps = (values.index(value) - values.index(writer.focused(current))) % len(values)
    if steps <= len(values) / 2:
        writer.press(forward, steps)
    else:
        writer.press(back, len(values) - steps)
    assert writer.focused(current) == value


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
        writer.finish()


def test_the_closing_meeting_is_entered_by_keyboard_and_approved(typist, capsys):
    writer, begun = typist("staff"), time.monotonic()
    enter_meeting(writer)
    forum = Forum.objects.get()
    before = writer.pressed
    enter_people(writer, forum)
    parts = {"meeting": before, "attendance": writer.pressed - before}
    assert forum.attendances.present().count() == 20
    assert forum.attendances.kept().count() == 22
    assert forum.acknowledgements.count() == 2
    rows = forum.attendances.kept().select_related("person", "rank", "honorific", "institution", "category")
    assert sorted(map(entered, rows), key=itemgetter("name")) == sorted(
        map(told, CASE["people"]), key=itemgetter("name")
    )
    writer.open(f"/forums/{forum.public_id}/outputs/")
    before, letters = writer.pressed, sum(len(output["text"]) for output in CASE["outputs"])
    enter_outputs(writer)
    parts["outputs"] = writer.pressed - before
    assert [row.text for row in forum.minutes.outputs.kept()] == [
        output["text"] for output in CASE["outputs"]
    ]
    writer.open(f"/forums/{forum.public_id}/outputs/")
    counted = "١٧ مخرجًا: ١١ توصية · مطلب واحد · تساؤلان · ملاحظتان · تعهّد شفهي واحد"
    assert counted in writer.page.text_content("main")
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
        words = f"{writer.pressed} key presses, {seconds:.0f} seconds of the machine; {parts}"
        print(f"\nclosing meeting: {words}, {letters} of the outputs' the letters of their texts")  # noqa: T201


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
