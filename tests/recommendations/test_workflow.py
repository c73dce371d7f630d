"""The workflow as a whole: no walk finds a way past a check, and docs/workflow.md says what the tables say."""

import io
import json
import os
from pathlib import Path

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from common.workflow import MACHINE
from recommendations.models import Addressee, OutboxMessage
from recommendations.states import DECISION_ACTIONS, TRANSITIONS
from reports.workflow_tables import WAYS, WHO, ends_of

from .machine import model
from .machine.walker import Walker

DOCUMENT = Path(__file__).parents[2] / "docs" / "workflow.md"
RUNS = 2000 if os.environ.get("FULL") else 200


def shown(**options):
    out = io.StringIO()
    call_command("show_workflow", stdout=out, **options)
    return out.getvalue()


@pytest.mark.once
def test_no_walk_finds_a_way_past_a_check(world, record_property):
    Walker.prepare(world)
    run_state_machine_as_test(
        Walker,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=7,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    record_property("workflow walks", RUNS)
    # Walks that come nowhere show nothing; which rare states a small run reaches is luck.
    missed = set(Addressee.State.values) - Walker.seen - {"draft"}
    assert len(missed) <= (0 if RUNS >= 1000 else 8)


def test_the_arrows_of_an_addressee_are_those_written_by_hand():
    by_hand = {
        ("draft", "ready"),
        ("ready", "sent"),
        ("clarification", "sent"),
        *(("sent", state) for state, _ in model.DECISIONS.values()),
        *((state, "sent") for state in model.TAKEN_BACK_FROM),
        *((state, to) for leads in model.UPDATES.values() for state, to in leads.items() if state != to),
        *(("reported_done", to) for to in ("verified", "in_progress")),
    }
    assert {(state, arrow.to) for (state, _), arrow in TRANSITIONS.items()} == by_hand
    noted = {action for (_, action), arrow in TRANSITIONS.items() if arrow.needs_note}
    answers = {DECISION_ACTIONS[one] for one, (_, needs) in model.DECISIONS.items() if needs}
    assert noted == answers | {"clarify", "withdraw_answer", "stop", "reject_claim"}


def test_the_document_is_made_from_the_tables():
    """Mended by `manage.py show_workflow --markdown > docs/workflow.md`."""
    assert DOCUMENT.read_text(encoding="utf-8") == shown(markdown=True)


def test_json_is_the_tables():
    text = shown(json=True)
    content = json.loads(text)
    assert text == json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    for way in WAYS:
        arrows = {(row["from"], row["action"]): row for row in content["tables"][way.key]["arrows"]}
        assert {
            key: (row["to"], row["permission"] or MACHINE, row["needs_note"]) for key, row in arrows.items()
        } == {key: (arrow.to, arrow.permission, arrow.needs_note) for key, arrow in way.table.items()}
    assert content["tables"]["addressee"]["ends"] == ["referred", "verified"]


def test_every_permission_is_told():
    assert {arrow.permission for way in WAYS for arrow in way.table.values()} == set(WHO)


def test_every_state_of_a_model_is_on_a_way(db):
    stored = {"addressee": Addressee.State.values, "message": OutboxMessage.State.values}
    for way in WAYS:
        if way.key in stored:
            reached = {str(origin) for origin, _ in way.table} | {
                str(arrow.to) for arrow in way.table.values()
            }
            assert reached == set(stored[way.key]), way.key
            assert ends_of(way)


@pytest.mark.parametrize("option", [{}, {"markdown": True}])
def test_every_arrow_is_printed(option):
    text = shown(**option)
    assert sum(action in text for way in WAYS for _, action in way.table) == sum(
        len(way.table) for way in WAYS
    )
