"""Recommendations that were sent, with the summary of each confirmed answer. No detail, reason, condition or unit."""

import datetime
from collections import Counter

from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from forums.models import Output
from recommendations.models import (
    Addressee,
    Commitment,
    Recommendation,
    Response,
    Update,
    Verification,
)
from reports.figures.asks import state_table
from reports.figures.lateness import lateness, promised_on, standing_response
from reports.projection.asks import TONES, late_label

State = Addressee.State
Standing = Recommendation.Standing
_WRITTEN = ("text", "language", "translation")
_NAMES = ("name_ar", "name_en")
#: What was said in the room or came by a one-time code counts once the institution has confirmed it.
_CONFIRMED = ~Q(channel__in=Response.TO_BE_CONFIRMED) | Q(confirmed_at__isnull=False)


def read_recommendations(forum) -> list[Recommendation]:
    """What was sent of this forum's asks, by number, with what is shown of its way."""
    stemming = Recommendation.objects.filter(
        sources__minutes__forum=forum, sources__removed_at__isnull=True
    ).distinct()
    return read_shown(stemming, sources=Output.objects.kept().filter(minutes__forum=forum).only("pk"))


def read_shown(found, *, sources=None) -> list[Recommendation]:
    """Those of `found` that were sent, by number. `sources`: as which their outputs are read; else with their forum."""
    if sources is None:
        meeting = [
            f"minutes__forum__{name}" for name in ("code", "date", "title_ar", "title_en", "disclosure")
        ]
        said = Output.objects.kept().reaching("donor").select_related("minutes__forum")
        sources = said.only(*_WRITTEN, *meeting)
    return list(
        found.filter(number__isnull=False)
        .select_related("programme", "merged_into__programme")
        .prefetch_related(Prefetch("sources", sources), Prefetch("addressees", _addressees()))
        .only(
            *_WRITTEN,
            *("number", "kind", "priority", "due_on", "standing"),
            *("programme__code", "merged_into__number", "merged_into__programme__code"),
        )
        .order_by("number")
    )


def shown_answers(forum) -> list[int]:
    """Primary keys of the answers whose summary stands in a report of this forum made now."""
    addressees = [row for recommendation in read_recommendations(forum) for row in recommendation.asked]
    return [response.pk for row in addressees if (response := standing_response(row)) is not None]


def last_act_on(recommendations) -> list[datetime.date]:
    """The local days of the acts that are shown."""
    days = []
    for addressee in _all_asked(recommendations):
        moments = [addressee.sent_at]
        for response in addressee.responses.all():
            moments += [response.sent_at, response.confirmed_at]
        moments += [row.made_at for row in addressee.updates.all()]
        moments += [row.made_at for row in addressee.verifications.all()]
        days += [timezone.localdate(moment) for moment in moments if moment]
    return days


def project_recommendations(recommendations, numbers, texts, *, as_of, holidays) -> list[dict]:
    """In the order of their references. `numbers` are those of the outputs, by primary key."""
    return [_recommendation(row, numbers, texts, as_of, holidays) for row in recommendations]


def count_asks(recommendations, *, as_of, holidays) -> dict:
    """The asks' part of the figures, counted from what is shown."""
    standing = [row.lead for row in recommendations if row.standing == Standing.OPEN and row.lead]
    states = Counter(_state(row) for row in recommendations)
    late = Counter(found.what for lead in standing if (found := _late(lead, as_of, holidays)) is not None)
    table = state_table(states)
    rows = [{"key": row.key, "ar": row.ar, "en": row.en, "count": row.count} for row in table.rows]
    return {
        "recommendations": len(recommendations),
        "recommendations_by_state": {"name": table.name, "rows": rows, "overlaps": False},
        "sent": len(standing),
        "answered": sum(shown_state(lead) in Addressee.ANSWERED_STATES for lead in standing),
        "verified": sum(shown_state(lead) == State.VERIFIED for lead in standing),
        "overdue_answers": late["answer"],
        "overdue_promises": late["promise"],
    }


def shown_state(addressee) -> str:
    """Its state; "sent" as long as the institution has confirmed nothing of what it is said to have answered."""
    answered = addressee.state in Addressee.ANSWERED_STATES or addressee.state == State.CLARIFICATION
    if answered and addressee.awaits_confirmation and standing_response(addressee) is None:
        return State.SENT.value
    return addressee.state


def _addressees():
    shown = Response.objects.standing().filter(_CONFIRMED)
    commitments = Commitment.objects.only(*_WRITTEN, "due_on", "response_id")
    responses = (
        shown.select_related("referred_to")
        .only(
            *_WRITTEN,
            *("addressee_id", "round", "decision", "promised_on", "sent_at", "confirmed_at", "withdrawn_at"),
            *(f"referred_to__{name}" for name in _NAMES),
        )
        .prefetch_related(Prefetch("commitments", commitments))
    )
    updates = Update.objects.only(*_WRITTEN, "addressee_id", "kind", "percent", "happened_on", "made_at")
    findings = Verification.objects.only("addressee_id", "finding", "found_on", "made_at")
    return (
        Addressee.objects.asked()
        .filter(sent_at__isnull=False)
        .select_related("institution")
        .only(
            *("recommendation_id", "part", "state", "sent_at", "answer_due_on"),
            *(f"institution__{name}" for name in _NAMES),
        )
        .annotate(awaits_confirmation=_unconfirmed())
        .prefetch_related(
            Prefetch("responses", responses),
            Prefetch("updates", updates),
            Prefetch("verifications", findings),
        )
    )


def _unconfirmed():
    from django.db.models import Exists, OuterRef

    return Exists(Response.objects.standing().filter(addressee=OuterRef("pk")).exclude(_CONFIRMED))


def _all_asked(recommendations):
    return [addressee for row in recommendations for addressee in row.asked]


def _state(row) -> str:
    if row.standing != Standing.OPEN:
        return row.standing
    return shown_state(row.lead) if row.lead else "general"


def _state_label(row) -> str:
    if row.standing != Standing.OPEN:
        return row.get_standing_display()
    return str(State(shown_state(row.lead)).label) if row.lead else ""


def _late(addressee, as_of, holidays):
    if shown_state(addressee) != addressee.state:
        return None
    return lateness(addressee, as_of=as_of, holidays=holidays)


def _recommendation(row, numbers, texts, as_of, holidays):
    name = _("Recommendation %(reference)s") % {"reference": row.reference}
    addressees = [_addressee(item, name, texts, as_of, holidays) for item in row.asked]
    for item in addressees:
        item["stands_apart"] = item is addressees[0] or _line(item) != _line(addressees[0])
    return {
        "reference": row.reference,
        "outputs": sorted(numbers[source.pk] for source in row.sources.all() if source.pk in numbers),
        "kind_label": row.get_kind_display(),
        "text": texts.written(row, name),
        "is_pressing": row.priority == row.Priority.HIGH,
        "due_on": row.due_on and row.due_on.isoformat(),
        "state": _state(row),
        "state_label": _state_label(row),
        "tone": TONES.get(_state(row), "plain"),
        "merged_into": row.merged_into.reference if row.merged_into else "",
        "addressees": addressees,
    }


def _addressee(row, name, texts, as_of, holidays):
    late = _late(row, as_of, holidays)
    promised = promised_on(row)
    state = State(shown_state(row))
    return {
        "name": texts.named(row.institution),
        "part": row.part,
        "part_label": row.get_part_display(),
        "is_asked": True,
        "state_label": str(state.label),
        "tone": TONES.get(state, "plain"),
        "sent_on": timezone.localdate(row.sent_at).isoformat(),
        "answer_due_on": row.answer_due_on and row.answer_due_on.isoformat(),
        "is_awaited": state == State.SENT,
        "late": late and {"what": late.what, "label": late_label(late.working_days)},
        "promised_on": promised and promised.isoformat(),
        "response": _response(row, name, texts),
        "update": _last_update(row, name, texts),
        "verification": _last_verification(row),
    }


def _line(item):
    return [item[key] for key in ("state_label", "late", "answer_due_on", "promised_on", "verification")]


def _response(addressee, name, texts):
    response = standing_response(addressee)
    if response is None:
        return None
    where = _("Answer to: %(name)s") % {"name": name}
    return {
        "decision": response.decision,
        "decision_label": response.get_decision_display(),
        "text": texts.written(response, where),
        "referred_to": texts.named(response.referred_to),
        "is_confirmed": True,
        "on": timezone.localdate(response.sent_at).isoformat(),
        "commitments": [
            {"text": texts.written(row, where), "due_on": row.due_on.isoformat()}
            for row in response.commitments.all()
        ],
    }


def _last_update(addressee, name, texts):
    updates = list(addressee.updates.all())
    if not updates:
        return None
    last = updates[-1]
    return {
        "kind_label": last.get_kind_display(),
        "text": texts.written(last, _("Update on: %(name)s") % {"name": name}),
        "percent": last.percent,
        "on": last.happened_on.isoformat(),
    }


def _last_verification(addressee):
    findings = list(addressee.verifications.all())
    if not findings:
        return None
    return {"finding_label": findings[-1].get_finding_display(), "on": findings[-1].found_on.isoformat()}
