"""Every arrow of every table of states, walked by every actor; who may is written by hand."""

import importlib
import pkgutil

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from common.checks import OUR_APPS
from common.workflow import MACHINE, Arrow, NotAllowedHere, walk

STAFF, MANAGERS, REVIEWER = {"staff", "no_second_factor"}, {"manager", "second_manager"}, {"reviewer"}
#: (table, action) → (object of the scene, who may on the own side). The scene's minutes were submitted by `staff`.
WHO_MAY = {
    **dict.fromkeys(
        [("forums.states.TRANSITIONS", action) for action in ("submit", "take_back")],
        ("own.draft_minutes", STAFF),
    ),
    **dict.fromkeys(
        [("forums.states.TRANSITIONS", action) for action in ("return", "approve")],
        ("own.submitted_minutes", MANAGERS),
    ),
    ("forums.states.TRANSITIONS", "reopen"): ("own.approved_minutes", MANAGERS),
    **dict.fromkeys(
        [
            ("recommendations.states.addressees.TRANSITIONS", action)
            for action in ("make_ready", "send", "clarify", "verify", "reject_claim")
        ],
        ("own.sent_addressee", MANAGERS),
    ),
    **dict.fromkeys(
        [
            ("recommendations.states.addressees.TRANSITIONS", action)
            for action in (
                *("accept", "accept_conditionally", "accept_partly", "decline", "refer", "note", "answer"),
                *("report_already_done", "ask_clarification", "withdraw_answer"),
                *("start", "stop", "report_done"),
            )
        ],
        ("own.sent_addressee", STAFF | REVIEWER),
    ),
    **dict.fromkeys(
        [
            ("recommendations.states.standings.STANDINGS", action)
            for action in ("withdraw", "merge", "undo_merge")
        ],
        ("own.sent", MANAGERS),
    ),
    **dict.fromkeys(
        [
            ("recommendations.states.messages.MESSAGES", action)
            for action in ("hand_over_on_paper", "send_again")
        ],
        ("own.message", MANAGERS),
    ),
    **dict.fromkeys(
        [("reports.states.TRANSITIONS", action) for action in ("release", "discard", "withdraw")],
        ("own.prepared_donor_report", MANAGERS),
    ),
    # Asked for by `second_manager`: the other one decides, he himself does it or takes it back.
    **dict.fromkeys(
        [("accounts.states.TWO_PERSON_ACT", action) for action in ("allow", "refuse")],
        ("own.request", {"manager"}),
    ),
    **dict.fromkeys(
        [("accounts.states.TWO_PERSON_ACT", action) for action in ("take_back", "do")],
        ("own.request", {"second_manager"}),
    ),
}


#: table → the field that holds the state, where it is another.
FIELDS = {"recommendations.states.standings.STANDINGS": "standing"}


def tables():
    """«module.NAME» → each dict of arrows in any `states` of our apps."""
    found = {}
    for app in OUR_APPS - {"common"}:
        package = importlib.import_module(app)
        for module in pkgutil.walk_packages(package.__path__, f"{app}."):
            if "states" not in module.name.split("."):
                continue
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, dict) and any(isinstance(arrow, Arrow) for arrow in value.values()):
                    # A package may offer the table of its module: the longest path is where it stands.
                    longest = max(f"{module.name}.{name}", found.get(id(value), ("",))[0], key=len)
                    found[id(value)] = (longest, value)
    return dict(sorted(found.values()))


TABLES = tables()


def test_every_arrow_is_here():
    arrows = {
        (name, action)
        for name, table in TABLES.items()
        for (_, action), arrow in table.items()
        if arrow.permission != MACHINE
    }
    assert arrows == set(WHO_MAY)


@pytest.mark.parametrize("name", TABLES)
def test_who_may_walk(world, whole_scene, name):
    scene, wrong = whole_scene, []
    for (state, action), arrow in TABLES[name].items():
        key, expected = WHO_MAY.get((name, action), ("own.message", set()))
        for actor, user in world.users.items():
            subject = scene[key]
            field = FIELDS.get(name, "state")
            stored = {field: "asked" if action in ("allow", "refuse") else state}
            type(subject).objects.filter(pk=subject.pk).update(**stored)
            subject = type(subject).objects.get(pk=subject.pk)
            setattr(subject, field, state)
            with transaction.atomic():
                try:
                    walk(
                        subject=subject,
                        action=action,
                        actor=type(user).objects.get(pk=user.pk),
                        table=TABLES[name],
                        programme=world.programme,
                        note="سبب تجريبي",
                        field=field,
                    )
                except PermissionDenied:
                    walked = False
                else:
                    walked = True
                transaction.set_rollback(True)
            if walked is not (actor in expected):
                wrong.append((state, action, actor, arrow.permission))
    assert wrong == []


@pytest.mark.parametrize("name", TABLES)
def test_what_is_in_no_table_nobody_walks(world, whole_scene, name):
    """Each action from each state that does not have it: refused before anybody asks who it is."""
    scene, table, tried = whole_scene, TABLES[name], 0
    states = {str(state) for state, _ in table} | {str(arrow.to) for arrow in table.values()}
    has = {(str(state), action) for state, action in table}
    for action in {action for _, action in table}:
        key, _ = WHO_MAY.get((name, action), ("own.message", set()))
        subject, field = scene[key], FIELDS.get(name, "state")
        for state in states:
            if (state, action) in has:
                continue
            for actor in ("manager", "staff", "reviewer", "second_manager", "superuser"):
                setattr(subject, field, state)
                with pytest.raises(NotAllowedHere):
                    walk(
                        subject=subject,
                        action=action,
                        actor=world.users[actor],
                        table=table,
                        programme=world.programme,
                        note="سبب تجريبي",
                        field=field,
                    )
                tried += 1
    assert tried
