"""What waits for the office of a programme: found by the rights of the one who must act."""

import datetime
from dataclasses import dataclass, replace

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext, pgettext

from accounts.models import TwoPersonAct
from accounts.rights import holds
from forums.models import Forum, Minutes
from forums.overview import Stage, with_counts, with_stage
from forums.presentation import join_words, stage_chip
from forums.rules.authorship import has_other_manager, written_by
from recommendations.deadlines import answers_overdue, overdue
from recommendations.models import Addressee, Recommendation
from recommendations.presentation import institution_name, late_chip, state_chip
from recommendations.services.reminders import FIRST, days_since

#: Rows of one sort that the home page shows; the list behind has the rest.
SHOWN = 6
State = Addressee.State


@dataclass(frozen=True)
class Waiting:
    """One row: a chip, what it is about, why it waits, and where to go."""

    tone: str
    chip: str
    title: str
    url: str
    action: str
    note: str = ""
    code: str = ""
    language: str = "ar"


def waiting_in_programme(user, programme, closed, narrow) -> list[Waiting]:
    """All that waits for this member of the programme's office, his own work first, then whom he waits for.

    Of each sort at most SHOWN rows, and then one that leads to the list. `closed`: the holidays; `narrow`: the
    query that narrows a list to the programme, empty where the reader has no other. Three statements. In an archived
    programme nobody is waited for but the second person.
    """
    if programme.archived_at:
        return list(_acts_of_two_persons(user))
    unsure, ready, late, replied = (_own_first(rows, user) for rows in _addressees(user, programme, closed))
    return [
        *_acts_of_two_persons(user),
        *_minutes(user, programme, narrow),
        *_replied_rows(replied, State.REPORTED_DONE, narrow),
        *_replied_rows(replied, State.CLARIFICATION, narrow),
        *_with_rest(
            [_unsure_row(row) for row in unsure], "recommendations:list", {"state": "draft"} | narrow
        ),
        *_with_rest([_ready_row(row) for row in ready], "recommendations:list", {"state": "ready"} | narrow),
        *_with_rest(_late_rows(late, closed), "recommendations:list", {"state": "late"} | narrow),
    ]


def _acts_of_two_persons(user):
    """One row for all that a colleague asked for and that this reader may allow; one statement."""
    if not user.has_perm("accounts.decide_act"):
        return []
    count = TwoPersonAct.objects.awaiting(user).count()
    if not count:
        return []
    words = ngettext("%(count)d act awaits a second person", "%(count)d acts await a second person", count)
    url, chip = reverse("second_person"), pgettext("home page", "second person")
    return [
        Waiting(
            "open", chip, words % {"count": count}, url, gettext("Decide"), language=get_language() or "ar"
        )
    ]


def _addressees(user, programme, closed):
    """The addressees to be determined, to be sent, late with their answer, and those that reported or asked
    something, the first few of each, in one statement: for whoever holds the right to act."""
    rows = Addressee.objects.filter(
        recommendation__programme=programme, recommendation__standing=Recommendation.Standing.OPEN
    ).order_by("pk")
    unsure = Q(institution__isnull=True) | Q(is_guess=True)
    late = answers_overdue(rows, closed).order_by("answer_due_on", "pk")
    # Several institutions may owe an answer to the same recommendation: it stands in one row.
    wanted = Q(pk__in=late.values("pk")[: 3 * SHOWN])
    drafts = holds(user, "recommendation draft", "w", programme.pk)
    sends = holds(user, "recommendation", "s", programme.pk)
    if drafts:
        found = rows.filter(unsure, state__in=[State.DRAFT, State.READY])
        wanted |= Q(pk__in=found.values("pk")[: SHOWN + 1])
    if sends:
        found = rows.asked().filter(state=State.READY).exclude(unsure)
        wanted |= Q(pk__in=found.values("pk")[: SHOWN + 1])
        asking = rows.asked().filter(state=State.CLARIFICATION)
        wanted |= Q(pk__in=asking.values("pk")[: SHOWN + 1])
    if holds(user, "verification", "w", programme.pk):
        done = rows.asked().filter(state=State.REPORTED_DONE)
        wanted |= Q(pk__in=done.values("pk")[: SHOWN + 1])
    read = list(
        Addressee.objects.filter(wanted)
        .select_related("institution", "recommendation__programme")
        .order_by("pk")
    )
    waits = [row for row in read if row.state in (State.DRAFT, State.READY)]
    return (
        [row for row in waits if row.institution is None or row.is_guess],
        [row for row in waits if row.institution is not None and not row.is_guess],
        sorted((row for row in read if row.state == State.SENT), key=lambda row: (row.answer_due_on, row.pk)),
        [row for row in read if row.state in (State.REPORTED_DONE, State.CLARIFICATION)],
    )


def _own_first(rows, user):
    """What the reader looks after before the others, each in the order that it had."""
    for row in rows:
        row.recommendation.is_mine = row.recommendation.owner_id == user.pk
    return sorted(rows, key=lambda row: not row.recommendation.is_mine)


def _late_rows(late, closed):
    silent: dict[int, list[Addressee]] = {}
    for row in late:
        silent.setdefault(row.recommendation_id, []).append(row)
    found = []
    for addressees in silent.values():
        recommendation = addressees[0].recommendation
        tone, words = late_chip(overdue(addressees[0], closed), recommendation.kind)
        names = join_words(institution_name(row.institution) for row in addressees)
        note = gettext("No answer from %(institution)s") % {"institution": names}
        found.append(_about(recommendation, tone, words, gettext("View"), note))
    return found


def _replied_rows(rows, state, narrow):
    """What the institution reported done leads to its verification, what it asked to the recommendation."""
    found = []
    for row in rows:
        if row.state != state:
            continue
        tone, chip = state_chip(state, row.recommendation.kind)
        action = gettext("Verify") if state == State.REPORTED_DONE else gettext("Reply to the question")
        about = _about(row.recommendation, tone, chip, action, institution_name(row.institution))
        if state == State.REPORTED_DONE:
            about = replace(about, url=reverse("recommendations:verify", args=[row.public_id]))
        found.append(about)
    return _with_rest(found, "recommendations:list", {"state": state} | narrow)


def _unsure_row(row):
    if row.institution is None:
        action, note = gettext("Determine"), gettext("The institution is not determined yet")
    else:
        action = gettext("Confirm")
        note = gettext("A guess, to be confirmed: %(institution)s") % {
            "institution": institution_name(row.institution)
        }
    return _about(row.recommendation, "open", pgettext("home page", "addressee"), action, note)


def _ready_row(row):
    chip = pgettext("home page", "to be sent")
    return _about(row.recommendation, "prog", chip, gettext("Send"), institution_name(row.institution))


def _minutes(user, programme, narrow):
    rows = (
        with_counts(with_stage(Forum.objects.visible_to(user).in_programme(programme)))
        .exclude(stage__in=[Stage.PLANNED, Stage.APPROVED])
        .select_related("minutes", "programme")
        .order_by("date", "pk")
    )
    if not holds(user, "minutes draft", "w", programme.pk):
        # A manager decides about what was submitted and about dates; drafts are their writers'.
        due = timezone.localdate() - datetime.timedelta(days=FIRST)
        late = Q(minutes__state=Minutes.State.DRAFT, minutes__revision=0, date__lte=due)
        undecided = Q(date_standing=Forum.DateStanding.UNDECIDED)
        rows = rows.filter(Q(stage=Stage.SUBMITTED) | undecided | late)
    found, shown = [], list(rows[: SHOWN + 1])
    approves = holds(user, "minutes approval", "w", programme.pk)
    submitted = [forum.minutes for forum in shown if forum.stage == Stage.SUBMITTED]
    own = written_by(user, submitted) if approves else set()
    alone = bool(own) and not has_other_manager(user, programme)
    for forum in shown:
        found += filter(None, [_minutes_row(user, forum, approves, own, alone=alone), _date_row(user, forum)])
    return _with_rest(found, "forums:list", narrow)


def _minutes_row(user, forum, approves, own, *, alone):
    tone, words = stage_chip(forum.stage)
    if forum.stage == Stage.SUBMITTED:
        if not approves:
            return None
        if forum.minutes.pk in own and not alone:
            # A colleague finds them under what waits for him.
            return None
        if forum.minutes.pk in own:
            url, action = reverse("forums:detail", args=[forum.public_id]), gettext("View")
            note = gettext("You wrote in them yourself: a second person is needed")
        else:
            url, action = reverse("forums:approval", args=[forum.public_id]), gettext("Review and approve")
            note = ""
    elif user.has_perm("forums.write_minutes", forum.minutes):
        step = "meeting" if not forum.date else "outputs" if forum.present else "attendance"
        url, action, note = (
            reverse(f"forums:{step}", args=[forum.public_id]),
            gettext("Complete"),
            _lacking(forum),
        )
    elif approves and _is_late(forum):
        url, action, note = reverse("forums:detail", args=[forum.public_id]), gettext("View"), ""
    else:
        return None
    if _is_late(forum):
        tone, words = "late", _not_filed(forum)
    return _forum_row(forum, tone=tone, chip=words, url=url, action=action, note=note)


def _is_late(forum) -> bool:
    minutes = forum.minutes
    is_filed = minutes.state != Minutes.State.DRAFT or minutes.revision
    return not is_filed and forum.date is not None and days_since(forum) >= FIRST


def _not_filed(forum) -> str:
    """«المحضر لم يُرفع · ٤ أيام»."""
    days = days_since(forum)
    text = ngettext("minutes not filed for %(count)d day", "minutes not filed for %(count)d days", days)
    return text % {"count": days}


def _date_row(user, forum):
    if forum.date_standing != Forum.DateStanding.UNDECIDED or not user.has_perm("forums.decide_date", forum):
        return None
    url = reverse("forums:decide_date", args=[forum.public_id])
    return _forum_row(
        forum,
        tone="open",
        chip=gettext("doubtful date"),
        url=url,
        action=gettext("Decide"),
        note=forum.date_as_written,
    )


def _lacking(forum) -> str:
    """«ينقصه الحضور»: what must come before it can be submitted; else the manager's note."""
    parts = [
        (forum.date is None, gettext("the date")),
        (not forum.present, gettext("the attendance")),
        (not forum.output_count, gettext("the outputs")),
    ]
    missing = join_words(words for lacks, words in parts if lacks)
    if missing:
        return gettext("Still lacks: %(what)s") % {"what": missing}
    return forum.minutes.return_note or gettext("Ready to be checked and submitted")


def _about(recommendation, tone, chip, action, note) -> Waiting:
    text, language = recommendation.in_language(get_language() or "ar")
    url = reverse("recommendations:detail", args=[recommendation.public_id])
    if recommendation.is_mine:
        note = " · ".join(filter(None, [pgettext("owner", "yours"), note]))
    return Waiting(tone, chip, text, url, action, note, recommendation.reference, language)


def _forum_row(forum, **said) -> Waiting:
    shown = get_language() or "ar"
    language = "en" if shown == "en" and forum.title_en else "ar"
    return Waiting(title=forum.title_in(shown), code=forum.code, language=language, **said)


def _with_rest(rows, page, query):
    if len(rows) <= SHOWN:
        return rows
    url = reverse(page, query=query)
    rest = Waiting("", "", gettext("There is more of this."), url, gettext("Show the list"), language="")
    return [*rows[:SHOWN], rest]
