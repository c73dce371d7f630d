"""Every service that names its actor: who may call it about an object of his own side. Written by hand."""

import uuid
from datetime import date

from forums.services.lines import Change, Op
from reports.services.erasure import Decision

from .services_of_asks import ASKS
from .services_of_exports import EXPORTS
from .services_of_institutions import INSTITUTIONS
from .services_of_meetings import MEETINGS
from .services_of_sheets import SHEETS

WHY = "سبب تجريبي"
DAY = date(2022, 8, 1)
ASKED = uuid.UUID(int=1)
ISSUE = {"kind": {"kind": "issue"}, "text": {"text": "نص"}}
#: service: (roles that may, keyword, object of the scene, other keywords)
SERVICES = {
    **ASKS,
    **INSTITUTIONS,
    **EXPORTS,
    **MEETINGS,
    **SHEETS,
    "accounts.services.accounts.change_account": ("administrator", "user", "staff_account", {}),
    "accounts.services.accounts.deactivate_account": ("manager administrator", "user", "staff_account", {}),
    "accounts.services.accounts.activate_account": ("manager administrator", "user", "staff_account", {}),
    "accounts.services.invitations.invite_user": (
        *("manager administrator", "programme", "programme"),
        {"username": "new", "display_name": "", "email": "", "role": "donor"},
    ),
    "accounts.services.invitations.renew_invitation": ("manager administrator", "user", "newcomer", {}),
    "accounts.services.links.make_password_link": ("manager administrator", "user", "staff_account", {}),
    "accounts.services.memberships.grant_membership": (
        *("manager administrator", "programme", "programme"),
        {"user": "newcomer", "role": "donor"},
    ),
    "accounts.services.memberships.end_membership": (
        *("manager administrator", "membership", "staff_role", {}),
    ),
    "accounts.services.memberships.name_second_key": ("manager", "membership", "staff_role", {}),
    "accounts.services.memberships.name_validator": ("administrator", "membership", "reviewer_role", {}),
    "accounts.services.second_factor.ask_to_reset_second_factor": (
        *("administrator", "user", "staff_account", {"reason": WHY}),
    ),
    "accounts.services.second_factor.reset_second_factor": ("administrator", "user", "staff_account", {}),
    "forums.services.attendance.record_attendance": (
        *("staff", "forum", "draft_forum"),
        {"person": "newcomer_person", "category": "category"},
    ),
    "forums.services.attendance.edit_attendance": (
        "staff",
        "attendance",
        "draft_attendance",
        {"expected": 1},
    ),
    "forums.services.attendance.remove_attendance": ("staff", "attendance", "draft_attendance", {}),
    "forums.services.attendance.restore_attendance": ("staff", "attendance", "removed_attendance", {}),
    "forums.services.attendance.acknowledge": (
        *("staff", "forum", "draft_forum"),
        {"reason": WHY, "institution": "institution"},
    ),
    "forums.services.attendance.withdraw_acknowledgement": ("staff", "acknowledgement", "draft_thanks", {}),
    "forums.services.enlisting.enlist": (
        *("staff", "forum", "draft_forum"),
        {"category": "category", "name_ar": "شخص"},
    ),
    "forums.services.enlisting.record_total": (
        *("staff", "forum", "draft_forum"),
        {"dimension": "sex", "key": "f", "count": 3},
    ),
    "forums.services.archive.ask_to_archive_programme": (
        *("manager", "programme", "programme"),
        {"reason": WHY, "path": "/"},
    ),
    "forums.services.archive.archive_programme": ("manager", "programme", "programme", {}),
    "forums.services.archive.unarchive_programme": ("manager", "programme", "programme", {"reason": WHY}),
    "forums.services.call_list.open_call_list": (
        *("manager staff", "forum", "draft_forum"),
        {"reason": WHY, "asked": ASKED},
    ),
    "forums.services.call_list.ask_to_print_call_list": (
        *("manager staff", "forum", "draft_forum"),
        {"reason": WHY, "path": "/"},
    ),
    "forums.services.call_list.print_call_list": ("manager staff", "forum", "draft_forum", {}),
    "forums.services.forums.create_forum": (
        *("staff", "programme", "programme"),
        {"kind": "dialogue", "title_ar": "لقاء"},
    ),
    "forums.services.forums.update_meeting": ("staff", "forum", "draft_forum", {"expected": 1}),
    "forums.services.forums.decide_date": (
        *("manager staff", "forum", "draft_forum"),
        {"expected": 1, "decision": "kept", "reason": WHY},
    ),
    "forums.services.minutes.submit_minutes": ("staff", "minutes", "draft_minutes", {"expected": 1}),
    "forums.services.minutes.take_back_minutes": ("staff", "minutes", "submitted_minutes", {"expected": 2}),
    "forums.services.minutes.return_minutes": (
        *("manager", "minutes", "submitted_minutes"),
        {"expected": 2, "note": WHY},
    ),
    "forums.services.minutes.approve_minutes": (
        *("manager", "minutes", "submitted_minutes"),
        {"expected": 2, "reasons": {}, "checklist": set()},
    ),
    "forums.services.own_approval.ask_to_approve_own": (
        *("", "minutes", "submitted_minutes"),
        {"reason": WHY, "path": "/"},
    ),
    "forums.services.minutes.reopen_minutes": (
        *("manager", "minutes", "approved_minutes"),
        {"expected": 3, "note": WHY},
    ),
    "forums.services.outputs.add_output": (
        *("staff", "minutes", "draft_minutes"),
        {"kind": "issue", "text": "نص"},
    ),
    "forums.services.outputs.edit_output": ("staff", "output", "draft_output", {"expected": 1}),
    "forums.services.outputs.move_output": ("staff", "output", "draft_output", {"up": True}),
    "forums.services.outputs.place_output": ("staff", "output", "draft_output", {"after": None}),
    "forums.services.lines.changes.save_change": (
        *("staff", "minutes", "draft_minutes"),
        {"change": Change(ASKED, (Op("add", ASKED, now={"kind": "issue", "text": "نص"}, given=ISSUE),))},
    ),
    "forums.services.outputs.remove_output": ("staff", "output", "draft_output", {}),
    "forums.services.outputs.restore_output": ("staff", "output", "removed_output", {}),
    "forums.services.outputs.link_outputs": (
        *("staff", "source", "draft_output"),
        {"target": "removed_output", "kind": "answers"},
    ),
    "forums.services.outputs.unlink_outputs": ("staff", "source", "draft_output", {"kind": "answers"}),
    "forums.services.speakers.read_speaker": ("staff", "output", "draft_output", {}),
    "forums.services.speakers.record_speaker": (
        *("staff", "output", "draft_output"),
        {"person": "draft_person"},
    ),
    "forums.services.speakers.forget_speaker": ("staff", "output", "draft_output", {}),
    "forums.services.seal.ask_to_open_seal": (
        *("manager", "output", "approved_output"),
        {"reason": WHY, "path": "/"},
    ),
    "forums.services.seal.open_seal": ("manager", "output", "approved_output", {}),
    "forums.services.programmes.save_programme": ("administrator", "programme", "programme", {}),
    "forums.services.programmes.save_indicator": ("administrator", "indicator", "indicator", {}),
    "forums.services.writing.begin_writing": ("staff", "minutes", "draft_minutes", {}),
    "participants.services.institutions.create_institution": (
        *("administrator staff foreign_staff", None, None),
        {"code": "NEW", "name_ar": "جهة"},
    ),
    "participants.services.lists.save_row": ("administrator", "row", "category", {}),
    "participants.services.lists.set_archived": ("administrator", "row", "category", {"archived": True}),
    "participants.services.lists.keep_names": ("administrator", "institution", "institution", {}),
    # Not about a row: whoever is staff anywhere.
    "participants.services.people.create_person": ("staff foreign_staff", None, None, {"name_ar": "شخص"}),
    "participants.services.people.update_person": ("staff", "person", "draft_person", {"expected": 1}),
    "participants.services.merging.merge_persons": (
        *("staff", "keep", "approved_person"),
        {"absorb": "submitted_person", "expected": 1, "expected_absorb": 1, "reason": WHY},
    ),
    "participants.services.unmerging.undo_merge": ("staff", "merge", "merge", {}),
    **dict.fromkeys(
        [f"participants.services.not_same.{name}_not_same" for name in ("remember", "forget")],
        ("staff", "first", "approved_person", {"second": "submitted_person"}),
    ),
    "participants.services.consents.record_consent": (
        *("staff", "person", "draft_person"),
        {"purpose": "naming", "manner": "spoken", "given_on": DAY},
    ),
    "participants.services.consents.ensure_consent": (
        *("staff", "person", "draft_person"),
        {"purpose": "photo", "manner": "spoken", "given_on": DAY},
    ),
    "participants.services.consents.withdraw_consent": ("staff", "consent", "consent", {}),
    "participants.services.contacts.reveal_contact": (
        *("manager staff", "person", "draft_person"),
        {"field": "phone", "reason": WHY, "asked": ASKED},
    ),
    "recommendations.services.words.show_words": (
        *("staff", "minutes", "draft_minutes"),
        {"institution": "institution", "outputs": []},
    ),
    "recommendations.services.words.propose_wording": (
        *("reviewer", "line", "shown_line"),
        {"expected": 1, "text": WHY},
    ),
    "recommendations.services.words.take_wording": ("staff", "line", "shown_line", {"expected": 1}),
    "recommendations.services.words.keep_wording": (
        *("staff", "line", "shown_line"),
        {"expected": 1, "reason": WHY},
    ),
    "recommendations.services.addressing.set_addressees": (
        *("staff", "recommendation", "unsent"),
        {"expected": 1, "addressing": "general"},
    ),
    "recommendations.services.addressing.confirm_guess": (
        "manager staff",
        "addressee",
        "unsent_addressee",
        {},
    ),
    "recommendations.services.addressing.require_draftable": (
        *("staff", "recommendation", "unsent", {"action": "edit"}),
    ),
    "recommendations.services.answers.record_response": (
        *("staff reviewer", "addressee", "sent_addressee"),
        {"decision": "accepted", "summary": "نص", "channel": "account"},
    ),
    "recommendations.services.answers.confirm_response": ("reviewer", "response", "response", {}),
    "recommendations.services.answers.withdraw_response": ("reviewer", "response", "response", {"note": WHY}),
    "recommendations.services.codes.make_code": ("staff", "addressee", "sent_addressee", {}),
    "recommendations.services.codes.withdraw_code": ("staff", "addressee", "sent_addressee", {}),
    "recommendations.services.drafts.save_draft": (
        *("reviewer", "addressee", "sent_addressee"),
        {"seen": 0, "summary": "نص"},
    ),
    "recommendations.services.journey.join_output": (
        *("staff", "output", "approved_output", {"recommendation": "unsent"}),
    ),
    **dict.fromkeys(
        [
            f"recommendations.services.similar.{act}"
            for act in ("link_similar", "keep_apart", "undecide_similar")
        ],
        ("staff", "one", "unsent", {"other": "sent"}),
    ),
    "recommendations.services.ask_letters.write_ask_letter": (
        *("staff", "programme", "programme"),
        {"institution": "institution", "purpose": "ask", "addressees": [], "number": "1", "day": DAY}
        | {"subject": WHY, "body": WHY},
    ),
    "recommendations.services.letters.record_letter": (
        *("staff", "programme", "programme"),
        {"direction": "out", "purpose": "ask", "number": "1", "date": DAY, "subject": WHY}
        | {"institution": "institution"},
    ),
    "recommendations.services.on_behalf.record_on_behalf": (
        *("staff", "addressee", "sent_addressee"),
        {"channel": "letter", "decision": "accepted", "summary": "نص"}
        | {"letter_number": "1", "letter_date": DAY, "letter_subject": WHY},
    ),
    "recommendations.services.on_behalf.confirm_by_letter": (
        *("staff", "response", "response"),
        {"expected": 1, "letter_number": "1", "letter_date": DAY, "letter_subject": WHY},
    ),
    "recommendations.services.outbox.hand_over_on_paper": ("manager", "message", "message", {"expected": 1}),
    "recommendations.services.outbox.send_again": ("manager", "message", "failed_message", {"expected": 1}),
    "recommendations.services.progress.record_update": (
        *("staff reviewer", "addressee", "answered_addressee"),
        {"kind": "progress", "summary": "نص", "happened_on": DAY},
    ),
    "recommendations.services.progress.verify": (
        *("manager", "addressee", "reported_addressee"),
        {"finding": "confirmed", "method": WHY, "found_on": DAY},
    ),
    "recommendations.services.promote.promote_output": (
        *("staff", "output", "approved_output", {"addressing": "general"}),
    ),
    "recommendations.services.promote_several.promote_outputs": (
        *("staff", "minutes", "approved_minutes", {"outputs": ()}),
    ),
    "recommendations.services.promote.edit_recommendation": (
        *("staff", "recommendation", "unsent", {"expected": 1}),
    ),
    "recommendations.services.sending.send_recommendation": (
        *("manager", "recommendation", "unsent", {"expected": 1}),
    ),
    "recommendations.services.sending.clarify": ("manager", "addressee", "asking_addressee", {"note": WHY}),
    "recommendations.services.transitions.change_state": (
        *("staff reviewer", "addressee", "sent_addressee", {"action": "accept"}),
    ),
    "reports.services.copies.issue_copy": ("manager staff donor", "report", "released_donor_report", {}),
    "reports.services.prepare.prepare_forum_report": (
        *("manager", "forum", "approved_forum", {"audience": "donor", "language": "ar"}),
    ),
    "reports.services.prepare.prepare_minutes": (
        *("manager staff", "forum", "approved_forum", {"language": "ar", "number": 1}),
    ),
    "reports.services.purge.acts.ask_to_purge_programme": (
        *("manager", "programme", "programme"),
        {"reason": WHY, "path": "/"},
    ),
    "reports.services.purge.acts.purge_programme": ("manager", "programme", "programme", {"typed": "TST"}),
    "reports.services.release.release_report": (
        *("manager", "report", "prepared_donor_report", {"expected": 1, "checklist": set()}),
    ),
    "reports.services.release.withdraw_report": (
        *("manager", "report", "released_donor_report", {"expected": 1, "note": WHY}),
    ),
    "reports.services.release.discard_report": (
        *("manager", "report", "prepared_donor_report", {"expected": 1}),
    ),
    "reports.services.rendering.enqueue_render": ("manager staff", "report", "report", {}),
    "reports.services.erasure.acts.ask_to_erase_person": (
        *("manager", "person", "approved_person", {"reason": WHY, "path": "/"}),
    ),
    "reports.services.erasure.acts.erase_person": (
        *("manager", "person", "approved_person", {"decision": Decision((), (), "", "")}),
    ),
}
