"""Every read right exists twice, on one object and as a queryset; and both say what was written by hand here."""

import pytest
from django.apps import apps

from accounts.models import User
from common.checks import OUR_APPS
from forums.models import Attendance, Forum, Minutes, Output, Programme
from participants.models import Person
from recommendations.models import Attachment, OutboxMessage, Recommendation, Response, Update
from reports.models import Rendering, Report

from .scene import make_scene

BOTH_STATES = ("draft", "submitted", "approved")
OWN_OFFICE = {"manager", "second_manager", "staff", "no_second_factor"}
FOREIGN_OFFICE = {"foreign_manager", "foreign_staff", "dual"}
NOBODY = {"administrator", "superuser", "roleless", "deactivated"}


def every_state(thing):
    return {f"{state}_{thing}" for state in BOTH_STATES}


SENT = {"sent", "sent_elsewhere", "answered"}
LEFT_THE_HOUSE = {"released_donor_report", "withdrawn_donor_report"}
#: model → (actors, names on their own side); whoever is not named sees none
OFFICE_SEES = {
    Forum: every_state("forum"),
    Minutes: every_state("minutes"),
    Attendance: every_state("attendance"),
    Output: every_state("output"),
    Person: every_state("person"),
    Recommendation: SENT | {"unsent"},
    Response: {"response"},
    Update: {"update"},
    Attachment: {"scan_attachment", "evidence_attachment"},
    Programme: {"programme"},
    Report: {"report", "prepared_donor_report", *LEFT_THE_HOUSE},
    OutboxMessage: {"message"},
    Rendering: {"rendering"},
}
#: What others see: (model, actor) → full names
OTHERS_SEE = {
    (Programme, "donor"): {"own.programme"},
    (Programme, "auditor"): {"own.programme"},
    (Programme, "dual"): {"own.programme", "foreign.programme"},
    (Report, "donor"): {f"own.{name}" for name in LEFT_THE_HOUSE},
    (Report, "dual"): {
        *(f"own.{name}" for name in LEFT_THE_HOUSE),
        *(f"foreign.{name}" for name in ("report", "prepared_donor_report", *LEFT_THE_HOUSE)),
    },
    (Recommendation, "auditor"): {f"own.{name}" for name in SENT},
    (Recommendation, "reviewer"): {"own.sent", "own.answered", "foreign.sent_elsewhere"},
    (Recommendation, "foreign_reviewer"): {"foreign.sent", "foreign.answered", "own.sent_elsewhere"},
    (Response, "auditor"): {"own.response"},
    (Response, "reviewer"): {"own.response", "own.draft_response"},
    (Response, "foreign_reviewer"): {"foreign.response", "foreign.draft_response"},
    (Attachment, "reviewer"): {"own.scan_attachment", "own.evidence_attachment"},
    (Attachment, "foreign_reviewer"): {"foreign.scan_attachment", "foreign.evidence_attachment"},
    (Update, "reviewer"): {"own.update"},
    (Update, "foreign_reviewer"): {"foreign.update"},
}
#: Permission on one object that is the queryset's twin; None where pages reach the row through its parent.
TWINS = {
    Programme: "forums.view_programme",
    Forum: "forums.view_forum",
    Minutes: "forums.view_minutes",
    Person: "participants.view_person",
    Recommendation: "recommendations.view",
    Attendance: None,
    Output: None,
    Response: None,
    Update: None,
    Attachment: "recommendations.view_attachment",
    Report: "reports.view_report",
    OutboxMessage: "recommendations.view_outbox",
    Rendering: "reports.view_rendering",
}
ACTORS = sorted(OWN_OFFICE | FOREIGN_OFFICE | NOBODY | {"donor", "auditor", "reviewer", "foreign_reviewer"})


def expected(model, actor):
    """The names that an actor sees of a model, by the tables above."""
    if (model, actor) in OTHERS_SEE:
        return OTHERS_SEE[(model, actor)]
    if actor in OWN_OFFICE:
        return {f"own.{name}" for name in OFFICE_SEES[model]}
    if actor in FOREIGN_OFFICE:
        return {f"foreign.{name}" for name in OFFICE_SEES[model]}
    return set()


@pytest.fixture
def scene(world):
    return make_scene(world)


def test_every_model_with_visible_to_is_here():
    models = {
        model
        for model in apps.get_models()
        if model._meta.app_label in OUR_APPS and hasattr(model._default_manager.all(), "visible_to")
    }
    assert models == set(TWINS) == set(OFFICE_SEES)


def test_all_accounts_of_the_world_are_here(world):
    assert set(ACTORS) == set(world.users)


def test_who_sees_what(scene, world):
    wrong = []
    for model, permission in TWINS.items():
        rows = {row.pk: name for name, row in scene.items() if isinstance(row, model)}
        for actor in ACTORS:
            user = User.objects.get(pk=world.users[actor].pk)
            seen = {
                rows[pk] for pk in model.objects.visible_to(user).values_list("pk", flat=True) if pk in rows
            }
            if seen != expected(model, actor):
                wrong.append((model.__name__, actor, seen ^ expected(model, actor)))
            if permission:
                allowed = {
                    name
                    for name, row in scene.items()
                    if isinstance(row, model) and user.has_perm(permission, row)
                }
                if allowed != seen:
                    wrong.append((permission, actor, allowed ^ seen))
    assert wrong == []


def test_a_reviewer_never_sees_the_draft_of_another_institution(scene, world):
    drafts = Response.objects.filter(sent_at=None)
    assert drafts.count() == 4
    own = drafts.filter(addressee__institution=world.institution)
    assert set(drafts.visible_to(world.reviewer)) == set(own)
    assert not drafts.visible_to(world.staff).exists()
    assert not drafts.visible_to(world.auditor).exists()


def test_each_row_comes_once(scene, world):
    for model in TWINS:
        found = list(model.objects.visible_to(world.staff).values_list("pk", flat=True))
        assert len(found) == len(set(found)), model
