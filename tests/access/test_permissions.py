"""Every permission, asked of every actor about an object of his side and of the other one; expectations by hand."""

import re

import pytest
import rules

from accounts.models import Membership, User
from accounts.states import TwoPersonState

from .answers import STOPS_AT_FIRST
from .rows import HOLDERS

#: (permission, object of the scene, roles that hold it there)
ABOUT_OBJECTS = [
    ("accounts.grant_role", "wanted_role", "manager administrator"),
    ("accounts.keep_account", "staff_account", "manager administrator"),
    ("accounts.name_second_key", "staff_role", "manager"),
    ("accounts.engage_auditor", "auditor_role", "manager"),
    ("accounts.engage_auditor", "staff_role", ""),
    ("accounts.name_validator", "reviewer_role", "administrator"),
    ("accounts.name_validator", "staff_role", ""),
    ("accounts.reset_factor", "staff_account", "administrator"),
    ("forums.view_programme", "programme", "manager staff donor auditor"),
    ("forums.view_forum", "draft_forum", "manager staff"),
    ("forums.add_forum", "programme", "staff"),
    ("forums.write_forum", "draft_forum", "staff"),
    ("forums.view_minutes", "draft_minutes", "manager staff"),
    ("forums.view_minutes", "approved_minutes", "manager staff"),
    ("forums.write_minutes", "draft_minutes", "staff"),
    ("forums.approve_minutes", "submitted_minutes", "manager"),
    ("forums.ask_own_approval", "submitted_minutes", ""),
    ("forums.view_revision", "approved_revision", "manager staff"),
    ("forums.reopen_minutes", "approved_minutes", "manager"),
    ("forums.view_attendance", "draft_forum", "manager staff"),
    ("forums.decide_date", "draft_forum", "manager staff"),
    ("forums.plan", "draft_forum", "manager staff"),
    ("forums.open_call_list", "draft_forum", "manager staff"),
    ("forums.print_sheets", "draft_forum", "staff"),
    ("forums.hand_in_sheet", "draft_forum", "staff"),
    ("forums.open_signed_sheet", "signed_sheet", "auditor"),
    ("forums.allow_photos", "draft_forum", "manager"),
    ("forums.view_photos", "draft_forum", "manager staff"),
    ("forums.write_photos", "draft_forum", "staff"),
    ("forums.record_speaker", "draft_output", "staff"),
    ("forums.open_seal", "approved_output", "manager"),
    ("forums.archive_programme", "programme", "manager"),
    ("participants.view_person", "draft_person", "manager staff"),
    ("participants.pick_person", "draft_person", "staff"),
    ("participants.write_person", "draft_person", "staff"),
    ("participants.merge_persons", "draft_person", "staff"),
    ("participants.use_import", "ready_import", "staff"),
    ("participants.view_traits", "draft_person", "manager staff"),
    ("participants.write_traits", "draft_person", "staff"),
    ("participants.view_consents", "draft_person", "manager staff"),
    ("participants.write_consents", "draft_person", "staff"),
    ("participants.reveal_contacts", "draft_person", "manager staff"),
    ("participants.write_contacts", "draft_person", "staff"),
    ("participants.erase_person", "draft_person", "manager"),
    ("recommendations.view_shown_words", "draft_minutes", "manager staff"),
    ("recommendations.show_words", "draft_minutes", "staff"),
    ("recommendations.view_own_words", "words", "manager staff reviewer"),
    ("recommendations.propose_wording", "shown_line", "reviewer"),
    ("recommendations.settle_wording", "shown_line", "staff"),
    ("recommendations.view", "unsent", "manager staff"),
    ("recommendations.view", "sent", "manager staff reviewer auditor"),
    ("recommendations.draft", "unsent", "staff"),
    ("recommendations.record_letter", "letter", "staff"),
    ("recommendations.write_letters", "draft_forum", "staff"),
    ("recommendations.view_brief", "draft_forum", "manager staff"),
    ("recommendations.hear", "draft_forum", "staff"),
    ("recommendations.view_letter", "letter", "manager staff reviewer"),
    ("recommendations.promote", "draft_output", "staff"),
    ("recommendations.promote", "draft_minutes", "staff"),
    ("recommendations.make_ready", "unsent_addressee", "manager"),
    ("forums.translate_meeting", "approved_forum", "manager staff"),
    ("recommendations.translate", "response", "manager staff"),
    ("recommendations.translate", "approved_output", "manager staff"),
    ("recommendations.translate", "unsent", "manager staff"),
    ("recommendations.check_translation", "response", "manager staff"),
    ("recommendations.send", "unsent_addressee", "manager"),
    ("recommendations.manage", "unsent", "manager"),
    ("recommendations.read_kind", "programme", "manager"),
    ("recommendations.take_back", "unsent", "manager staff"),
    ("recommendations.take_back", "sent", "manager"),
    ("recommendations.confirm_guess", "unsent_addressee", "manager staff"),
    ("recommendations.answer", "sent_addressee", "staff reviewer"),
    ("recommendations.draft_answer", "sent_addressee", "reviewer"),
    ("recommendations.open_answer", "sent_addressee", "staff reviewer"),
    ("recommendations.report_progress", "answered_addressee", "staff reviewer"),
    ("recommendations.extend", "sent_addressee", "manager staff"),
    ("recommendations.verify", "reported_addressee", "manager"),
    ("recommendations.make_code", "sent_addressee", "staff"),
    ("recommendations.name_owner", "sent", "manager staff"),
    ("forums.enter_actuals", "programme", "manager staff"),
    ("recommendations.view_witnesses", "reported_addressee", "manager staff"),
    ("recommendations.ask_witnesses", "reported_addressee", "staff"),
    ("recommendations.view_code", "sent_addressee", "manager staff"),
    ("recommendations.confirm_response", "response", "reviewer"),
    ("recommendations.confirm_by_letter", "response", "staff"),
    ("recommendations.withdraw_answer", "response", "reviewer"),
    ("recommendations.withdraw_answer", "letter_response", "reviewer staff"),
    ("recommendations.withdraw_answer", "code_response", "reviewer staff"),
    ("recommendations.view_attachment", "scan_attachment", "manager staff reviewer"),
    ("recommendations.view_attachment", "evidence_attachment", "manager staff reviewer"),
    ("recommendations.view_outbox", "message", "manager staff"),
    ("recommendations.keep_outbox", "message", "manager"),
    ("recommendations.view_outbox_metadata", "message", "administrator"),
    ("reports.view_internal", "approved_forum", "manager staff"),
    ("reports.view_rendering", "rendering", "manager staff"),
    ("reports.view_report", "report", "manager staff"),
    ("reports.view_report", "prepared_donor_report", "manager staff"),
    ("reports.view_report", "released_donor_report", "manager staff donor"),
    ("reports.prepare_donor", "approved_forum", "manager"),
    ("reports.prepare_official", "approved_forum", "manager"),
    ("reports.prepare_public", "approved_forum", "manager"),
    ("reports.prepare_period", "programme", "manager staff"),
    ("reports.prepare_donor_period", "programme", "manager"),
    ("reports.release", "prepared_donor_report", "manager"),
    ("reports.view_metadata", "report", "administrator"),
    ("reports.export_full_figures", "programme", "manager staff"),
    ("reports.export_figures", "programme", "manager staff donor auditor"),
    ("reports.export_names", "programme", "manager"),
]
#: (permission, roles that hold it somewhere): whether a list or a form exists for the reader at all
SOMEWHERE = [
    ("reports.prepare_period", "manager staff"),
    ("accounts.keep_accounts", "manager administrator"),
    ("accounts.view_account", "manager auditor administrator"),
    ("accounts.view_rights", "manager auditor administrator"),
    ("forums.view_programme", "manager staff donor auditor"),
    ("forums.view_forum", "manager staff"),
    ("forums.add_forum", "staff"),
    ("forums.look_ahead", "manager staff reviewer"),
    ("recommendations.know_due_dates", "manager staff reviewer"),
    ("forums.view_invitations", "reviewer"),
    ("forums.keep_drafts", "staff"),
    ("forums.archive_programme", "manager"),
    # within the engagement that the scene gives
    ("forums.open_signed_sheets", "auditor"),
    ("participants.view_person", "manager staff"),
    ("participants.pick_person", "staff"),
    ("participants.write_person", "staff"),
    ("participants.merge_persons", "staff"),
    *(
        (f"participants.{act}", "manager staff")
        for act in ("view_traits", "view_consents", "reveal_contacts")
    ),
    *((f"participants.{act}", "staff") for act in ("write_traits", "write_consents", "write_contacts")),
    ("participants.keep_lists", "administrator"),
    ("participants.view_lists", "manager staff administrator"),
    ("participants.write_spellings", "staff"),
    ("participants.view_institutions", "manager staff"),
    ("participants.write_institutions", "staff"),
    ("participants.use_import", "staff administrator"),
    ("participants.import_institutions", "staff administrator"),
    ("recommendations.view", "manager staff reviewer auditor"),
    ("recommendations.enter_code", ""),
    ("recommendations.give_voice", ""),
    ("recommendations.view_outbox", "manager staff"),
    ("recommendations.translate", "manager staff"),
    ("recommendations.send_several", "manager"),
    ("recommendations.view_answering", "manager staff"),
    ("recommendations.view_outbox_metadata", "administrator"),
    ("reports.view_report", "manager staff donor reviewer auditor"),
    ("reports.view_donor_figures", "manager staff donor"),
    ("reports.view_metadata", "administrator"),
    ("reports.export", "manager staff reviewer donor auditor"),
    ("reports.export_lists", "manager staff"),
    ("reports.export_own", "reviewer"),
    ("reports.view_tasks", "administrator"),
    ("reports.view_audit", "administrator"),
    ("reports.view_record", "manager staff reviewer donor auditor administrator"),
    ("reports.export_record", "manager auditor"),
    ("reports.verify_record", "auditor"),
    ("reports.view_refusals", "auditor administrator"),
]
EVERYBODY = {"accounts.view_home", "reports.check", "reports.read_public", "forums.read_feed"}
#: Not by role but by person: their own test below.
BY_PERSON = {"accounts.decide_act", "accounts.do_act", "reports.view_institution_sheet"}
#: What Django's admin asks for: administrators alone, whatever the row.
BACK_OFFICE = re.compile(
    r"accounts\.\w+_(user|membership)"
    r"|forums\.\w+_(programme|indicator|indicatortarget|theme|holiday)"
    r"|participants\.\w+_(category|honorific|institution|place|rank|rankqualifier|institutionname|position)"
)


@pytest.fixture
def scene(world, whole_scene):
    found = whole_scene
    for side, programme in (("own", world.programme), ("foreign", world.other_programme)):
        found[f"{side}.wanted_role"] = Membership(user=world.roleless, role="donor", programme=programme)
        found[f"{side}.auditor_role"] = Membership(user=world.roleless, role="auditor", programme=programme)
        found[f"{side}.staff_role"] = found[f"{side}.staff_account"].memberships.get()
        reviewer = world.reviewer if side == "own" else world.foreign_reviewer
        found[f"{side}.reviewer_role"] = reviewer.memberships.get()
        response = found[f"{side}.response"]
        for channel in ("letter", "code"):
            row = type(response).objects.get(pk=response.pk)
            row.channel = channel
            found[f"{side}.{channel}_response"] = row
    return found


@pytest.fixture
def actors(world):
    """name → account, as a request would load it."""
    return {name: User.objects.get(pk=user.pk) for name, user in world.users.items()}


def holders(actors, permission, subject=None):
    """The names of all actors who hold it."""
    return {name for name, user in actors.items() if user.has_perm(permission, subject)}


def test_every_permission_is_here():
    known = {name for name, *_ in (*ABOUT_OBJECTS, *SOMEWHERE)} | EVERYBODY | BY_PERSON
    named = set(rules.permissions.permissions)
    assert known <= named
    assert {name for name in named - known if not BACK_OFFICE.fullmatch(name)} == set()


def test_about_objects(scene, actors):
    wrong = []
    for permission, key, roles in ABOUT_OBJECTS:
        for side, by_role in HOLDERS.items():
            expected = set().union(*(by_role[role] for role in roles.split()))
            held = holders(actors, permission, scene[f"{side}.{key}"])
            if held != expected:
                wrong.append((permission, f"{side}.{key}", sorted(held ^ expected)))
        if wrong and STOPS_AT_FIRST:
            break
    assert wrong == []


def test_somewhere(scene, actors):
    wrong = []
    for permission, roles in SOMEWHERE:
        expected = set().union(*(by_role[role] for by_role in HOLDERS.values() for role in roles.split()))
        if (held := holders(actors, permission)) != expected:
            wrong.append((permission, sorted(held ^ expected)))
        if wrong and STOPS_AT_FIRST:
            break
    back_office = {name for name in rules.permissions.permissions if BACK_OFFICE.fullmatch(name)}
    for permission in sorted(back_office - {name for name, _ in SOMEWHERE}):
        if (held := holders(actors, permission)) != {"administrator"}:
            wrong.append((permission, sorted(held)))
    for permission in EVERYBODY:
        if (held := holders(actors, permission)) != set(actors) - {"deactivated"}:
            wrong.append((permission, sorted(held)))
    assert wrong == []


def test_nobody_grants_himself_a_role_or_approves_what_he_submitted(world, scene, actors):
    for actor, side in (("manager", "own"), ("foreign_manager", "foreign"), ("administrator", "own")):
        user = world.users[actor]
        wanted = scene[f"{side}.wanted_role"]
        assert user.has_perm("accounts.grant_role", wanted)
        wanted.user = user
        assert not user.has_perm("accounts.grant_role", wanted)
    minutes = scene["own.submitted_minutes"]
    minutes.submitted_by = world.manager
    assert holders(actors, "forums.approve_minutes", minutes) == {"second_manager"}


def test_the_sheet_of_an_institution_is_for_every_office_and_its_own_representatives(scene, actors):
    offices = set().union(*(by_role[role] for by_role in HOLDERS.values() for role in ("manager", "staff")))
    for side, by_role in HOLDERS.items():
        held = holders(actors, "reports.view_institution_sheet", scene[f"{side}.institution"])
        assert held == offices | by_role["reviewer"]


def test_two_persons(scene, actors):
    """Asked for by `second_manager` and by `foreign_manager`, who is alone in his programme."""
    assert holders(actors, "accounts.decide_act", scene["own.request"]) == {"manager"}
    assert holders(actors, "accounts.do_act", scene["own.request"]) == {"second_manager"}
    assert holders(actors, "accounts.decide_act", scene["foreign.request"]) == set()
    assert holders(actors, "accounts.do_act", scene["foreign.request"]) == {"foreign_manager"}
    done = scene["own.request"]
    type(done).objects.filter(pk=done.pk).update(state=TwoPersonState.ALLOWED)
    assert holders(actors, "accounts.decide_act", done) == set()
