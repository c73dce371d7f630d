"""Recommendations of the sample, with what became of them: the states are spread as in a programme that runs."""

from datetime import datetime, time, timedelta

from django.db.models import Max
from django.utils import timezone

from common.arabic import fold
from forums.models import Output
from recommendations.models import (
    Addressee,
    Commitment,
    Recommendation,
    Response,
    Update,
    Verification,
    Wording,
)
from reports.sample import words

State = Addressee.State
#: state → its share in a hundred
SHARES = {
    State.DRAFT: 6,
    State.READY: 6,
    State.SENT: 24,
    State.ACCEPTED: 16,
    State.PARTLY: 8,
    State.DECLINED: 8,
    State.IN_PROGRESS: 14,
    State.REPORTED_DONE: 8,
    State.VERIFIED: 10,
}
#: states that an accepted answer leads to, and how many steps were reported on the way
STEPS = {State.IN_PROGRESS: 1, State.REPORTED_DONE: 2, State.VERIFIED: 2}
DECISIONS = {State.PARTLY: Response.Decision.PARTLY, State.DECLINED: Response.Decision.DECLINED}


def add_asks(*, chance, outputs, count, institutions, staff) -> None:
    """Make `count` recommendations, each from one or two of the given outputs of one programme."""
    if not outputs:
        return
    programme = outputs[0].minutes.forum.programme
    wanted = chance.choices(list(SHARES), list(SHARES.values()), k=count)
    last = Recommendation.objects.filter(programme=programme).aggregate(last=Max("number"))["last"] or 0
    rows, sources = [], []
    for place, state in enumerate(wanted, start=1):
        source = chance.choice(outputs)
        number = None if state in (State.DRAFT, State.READY) else last + place
        row = Recommendation(
            programme=programme,
            kind=source.kind if source.is_ask else Output.Kind.RECOMMENDATION,
            text=source.text,
            number=number,
            owner=staff,
            is_demo=True,
        )
        row.folded = fold(f"{row.text} {row.reference}")
        rows.append(row)
        sources.append(source)
    Recommendation.objects.bulk_create(rows, batch_size=1000)
    through = Recommendation.sources.through
    through.objects.bulk_create(
        [
            through(recommendation_id=row.pk, output_id=output.pk)
            for row, output in zip(rows, sources, strict=True)
        ],
        batch_size=1000,
    )
    _wordings(rows, staff)
    addressees = _addressees(chance, rows, wanted, sources, institutions)
    _answers(chance, [row for row in addressees if row.state in Addressee.ANSWERED_STATES], staff)


def _wordings(rows, staff):
    occasions = Wording.Occasion
    Wording.objects.bulk_create(
        [
            Wording(recommendation=row, occasion=occasion, text=row.text, made_by=staff)
            for row in rows
            for occasion in ([occasions.SAID, occasions.SENT] if row.number else [occasions.SAID])
        ],
        batch_size=1000,
    )


def _addressees(chance, rows, wanted, sources, institutions):
    made = []
    for row, state, source in zip(rows, wanted, sources, strict=True):
        sent = source.minutes.forum.date + timedelta(days=chance.randint(3, 20)) if row.number else None
        made.append(
            Addressee(
                recommendation=row,
                institution=chance.choice(institutions),
                state=state,
                sent_at=sent and _moment(sent),
                answer_due_on=sent and sent + timedelta(days=21),
            )
        )
    return Addressee.objects.bulk_create(made, batch_size=1000)


def _answers(chance, addressees, staff):
    answers = []
    for row in addressees:
        decision = DECISIONS.get(row.state, Response.Decision.ACCEPTED)
        promised = (
            row.sent_at.date() + timedelta(days=chance.randint(30, 150))
            if row.state not in DECISIONS
            else None
        )
        answers.append(
            Response(
                addressee=row,
                round=1,
                decision=decision,
                text=chance.choice(words.ANSWERS),
                reason="" if promised else "تتعذّر حاليًا لقلة الإمكانيات.",
                promised_on=promised,
                answered_by=staff,
                sent_at=row.sent_at + timedelta(days=chance.randint(1, 40)),
                is_demo=True,
            )
        )
    Response.objects.bulk_create(answers, batch_size=1000)
    Commitment.objects.bulk_create(
        [
            Commitment(response=answer, text=answer.text, due_on=answer.promised_on)
            for answer in answers
            if answer.promised_on
        ],
        batch_size=1000,
    )
    updates, findings = [], []
    for answer in answers:
        row = answer.addressee
        for step in range(STEPS.get(row.state, 0)):
            day = answer.sent_at.date() + timedelta(days=20 * (step + 1))
            done = step == 1
            updates.append(
                Update(
                    addressee=row,
                    kind=Update.Kind.DONE if done else Update.Kind.PROGRESS,
                    text="اكتمل العمل." if done else "بدأ العمل على مراحل.",
                    percent=100 if done else 40,
                    made_by=staff,
                    happened_on=day,
                )
            )
        if row.state == State.VERIFIED:
            findings.append(
                Verification(
                    addressee=row,
                    finding=Verification.Finding.CONFIRMED,
                    method="زيارة ميدانية",
                    made_by=staff,
                    found_on=answer.sent_at.date() + timedelta(days=60),
                )
            )
    Update.objects.bulk_create(updates, batch_size=1000)
    Verification.objects.bulk_create(findings, batch_size=1000)


def _moment(day):
    return timezone.make_aware(datetime.combine(day, time(9)))
