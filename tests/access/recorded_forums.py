"""The part of `recorded.py` that is about forums and their minutes."""

import uuid

from common.uploads import Clean

from .typed import CANARY, DAY, LINE, PDF

FORUMS = {
    "themes.add_theme": ("staff", {"name_ar": CANARY}, "forums.create_theme"),
    "attendance.record_attendance": (
        *("staff", {"forum": "@draft_forum", "person": "@newcomer_person", "category": "@category", "post": CANARY}),
        "forums.record_attendance",
    ),
    "attendance.edit_attendance": ("staff", {"attendance": "@draft_attendance", "expected": 1, "post": CANARY}, "forums.edit_attendance"),
    "attendance.remove_attendance": ("staff", {"attendance": "@draft_attendance"}, "forums.remove_attendance"),
    "attendance.restore_attendance": ("staff", {"attendance": "@removed_attendance"}, "forums.restore_attendance"),
    "attendance.acknowledge": ("staff", {"forum": "@draft_forum", "reason": CANARY, "institution": "@institution"}, "forums.acknowledge"),
    "attendance.withdraw_acknowledgement": ("staff", {"acknowledgement": "@draft_thanks"}, "forums.withdraw_acknowledgement"),
    "call_list.open_call_list": ("staff", {"forum": "@coming_forum", "reason": CANARY, "asked": uuid.uuid4()}, "forums.open_call_list"),
    "call_list.ask_to_print_call_list": ("staff", {"forum": "@coming_forum", "reason": CANARY, "path": "/"}, "accounts.ask_second_person"),
    "call_list.print_call_list": (
        *("staff", {"forum": "@printed_forum"}), "accounts.twopersonact.do forums.print_call_list",
    ),
    "enlisting.enlist": (
        *("staff", {"forum": "@draft_forum", "category": "@category", "name_ar": CANARY}),
        "participants.create_person forums.record_attendance",
    ),
    "sheets.print_sheet": (
        *("staff", {"forum": "@draft_forum", "kind": "sign_in", "language": "ar", "blanks": 1}), "forums.print_sheet",
    ),
    "signed_sheets.hand_in_sheet": (
        *("staff", {"forum": "@draft_forum", "sheet": "sign_in", "clean": PDF}), "forums.hand_in_sheet",
    ),
    "signed_sheets.open_signed_sheet": (
        *("auditor", {"sheet": "@signed_sheet", "reason": CANARY, "asked": uuid.UUID(int=7)}), "forums.open_signed_sheet",
    ),
    "photos.allow_photos": ("manager", {"forum": "@approved_forum", "reason": CANARY}, "forums.allow_photos"),
    "photos.forbid_photos": ("manager", {"forum": "@draft_forum"}, "forums.forbid_photos"),
    "photos.add_photo": (
        *("staff", {"forum": "@draft_forum", "clean": Clean("png", b"\x89PNG"), "people": []}), "forums.add_photo",
    ),
    "photos.remove_photo": ("staff", {"photo": "@photo"}, "forums.remove_photo"),
    "list_import.writing.write_lines": ("staff", {"forum": "@draft_forum", "planned": []}, "forums.enlist_many"),
    "list_import.undoing.take_back_lines": ("staff", {"forum": "@draft_forum", "rows": []}, "forums.remove_many"),
    "pasting.enlist_many": (
        *("staff", {"forum": "@draft_forum", "expected": 1, "lines": []}), "forums.enlist_many",
    ),
    "pasting.remove_many": (
        *("staff", {"forum": "@draft_forum", "rows": ["@draft_attendance"]}), "forums.remove_attendance forums.remove_many",
    ),
    "enlisting.record_total": ("staff", {"forum": "@draft_forum", "dimension": "sex", "key": "f", "count": 3}, "forums.record_total"),
    "forums.create_forum": ("staff", {"programme": "@programme", "kind": "dialogue", "title_ar": CANARY}, "forums.create_forum"),
    "forums.update_meeting": ("staff", {"forum": "@draft_forum", "expected": 1, "summary": CANARY}, "forums.update_meeting"),
    "forums.decide_date": ("manager", {"forum": "@draft_forum", "expected": 1, "decision": "kept", "reason": CANARY}, "forums.decide_date"),
    "feeds.make_feed": ("reviewer", {}, "forums.make_feed"),
    "feeds.withdraw_feed": ("staff", {}, "forums.withdraw_feed"),
    "levels.make_dialogue": ("staff", {"forum": "@district_forum"}, "forums.create_forum"),
    "planning.plan_meeting": (
        *("manager", {"forum": "@coming_forum", "expected": 1, "venue": CANARY, "permits": CANARY}),
        "forums.plan_meeting",
    ),
    "planning.mark_invited": ("manager", {"invitation": "@listed", "day": DAY}, "forums.mark_invited"),
    "planning.record_reply": (
        *("staff", {"invitation": "@invited", "reply": "coming", "replied_on": DAY, "delegate": CANARY}),
        "forums.record_reply",
    ),
    "minutes.submit_minutes": ("staff", {"minutes": "@draft_minutes", "expected": 1}, "forums.minutes.submit"),
    "minutes.take_back_minutes": ("staff", {"minutes": "@submitted_minutes", "expected": 2}, "forums.minutes.take_back"),
    "minutes.return_minutes": ("manager", {"minutes": "@submitted_minutes", "expected": 2, "note": CANARY}, "forums.minutes.return"),
    "minutes.approve_minutes": (
        *("manager", {"minutes": "@submitted_minutes", "expected": 2, "reasons": "@reasons", "checklist": "@checklist"}),
        "forums.minutes.approve",
    ),
    "own_approval.ask_to_approve_own": (
        *("manager", {"minutes": "@own_minutes", "reason": CANARY, "path": "/"}), "accounts.ask_second_person",
    ),
    "minutes.reopen_minutes": ("manager", {"minutes": "@approved_minutes", "expected": 3, "note": CANARY}, "forums.minutes.reopen"),
    "outputs.add_output": ("staff", {"minutes": "@draft_minutes", "kind": "issue", "text": CANARY}, "forums.add_output"),
    "outputs.edit_output": ("staff", {"output": "@draft_output", "expected": 1, "text": CANARY}, "forums.edit_output"),
    "outputs.move_output": ("staff", {"output": "@last_output", "up": True}, "forums.move_output"),
    "outputs.place_output": ("staff", {"output": "@last_output", "after": None}, "forums.move_output"),
    "lines.changes.save_change": ("staff", {"minutes": "@draft_minutes", "change": LINE}, "forums.add_output"),
    "outputs.remove_output": ("staff", {"output": "@draft_output"}, "forums.remove_output"),
    "outputs.restore_output": ("staff", {"output": "@removed_output"}, "forums.restore_output"),
    "outputs.link_outputs": ("staff", {"source": "@draft_output", "target": "@removed_output", "kind": "answers"}, "forums.link_outputs"),
    "outputs.unlink_outputs": ("staff", {"source": "@last_output", "kind": "answers"}, "forums.unlink_outputs"),
    "speakers.record_speaker": ("staff", {"output": "@named_output", "person": "@draft_person"}, "forums.record_speaker"),
    "speakers.forget_speaker": ("staff", {"output": "@spoken_output"}, "forums.forget_speaker"),
    "seal.ask_to_open_seal": ("manager", {"output": "@sealed_output", "reason": CANARY, "path": "/"}, "accounts.ask_second_person"),
    "seal.open_seal": ("second_manager", {"output": "@sealed_output"}, "accounts.twopersonact.do forums.open_seal"),
    "archive.ask_to_archive_programme": ("manager", {"programme": "@programme", "reason": CANARY, "path": "/"}, "accounts.ask_second_person"),
    "archive.archive_programme": ("second_manager", {"programme": "@programme"}, "accounts.twopersonact.do forums.archive_programme"),
    "archive.unarchive_programme": ("manager", {"programme": "@old_programme", "reason": CANARY}, "forums.unarchive_programme"),
    "programmes.save_programme": ("administrator", {"programme": "@programme"}, "forums.change_programme"),
    "translating.translate_meeting": ("staff", {"forum": "@approved_forum", "expected": 1, "summary_en": CANARY}, "forums.translate_meeting"),
    "indicators.enter_actuals": ("staff", {"programme": "@programme", "actuals": "@actuals"}, "forums.enter_actuals"),
    "programmes.save_indicator": ("administrator", {"indicator": "@indicator"}, "forums.change_indicator"),
    "writing.begin_writing": ("staff", {"minutes": "@draft_minutes"}, ""),
}  # fmt: skip
