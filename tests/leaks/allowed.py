"""Who may see what was planted, by hand from docs/protection.md (role × data). What is not said here may be seen by nobody.

office: manager and staff of the side · body: the representative of the institution that was asked, of what was sent to
it · invited: the representative of the institution that is invited to a meeting to come · auditor: of the own programme, what was sent · donor: of the own programme, what stands in a released report ·
administrator: whoever keeps accounts and programmes · accounts: whoever keeps or reads the account, and its owner ·
managers: of the side, who ask for acts of two and allow them · members: every role in the programme, and whoever got
something from it · colleagues: the office where the account has a role.
"""

OFFICE = {
    "own": {"manager", "second_manager", "staff"},
    "foreign": {"foreign_manager", "foreign_staff", "dual"},
}
MANAGERS = {"own": {"manager", "second_manager"}, "foreign": {"foreign_manager"}}
DONORS = {"own": {"donor", "dual"}, "foreign": set()}
AUDITORS = {"own": {"auditor"}, "foreign": set()}
REPRESENTATIVES = {"own": "reviewer", "foreign": "foreign_reviewer"}

_OF_LETTERS = ("number", "subject", "attachments", "signatory", "addressed_to", "body")
_THING = {"sent", "answered", "reported"}
#: Names of rows that were sent to the side's own body, and to its neighbour.
TO_BODY = {
    *_THING,
    *(f"{name}_addressee" for name in _THING),
    *(
        "draft_response",
        "response",
        "update",
        "verification",
        "letter",
        "scan_attachment",
        "evidence_attachment",
        "extension",
    ),
}
TO_NEIGHBOUR = {"sent_elsewhere", "sent_elsewhere_addressee"}
#: A line of a draft that is shown to the side's own body as its own words, and what the body says of it.
SHOWN = {"shown_output", "shown_line"}
#: The output from which all of them were made.
BEHIND = {"approved_output"}
SENT = {*TO_BODY, *TO_NEIGHBOUR}
DRAFTS = {"draft_response", "sent_elsewhere_addressee"}

FIELDS = {
    # the programme and its settings
    **dict.fromkeys(
        [f"forums.Programme.{name}" for name in ("title_ar", "title_en")], "members administrator"
    ),
    **dict.fromkeys(
        [
            f"forums.Programme.{name}"
            for name in (
                *("iati_identifier", "grant_number", "contact", "disclaimer_ar", "disclaimer_en"),
                "hides_marks_reason",
            )
        ],
        "office donor administrator",
    ),
    "forums.Programme.unarchived_because": "office administrator",
    # forums; a donor reads of a meeting what a report says of it: no venue, no hour, no agenda
    **dict.fromkeys([f"forums.Forum.{name}" for name in ("title_ar", "title_en")], "office donor invited"),
    **dict.fromkeys(
        [
            f"forums.Forum.{name}"
            for name in (
                "date_as_written",
                *("occasion", "occasion_en", "focus", "focus_en"),
                *("summary", "summary_en"),
            )
        ],
        "office donor",
    ),
    **dict.fromkeys([f"forums.Forum.{name}" for name in ("date_reason", "permits")], "office"),
    **dict.fromkeys(["forums.Forum.venue", "forums.AgendaItem.title"], "office invited"),
    "forums.ForumInvitation.delegate": "office",
    **dict.fromkeys(
        [f"forums.Attendance.{name}" for name in ("post", "represents", "presence_reason")], "office"
    ),
    "forums.Acknowledgement.reason": "office",
    # photos are the office's; a signed sheet, and why others looked at it, are an engaged auditor's
    **dict.fromkeys(["forums.PhotosAllowed.reason", "forums.Photo content"], "office"),
    **dict.fromkeys(["forums.SheetReading.reason", "forums.SignedSheet content"], "engaged"),
    **dict.fromkeys([f"forums.Minutes.{name}" for name in ("amendment_reason", "return_note")], "office"),
    "forums.MinutesRevision.reason": "office",
    **dict.fromkeys([f"forums.Output.{name}" for name in ("text", "translation")], "office body donor"),
    # people: their names for the office; how they are reached takes a reason, and a POST
    **dict.fromkeys(
        [f"participants.Person.{name}" for name in ("name_ar", "name_en", "known_as", "languages")], "office"
    ),
    "participants.Merge.reason": "office",
    "participants.SheetImport.file_name": "office",
    # what was asked, and what came of it
    **dict.fromkeys(
        [f"recommendations.Recommendation.{name}" for name in ("text", "translation")],
        "office body auditor donor",
    ),
    **dict.fromkeys(
        [f"recommendations.Recommendation.{name}" for name in ("expected_result", "standing_reason")],
        "office body auditor",
    ),
    **dict.fromkeys(
        [f"recommendations.Wording.{name}" for name in ("text", "translation")], "office body auditor"
    ),
    **dict.fromkeys(
        [f"recommendations.Response.{name}" for name in ("text", "translation")], "office body auditor donor"
    ),
    **dict.fromkeys(
        [
            f"recommendations.Response.{name}"
            for name in ("reason", "condition", "condition_by", "unit", "withdrawn_because", "clarification")
        ],
        "office body auditor",
    ),
    "recommendations.Response.detail": "office body",
    **dict.fromkeys(
        [f"recommendations.Commitment.{name}" for name in ("text", "translation")], "office body donor"
    ),
    "recommendations.Commitment.unit": "office body",
    **dict.fromkeys(
        [f"recommendations.Update.{name}" for name in ("text", "translation")], "office body donor"
    ),
    **dict.fromkeys(
        [
            *(
                f"recommendations.Update.{name}"
                for name in ("detail", "milestone", "stopped_because", "would_unblock")
            ),
            *("recommendations.Evidence.note", "recommendations.Evidence.link"),
            "recommendations.Extension.reason",
            *("recommendations.Verification.method", "recommendations.Verification.note"),
            *(f"recommendations.Letter.{name}" for name in _OF_LETTERS),
            "recommendations.Attachment content",
        ],
        "office body",
    ),
    "recommendations.WitnessVoice.words": "office",
    # another wording that an institution proposed for its own words, and why staff kept theirs
    **dict.fromkeys([f"recommendations.ShownLine.{name}" for name in ("proposal", "reason")], "office body"),
    # why a file of somebody who was erased stays
    "recommendations.Attachment.kept_because": "managers",
    # reports and accounts
    **dict.fromkeys([f"reports.Report.{name}" for name in ("totals_reason", "withdrawn_because")], "office"),
    **dict.fromkeys([f"accounts.TwoPersonAct.{name}" for name in ("label", "reason", "answer")], "managers"),
    "accounts.User.display_name": "accounts colleagues",
    "accounts.User.email": "accounts",
}
#: Shown by an act alone, which takes a reason and stands on the record: field → addresses of the act. For the office.
BY_ACT = {
    **dict.fromkeys(
        ["participants.Person.phone", "participants.Person.email"],
        ("POST participants:reveal ", "POST forums:call_list ", "POST forums:print_call_list "),
    ),
}
#: Shown by nothing.
NEVER = {
    *(
        "participants.Person.notes",
        "participants.ContactReading.reason",
        "participants.Merge.replaced",
        "forums.CallListReading.reason",
        "forums.SignedSheet.kept_because",
        "accounts.KeptForm.content",
    ),
}


#: account → sides on which it has a role in the programme
SIDES_OF = {
    **dict.fromkeys(("manager", "second_manager", "staff", "donor", "auditor"), ("own",)),
    **dict.fromkeys(("deactivated", "no_second_factor"), ("own",)),
    **dict.fromkeys(("foreign_manager", "foreign_staff"), ("foreign",)),
    "dual": ("own", "foreign"),
}
#: What of a programme is not released by a report of its approved forum.
OF_DRAFTS = {
    *("draft_forum", "submitted_forum", "planned_forum"),
    *("draft_output", "submitted_output", "removed_output", "unsent", "shown_output"),
}


def may_see(actor: str, mark, where: str) -> bool:
    """Whether the actor may find this mark there: «METHOD address path»."""
    if mark.field in BY_ACT:
        return actor in OFFICE[mark.side] and where.startswith(BY_ACT[mark.field])
    words = set(FIELDS.get(mark.field, "").split())
    if mark.field.startswith("recommendations.Response") and mark.name in DRAFTS:
        words &= {"body"}
    return any(_READERS[word](actor, mark.side, mark.name) for word in words)


def _body(actor, side, name):
    if name in BEHIND:
        return actor in REPRESENTATIVES.values()
    if name in SHOWN:
        return actor == REPRESENTATIVES[side]
    if name in TO_NEIGHBOUR:
        return actor == REPRESENTATIVES["foreign" if side == "own" else "own"]
    return name in TO_BODY and actor == REPRESENTATIVES[side]


def _members(actor, side, name):
    # Both institutions were asked something by both programmes.
    return actor in OFFICE[side] | DONORS[side] | AUDITORS[side] | set(REPRESENTATIVES.values())


def _accounts(actor, side, name):
    keepers = set().union(*(MANAGERS[side] | AUDITORS[side] for side in SIDES_OF.get(name, ())))
    return actor in keepers | {name, "administrator"}


def _colleagues(actor, side, name):
    return any(actor in OFFICE[place] for place in SIDES_OF.get(name, (side,) if side else ()))


_READERS = {
    "engaged": lambda actor, side, name: actor in AUDITORS[side],
    "office": lambda actor, side, name: actor in OFFICE[side],
    "body": _body,
    "invited": lambda actor, side, name: name == "planned_forum" and actor == REPRESENTATIVES[side],
    "auditor": lambda actor, side, name: actor in AUDITORS[side] and name in SENT,
    "donor": lambda actor, side, name: actor in DONORS[side] and name not in OF_DRAFTS,
    "administrator": lambda actor, side, name: actor == "administrator",
    "accounts": _accounts,
    "colleagues": _colleagues,
    "managers": lambda actor, side, name: actor in MANAGERS[side],
    "members": _members,
}
