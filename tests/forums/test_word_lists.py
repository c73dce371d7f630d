"""The reference lists as staff read and keep them; and that another spelling finds its row wherever one is asked for."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from forums.models import Theme
from forums.services.themes import add_theme
from forums.word_lists import LISTS
from participants.models import Category, Place
from participants.services.names import read_name
from participants.services.spellings import add_spelling, remove_spelling
from tests.factories import AttendanceFactory, ForumFactory, OutputFactory, PlaceFactory, RankFactory
from tests.test_queries import LIST_LIMIT, repeated, statements

pytestmark = pytest.mark.django_db
PAGE = reverse("forums:word_lists")
SPELLINGS = reverse("forums:list_spellings")


@pytest.fixture
def sira(world):
    """صيرة, which everybody calls كريتر."""
    place = Place.objects.get(code="YE2402")
    place.name_ar, place.name_en, place.spellings = "صيرة", "Sirah", "كريتر"
    place.save()
    return place


def shown(client, **asked):
    """(name in English, uses) on the first page of a list."""
    page = client.get(PAGE, asked).context["page_obj"]
    return [(row.name_en, getattr(row, "uses", None)) for row in page]


@pytest.mark.parametrize("typed", ["كريتر", "كريتَر", "صيره", "SIRAH"])
def test_a_row_is_found_under_each_spelling(sira, as_role, typed):
    assert [name for name, _uses in shown(as_role("staff"), list="places", q=typed)] == ["Sirah"]


def test_uses_are_those_of_the_reader_s_own_forums(world, sira, as_role):
    for programme in (world.programme, world.other_programme, world.other_programme):
        forum = ForumFactory(programme=programme, place=sira)
        AttendanceFactory(forum=forum, category=Category.objects.get(code="media"))
        OutputFactory(minutes__forum=forum).themes.add(Theme.objects.get(code="T01"))
    assert ("Sirah", 1) in shown(as_role("staff"), list="places")
    assert ("Sirah", 2) in shown(as_role("foreign_staff"), list="places")
    assert ("Media", 1) in shown(as_role("manager"), list="categories")
    assert [uses for _name, uses in shown(as_role("staff"), list="themes")] == [1, 0]
    # An administrator reads no forum, and is told no number.
    assert ("Sirah", None) in shown(as_role("administrator"), list="places")


def test_staff_add_and_take_out_a_spelling(world, sira, as_role):
    client, about = as_role("staff"), {"list": "places", "row": sira.code}
    assert client.post(SPELLINGS, about | {"spelling": "عدن  القديمة"}).status_code == 302
    sira.refresh_from_db()
    assert sira.spellings == "كريتر\nعدن القديمة"
    client.post(SPELLINGS, about | {"remove": "كريتر"})
    sira.refresh_from_db()
    assert sira.spellings == "عدن القديمة"
    other = Place.objects.get(code="YE2401")
    with pytest.raises(ValidationError, match="called so already"):
        add_spelling(actor=world.staff, row=other, text="صيره")
    with pytest.raises(ValidationError):
        add_spelling(actor=world.staff, row=other, text=" ًَ ")
    # Who looked at it before somebody else wrote is told, and overwrites nothing.
    Place.objects.filter(pk=sira.pk).update(spellings="مدينة")
    with pytest.raises(ValidationError, match="same moment"):
        remove_spelling(actor=world.staff, row=sira, text="عدن القديمة")
    assert client.post(SPELLINGS, {"list": "people", "row": "x"}).status_code == 404
    assert client.post(SPELLINGS, about | {"row": "x"}).status_code == 404


def test_a_theme_is_added_once(world, as_role):
    Theme.objects.filter(code="T02").update(name_ar="أمن الأسواق", spellings="السوق")
    typed = {"name_ar": "السُّوق"}
    answer = as_role("staff").post(f"{reverse('forums:add_theme')}?list=themes", typed)
    assert "called so already" in answer.content.decode()
    answer = as_role("staff").post(f"{reverse('forums:add_theme')}?list=themes", {"name_ar": "إنارة الطرق"})
    assert answer.status_code == 302
    assert add_theme(actor=world.staff, name_ar="أخرى").code == "T04"
    assert Theme.objects.get(code="T03").name_ar == "إنارة الطرق"


def test_the_list_of_forums_is_searched_by_every_name_of_a_place(world, sira, as_role):
    here = ForumFactory(programme=world.programme, place=sira, title_en="Here")
    ForumFactory(programme=world.programme, title_en="Elsewhere")
    page = as_role("staff").get(reverse("forums:list"), {"q": "كريتر"})
    assert [forum.pk for forum in page.context["page_obj"]] == [here.pk]


def test_pickers_name_the_other_spelling_beside_the_first(world, sira, as_role):
    """Whoever looks for the one finds the other in the same line."""
    client, forum = as_role("staff", "ar"), ForumFactory(programme=world.programme, place=sira)
    for path in (
        reverse("forums:add"),
        reverse("forums:list"),
        reverse("participants:add_institution"),
        reverse("participants:edit_person", args=[AttendanceFactory(forum=forum).person.public_id]),
    ):
        assert "صيرة – كريتر" in client.get(path).content.decode(), path
    # A spelling that folds to the name itself is no other name.
    Place.objects.filter(pk=sira.pk).update(spellings="صيره")
    assert "صيرة –" not in client.get(reverse("forums:add")).content.decode()


def test_a_rank_is_read_by_its_new_spelling(world):
    rank = RankFactory(name_ar="عقيد")
    add_spelling(actor=world.staff, row=rank, text="كولونيل")
    assert read_name("كولونيل سالم تجربة").rank == rank


@pytest.mark.parametrize("chosen", list(LISTS))
def test_a_list_asks_as_often_for_many_rows_as_for_few(world, as_role, chosen):
    client, path = as_role("staff"), f"{PAGE}?list={chosen}"
    model = LISTS[chosen].model
    model.objects.create(code="X", name_ar="سطر", name_en="Row")
    one = statements(client, path)
    ForumFactory.create_batch(3, programme=world.programme, place=PlaceFactory())
    model.objects.bulk_create(
        model(code=f"X{number}", name_ar=f"سطر {number}", name_en="Row") for number in range(3)
    )
    three = statements(client, path)
    assert len(one) == len(three) <= LIST_LIMIT, "\n".join(three)
    assert repeated(three) == []
