"""What was said: adding, mending, moving, removing, linking."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from common.versions import StaleVersion
from forums.models import OutputLink, Theme
from forums.services import outputs as service
from participants.models import Category

from ..factories import MinutesFactory, RecommendationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def minutes(world):
    return MinutesFactory(forum__programme=world.programme)


def add(world, minutes, text="نوصي بأمر تجريبي", **fields):
    return service.add_output(
        actor=world.staff, minutes=minutes, **{"kind": "recommendation", "text": text, **fields}
    )


def texts(minutes):
    return list(minutes.outputs.kept().values_list("text", flat=True))


def test_an_output_keeps_its_words_themes_and_the_programmes_attribution(world, minutes):
    output = add(world, minutes, "  نوصي بأمر  ", themes=Theme.objects.filter(code="T01"))
    assert (output.text, output.attribution) == ("نوصي بأمر", world.programme.attribution)
    assert [theme.code for theme in output.themes.all()] == ["T01"]


def test_a_side_that_is_a_category_needs_one_and_no_other_side_has_one(world, minutes):
    with pytest.raises(ValidationError):
        add(world, minutes, spoken_by="category")
    output = add(world, minutes, spoken_by="participants", spoken_by_category=Category.objects.first())
    assert output.spoken_by_category is None
    with pytest.raises(ValidationError):
        add(world, minutes, "   ")


def test_outputs_move_one_place_and_stop_at_the_ends(world, minutes):
    rows = [add(world, minutes, text) for text in ("أ", "ب", "ج")]
    service.move_output(actor=world.staff, output=rows[2], up=True)
    assert texts(minutes) == ["أ", "ج", "ب"]
    service.move_output(actor=world.staff, output=rows[0], up=True)
    assert texts(minutes) == ["أ", "ج", "ب"]
    rows[0].refresh_from_db()
    service.move_output(actor=world.staff, output=rows[0], up=False)
    assert texts(minutes) == ["ج", "أ", "ب"]


def test_a_removed_output_can_be_put_back(world, minutes):
    output = add(world, minutes)
    service.remove_output(actor=world.staff, output=output)
    assert texts(minutes) == []
    service.restore_output(actor=world.staff, output=output)
    assert texts(minutes) == [output.text]


def test_an_output_under_a_recommendation_is_not_removed(world, minutes):
    output = add(world, minutes)
    RecommendationFactory(programme=world.programme, sources=[output])
    with pytest.raises(ValidationError):
        service.remove_output(actor=world.staff, output=output)
    assert texts(minutes) == [output.text]


def test_a_link_is_said_once_and_can_be_taken_back(world, minutes):
    pledge, condition = add(world, minutes, "أ", kind="pledge"), add(world, minutes, "ب")
    for _again in range(2):
        service.link_outputs(actor=world.staff, source=pledge, target=condition, kind="condition")
    assert OutputLink.objects.get().target == condition
    with pytest.raises(ValidationError):
        service.link_outputs(actor=world.staff, source=pledge, target=pledge, kind="condition")
    for _again in range(2):
        service.unlink_outputs(actor=world.staff, source=pledge, kind="condition")
    assert not OutputLink.objects.exists()


def test_a_changed_original_leaves_its_translation_unchecked(world, minutes):
    output = add(world, minutes, translation="We recommend")
    output.translation_checked_by = world.manager
    output.save()
    service.edit_output(actor=world.staff, output=output, expected=1, text="نوصي بأمر آخر")
    output.refresh_from_db()
    assert (output.translation, output.translation_checked_by) == ("We recommend", None)
    with pytest.raises(StaleVersion):
        service.edit_output(actor=world.staff, output=output, expected=1, text="شيء ثالث")


@pytest.mark.parametrize("name", ["manager", "donor", "reviewer", "superuser", "foreign_staff"])
def test_only_staff_of_the_programme_write_outputs(world, minutes, name):
    with pytest.raises(PermissionDenied):
        service.add_output(actor=world.users[name], minutes=minutes, kind="issue", text="قضية")
    assert texts(minutes) == []
