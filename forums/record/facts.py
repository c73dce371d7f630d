"""The facts of a meeting at the head of its record, and what is said of a doubtful date."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import get_language, gettext

from common.dates import HijriOutOfRange, format_date, format_period, weekday_name
from forums.models import Forum
from forums.presentation import join_words
from forums.record.attendance import PARTS_IN_FACTS
from participants.models import Place

Standing = Forum.DateStanding


@dataclass(frozen=True)
class Fact:
    """One labelled fact; `language` is that of a value which is written in one language only."""

    label: str
    value: str
    note: str = ""
    language: str = ""


@dataclass(frozen=True)
class DateNote:
    """What is said under the facts about a date; `tone` as in templates/components/hint.html."""

    tone: str
    text: str
    reason: str = ""
    awaits_decision: bool = False


def facts(record, attendance=None) -> list[Fact]:
    """All facts that are known. Without `attendance` (no right to it) nobody is named."""
    forum, programme = record.forum, record.forum.programme
    small = record.small
    language = get_language() or "ar"
    occasion, occasion_in = forum.written_in("occasion", language)
    worded, worded_in = forum.written_in("focus", language)
    partners = [row.name for row in small["partner"]]
    focus = join_words(row.name for row in small["focus"])
    found = [
        _date_fact(forum, language),
        Fact(gettext("Time"), time_in_words(forum)),
        Fact(gettext("Place"), place_in_words(forum.place) if forum.place else ""),
        Fact(gettext("Venue"), forum.venue, language="ar"),
        Fact(
            gettext("Implementer and partner") if partners else gettext("Implementer"),
            " · ".join([programme.implementer.name, *partners]),
        ),
        Fact(gettext("Donors"), join_words(row.name for row in small["donor"])),
        Fact(
            gettext("Occasion"),
            occasion,
            note=format_date(forum.occasion_date, language) if forum.occasion_date else "",
            language=occasion_in,
        ),
        Fact(gettext("Focus"), worded or focus, language=worded_in if worded else ""),
        Fact(gettext("Level"), forum.get_level_display()),
    ]
    if attendance is not None:
        names = attendance.by_part()
        found += [Fact(_part_label(part), join_words(names[part])) for part in PARTS_IN_FACTS]
    return [fact for fact in found if fact.value]


def date_note(forum) -> DateNote | None:
    """What must be said about the date: it waits for a decision, or what was decided and why."""
    if forum.date is None or forum.date_standing == Standing.CLEAR:
        return None
    against = " ".join(_against(forum))
    if forum.date_standing == Standing.UNDECIDED:
        return DateNote("open", against, awaits_decision=True)
    if forum.date_standing == Standing.KEPT:
        text = gettext("The date is kept as the source has it, and is doubtful.")
        return DateNote("open", f"{text} {against}".strip(), forum.date_reason)
    if forum.date_standing == Standing.CORRECTED:
        text = gettext("The date was corrected. The source has: %(written)s.") % {
            "written": forum.date_as_written or "…"
        }
        return DateNote("", text, forum.date_reason)
    return DateNote("", gettext("The date was confirmed."), forum.date_reason)


def _date_fact(forum, language):
    if forum.date is None:
        return Fact(gettext("Date"), gettext("not known yet"))
    day = format_date(forum.date, language)
    if forum.days > 1:
        day = format_period(forum.date, forum.date + timedelta(days=forum.days - 1), language, style="prose")
    notes = [weekday_name(forum.date.weekday(), language)]
    with suppress(HijriOutOfRange):
        notes.append(format_date(forum.date, language, "hijri"))
    return Fact(gettext("Date"), day, note=" · ".join(notes))


def place_in_words(place) -> str:
    """«محافظة عدن», «مديرية صيرة»: some districts share the name of their governorate."""
    if place.level == Place.Level.GOVERNORATE:
        return gettext("%(name)s governorate") % {"name": place.name}
    return gettext("%(name)s district") % {"name": place.name}


def time_in_words(forum) -> str:
    """«09:00 – 11:30», the part of the day, or nothing."""
    hours = [f"{time:%H:%M}" for time in (forum.starts_at, forum.ends_at) if time]
    return " – ".join(hours) or (forum.get_part_of_day_display() if forum.part_of_day else "")


def _against(forum) -> list[str]:
    language = get_language() or "ar"
    sentences = []
    for conflict in forum.date_conflicts():
        if conflict == "weekday":
            sentences.append(
                gettext("The source says %(written)s; %(date)s was a %(real)s.")
                % {
                    "written": weekday_name(forum.weekday_as_written, language),
                    "date": format_date(forum.date, language),
                    "real": weekday_name(forum.date.weekday(), language),
                }
            )
        elif conflict == "programme":
            sentences.append(gettext("The date lies outside the dates of the programme."))
        else:
            sentences.append(
                gettext("The date is more than a week from the occasion that it is said to mark.")
            )
    return sentences


def _part_label(part) -> str:
    labels = {
        "patron": gettext("Patron"),
        "host": gettext("Host"),
        "chair": gettext("Chair"),
        "facilitator": gettext("Facilitators"),
        "rapporteur": gettext("Rapporteur"),
    }
    return labels[part]
