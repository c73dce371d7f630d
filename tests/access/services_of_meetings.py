"""The same as `services.py`, of services that are about meetings to come and review meetings. Written by hand."""

from datetime import date

WHY = "سبب تجريبي"
DAY = date(2022, 8, 1)
MEETINGS = {
    "forums.services.feeds.make_feed": (
        *("manager staff reviewer foreign_manager foreign_staff foreign_reviewer", None, None, {}),
    ),
    "forums.services.levels.make_dialogue": ("staff", "forum", "district_forum", {}),
    "forums.services.planning.plan_meeting": ("manager staff", "forum", "draft_forum", {"expected": 1}),
    "forums.services.planning.mark_invited": ("manager staff", "invitation", "invitation", {"day": DAY}),
    "forums.services.planning.record_reply": (
        *("manager staff", "invitation", "invitation"),
        {"reply": "coming", "replied_on": DAY},
    ),
    "recommendations.services.hearings.answer_in_room": (
        *("staff", "addressee", "sent_addressee"),
        {"forum": "review", "decision": "accepted", "summary": "نص"},
    ),
    "recommendations.services.hearings.mark_not_discussed": (
        *("staff", "recommendation", "sent", {"forum": "review"}),
    ),
    "recommendations.services.hearings.raise_again": ("staff", "recommendation", "sent", {"forum": "review"}),
    "recommendations.services.invitations.invite_by_letter": (
        *("staff", "forum", "draft_forum"),
        {"invitations": [], "day": DAY, "number": "1", "subject": WHY, "body": WHY},
    ),
    "recommendations.services.invitations.take_down_reply": (
        *("manager staff", "invitation", "invitation"),
        {"reply": "coming", "replied_on": DAY},
    ),
}
