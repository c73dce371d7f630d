"""Several asks ticked and taken up at once: the service, the page that ticks, the address that is posted to."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from common.models import AuditEntry
from forums.models import Minutes, Output
from forums.services.writing import MinutesClosed
from recommendations.models import Recommendation
from recommendations.services.promote_several import promote_outputs
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def asks(minutes, ask):
    """Three asks of one draft."""
    demand = factories.OutputFactory(minutes=minutes, kind="demand", text="فتح قسم تجريبي.")
    question = factories.OutputFactory(minutes=minutes, kind="question", text="متى يُفتح القسم؟")
    return [ask, demand, question]


def take_up(client, minutes, *keys):
    address = reverse("recommendations:take_up", args=[minutes.forum.public_id])
    return client.post(address, {"output": [str(key) for key in keys]}, follow=True)


def test_each_becomes_one_of_its_own_in_the_words_as_said(world, minutes, asks):
    theme = factories.ThemeFactory()
    asks[1].themes.add(theme)
    made = promote_outputs(actor=world.staff, minutes=minutes, outputs=asks)
    assert [(row.text, row.kind, list(row.sources.all())) for row in made] == [
        (row.text, row.kind, [row]) for row in asks
    ]
    assert list(made[1].themes.all()) == [theme]
    for row in made:
        assert [(a.institution, a.part, a.state) for a in row.addressees.all()] == [(None, "lead", "draft")]
    assert AuditEntry.objects.filter(action="recommendations.promote").count() == 3


def test_a_second_click_and_somebody_faster_make_nothing_twice(world, minutes, asks, promote):
    promote()
    assert len(promote_outputs(actor=world.staff, minutes=minutes, outputs=asks)) == 2
    assert promote_outputs(actor=world.staff, minutes=minutes, outputs=asks) == []
    assert Recommendation.objects.count() == 3


def test_one_that_cannot_be_taken_up_keeps_all_back(world, minutes, asks):
    remark = factories.OutputFactory(minutes=minutes, kind="observation")
    with pytest.raises(ValidationError):
        promote_outputs(actor=world.staff, minutes=minutes, outputs=[*asks, remark])
    assert not Recommendation.objects.exists()


def test_of_other_minutes_nothing_is_taken_up(world, minutes):
    foreign = factories.OutputFactory(
        minutes=factories.MinutesFactory(forum__programme=world.other_programme)
    )
    assert promote_outputs(actor=world.staff, minutes=minutes, outputs=[foreign]) == []
    with pytest.raises(PermissionDenied):
        promote_outputs(actor=world.staff, minutes=foreign.minutes, outputs=[foreign])
    with pytest.raises(PermissionDenied):
        promote_outputs(actor=world.manager, minutes=minutes, outputs=[])


def test_submitted_minutes_are_the_managers(world, minutes, asks, as_role):
    Minutes.objects.update(state="submitted")
    with pytest.raises(MinutesClosed):
        promote_outputs(actor=world.staff, minutes=minutes, outputs=asks)
    answer = take_up(as_role("staff", "ar"), minutes, asks[0].public_id)
    assert answer.redirect_chain[-1][0] == reverse("forums:detail", args=[minutes.forum.public_id])
    assert not Recommendation.objects.exists()


def test_the_page_ticks_and_takes_up_without_javascript(minutes, asks, as_role):
    client = as_role("staff", "ar")
    editor = reverse("recommendations:editor", args=[minutes.forum.public_id])
    page = client.get(editor).content.decode()
    for row in asks:
        assert f'value="{row.public_id}" form="take-up"' in page
    answer = take_up(client, minutes, asks[0].public_id, asks[2].public_id)
    assert answer.redirect_chain[-1][0] == editor
    assert "حُوِّل طلبان إلى توصيتين" in answer.content.decode()
    assert {row.sources.get() for row in Recommendation.objects.all()} == {asks[0], asks[2]}
    again = take_up(client, minutes, asks[0].public_id).content.decode()
    assert "من قبل" in again


def test_keys_that_are_none_and_foreign_ones_are_left_out(world, minutes, ask, as_role):
    foreign = factories.OutputFactory(
        minutes=factories.MinutesFactory(forum__programme=world.other_programme)
    )
    take_up(as_role("staff"), minutes, "rubbish", uuid.uuid4(), foreign.public_id)
    assert not Recommendation.objects.exists()
    take_up(as_role("staff"), minutes, "rubbish", ask.public_id)
    assert Recommendation.objects.get().sources.get() == ask
    assert Output.objects.count() == 2
