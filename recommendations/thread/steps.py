"""The steps from the answer to the verified result, and all of them in their order."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.rights import holds
from common.arabic import text_direction
from recommendations.models import Addressee, Evidence, Recommendation, Response, Update, Verification
from recommendations.presentation import decision_chip, institution_name, unconfirmed_chip
from recommendations.thread.asked import asked_steps, letters_of, say_letter, wordings_of
from recommendations.thread.heard import heard_steps
from recommendations.thread.shapes import Step, Words, day_words, file_link, unit_notes, words_of


@dataclass
class Told:
    """What was written and done about several asks, as far as one reader may know it: wordings and letters by the keys
    of the asks, updates and verifications by those of their addressees."""

    wordings: dict[int, list]
    letters: dict[int, list]
    updates: dict[int, list]
    verifications: dict[int, list]


def read_for(recommendations, reader, *, with_letters=True) -> Told:
    """The same statements for any number of asks."""
    letters = letters_of(recommendations, reader) if with_letters else {}
    return Told(wordings_of(recommendations, reader), letters, *_progress(recommendations, reader))


def steps_of(recommendation, reader, waiting, told, *, hearings=None, extensions=()) -> list[Step]:
    """All steps in their order. `waiting`: (addressee, what, day, overdue or None) of each answer or promise that
    is waited for, as `deadlines.due_of` tells them. `hearings`: read unless they are given. `extensions`: of days to
    answer by, of any addressee."""
    known = [row for row in recommendation.asked if reader.knows_state_of(row)]
    responses = {row.pk: [one for one in row.responses.all() if not one.is_draft] for row in known}
    answering = {one.letter_id for rows in responses.values() for one in rows}
    letters = told.letters.get(recommendation.pk, [])
    by_letter = {letter.pk: letter for letter in letters}
    others = [row for row in letters if row.pk not in answering]
    steps = asked_steps(recommendation, reader, others, told.wordings.get(recommendation.pk, []))
    steps += heard_steps(recommendation, reader, hearings)
    several = len(recommendation.asked) > 1
    for row in known:
        name = institution_name(row.institution) if several else ""
        inside = holds(reader.user, "recommendation draft", "r", recommendation.programme_id)
        within = inside or row.institution_id in reader.institutions
        moved = [one for one in extensions if one.addressee_id == row.pk]
        steps += [moved_step(one, name, within=within) for one in moved]
        for response in responses[row.pk]:
            steps += answer_steps(response, name, within=within, letter=by_letter.get(response.letter_id))
        for update in told.updates[row.pk]:
            steps += update_steps(update, name, within=within)
        for verification in told.verifications[row.pk]:
            steps.append(_verified(verification, name))
    # A stable sort: what has no day (the reader may not know the forum) stays first.
    steps.sort(key=lambda step: step.day or date.min)
    if recommendation.standing == Recommendation.Standing.MERGED:
        merged = Step(
            pgettext("step", "Merged into this recommendation"),
            day=timezone.localdate(recommendation.standing_at),
        )
        merged.notes = [_("Reason: %(reason)s") % {"reason": recommendation.standing_reason}]
        return [*steps, merged]
    return [*steps, *_awaited(known, waiting)]


def answer_steps(response, name="", *, within=True, letter=None) -> list[Step]:
    """One answer, what it promised, and the reply to what it asked. `within`: for the programme's office and the
    institution itself, which read the detail and what was taken back."""
    if response.withdrawn_at and not within:
        return []
    steps = [_answered(response, name, within=within)]
    if letter is not None:
        say_letter(steps[0], letter)
    if response.withdrawn_at:
        steps[0].label = _("Answer, withdrawn later")
        back = Step(_("Answer withdrawn"), day=timezone.localdate(response.withdrawn_at), who=name)
        back.notes = [_("Reason: %(reason)s") % {"reason": response.withdrawn_because}]
        return [*steps, back]
    for commitment in response.commitments.all():
        label = _("Committed to do it by %(day)s") % {"day": day_words(commitment.due_on)}
        step = Step(label, day=timezone.localdate(response.sent_at), who=name)
        step.words, step.notes = [words_of(commitment)], unit_notes(commitment.unit)
        steps.append(step)
    if response.clarification:
        step = Step(_("The programme explained"), day=timezone.localdate(response.clarified_at))
        language = "en" if text_direction(response.clarification) == "ltr" else "ar"
        step.words = [Words(response.clarification, language)]
        steps.append(step)
    return steps


def moved_step(extension, name="", *, within=True) -> Step:
    """More time to answer; why, for the office and the institution."""
    step = Step(_("More time to answer"), day=timezone.localdate(extension.made_at), who=name)
    days = {"old": day_words(extension.old_on), "new": day_words(extension.new_on)}
    step.notes = [_("Moved from %(old)s to %(new)s.") % days]
    step.notes += [_("Reason: %(reason)s") % {"reason": extension.reason}] if within else []
    return step


def update_steps(update, name="", *, within=True) -> list[Step]:
    """One update with its evidence."""
    labels = {"progress": _("Progress"), "stopped": _("Stopped"), "done": _("Reported done")}
    step = Step(labels[update.kind], "late" if update.kind == "stopped" else "done", update.happened_on, name)
    step.words = [words_of(update)]
    extras = [
        (_("Why it stopped"), update.stopped_because),
        (_("What would unblock it"), update.would_unblock),
    ]
    if within:
        extras.append((_("Detail, for the programme only"), update.detail))
    step.words += [Words(text, update.language, label) for label, text in extras if text]
    if update.percent is not None:
        step.notes.append(_("%(percent)d%% done") % {"percent": update.percent})
    step.notes += [update.milestone] if update.milestone else []
    for evidence in update.evidence.all():
        label = _("Evidence: %(kind)s") % {"kind": evidence.get_kind_display()}
        attachment = getattr(evidence, "attachment", None)
        if evidence.link:
            step.links.append((evidence.link, label))
        elif attachment is not None and within:
            step.links.append(file_link(attachment, f"{label} ({attachment.get_kind_display()})"))
        if evidence.note:
            step.words.append(Words(evidence.note, update.language, label))
    if update.on_behalf:
        step.notes.append(_("recorded by staff"))
    return [step]


def _progress(recommendations, reader):
    """(updates, verifications), each by primary key of the addressee."""
    asked = [row for recommendation in recommendations for row in recommendation.asked]
    addressees = [row for row in asked if reader.knows_state_of(row)]
    updates, verifications = defaultdict(list), defaultdict(list)
    visible = Update.objects.visible_to(reader.user).prefetch_related(
        Prefetch("evidence", Evidence.objects.select_related("attachment"))
    )
    for update in visible.filter(addressee__in=addressees):
        updates[update.addressee_id].append(update)
    for verification in Verification.objects.visible_to(reader.user).filter(addressee__in=addressees):
        verifications[verification.addressee_id].append(verification)
    return updates, verifications


def _answered(response, name, *, within):
    step = Step(_("Answer"), day=timezone.localdate(response.sent_at), who=name, chip=decision_chip(response))
    step.words = [words_of(response)]
    extras = [(_("Reason"), response.reason), (_("What must be provided"), response.condition)]
    if within:
        extras.append((_("Detail, for the programme only"), response.detail))
    step.words += [Words(text, response.language, label) for label, text in extras if text]
    if response.condition_by:
        step.notes.append(_("By whom: %(name)s") % {"name": response.condition_by})
    if response.referred_to:
        step.notes.append(_("Referred to: %(name)s") % {"name": institution_name(response.referred_to)})
    if response.promised_on and not response.commitments.all():
        step.notes.append(_("Promised for %(day)s") % {"day": day_words(response.promised_on)})
    step.notes += unit_notes(response.unit)
    if response.channel != Response.Channel.ACCOUNT:
        step.notes.append(response.get_channel_display())
    if not response.is_confirmed:
        step.flag = unconfirmed_chip()
        step.notes.append(_("Not yet confirmed by the institution"))
    return step


def _verified(verification, name):
    tone = {"confirmed": "ok", "partly": "prog"}.get(verification.finding, "late")
    step = Step(_("Verification"), "late" if tone == "late" else "done", verification.found_on, name)
    step.chip = (tone, verification.get_finding_display())
    step.notes = [verification.method, *([verification.note] if verification.note else [])]
    return step


def _awaited(known, waiting):
    """What the journey waits for now, and of whom."""
    for addressee, what, day, late in waiting:
        words = _("Answer awaited by %(day)s") if what == "answer" else _("To be done by %(day)s")
        name = institution_name(addressee.institution)
        yield Step(words % {"day": day_words(day)}, "late" if late else "now", who=name)
    for addressee in known:
        if addressee.state == Addressee.State.CLARIFICATION:
            yield Step(_("The programme's reply is awaited"), "now")
        if addressee.state == Addressee.State.REPORTED_DONE:
            yield Step(_("Verification is awaited"), "now", who=institution_name(addressee.institution))
