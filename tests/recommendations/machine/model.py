"""What may happen to an ask, written by hand from the design and not from the tables of the code."""

from dataclasses import dataclass, field

STAFF, MANAGERS = {"staff", "no_second_factor"}, {"manager", "second_manager"}
ASKED = {"lead", "supporting"}
#: decision → (the state that it leads to, what it must be given beside the answer itself)
DECISIONS = {
    "accepted": ("accepted", ""),
    "conditional": ("conditional", "condition"),
    "partly": ("partly", "reason"),
    "declined": ("declined", "reason"),
    "beyond_mandate": ("referred", "reason"),
    "already_done": ("already_done", "reason"),
    "noted": ("noted", ""),
    "answered": ("answered", ""),
    "clarification": ("clarification", "reason"),
}
TAKEN_BACK_FROM = {
    *("accepted", "conditional", "partly", "declined", "already_done", "noted", "answered", "clarification"),
}
#: kind of update → state that it is given in → state that it leads to
UPDATES = {
    "progress": {
        **dict.fromkeys(["accepted", "conditional", "partly", "stopped"], "in_progress"),
        "in_progress": "in_progress",
    },
    "stopped": {"in_progress": "stopped"},
    "done": dict.fromkeys(
        ["accepted", "conditional", "partly", "already_done", "in_progress"], "reported_done"
    ),
}


@dataclass
class Row:
    """One addressee as it should be."""

    part: str
    state: str
    round: int = 1
    #: how the answer of this round came, "" where there is none
    channel: str = ""
    confirmed: bool = False
    released: bool = False
    #: (round) of the one-time code that is good, None where there is none
    code: int | None = None
    history: list[str] = field(default_factory=list)

    def go(self, state):
        """To another state, remembered."""
        self.history.append(self.state)
        self.state = state


@dataclass
class Ask:
    """The whole: `reviewers` says who speaks for an institution."""

    kind: str
    reviewers: dict[str, set[str]]
    rows: dict[str, Row]
    standing: str = "open"
    sent: bool = False
    closed: bool = False

    def speaks(self, actor, body) -> bool:
        """The institution itself."""
        return not self.closed and actor in self.reviewers[body]

    def writes(self, actor, body) -> bool:
        """The institution, or staff on its behalf."""
        return self.speaks(actor, body) or (actor in STAFF and not self.closed)

    def manages(self, actor) -> bool:
        """A manager of the programme."""
        return actor in MANAGERS and not self.closed

    def may_send(self, actor) -> bool:
        """Once, while it stands."""
        return self.manages(actor) and self.standing == "open" and not self.sent

    def is_answerable(self, body) -> bool:
        """Asked, sent, and without an answer."""
        row = self.rows[body]
        return row.part in ASKED and row.state == "sent" and not row.channel and self.standing == "open"

    def may_answer(self, actor, body, channel, *, letter) -> bool:
        """The own account by itself, staff by letter (which is there) or from the room."""
        own = self.speaks(actor, body)
        fits = channel == "account" if own else channel == "room" or (channel == "letter" and letter)
        return self.writes(actor, body) and self.is_answerable(body) and fits

    def is_whole(self, body, decision, *, given, target) -> bool:
        """What must be said is said; a referral leads to a body that is not it and has not referred it itself."""
        if DECISIONS[decision][1] and not given:
            return False
        if decision == "answered":
            return self.kind == "question"
        if decision == "beyond_mandate":
            there = self.rows.get(target)
            return target is not None and target != body and (there is None or there.state != "referred")
        return True

    def answer(self, body, decision, channel, target) -> None:
        """It is answered; a referral opens another."""
        row = self.rows[body]
        row.go(DECISIONS[decision][0])
        row.channel, row.confirmed, row.released = channel, channel in ("account", "letter"), False
        if decision == "beyond_mandate":
            there = self.rows.setdefault(target, Row(row.part, "sent"))
            if row.part == "lead" or there.part not in ASKED:
                there.part = row.part

    def may_take_back(self, actor, body, *, note) -> bool:
        """Who entered it; staff also what nobody has confirmed by his account."""
        row = self.rows[body]
        mine = self.speaks(actor, body)
        ours = (
            actor in STAFF
            and not self.closed
            and (row.channel in ("letter", "room") or (row.channel == "code" and not row.confirmed))
        )
        fits = row.state in TAKEN_BACK_FROM and row.channel and not row.released and self.standing == "open"
        return (mine or ours) and bool(fits) and note

    def next_round(self, body) -> None:
        """Asked anew."""
        row = self.rows[body]
        row.go("sent")
        row.round, row.channel, row.confirmed, row.released = row.round + 1, "", False, False

    def may_update(self, actor, body, kind, *, given) -> bool:
        """The institution or staff on its behalf; a stop says why and what would unblock it."""
        fits = self.rows[body].state in UPDATES[kind] and self.standing == "open"
        return self.writes(actor, body) and fits and (given or kind != "stopped")

    def may_verify(self, actor, body, finding, *, method, note) -> bool:
        """A manager, of what is reported done, saying how; anything less than yes says why."""
        fits = self.rows[body].state == "reported_done" and self.standing == "open" and method
        return self.manages(actor) and fits and (note or finding == "confirmed")

    def may_part(self, actor, *, note) -> bool:
        """Undo a merge: whoever could have withdrawn it."""
        may = self.manages(actor) or (actor in STAFF and not self.closed and not self.sent)
        return may and note and self.standing == "merged"

    def may_withdraw(self, actor, *, note) -> bool:
        """A manager; staff while nobody outside has seen it."""
        may = self.manages(actor) or (actor in STAFF and not self.closed and not self.sent)
        return may and note and self.standing == "open"
