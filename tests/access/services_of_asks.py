"""Services about asks and their messages that came later; beside `services.py`."""

from datetime import date

WHY = "سبب تجريبي"

ASKS = {
    "recommendations.services.extending.extend_answer_date": (
        *("manager staff", "addressee", "sent_addressee"),
        {"until": date(2031, 1, 1), "reason": WHY},
    ),
    **{
        f"recommendations.services.witnesses.{name}": ("staff", "addressee", "reported_addressee", more)
        for name, more in {"ask_witnesses": {"size": 6, "days": 14}, "end_witnesses": {}}.items()
    },
    "forums.services.translating.translate_meeting": (
        *("manager staff", "forum", "approved_forum", {"expected": 1, "title_en": "Words"}),
    ),
    "recommendations.services.translating.translate": (
        *("manager staff", "row", "response", {"text": "Words", "seen": ""}),
    ),
    "recommendations.services.translating.check_translation": (
        "manager staff",
        "row",
        "response",
        {"seen": ""},
    ),
    "recommendations.services.kinds.confirm_kind": (
        *("manager", "programme", "programme", {"kind": "answer_awaited"}),
    ),
    "forums.services.indicators.enter_actuals": ("manager staff", "programme", "programme", {"actuals": []}),
    "recommendations.services.owning.name_owner": (
        *("manager staff", "recommendation", "sent", {"owner": None, "expected": 1}),
    ),
    "recommendations.services.merging.merge_recommendation": (
        *("manager", "recommendation", "sent", {"into": "answered", "expected": 1, "reason": WHY}),
    ),
    "recommendations.services.merging.undo_merge": (
        *("manager", "recommendation", "merged", {"expected": 1, "reason": WHY}),
    ),
    "recommendations.services.transitions.change_standing": (
        *("manager", "recommendation", "sent", {"action": "withdraw", "expected": 1, "reason": WHY}),
    ),
    "recommendations.services.withdrawal.withdraw_recommendation": (
        *("manager", "recommendation", "sent", {"expected": 1, "reason": WHY}),
    ),
}
