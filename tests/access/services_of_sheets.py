"""The part of `services.py` that is about pasted lists, sheets of paper, and photos."""

import uuid

from common.uploads import Clean

WHY = "سبب تجريبي"
ASKED = uuid.UUID(int=1)
SHEETS = {
    "accounts.services.memberships.engage_auditor": ("manager", "membership", "auditor_role", {}),
    "forums.services.pasting.enlist_many": (
        *("staff", "forum", "draft_forum"),
        {"expected": 1, "lines": []},
    ),
    "forums.services.pasting.remove_many": ("staff", "forum", "draft_forum", {"rows": []}),
    "forums.services.list_import.writing.write_lines": (
        *("staff", "forum", "draft_forum"),
        {"planned": []},
    ),
    "forums.services.list_import.undoing.take_back_lines": (
        *("staff", "forum", "draft_forum"),
        {"rows": []},
    ),
    "participants.services.imports.opening.open_import": (
        *("staff", "programme", "programme"),
        {"kind": "people", "content": "الاسم\nسين تجربة الكشف".encode(), "name": "a.csv"},
    ),
    "participants.services.imports.opening.choose_columns": (
        *("staff", "sheet", "ready_import"),
        {"expected": 1, "columns": {"name_ar": 0}},
    ),
    "participants.services.imports.opening.discard_import": ("staff", "sheet", "ready_import", {}),
    "participants.services.imports.deciding.decide_rows": (
        *("staff", "sheet", "ready_import"),
        {"expected": 1, "choices": {}},
    ),
    "participants.services.imports.applying.take_in": ("staff", "sheet", "ready_import", {"expected": 1}),
    "participants.services.imports.applying.ask_to_take_in": (
        *("staff", "sheet", "ready_import"),
        {"expected": 1},
    ),
    "participants.services.imports.undoing.undo_import": (
        *("staff", "sheet", "applied_import"),
        {"expected": 1},
    ),
    "forums.services.sheets.print_sheet": (
        *("staff", "forum", "draft_forum"),
        {"kind": "sign_in", "language": "ar", "blanks": 1},
    ),
    "forums.services.signed_sheets.hand_in_sheet": (
        *("staff", "forum", "draft_forum"),
        {"sheet": "sign_in", "clean": Clean("pdf", b"%PDF-1.7 %%EOF")},
    ),
    "forums.services.signed_sheets.open_signed_sheet": (
        *("auditor", "sheet", "signed_sheet"),
        {"reason": WHY, "asked": ASKED},
    ),
    "forums.services.photos.allow_photos": ("manager", "forum", "draft_forum", {"reason": WHY}),
    "forums.services.photos.forbid_photos": ("manager", "forum", "draft_forum", {}),
    "forums.services.photos.add_photo": (
        *("staff", "forum", "draft_forum"),
        {"clean": Clean("png", b"\x89PNG"), "people": []},
    ),
    "forums.services.photos.remove_photo": ("staff", "photo", "photo", {}),
}
