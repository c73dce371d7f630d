"""What each service puts on the record when it succeeds. Written by hand; a service that is missing fails the test.

A call is (actor, keywords, actions in their order); «@name» is an object of the scene. Every text that a person could
type is CANARY, which may stand in no entry.
"""

import uuid

from .recorded_forums import FORUMS
from .recorded_reports import REPORTS
from .typed import CANARY, DAY, LATIN, PDF

ACCOUNTS = {
    "accounts.change_account": ("administrator", {"user": "@staff_account", "display_name": CANARY}, "accounts.change_account"),
    "accounts.deactivate_account": ("administrator", {"user": "@staff_account"}, "accounts.deactivate_account"),
    "accounts.activate_account": ("administrator", {"user": "@switched_off"}, "accounts.activate_account"),
    "invitations.invite_user": (
        *("manager", {"programme": "@programme", "username": LATIN, "display_name": CANARY, "email": f"{LATIN}@example.org"}
        | {"role": "donor"}),
        "accounts.invite_user accounts.grant_membership",
    ),
    "invitations.renew_invitation": ("manager", {"user": "@newcomer"}, "accounts.renew_invitation"),
    "links.make_password_link": ("manager", {"user": "@staff_account"}, "accounts.make_password_link"),
    "links.accept_invitation": (None, {"token": "@link", "password": LATIN + "X9!"}, "accounts.accept_invitation"),
    "memberships.grant_membership": (
        *("manager", {"user": "@newcomer", "role": "donor", "programme": "@programme"}),
        "accounts.grant_membership",
    ),
    "memberships.end_membership": ("manager", {"membership": "@staff_role"}, "accounts.end_membership"),
    "memberships.name_second_key": ("manager", {"membership": "@staff_role"}, "accounts.name_second_key"),
    "memberships.name_validator": ("administrator", {"membership": "@reviewer_role"}, "accounts.name_validator"),
    "drafts.hand_over_draft_key": ("staff", {}, "accounts.make_draft_key"),
    "drafts.wipe_draft_key": ("manager", {}, "accounts.wipe_draft_key"),
    "memberships.engage_auditor": (
        *("manager", {"membership": "@auditor_role", "begins": DAY, "ends": DAY}), "accounts.engage_auditor",
    ),
    "second_factor.ask_to_reset_second_factor": (
        *("administrator", {"user": "@with_factor", "reason": CANARY}), "accounts.ask_second_person",
    ),
    "second_factor.reset_second_factor": (None, {"user": "@with_factor", "reason": "lost"}, "accounts.reset_second_factor"),
    "own.change_preferences": ("staff", {"language": "en", "digits": "latn"}, "accounts.change_preferences"),
    "own.end_own_session": ("staff", {"session": "@session"}, "accounts.end_session"),
    "own.end_other_sessions": ("staff", {"sessions": ["@session"]}, "accounts.end_session"),
    "passwords.reset_password": (None, {"user": "@staff_account", "password": LATIN + "X9!"}, "accounts.reset_password"),
    "recorded.record_sign_in": ("staff", {}, "accounts.sign_in"),
    "recorded.record_sign_out": ("staff", {}, "accounts.sign_out"),
    "recorded.record_own_password": ("staff", {"signed_in": True}, "accounts.change_password"),
    "recorded.record_refused_code": (None, {"user": "@staff_account"}, "accounts.refuse_code"),
    "recorded.record_factor": ("staff", {"action": "set_up_factor", "kind": "totp"}, "accounts.set_up_factor"),
    "two_persons.ask_second_person": (
        *("manager", {"act": "open_seal", "subject": "@draft_output", "reason": CANARY, "label": CANARY, "path": "/"}),
        "accounts.ask_second_person",
    ),
    "two_persons.allow_act": ("manager", {"request": "@request"}, "accounts.twopersonact.allow"),
    "two_persons.refuse_act": ("manager", {"request": "@request", "reason": CANARY}, "accounts.twopersonact.refuse"),
    "two_persons.take_back_act": ("second_manager", {"request": "@request"}, "accounts.twopersonact.take_back"),
    "two_persons.use_permission": (
        *("second_manager", {"act": "export_names", "subject": "@allowed_programme"}), "accounts.twopersonact.do",
    ),
}  # fmt: skip
PARTICIPANTS = {
    "institutions.create_institution": ("administrator", {"code": "NEW", "name_ar": CANARY}, "participants.create_institution"),
    "institutions.update_institution": (
        *("staff", {"institution": "@institution", "expected": 1, "name_en": CANARY}), "participants.change_institution",
    ),
    "bodies.add_name": (
        *("staff", {"institution": "@institution", "expected": 1, "text": CANARY, "use": "spelling"}), "participants.add_name",
    ),
    "bodies.withdraw_name": ("staff", {"name": "@body_name"}, "participants.withdraw_name"),
    "bodies.restore_name": ("staff", {"name": "@past_name"}, "participants.restore_name"),
    "bodies.add_post": ("staff", {"institution": "@institution", "expected": 1, "title_ar": CANARY}, "participants.add_post"),
    "bodies.end_post": ("staff", {"post": "@body_post", "ended": True}, "participants.end_post"),
    "bodies.name_focal_point": (
        *("staff", {"institution": "@institution", "person": "@draft_person", "part": "validator"}), "participants.name_focal_point",
    ),
    "bodies.end_focal_point": ("staff", {"focal_point": "@focal_point"}, "participants.end_focal_point"),
    "bodies.set_institution_archived": ("staff", {"institution": "@institution", "archived": True}, "participants.archive_institution"),
    "spellings.add_spelling": ("staff", {"row": "@category", "text": CANARY}, "participants.add_spelling"),
    "spellings.remove_spelling": ("staff", {"row": "@spelt", "text": "كتابة"}, "participants.remove_spelling"),
    "lists.save_row": ("administrator", {"row": "@category"}, "participants.change_category"),
    "lists.set_archived": ("administrator", {"row": "@category", "archived": True}, "participants.archive_category"),
    "lists.keep_names": ("administrator", {"institution": "@institution"}, "participants.keep_names"),
    "people.create_person": ("staff", {"name_ar": CANARY, "phone": "777123456", "notes": CANARY}, "participants.create_person"),
    "people.update_person": (
        *("staff", {"person": "@draft_person", "expected": 1, "name_ar": CANARY, "phone": "777123456", "notes": CANARY}),
        "participants.update_person",
    ),
    "merging.merge_persons": (
        *("staff", {"keep": "@approved_person", "absorb": "@submitted_person", "expected": 1, "expected_absorb": 1, "reason": CANARY}),
        "participants.merge_persons",
    ),
    "unmerging.undo_merge": ("staff", {"merge": "@merge"}, "participants.undo_merge"),
    "not_same.remember_not_same": (
        *("staff", {"first": "@approved_person", "second": "@submitted_person"}), "participants.remember_not_same",
    ),
    "not_same.forget_not_same": (
        *("staff", {"first": "@draft_person", "second": "@submitted_person"}), "participants.forget_not_same",
    ),
    "imports.opening.open_import": (
        *("staff", {"programme": "@programme", "kind": "people", "content": f"الاسم\n{CANARY}".encode(), "name": f"{CANARY}.csv"}),
        "participants.open_import",
    ),
    "imports.opening.choose_columns": (
        *("staff", {"sheet": "@ready_import", "expected": 1, "columns": {"name_ar": 0}}), "participants.choose_columns",
    ),
    "imports.opening.discard_import": ("staff", {"sheet": "@ready_import"}, "participants.discard_import"),
    "imports.deciding.decide_rows": (
        *("staff", {"sheet": "@ready_import", "expected": 1, "choices": {}}), "participants.decide_rows",
    ),
    "imports.applying.ask_to_take_in": ("staff", {"sheet": "@ready_import", "expected": 1}, "participants.ask_to_take_in"),
    "imports.applying.take_in": (
        *("staff", {"sheet": "@ready_import", "expected": 1}), "participants.ask_to_take_in participants.apply_import",
    ),
    "imports.undoing.undo_import": ("staff", {"sheet": "@applied_import", "expected": 1}, "participants.undo_import"),
    "imports.files.error_file": ("staff", {"sheet": "@ready_import", "language": "ar"}, "participants.take_error_file"),
    "consents.record_consent": (
        *("staff", {"person": "@draft_person", "purpose": "contact", "manner": "spoken", "given_on": DAY}),
        "participants.record_consent",
    ),
    "consents.ensure_consent": (
        *("staff", {"person": "@draft_person", "purpose": "contact", "manner": "spoken", "given_on": DAY}),
        "participants.record_consent",
    ),
    "consents.withdraw_consent": ("staff", {"consent": "@consent"}, "participants.withdraw_consent"),
    "contacts.reveal_contact": (
        *("staff", {"person": "@draft_person", "field": "phone", "reason": CANARY, "asked": uuid.uuid4()}),
        "participants.reveal_contact",
    ),
}  # fmt: skip
_ANSWER = {
    "addressee": "@free_addressee",
    "decision": "accepted",
    "summary": CANARY,
    "reason": CANARY,
    "detail": CANARY,
}
RECOMMENDATIONS = {
    "words.show_words": (
        *("staff", {"minutes": "@draft_minutes", "institution": "@third_body", "outputs": ["@shown_output"]}), "recommendations.show_words",
    ),
    "words.propose_wording": ("reviewer", {"line": "@shown_line", "expected": 1, "text": CANARY}, "recommendations.propose_wording"),
    "words.take_wording": (
        *("staff", {"line": "@proposed_line", "expected": 1}), "forums.edit_output recommendations.take_wording",
    ),
    "words.keep_wording": ("staff", {"line": "@proposed_line", "expected": 1, "reason": CANARY}, "recommendations.keep_wording"),
    "addressing.set_addressees": (
        *("staff", {"recommendation": "@unsent", "expected": 1, "addressing": "general"}),
        "recommendations.set_addressees",
    ),
    "addressing.confirm_guess": ("manager", {"addressee": "@guessed_addressee"}, "recommendations.confirm_guess"),
    "answers.record_response": ("reviewer", _ANSWER | {"channel": "account"}, "recommendations.addressee.accept"),
    "answers.confirm_response": ("reviewer", {"response": "@unconfirmed_response"}, "recommendations.confirm_response"),
    "answers.withdraw_response": ("reviewer", {"response": "@own_response", "note": CANARY}, "recommendations.addressee.withdraw_answer"),
    "attachments.keep_file": ("staff", {"clean": PDF, "programme": "@programme", "letter": "@bare_letter"}, "recommendations.keep_file"),
    "codes.make_code": ("staff", {"addressee": "@free_addressee"}, "recommendations.make_code"),
    "codes.withdraw_code": ("staff", {"addressee": "@coded_addressee"}, "recommendations.withdraw_code"),
    "codes.answer_by_code": (
        *("@bearer", {"decision": "accepted", "summary": CANARY, "reason": CANARY, "detail": CANARY}),
        "recommendations.addressee.accept recommendations.use_code",
    ),
    "drafts.save_draft": ("reviewer", {"addressee": "@free_addressee", "seen": 0, "summary": CANARY, "detail": CANARY}, "recommendations.save_draft"),
    "journey.join_output": ("staff", {"output": "@approved_output", "recommendation": "@other_unsent"}, "recommendations.join_output"),
    "ask_letters.write_ask_letter": (
        *("staff", {"programme": "@programme", "institution": "@institution", "purpose": "ask", "addressees": ["@free_addressee"]}
          | {"number": "7", "day": DAY, "subject": CANARY, "body": CANARY}),
        "recommendations.record_letter",
    ),
    "similar.link_similar": ("staff", {"one": "@unsent", "other": "@other_unsent"}, "recommendations.link_similar"),
    "similar.keep_apart": ("staff", {"one": "@unsent", "other": "@other_unsent"}, "recommendations.keep_apart"),
    "similar.undecide_similar": ("staff", {"one": "@unsent", "other": "@linked"}, "recommendations.undecide_similar"),
    "hearings.answer_in_room": (
        *("staff", {"forum": "@review", "addressee": "@free_addressee", "decision": "accepted", "summary": CANARY}),
        "recommendations.addressee.accept recommendations.answer_in_room",
    ),
    "hearings.mark_not_discussed": (
        *("staff", {"forum": "@review", "recommendation": "@sent"}), "recommendations.mark_not_discussed",
    ),
    "hearings.raise_again": (
        *("staff", {"forum": "@review", "recommendation": "@sent", "text": CANARY}),
        "forums.add_output recommendations.join_output recommendations.raise_again",
    ),
    "invitations.invite_by_letter": (
        *("staff", {"forum": "@coming_forum", "invitations": ["@listed"], "day": DAY, "number": LATIN, "subject": CANARY}
        | {"body": CANARY, "signatory": CANARY}),
        "recommendations.record_letter forums.mark_invited",
    ),
    "invitations.take_down_reply": (
        *("staff", {"invitation": "@invited", "reply": "coming", "replied_on": DAY, "delegate": CANARY, "letter_number": LATIN}),
        "forums.record_reply recommendations.record_letter",
    ),
    "letters.record_letter": (
        *("staff", {"programme": "@programme", "direction": "out", "purpose": "ask", "number": "7/kanari", "date": DAY}
        | {"subject": CANARY, "institution": "@institution"}),
        "recommendations.record_letter",
    ),
    "on_behalf.record_on_behalf": (
        *("staff", {"addressee": "@free_addressee", "channel": "letter", "decision": "accepted", "summary": CANARY}
        | {"letter_number": "8/kanari", "letter_date": DAY, "letter_subject": CANARY, "scan": PDF}),
        "recommendations.record_letter recommendations.addressee.accept recommendations.keep_file",
    ),
    "on_behalf.confirm_by_letter": (
        *("staff", {"response": "@coded_response", "expected": 1, "letter_number": "6/kanari", "letter_date": DAY}
        | {"letter_subject": CANARY, "scan": PDF}),
        "recommendations.record_letter recommendations.keep_file recommendations.confirm_by_letter",
    ),
    "witnesses.ask_witnesses": ("staff", {"addressee": "@reported_addressee", "size": 6, "days": 14}, "recommendations.ask_witnesses"),
    # At which second somebody spoke would tell who it was.
    "witnesses.give_voice": ("@bearer", {"typed": "2345-6789", "felt": "no", "words": CANARY}, ""),
    "witnesses.end_witnesses": ("staff", {"addressee": "@asked_witnesses"}, "recommendations.end_witnesses"),
    "extending.extend_answer_date": (
        *("staff", {"addressee": "@free_addressee", "until": DAY.replace(year=2040), "reason": CANARY}), "recommendations.extend_date",
    ),
    "translating.translate": ("staff", {"row": "@response", "text": CANARY, "seen": "@response_seen"}, "recommendations.translate"),
    "translating.check_translation": (
        *("staff", {"row": "@translated", "seen": "@translated_seen"}), "recommendations.check_translation",
    ),
    "kinds.confirm_kind": ("manager", {"programme": "@programme", "kind": "answer_awaited"}, "recommendations.confirm_kind"),
    "owning.name_owner": ("staff", {"recommendation": "@sent", "owner": "@staff_account", "expected": 1}, "recommendations.name_owner"),
    "merging.merge_recommendation": (
        *("staff", {"recommendation": "@unsent", "into": "@sent", "expected": 1, "reason": CANARY}), "recommendations.merge",
    ),
    "merging.undo_merge": ("staff", {"recommendation": "@merged", "expected": 1, "reason": CANARY}, "recommendations.undo_merge"),
    "several.send_several": (
        *("manager", {"seen": "@to_be_sent"}),
        "recommendations.addressee.send recommendations.send",
    ),
    "transitions.change_standing": (
        *("manager", {"recommendation": "@sent", "action": "withdraw", "expected": 1, "reason": CANARY}), "recommendations.withdraw",
    ),
    "outbox.hand_over_on_paper": ("manager", {"message": "@message", "expected": 1}, "recommendations.outboxmessage.hand_over_on_paper"),
    "outbox.send_again": ("manager", {"message": "@failed_message", "expected": 1}, "recommendations.outboxmessage.send_again"),
    "progress.record_update": (
        *("staff", {"addressee": "@answered_addressee", "kind": "progress", "summary": CANARY, "detail": CANARY, "happened_on": DAY}),
        "recommendations.addressee.start",
    ),
    "progress.verify": (
        *("manager", {"addressee": "@reported_addressee", "finding": "confirmed", "method": CANARY, "note": CANARY, "found_on": DAY}),
        "recommendations.addressee.verify",
    ),
    "promote.promote_output": ("staff", {"output": "@approved_output", "addressing": "general", "text": CANARY}, "recommendations.promote"),
    "promote_several.promote_outputs": ("staff", {"minutes": "@draft_minutes", "outputs": ["@draft_output"]}, "recommendations.promote"),
    "promote.edit_recommendation": ("staff", {"recommendation": "@unsent", "expected": 1, "text": CANARY}, "recommendations.edit"),
    "referral.open_referral": (
        *("staff", {"addressee": "@referred_addressee", "institution": "@third_body", "moment": "@now"}),
        "recommendations.ask_instead",
    ),
    "sending.send_recommendation": (
        *("manager", {"recommendation": "@unsent", "expected": 1}),
        "recommendations.addressee.send recommendations.send",
    ),
    "sending.clarify": ("manager", {"addressee": "@asking_addressee", "note": CANARY}, "recommendations.addressee.clarify"),
    "transitions.change_state": ("reviewer", {"addressee": "@sent_addressee", "action": "accept", "note": CANARY}, "recommendations.addressee.accept"),
    "withdrawal.withdraw_recommendation": ("manager", {"recommendation": "@sent", "expected": 1, "reason": CANARY}, "recommendations.withdraw"),
}  # fmt: skip
CALLS = {
    f"{app}.services.{name}": call
    for app, calls in (
        ("accounts", ACCOUNTS),
        ("forums", FORUMS),
        ("participants", PARTICIPANTS),
        ("recommendations", RECOMMENDATIONS),
        ("reports", REPORTS),
    )
    for name, call in calls.items()
}
