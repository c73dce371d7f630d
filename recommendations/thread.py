"""The journey of one recommendation as steps to be shown: said, sent, answered, promised, done, verified.

Each reader gets the steps that he may know (`visibility.Reader`, `visible_to`); the rest is never loaded.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.rights import holds, institutions_where
from common.dates import format_date
from forums.models import Forum
from forums.presentation import join_words
from recommendations.models import Evidence, Letter, Response, Update, Verification, Wording
from recommendations.presentation import decision_chip, institution_name


@dataclass
class Words:
    """Words that somebody wrote, in their own language, with what they are."""

    text: str
    language: str
    label: str = ""
    tone: str = ""


@dataclass
class Step:
    """One step; `state` is "done", "now" or "late"; `links` are (url, label)."""

    label: str
    state: str = "done"
    day: date | None = None
    who: str = ""
    chip: tuple[str, str] | None = None
    words: list[Words] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)


def steps_of(recommendation, reader, waiting) -> list[Step]:
    """All steps in their order. `waiting`: (addressee, day, overdue or None) of each answer that is awaited."""
    wordings = list(recommendation.wordings.select_related("forum"))
    steps = [*_said(recommendation, reader, wordings), *_sent(recommendation, reader, wordings)]
    known = [row for row in recommendation.asked if reader.knows_state_of(row)]
    progress = _progress(known, reader)
    for row in known:
        steps += _of_addressee(row, reader, progress, several=len(recommendation.asked) > 1)
    # A stable sort: what has no day (the reader may not know the forum) stays first.
    steps.sort(key=lambda step: step.day or date.min)
    for addressee, day, late in waiting:
        label = _("Answer awaited by %(day)s") % {"day": _day(day)}
        steps.append(Step(label, "late" if late else "now", who=institution_name(addressee.institution)))
    return steps


def _said(recommendation, reader, wordings):
    wordings = [wording for wording in wordings if wording.occasion != Wording.Occasion.SENT]
    readable = set(Forum.objects.visible_to(reader.user).values_list("pk", flat=True))
    # Programme roles that read statements, and whoever it was sent to; an auditor reads no statement.
    may_read = holds(reader.user, "statement", "r", recommendation.programme_id) or not reader.knows_whole(
        recommendation
    )
    steps = []
    for wording in wordings:
        forum = wording.forum if wording.forum_id in readable else None
        reworded = wording.occasion == Wording.Occasion.REWORDED
        step = Step(_("Raised again and reworded") if reworded else _("Said in a forum"))
        if forum is not None:
            step.day = forum.date
            step.links = [(reverse("forums:detail", args=[forum.public_id]), forum.title_in(get_language()))]
        if may_read:
            step.words = [_words(wording)]
        steps.append(step)
    return steps if may_read else steps[:1]


def _sent(recommendation, reader, wordings):
    if recommendation.number is None:
        return []
    sent = [wording for wording in wordings if wording.occasion == Wording.Occasion.SENT][-1]
    said = {wording.text for wording in wordings if wording.occasion == Wording.Occasion.SAID}
    step = Step(_("Sent"), day=timezone.localdate(sent.made_at))
    names = [institution_name(row.institution) for row in recommendation.asked if row.sent_at]
    step.who = join_words(names)
    if sent.text not in said:
        step.words = [_words(sent, label=_("Wording as sent"))]
    for letter in _letters(recommendation, reader):
        direction = _("Letter out") if letter.direction == Letter.Direction.OUT else _("Letter in")
        step.notes.append(f"{direction} {letter.number} · {_day(letter.date)}")
    return [step]


def _letters(recommendation, reader):
    letters = recommendation.letters.order_by("date", "pk")
    if holds(reader.user, "recommendation draft", "r", recommendation.programme_id):
        return letters
    return letters.filter(institution_id__in=institutions_where(reader.user, "response", "r"))


def _progress(addressees, reader):
    """(updates, verifications), each by primary key of the addressee: the same queries for any number of them."""
    updates, verifications = defaultdict(list), defaultdict(list)
    visible = Update.objects.visible_to(reader.user).prefetch_related(
        Prefetch("evidence", Evidence.objects.all())
    )
    for update in visible.filter(addressee__in=addressees):
        updates[update.addressee_id].append(update)
    for verification in Verification.objects.filter(addressee__in=addressees):
        verifications[verification.addressee_id].append(verification)
    return updates, verifications


def _of_addressee(addressee, reader, progress, *, several):
    name = institution_name(addressee.institution) if several else ""
    inside = holds(reader.user, "recommendation draft", "r", addressee.recommendation.programme_id)
    own = addressee.institution_id in reader.institutions
    updates, verifications = progress
    # `Reader.rows` has read those that the reader may see.
    responses = [row for row in addressee.responses.all() if row.sent_at and not row.withdrawn_at]
    for response in responses:
        yield _answered(response, name, with_detail=inside or own)
        for commitment in response.commitments.all():
            label = _("Committed to do it by %(day)s") % {"day": _day(commitment.due_on)}
            day = timezone.localdate(response.sent_at)
            yield Step(label, day=day, who=name, words=[_words(commitment)], notes=_unit(commitment.unit))
    for update in updates[addressee.pk]:
        yield _updated(update, name, with_detail=inside or own)
    if inside or own:
        for verification in verifications[addressee.pk]:
            yield _verified(verification, name)


def _answered(response, name, *, with_detail):
    step = Step(_("Answer"), day=timezone.localdate(response.sent_at), who=name, chip=decision_chip(response))
    step.words = [_words(response)]
    extras = [(_("Reason"), response.reason), (_("What must be provided"), response.condition)]
    if with_detail:
        extras.append((_("Detail, for the programme only"), response.detail))
    step.words += [Words(text, response.language, label) for label, text in extras if text]
    if response.condition_by:
        step.notes.append(_("By whom: %(name)s") % {"name": response.condition_by})
    if response.referred_to:
        step.notes.append(_("Referred to: %(name)s") % {"name": institution_name(response.referred_to)})
    if response.promised_on and not response.commitments.all():
        step.notes.append(_("Promised for %(day)s") % {"day": _day(response.promised_on)})
    step.notes += _unit(response.unit)
    if response.channel != Response.Channel.ACCOUNT:
        step.notes.append(response.get_channel_display())
    if not response.is_confirmed:
        step.notes.append(_("Not yet confirmed by the institution"))
    return step


def _updated(update, name, *, with_detail):
    labels = {"progress": _("Progress"), "stopped": _("Stopped"), "done": _("Reported done")}
    step = Step(labels[update.kind], "late" if update.kind == "stopped" else "done", update.happened_on, name)
    step.words = [_words(update)]
    extras = [
        (_("Why it stopped"), update.stopped_because),
        (_("What would unblock it"), update.would_unblock),
    ]
    if with_detail:
        extras.append((_("Detail, for the programme only"), update.detail))
    step.words += [Words(text, update.language, label) for label, text in extras if text]
    if update.percent is not None:
        step.notes.append(_("%(percent)d%% done") % {"percent": update.percent})
    step.notes += [update.milestone] if update.milestone else []
    for evidence in update.evidence.all():
        label = _("Evidence: %(kind)s") % {"kind": evidence.get_kind_display()}
        if evidence.link:
            step.links.append((evidence.link, label))
        if evidence.note:
            step.words.append(Words(evidence.note, update.language, label))
    if update.on_behalf:
        step.notes.append(_("recorded by staff"))
    return step


def _verified(verification, name):
    tone = {"confirmed": "ok", "partly": "prog"}.get(verification.finding, "late")
    step = Step(_("Verification"), "late" if tone == "late" else "done", verification.found_on, name)
    step.chip = (tone, verification.get_finding_display())
    step.notes = [verification.method, *([verification.note] if verification.note else [])]
    return step


def _words(written, label=""):
    text, language = written.in_language(get_language() or "ar")
    return Words(text, language, label)


def _unit(unit):
    return [_("Unit in charge: %(unit)s") % {"unit": unit}] if unit else []


def _day(day):
    return format_date(day, get_language() or "ar", "prose")
