"""Who writes people elsewhere finds no act on somebody whom he does not see: each answers as if nobody were there."""

import pytest
from django.urls import reverse

from participants.models import Merge
from tests.factories import ConsentFactory

from .imports.sheets import known
from .merge_scene import merged

pytestmark = pytest.mark.django_db
ACTS = {
    "get": ("person", "edit_person", "contacts", "compare"),
    "post": ("reveal", "record_consent", "merge", "not_same"),
}


@pytest.mark.parametrize("reader", ["foreign_staff", "foreign_manager"])
@pytest.mark.parametrize(
    ("method", "name"), [(method, name) for method, names in ACTS.items() for name in names]
)
def test_no_act_on_somebody_unseen(world, as_role, reader, method, name):
    person = known(world.programme, "سالم تجربة الغريب")
    ask = getattr(as_role(reader), method)
    assert ask(reverse(f"participants:{name}", args=[person.public_id])).status_code == 404


@pytest.mark.parametrize("reader", ["foreign_staff", "foreign_manager"])
def test_neither_a_consent_nor_a_merge_of_his(world, as_role, reader):
    person = known(world.programme, "سالم تجربة الغريب")
    consent = ConsentFactory(person=person, recorded_by=world.staff)
    merge = merged(world, person, known(world.programme, "سالم تجربه الغريب"))
    for name, row in (("withdraw_consent", consent), ("undo_merge", merge)):
        answer = as_role(reader).post(reverse(f"participants:{name}", args=[row.public_id]))
        assert answer.status_code == 404, name
    consent.refresh_from_db()
    assert consent.withdrawn_on is None
    assert Merge.objects.get(undone_at=None) == merge
