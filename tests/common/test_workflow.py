"""Walking a table of states, and writing only what nobody else wrote since it was read."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction

from common import audit
from common.models import AuditEntry
from common.versions import StaleVersion, save_if_current
from common.workflow import NotAllowedHere, NoteMissing, actions_from, walk
from forums.models import Minutes
from forums.states import TRANSITIONS
from recommendations.models import Addressee
from recommendations.states import DECISION_ACTIONS
from recommendations.states import TRANSITIONS as ADDRESSEE_TRANSITIONS

from ..factories import MinutesFactory, ProgrammeFactory


@pytest.fixture
def minutes(world):
    """Draft minutes of the programme."""
    return MinutesFactory(forum__programme=world.programme)


def go(minutes, action, actor, **more):
    walk(
        subject=minutes,
        action=action,
        actor=actor,
        table=TRANSITIONS,
        programme=minutes.forum.programme,
        **more,
    )


def test_a_step_writes_state_version_and_entry_together(world, minutes):
    minutes.return_note = "ملاحظة"
    go(minutes, "submit", world.staff, fields=["return_note"], details={"rows": 3})
    stored = Minutes.objects.get(pk=minutes.pk)
    assert (stored.state, stored.version, stored.return_note) == ("submitted", 2, "ملاحظة")
    entry = AuditEntry.objects.get()
    assert entry.action == "forums.minutes.submit"
    assert (entry.actor, entry.subject) == (world.staff.public_id, minutes.public_id)
    assert entry.programme == world.programme.public_id
    assert entry.details == {"from": "draft", "to": "submitted", "rows": 3}


def refused(minutes):
    """Nothing was written, neither a state nor an entry, and the object in hand shows the old state."""
    stored = Minutes.objects.get(pk=minutes.pk)
    return (
        stored.state == minutes.state == "draft" and stored.version == 1 and not AuditEntry.objects.exists()
    )


def test_an_action_that_the_state_does_not_have(world, minutes):
    with pytest.raises(NotAllowedHere) as caught:
        go(minutes, "approve", world.manager)
    assert (caught.value.state, caught.value.action) == ("draft", "approve")
    assert refused(minutes)


@pytest.mark.parametrize(
    "name", ["donor", "auditor", "administrator", "superuser", "foreign_staff", "manager"]
)
def test_an_actor_without_the_right(world, minutes, name):
    with pytest.raises(PermissionDenied):
        go(minutes, "submit", world.users[name])
    assert refused(minutes)


def test_a_state_of_yesterday(world, minutes):
    with pytest.raises(StaleVersion) as caught:
        go(minutes, "submit", world.staff, expected=7)
    assert caught.value.current.pk == minutes.pk
    assert refused(minutes)


@pytest.mark.parametrize("note", ["", "   "])
def test_a_missing_note(world, note):
    minutes = MinutesFactory(forum__programme=world.programme, state="submitted", submitted_by=world.staff)
    with pytest.raises(NoteMissing):
        go(minutes, "return", world.manager, note=note)
    assert Minutes.objects.get(pk=minutes.pk).state == "submitted"


def test_two_who_act_at_once_make_one_act(world, minutes):
    twin = Minutes.objects.get(pk=minutes.pk)
    go(minutes, "submit", world.staff)
    with pytest.raises(StaleVersion):
        go(twin, "submit", world.staff)
    assert AuditEntry.objects.count() == 1


def test_an_entry_that_cannot_be_written_takes_the_step_back(world, minutes, monkeypatch):
    def fail(**kwargs):
        raise RuntimeError("no entry")

    monkeypatch.setattr(audit, "append", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        go(minutes, "submit", world.staff)
    assert Minutes.objects.get(pk=minutes.pk).state == "draft"


def test_actions_of_a_state():
    assert set(actions_from(TRANSITIONS, "submitted")) == {"take_back", "return", "approve"}
    assert actions_from(TRANSITIONS, "no such state") == {}


@pytest.mark.parametrize(
    ("table", "model", "start"),
    [(TRANSITIONS, Minutes, {"draft"}), (ADDRESSEE_TRANSITIONS, Addressee, {"draft"})],
    ids=["minutes", "addressee"],
)
def test_tables_name_real_states_and_reach_all_of_them(table, model, start):
    states = set(model.State.values)
    assert {state for state, _ in table} | {arrow.to for arrow in table.values()} <= states
    reached = set(start)
    while more := {arrow.to for (state, _), arrow in table.items() if state in reached} - reached:
        reached |= more
    assert reached == states


def test_every_decision_has_an_arrow():
    assert {("sent", action) for action in DECISION_ACTIONS.values()} <= set(ADDRESSEE_TRANSITIONS)


def test_save_if_current_counts_up_and_writes_only_what_it_is_told(db):
    programme = ProgrammeFactory(title_ar="قديم", title_en="Old")
    programme.title_ar, programme.title_en = "جديد", "New"
    before = programme.updated_at
    save_if_current(programme, expected=1, fields=["title_ar"])
    stored = type(programme).objects.get(pk=programme.pk)
    assert (stored.title_ar, stored.title_en, stored.version) == ("جديد", "Old", 2)
    assert programme.version == 2
    assert stored.updated_at > before


def test_save_if_current_refuses_what_somebody_else_saved(db):
    programme = ProgrammeFactory(title_ar="قديم")
    other = type(programme).objects.get(pk=programme.pk)
    other.title_ar = "لغيرك"
    save_if_current(other, expected=1, fields=["title_ar"])
    programme.title_ar = "لي"
    with pytest.raises(StaleVersion) as caught:
        save_if_current(programme, expected=1, fields=["title_ar"])
    assert caught.value.current.title_ar == "لغيرك"
    assert type(programme).objects.get(pk=programme.pk).title_ar == "لغيرك"


def test_nobody_walks_without_signing_in(minutes):
    with pytest.raises(PermissionDenied):
        go(minutes, "submit", AnonymousUser())
    assert refused(minutes)


def test_who_does_not_say_what_he_saw_has_not_seen_it(db):
    programme = ProgrammeFactory(title_ar="قديم")
    programme.title_ar = "جديد"
    with pytest.raises(StaleVersion):
        save_if_current(programme, expected=None, fields=["title_ar"])
    assert type(programme).objects.get(pk=programme.pk).title_ar == "قديم"
