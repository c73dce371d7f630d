"""Every read right exists twice, on one object and as a queryset; and both say what was written by hand here."""

import pytest
from django.apps import apps

from accounts.models import Refusal, TwoPersonAct, User
from common.checks import OUR_APPS
from forums.models import (
    Attendance,
    Forum,
    Minutes,
    MinutesRevision,
    Output,
    Photo,
    Programme,
    SignedSheet,
    Standing,
)
from participants.models import Person, SheetImport
from recommendations.models import (
    Attachment,
    Letter,
    OutboxMessage,
    Recommendation,
    Response,
    Update,
    Verification,
    WitnessVoice,
    WordsReview,
)
from reports.models import Rendering, Report

BOTH_STATES = ("draft", "submitted", "approved")
OWN_OFFICE = {"manager", "second_manager", "staff", "no_second_factor"}
FOREIGN_OFFICE = {"foreign_manager", "foreign_staff", "dual"}
NOBODY = {"administrator", "superuser", "roleless", "deactivated"}


def every_state(thing):
    return {f"{state}_{thing}" for state in BOTH_STATES}


SENT = {"sent", "sent_elsewhere", "answered", "reported"}
LEFT_THE_HOUSE = {"released_donor_report", "withdrawn_donor_report"}
#: model → (actors, names on their own side); whoever is not named sees none
OFFICE_SEES = {
    Forum: every_state("forum"),
    Minutes: every_state("minutes"),
    MinutesRevision: {"approved_revision"},
    Attendance: every_state("attendance") | {"erased_attendance", "removed_attendance"},
    Output: every_state("output") | {"removed_output", "shown_output"},
    WordsReview: {"words"},
    Person: every_state("person") | {"erased_person"},
    Recommendation: SENT | {"unsent"},
    Response: {"response"},
    Update: {"update"},
    Verification: {"verification"},
    WitnessVoice: {"witness_voice"},
    Letter: {"letter"},
    TwoPersonAct: {"request"},
    Refusal: set(),
    User: {"staff_account"},
    Attachment: {"scan_attachment", "evidence_attachment"},
    # Nobody of the office opens a signed sheet.
    SignedSheet: set(),
    Photo: {"photo"},
    Programme: {"programme"},
    Report: {"report", "prepared_donor_report", *LEFT_THE_HOUSE},
    OutboxMessage: {"message"},
    Rendering: {"rendering"},
    SheetImport: {"ready_import", "applied_import"},
    Standing: set(),
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
    (Recommendation, "reviewer"): {
        *("own.sent", "own.answered", "own.reported", "foreign.sent_elsewhere"),
    },
    (Recommendation, "foreign_reviewer"): {
        *("foreign.sent", "foreign.answered", "foreign.reported", "own.sent_elsewhere"),
    },
    # Managers read people and take no sheet in.
    **{(SheetImport, name): set() for name in ("manager", "second_manager", "foreign_manager")},
    (WordsReview, "reviewer"): {"own.words"},
    (WordsReview, "foreign_reviewer"): {"foreign.words"},
    (Response, "auditor"): {"own.response"},
    (Response, "reviewer"): {"own.response", "own.draft_response"},
    (Response, "foreign_reviewer"): {"foreign.response", "foreign.draft_response"},
    (Attachment, "reviewer"): {"own.scan_attachment", "own.evidence_attachment"},
    (Attachment, "foreign_reviewer"): {"foreign.scan_attachment", "foreign.evidence_attachment"},
    (SignedSheet, "auditor"): {"own.signed_sheet"},
    (Update, "reviewer"): {"own.update"},
    (Update, "foreign_reviewer"): {"foreign.update"},
    (Verification, "reviewer"): {"own.verification"},
    (Verification, "foreign_reviewer"): {"foreign.verification"},
    (Letter, "reviewer"): {"own.letter"},
    (Letter, "foreign_reviewer"): {"foreign.letter"},
    # Accounts: whoever keeps or reads them in a programme where they have a role, and each his own.
    (User, "auditor"): {"own.staff_account"},
    (User, "administrator"): {"own.staff_account", "foreign.staff_account"},
    (Refusal, "auditor"): {"own.refusal"},
    (Refusal, "administrator"): {"own.refusal", "foreign.refusal"},
    (User, "no_second_factor"): set(),
    (User, "dual"): set(),
    # Who asked for an act, and who could be the second person: managers here.
    (TwoPersonAct, "staff"): set(),
    (TwoPersonAct, "no_second_factor"): set(),
    (TwoPersonAct, "foreign_staff"): set(),
    (TwoPersonAct, "dual"): set(),
}
#: Permission on one object that is the queryset's twin; None where pages reach the row through its parent.
TWINS = {
    Programme: "forums.view_programme",
    Forum: "forums.view_forum",
    Minutes: "forums.view_minutes",
    MinutesRevision: "forums.view_revision",
    Person: "participants.view_person",
    Recommendation: "recommendations.view",
    WordsReview: "recommendations.view_own_words",
    SheetImport: "participants.use_import",
    Standing: None,
    Attendance: None,
    Output: None,
    Response: None,
    Update: None,
    Verification: None,
    WitnessVoice: None,
    Letter: "recommendations.view_letter",
    TwoPersonAct: None,
    Refusal: None,
    User: "accounts.view_account",
    Attachment: "recommendations.view_attachment",
    SignedSheet: "forums.open_signed_sheet",
    Photo: None,
    Report: "reports.view_report",
    OutboxMessage: "recommendations.view_outbox",
    Rendering: "reports.view_rendering",
}
#: Models without `visible_to`, and what a reader goes through to them. A new model must be thought about: either it
#: has a `visible_to` and stands in the tables above, or it stands here.
THROUGH = {
    **dict.fromkeys(
        (
            *("Addressee", "AnswerCode", "Wording", "Hearing", "KeptApart", "Extension"),
            *("WitnessRound", "WitnessCode"),
        ),
        "Recommendation",
    ),
    **dict.fromkeys(("Commitment",), "Response"),
    **dict.fromkeys(("Evidence",), "Update"),
    **dict.fromkeys(("ReportCopy",), "Report"),
    **dict.fromkeys(("ShownLine",), "WordsReview"),
    **dict.fromkeys(
        ("AgendaItem", "ForumInvitation", "AttendanceTotal", "Acknowledgement", "CallListReading"), "Forum"
    ),
    "PhotosAllowed": "Forum",
    "PhotoPerson": "Photo",
    "SheetReading": "SignedSheet",
    **dict.fromkeys(("OutputSpeaker", "OutputLink"), "Output"),
    **dict.fromkeys(("Consent", "ContactReading", "FocalPoint", "Merge", "NotSame"), "Person"),
    "ImportRow": "SheetImport",
    **dict.fromkeys(("Indicator", "IndicatorTarget", "KindRead"), "Programme"),
    **dict.fromkeys(("Theme", "Holiday", "Place", "Category", "Rank", "RankQualifier", "Honorific"), "lists"),
    **dict.fromkeys(("Institution", "InstitutionName", "Position"), "lists"),
    **dict.fromkeys(("Membership", "Invitation"), "User"),
    "CalendarFeed": "its owner's own page",
    **dict.fromkeys(("AuditEntry", "AuditHead"), "audit record"),
    **dict.fromkeys(
        ("Backup", "KeyringState", "RetentionRun"), "the operator's commands; no page shows them"
    ),
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
def scene(whole_scene):
    return whole_scene


def has_visible_to(model):
    return hasattr(model._default_manager.all(), "visible_to")


def test_every_model_is_here():
    ours = [model for model in apps.get_models() if model._meta.app_label in OUR_APPS]
    assert {model for model in ours if has_visible_to(model)} == set(TWINS) == set(OFFICE_SEES)
    rest = {model.__name__ for model in ours if not has_visible_to(model)}
    inner = {model.__name__ for model in ours if getattr(model, "INNER", False)}
    assert rest - inner <= set(THROUGH), "neither visible_to nor a reason"
    assert not set(THROUGH) & {model.__name__ for model in TWINS}


def test_all_accounts_of_the_world_are_here(world):
    assert set(ACTORS) == set(world.users)


def test_who_sees_what(scene, world):
    wrong = []
    accounts = {actor: User.objects.get(pk=world.users[actor].pk) for actor in ACTORS}
    for model, permission in TWINS.items():
        rows = {row.pk: name for name, row in scene.items() if isinstance(row, model)}
        for actor, user in accounts.items():
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
    assert own.count() == 2
    assert set(drafts.visible_to(world.reviewer)) == set(own)
    assert not drafts.visible_to(world.staff).exists()
    assert not drafts.visible_to(world.auditor).exists()


def test_each_row_comes_once(scene, world):
    for model in TWINS:
        found = list(model.objects.visible_to(world.staff).values_list("pk", flat=True))
        assert len(found) == len(set(found)), model
