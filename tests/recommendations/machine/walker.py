"""Whoever comes tries whatever there is: each act goes exactly where the model says, and a refusal leaves no trace."""

import datetime
import random

from django.utils import timezone
from hypothesis import note as tell
from hypothesis import strategies as st
from hypothesis.stateful import rule

from forums.models import Programme
from recommendations.models import CodeBearer, Response
from recommendations.services.addressing import set_addressees
from recommendations.services.answers import confirm_response, record_response, withdraw_response
from recommendations.services.codes import answer_by_code, find_code, make_code
from recommendations.services.merging import merge_recommendation, undo_merge
from recommendations.services.progress import record_update, verify
from recommendations.services.sending import clarify, send_recommendation
from recommendations.services.withdrawal import withdraw_recommendation

from .model import STAFF, UPDATES
from .stage import Stage
from .tries import ACTS, LIKELY

DAY = datetime.date(2026, 11, 2)


class Walker(Stage):
    """All acts; those that end the walk come seldom."""

    @rule(number=st.integers(0, 2**32))
    def somebody_tries_something(self, number):
        """One act, by whomever: drawn one by one, hypothesis would try the same few again and again."""
        self.steps += 1
        luck, names = random.Random(f"{self.walk} {self.steps} {number}"), list(ACTS)
        (name,) = luck.choices(names, [ACTS[one][0] for one in names])
        body = luck.choice(list(self.model.rows))
        likely = luck.random() < 0.5 and LIKELY.get(self.model.rows[body].state)
        name = luck.choice(likely) if likely else name
        how = {key: luck.choice(values) for key, values in ACTS[name][1].items()}
        how |= {"body": body} if likely and "body" in how else {}
        tell(f"{name} {how}")
        getattr(self, name)(**how)

    def send(self, actor, seen):
        """Send it."""
        actor = self.who(actor)
        ask = self.fresh()
        expected = None if seen is None else ask.version + seen
        went = self.goes(
            lambda: send_recommendation(
                actor=self.actor(actor), recommendation=ask, expected=expected, today=DAY
            ),
            expected=self.model.may_send(actor) and seen == 0,
        )
        if went:
            self.model.sent = True
            for row in self.model.rows.values():
                row.go("sent")

    def address_anew(self, actor):
        """Choose other addressees than those who were asked."""
        actor = self.who(actor, office="staff")
        if self.model.sent:
            ask = self.fresh()
            how = {"addressing": "named", "lead": self.bodies["THIRD"], "expected": ask.version}
            self.goes(
                lambda: set_addressees(actor=self.actor(actor), recommendation=ask, **how), expected=False
            )

    def answer(self, *, actor, body, decision, channel, target, note, seen):
        """Answer, each way."""
        fitting, actor = actor == "fitting", self.who(actor, body, office="staff")
        if fitting:
            channel = "room" if actor == "staff" else "account"
        row = self.row(body)
        if row is None:
            return
        referred = self.bodies[target] if decision == "beyond_mandate" else None
        letter = self.letter if channel == "letter" else None
        model = self.model
        stale = seen not in (0, None)
        went = self.goes(
            lambda: record_response(
                actor=self.actor(actor),
                addressee=row,
                decision=decision,
                summary="رد",
                channel=channel,
                reason=note if decision != "conditional" else "",
                condition=note if decision == "conditional" else "",
                condition_by=note if decision == "conditional" else "",
                referred_to=referred,
                letter=letter,
                expected=None if seen is None else row.version + seen,
            ),
            expected=model.may_answer(actor, body, channel, letter=letter)
            and model.is_whole(body, decision, given=bool(note.strip()), target=target)
            and not stale,
        )
        if went:
            model.answer(body, decision, channel, target)

    def print_code(self, actor, body):
        """A paper with a one-time code, by staff and while an answer is awaited."""
        actor = self.who(actor, office="staff")
        row, model = self.row(body), self.model
        if row is None:
            return
        made = []
        went = self.goes_quietly(
            lambda: made.append(make_code(actor=self.actor(actor), addressee=row)[1]),
            expected=actor in STAFF and not model.closed and model.is_answerable(body),
        )
        if went:
            self.codes[body] = made[0]
            model.rows[body].code = model.rows[body].round

    def answer_by_paper(self, body, decision, note):
        """Whoever holds the paper."""
        if body not in self.codes:
            return
        model, row = self.model, self.model.rows[body]

        def act():
            code = find_code(self.codes[body])
            answer_by_code(actor=CodeBearer(code), decision=decision, summary="رد", reason=note)

        went = self.goes(
            act,
            expected=row.code == row.round
            and model.is_answerable(body)
            and not model.closed
            and decision != "beyond_mandate"
            and model.is_whole(body, decision, given=bool(note.strip()), target=None),
        )
        if went:
            model.answer(body, decision, "code", None)
            row.code = None

    def confirm(self, actor, body):
        """The institution stands by what came from the room or by a code."""
        actor = self.who(actor, body, office="staff")
        response, row = self.answer_of(body), self.model.rows.get(body)
        if response is None:
            return
        went = self.goes(
            lambda: confirm_response(actor=self.actor(actor), response=response),
            expected=self.model.speaks(actor, body) and not row.confirmed,
        )
        row.confirmed |= went

    def take_back(self, actor, body, note):
        """Withdraw the answer."""
        actor = self.who(actor, body, office="staff")
        response = self.answer_of(body)
        if response is None:
            return
        went = self.goes(
            lambda: withdraw_response(actor=self.actor(actor), response=response, note=note),
            expected=self.model.may_take_back(actor, body, note=bool(note.strip())),
        )
        if went:
            self.model.next_round(body)

    def release(self, body):
        """A report with this answer goes out."""
        if self.answer_of(body) and self.model.rows[body].confirmed:
            Response.objects.filter(pk=self.answer_of(body).pk).update(released_at=timezone.now())
            self.model.rows[body].released = True

    def explain(self, *, actor, body, note, seen):
        """Reply to a question."""
        actor = self.who(actor)
        row = self.row(body)
        if row is None:
            return
        model = self.model
        fits = model.rows[body].state == "clarification" and model.standing == "open"
        went = self.goes(
            lambda: clarify(
                actor=self.actor(actor),
                addressee=row,
                note=note,
                expected=None if seen is None else row.version + seen,
                today=DAY,
            ),
            expected=model.manages(actor) and fits and bool(note.strip()) and seen in (0, None),
        )
        if went:
            model.next_round(body)

    def report(self, *, actor, body, kind, note, seen):
        """Say what was done."""
        actor = self.who(actor, body, office="staff")
        row = self.row(body)
        if row is None:
            return
        model = self.model
        went = self.goes(
            lambda: record_update(
                actor=self.actor(actor),
                addressee=row,
                kind=kind,
                summary="خطوة",
                happened_on=DAY,
                stopped_because=note,
                would_unblock=note,
                expected=None if seen is None else row.version + seen,
            ),
            expected=model.may_update(actor, body, kind, given=bool(note.strip())) and seen in (0, None),
        )
        if went:
            model.rows[body].go(UPDATES[kind][model.rows[body].state])

    def look(self, *, actor, body, finding, method, note, seen):
        """Verify."""
        actor = self.who(actor)
        row = self.row(body)
        if row is None:
            return
        went = self.goes(
            lambda: verify(
                actor=self.actor(actor),
                addressee=row,
                finding=finding,
                method=method,
                note=note,
                found_on=DAY,
                expected=None if seen is None else row.version + seen,
            ),
            expected=self.model.may_verify(
                actor, body, finding, method=bool(method.strip()), note=bool(note.strip())
            )
            and seen in (0, None),
        )
        if went:
            self.model.rows[body].go("verified" if finding == "confirmed" else "in_progress")

    def withdraw(self, *, actor, note, seen):
        """Take the whole back; seldom, since it ends most of what can be tried."""
        actor = self.who(actor)
        ask = self.fresh()
        went = self.goes(
            lambda: withdraw_recommendation(
                actor=self.actor(actor),
                recommendation=ask,
                expected=None if seen is None else ask.version + seen,
                reason=note,
            ),
            expected=self.model.may_withdraw(actor, note=bool(note.strip())) and seen == 0,
        )
        if went:
            self.model.standing = "withdrawn"

    def merge(self, *, actor, note, seen):
        """Into another one, which was sent; nothing is sent of that since."""
        actor, ask = self.who(actor), self.fresh()
        how = {"into": self.target, "expected": None if seen is None else ask.version + seen, "reason": note}
        went = self.goes(
            lambda: merge_recommendation(actor=self.actor(actor), recommendation=ask, **how),
            expected=self.model.may_withdraw(actor, note=bool(note.strip())) and seen == 0,
        )
        if went:
            self.model.standing = "merged"

    def part(self, *, actor, note, seen):
        """Take it out again."""
        actor, ask = self.who(actor), self.fresh()
        how = {"expected": None if seen is None else ask.version + seen, "reason": note}
        went = self.goes(
            lambda: undo_merge(actor=self.actor(actor), recommendation=ask, **how),
            expected=self.model.may_part(actor, note=bool(note.strip())) and seen == 0,
        )
        if went:
            self.model.standing = "open"

    def archive(self, closed):
        """The programme is archived, or taken out again."""
        moment = timezone.now() if closed else None
        Programme.objects.filter(pk=self.world.programme.pk).update(archived_at=moment)
        self.model.closed = closed

    first_acts = (
        lambda walk: walk.send("manager", 0),
        lambda walk: walk.answer(
            actor="reviewer", body="BODY", decision="accepted", channel="account", target="", note="", seen=0
        ),
        lambda walk: walk.report(actor="staff", body="BODY", kind="done", note="", seen=0),
        lambda walk: walk.look(
            actor="manager", body="BODY", finding="partly", method="زيارة", note="نصفه", seen=0
        ),
    )
