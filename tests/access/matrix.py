"""Which cases expected.csv must cover: every address × method × actor × object. How to read it: `rows.py`."""

import uuid

from django.urls import URLPattern, get_resolver, reverse

from .rows import ACTORS
from .scene import SIDES
from .some_row import some_row

METHODS = ("GET", "POST", "PUT", "DELETE")
ABSENT = uuid.UUID("00000000-0000-4000-8000-000000000000")
STANDINGS = {
    "forum": ("draft_forum", "submitted_forum", "approved_forum"),
    "person": ("draft_person", "submitted_person", "approved_person", "erased_person"),
    "merge": ("merge",),
    "institution": ("institution",),
    "import": ("ready_import", "applied_import"),
    "consent": ("standing_consent", "withdrawn_consent"),
    "attendance": (
        *("draft_attendance", "submitted_attendance", "approved_attendance"),
        *("erased_attendance", "removed_attendance"),
    ),
    "sheet": ("signed_sheet",),
    "photo": ("photo",),
    "thanks": ("draft_thanks", "submitted_thanks", "approved_thanks", "erased_thanks"),
    "revision": ("approved_revision",),
    "words": ("words",),
    "shown_line": ("shown_line",),
    "output": ("draft_output", "submitted_output", "approved_output", "removed_output"),
    "recommendation": ("unsent", "sent", "sent_elsewhere", "answered"),
    "addressee": (
        *("unsent_addressee", "sent_addressee", "sent_elsewhere_addressee", "answered_addressee"),
        "reported_addressee",
    ),
    "response": ("draft_response", "response"),
    "attachment": ("scan_attachment", "evidence_attachment"),
    "invitation": ("invitation",),
    "letter": ("letter",),
    "message": ("message",),
    "rendering": ("rendering",),
    "report": ("report",),
    "account": ("staff_account",),
    "role": ("held_role",),
    "request": ("request",),
    "programme": ("programme",),
    "donor_report": ("prepared_donor_report", "released_donor_report", "withdrawn_donor_report"),
}


def addresses() -> dict[str, frozenset[str]]:
    """Every address of the portal, those of other people's apps too: name → names of its arguments."""
    found = {}

    def walk(resolver, namespaces, arguments):
        for pattern in resolver.url_patterns:
            more = arguments | set(pattern.pattern.regex.groupindex)
            if isinstance(pattern, URLPattern):
                name = ":".join([*namespaces, pattern.name or f"unnamed:{pattern.pattern}"])
                assert name not in found, f"two addresses are named {name}"
                found[name] = frozenset(more)
            else:
                walk(pattern, [*namespaces, pattern.namespace] if pattern.namespace else namespaces, more)

    walk(get_resolver(), [], set())
    return found


#: What the one argument of each of our addresses names. A new address must be thought about, and stand here.
SUBJECTS: dict[str, str] = {
    **dict.fromkeys(
        [
            *(
                "forums:detail",
                "forums:meeting",
                "forums:decide_date",
                "forums:attendance",
                "forums:add_thanks",
            ),
            *(
                "forums:record_total",
                "forums:outputs",
                "forums:lines",
                "forums:check",
                "forums:submit",
                "forums:take_back",
            ),
            *(
                "forums:paste",
                "forums:undo_paste",
                "forums:import_list",
                "forums:sheets",
                "forums:hand_in",
            ),
            *("forums:photos", "forums:add_photo", "forums:allow_photos"),
            *("forums:call_list", "forums:ask_call_list", "forums:print_call_list"),
            *(
                "forums:plan",
                "recommendations:brief",
                "reports:brief_pdf",
                "forums:make_dialogue",
                "recommendations:hearing",
                "recommendations:invitations",
                "forums:approval",
                "forums:reopen",
                "recommendations:editor",
                "reports:forum_pdf",
            ),
            "recommendations:take_up",
            *(
                "forums:compare",
                "forums:ask_own_approval",
                "recommendations:words",
                "recommendations:show_words",
            ),
        ],
        "forum",
    ),
    **dict.fromkeys(
        [
            f"participants:{name}"
            for name in (
                *("person", "edit_person", "contacts", "reveal", "record_consent"),
                *("compare", "merge", "not_same"),
            )
        ],
        "person",
    ),
    **dict.fromkeys(
        [
            f"participants:{name}"
            for name in (
                *("institution", "edit_institution", "institution_names", "institution_posts"),
                *("focal_points", "archive_institution"),
            )
        ],
        "institution",
    ),
    **dict.fromkeys(["recommendations:correspondence", "reports:institution_sheet"], "institution"),
    "forums:revision": "revision",
    "recommendations:own_words": "words",
    **dict.fromkeys(["recommendations:propose_wording", "recommendations:settle_wording"], "shown_line"),
    "reports:erase_person": "person",
    "participants:withdraw_consent": "consent",
    "participants:undo_merge": "merge",
    **dict.fromkeys(
        [
            *("participants:import", "participants:import_columns", "participants:import_rows"),
            *("participants:take_in", "participants:undo_import", "participants:discard_import"),
            "participants:import_errors",
        ],
        "import",
    ),
    **dict.fromkeys(["forums:remove_attendance", "forums:restore_attendance"], "attendance"),
    "forums:withdraw_thanks": "thanks",
    **dict.fromkeys(
        ["forums:move_up", "forums:move_down", "forums:remove_output", "forums:restore_output"], "output"
    ),
    **dict.fromkeys(["forums:seal", "forums:ask_seal"], "output"),
    **dict.fromkeys(
        [
            *(f"forums:{name}" for name in ("programme", "ask_archive", "archive", "unarchive")),
            *("reports:purge", "reports:ask_purge", "reports:programme_exports", "reports:export_figures"),
            "reports:indicators",
            *("reports:ask_names", "reports:export_names"),
        ],
        "programme",
    ),
    "recommendations:promote": "output",
    **dict.fromkeys(
        [
            f"recommendations:{name}"
            for name in ("detail", "edit", "alike", "send", "withdraw", "merge", "undo_merge", "owner")
        ],
        "recommendation",
    ),
    "recommendations:confirm_kind": "programme",
    **dict.fromkeys(
        [
            f"recommendations:{name}"
            for name in (
                "confirm_guess",
                "answer",
                "clarify",
                "update",
                "verify",
                "paper",
                "withdraw_code",
                "extend",
                *("witnesses", "ask_witnesses", "end_witnesses"),
            )
        ],
        "addressee",
    ),
    **dict.fromkeys(
        [
            f"recommendations:{name}"
            for name in ("response", "withdraw_answer", "confirm_answer", "confirm_by_letter")
        ],
        "response",
    ),
    "recommendations:attachment": "attachment",
    **dict.fromkeys(["recommendations:mark_invited", "recommendations:reply"], "invitation"),
    "reports:letter_pdf": "letter",
    **dict.fromkeys(
        [f"recommendations:{name}" for name in ("outbox_message", "hand_over", "send_again")], "message"
    ),
    **dict.fromkeys(["reports:rendering", "reports:rendering_file"], "rendering"),
    **dict.fromkeys(
        [f"team_{name}" for name in ("account", "link", "grant", "deactivate", "activate", "factor")],
        "account",
    ),
    **dict.fromkeys(["team_end_role", "team_second_key", "team_engage", "team_validator"], "role"),
    "signed:sheet": "sheet",
    **dict.fromkeys(["forums:photo", "forums:remove_photo"], "photo"),
    **dict.fromkeys([f"second_person_{name}" for name in ("allow", "refuse", "take_back")], "request"),
    "reports:check": "report",
    "reports:press_release": "donor_report",
    "reports:prepare_outcomes": "forum",
    **dict.fromkeys(
        [
            f"reports:{name}"
            for name in ("report", "release", "withdraw", "discard", "download", "report_figures")
        ],
        "donor_report",
    ),
}


def kind_of(name: str, arguments: frozenset[str]) -> str | None:
    """What the address is about: a key of STANDINGS, "token" for links of one use, None for no object.

    In the back office: "row" and the model, since nobody's right there depends on whose row it is.

    Raises KeyError for one of ours that is not in SUBJECTS.
    """
    if not arguments:
        return None
    if name.startswith(("account_", "mfa_", "first_administrator", "invitation", "feed:")):
        return "token"
    if name == "admin:app_list":
        return "token"
    if name.startswith("admin:"):
        return f"row {name.removeprefix('admin:').rpartition('_')[0]}"
    return SUBJECTS[name]


def object_names(kind: str | None) -> tuple[str, ...]:
    """The words of the column `object` that an address of this kind has."""
    if kind is None:
        return ("-",)
    if kind == "token":
        return ("absent",)
    if kind.startswith("row "):
        return ("row", "absent")
    standings = [standing.removesuffix(f"_{kind}") for standing in STANDINGS[kind]]
    return (*(f"{side}.{standing}" for side in SIDES for standing in standings), "absent")


def objects(kind: str | None, scene: dict) -> dict[str, object]:
    """word of the column `object` → the object, "absent" for one that does not exist, None where there is none."""
    if kind is None:
        return {"-": None}
    found = dict.fromkeys(object_names(kind), "absent")
    if "row" in found:
        return found | {"row": some_row(kind.removeprefix("row "))}
    named = [(side, standing) for side in SIDES for standing in STANDINGS.get(kind, ())]
    for side, standing in named:
        found[f"{side}.{standing.removesuffix(f'_{kind}')}"] = scene[f"{side}.{standing}"]
    return found


def size() -> int:
    """How many cases there are: addresses × methods × actors × objects."""
    kinds = [kind_of(name, arguments) for name, arguments in addresses().items()]
    return len(METHODS) * len(ACTORS) * sum(len(object_names(kind)) for kind in kinds)


def path_of(name: str, arguments: frozenset[str], subject) -> str:
    """The path of an address for one object of the scene."""
    values = {}
    for argument in arguments:
        if subject != "absent":
            values[argument] = subject.verification_code if argument == "code" else subject.public_id
        else:
            values[argument] = _absent(argument)
    return reverse(name, kwargs=values)


def _absent(argument):
    return {
        "pk": 987654321,
        "code": "23456789ABCDEFGHJ",
        "token": "guessed",
        "key": "guessed",
        "app_label": "guessed",
        "uidb36": "1",
    }.get(argument, ABSENT)
