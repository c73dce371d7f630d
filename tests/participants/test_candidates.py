"""The picker: other spellings are found, people of other programmes are not, and nothing tells that they exist."""

import uuid
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from participants.models import Institution, Person, Rank
from participants.services.candidates import find_candidates
from tests.factories import AttendanceFactory, ForumFactory, PersonFactory

pytestmark = pytest.mark.django_db
PICK = reverse("participants:pick")
NAMES = [
    "عبد الرحمن محمد تجربة",
    "أروى إبراهيم مثال",
    "أروى عثمان مثال",
    "سارة علي حسين بامثال",
    "سعيد بن سالم الباكر",
    "مؤمن فؤاد نموذج",
    "وحيد عبد الولي نموذج",
]


@pytest.fixture
def people(world):
    """The people of one forum of the programme, by name."""
    call_command("load_reference", stdout=StringIO())
    forum = ForumFactory(programme=world.programme)
    return {name: AttendanceFactory(forum=forum, person__name_ar=name).person for name in NAMES}


def names(user, text, **options):
    """The names proposed, in their order."""
    return [candidate.person.name_ar for candidate in find_candidates(user=user, text=text, **options)]


@pytest.mark.parametrize(
    ("typed", "name", "why"),
    [
        ("وحيد عبد الولي نموذج", "وحيد عبد الولي نموذج", "same name"),
        ("عبدالرحمن محمد تجربه", "عبد الرحمن محمد تجربة", "same name in another spelling"),
        ("العميد د. وحيد عبدالولى نموذج", "وحيد عبد الولي نموذج", "same name in another spelling"),
        ("ساره على حسين با مثال", "سارة علي حسين بامثال", "same name in another spelling"),
        ("اروى ابراهيم مثال", "أروى إبراهيم مثال", "same name in another spelling"),
        ("مءمن فءاد نموذج", "مؤمن فؤاد نموذج", "same name in another spelling"),
        ("سعيد سالم باكر", "سعيد بن سالم الباكر", "same name but for the article or «bin»"),
        ("وحيد نموذج", "وحيد عبد الولي نموذج", "holds every word typed"),
        ("وحيد عبد", "وحيد عبد الولي نموذج", "holds every word typed"),
        ("باك", "سعيد بن سالم الباكر", "holds every word typed"),
        ("سارة محمد علي حسين صالح بامثال", "سارة علي حسين بامثال", "a shorter form of the name typed"),
        ("سارة ناصر بامثال", "سارة علي حسين بامثال", "same first and family name"),
        ("عبدالرحمان محمد تجربة", "عبد الرحمن محمد تجربة", "similar spelling"),
    ],
)
def test_person_is_found_in_another_spelling_and_the_reason_is_said(world, people, typed, name, why):
    with translation.override("en"):
        first = find_candidates(user=world.staff, text=typed)[0]
        assert (first.person.name_ar, str(first.why)) == (name, why)
        assert first.person == people[name]


def test_same_first_name_alone_proposes_nobody(world, people):
    assert names(world.staff, "أروى سعيد قاسم") == []
    assert set(names(world.staff, "أروى")) == {"أروى إبراهيم مثال", "أروى عثمان مثال"}


@pytest.mark.parametrize("typed", ["", " ", "و", "؟؟", "٢٠", "%", "__", "\u202e"])
def test_too_little_proposes_nobody(world, people, typed):
    assert names(world.staff, typed) == []


def test_merged_and_erased_people_are_not_proposed(world, people):
    Person.objects.filter(pk=people["أروى عثمان مثال"].pk).update(merged_into=people["أروى إبراهيم مثال"])
    assert names(world.staff, "أروى") == ["أروى إبراهيم مثال"]
    Person.objects.filter(pk=people["أروى إبراهيم مثال"].pk).update(erased_at="2026-01-01T00:00Z")
    assert names(world.staff, "أروى") == []


def test_number_of_queries_does_not_grow_with_the_directory(world, people, django_assert_max_num_queries):
    assert world.staff.current_memberships
    forum = ForumFactory(programme=world.programme)
    for _n in range(30):
        AttendanceFactory(forum=forum, person__name_ar="وحيد عبد الولي نموذج")
    with django_assert_max_num_queries(6), translation.override("en"):
        found = find_candidates(user=world.staff, text="وحيد عبدالولي نموذج")
        assert [candidate.last_time for candidate in found]
    assert len(found) == 8
    assert len(names(world.staff, "وحيد", limit=3)) == 3


def test_last_time_is_the_newest_attendance_that_the_reader_sees(world, people):
    person = people["وحيد عبد الولي نموذج"]
    newest = AttendanceFactory(
        forum=ForumFactory(programme=world.programme, date="2022-09-01"),
        person=person,
        rank=Rank.objects.get(code="brigadier_general"),
        post="مدير تجريبي",
        institution=Institution.objects.get(code="ADEN-OPS"),
    )
    AttendanceFactory(
        forum=ForumFactory(programme=world.programme, date="2022-12-01"),
        person=person,
        removed_at="2026-01-01T00:00Z",
    )
    AttendanceFactory(
        forum=ForumFactory(programme=world.other_programme, date="2022-12-01"), person=person, post="سر"
    )
    (found,) = find_candidates(user=world.staff, text="وحيد عبد الولي", forum_id=newest.forum.public_id)
    assert (found.last, found.forums, found.is_listed) == (newest, 2, True)
    with translation.override("ar"):
        assert found.last_time[:3] == ["العميد", "مدير تجريبي", "إدارة العمليات"]
    (elsewhere,) = find_candidates(user=world.foreign_staff, text="وحيد عبد الولي")
    assert (elsewhere.last.post, elsewhere.forums, elsewhere.is_listed) == ("سر", 1, False)


def test_picker_offers_radio_buttons_and_chooses_nobody(world, people, sign_in):
    client = sign_in(world.staff)
    forum = people["وحيد عبد الولي نموذج"].attendances.get().forum
    answer = client.get(PICK, {"q": "وحيد نموذج"})
    page = answer.content.decode()
    person = people["وحيد عبد الولي نموذج"]
    assert answer.status_code == 200
    assert f'value="{person.public_id}"' in page
    assert page.count('type="radio"') == 2
    assert 'value="new"' in page
    assert "1 forum " in page
    assert "checked" not in page
    assert "no-store" in answer["Cache-Control"]
    listed = client.get(PICK, {"q": "وحيد نموذج", "forum": str(forum.public_id)}).content.decode()
    assert "already on this list" in listed
    assert listed.count("disabled") == 1
    in_arabic = sign_in(world.staff, "ar").get(PICK, {"q": "وحيد نموذج"}).content.decode()
    assert "منتدى واحد" in in_arabic
    assert "هل المقصود أحد هؤلاء؟" in in_arabic


def test_nobody_found_is_said_and_a_new_person_is_offered(world, people, sign_in):
    page = sign_in(world.staff).get(PICK, {"q": "زكريا غريب"}).content.decode()
    assert "Nobody in the directory has a name like this." in page
    assert page.count('type="radio"') == 1
    assert "required" not in page
    assert "<fieldset" not in sign_in(world.staff).get(PICK, {"q": "ز"}).content.decode()


@pytest.mark.parametrize("query", [{"q": "x" * 500}, {"forum": "no-uuid", "q": "وحيد"}, {"q": "<b>وحيد</b>"}])
def test_odd_questions_are_answered_quietly(world, people, sign_in, query):
    answer = sign_in(world.staff).get(PICK, query)
    assert answer.status_code == 200
    assert "<b>" not in answer.content.decode()


def test_names_are_escaped(world, sign_in):
    name = 'وحيد <img src="x">'
    AttendanceFactory(forum=ForumFactory(programme=world.programme), person__name_ar=name)
    page = sign_in(world.staff).get(PICK, {"q": "وحيد"}).content.decode()
    assert "&lt;img src=&quot;x&quot;&gt;" in page
    assert "<img" not in page


@pytest.mark.parametrize(
    "name", ["manager", "donor", "auditor", "reviewer", "administrator", "superuser", "roleless"]
)
def test_picker_does_not_exist_for_who_enters_nobody(world, people, as_role, name):
    assert as_role(name).get(PICK, {"q": "وحيد"}).status_code == 404


def test_picker_asks_strangers_to_sign_in(people, as_role):
    assert as_role(None).get(PICK, {"q": "وحيد"}).status_code == 302


def test_two_worlds_that_differ_in_foreign_people_give_equal_answers(world, people, sign_in):
    client = sign_in(world.staff)
    foreign = ForumFactory(programme=world.other_programme)
    questions = [
        {"q": typed, "forum": forum}
        for typed in ("وحيد نموذج", "أروى", "زكريا غريب", "سالم")
        for forum in (str(foreign.public_id), str(uuid.uuid4()), "")
    ]
    before = [client.get(PICK, question).content for question in questions]
    for name in ("وحيد عبد الولي نموذج", "زكريا غريب", "سالم مثال"):
        AttendanceFactory(forum=foreign, person__name_ar=name)
    AttendanceFactory(forum=foreign, person=people["أروى عثمان مثال"], post="منصب سري")
    PersonFactory(name_ar="زكريا غريب")
    assert [client.get(PICK, question).content for question in questions] == before
    assert before[0] == before[1] == before[2]
