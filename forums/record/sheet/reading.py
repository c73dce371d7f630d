"""Reading a frozen state, and the draft as if it were approved now.

Names of lists are those of today, found by their codes; a person's name is his entry's, so that who was erased stays it.
"""

import datetime
from collections.abc import Iterable

from django.utils.translation import get_language, gettext

from common.dates import format_date, weekday_name
from forums.models import Attendance, AttendanceTotal, Forum, Output
from forums.presentation import join_words
from forums.record.sheet.names import Names, thanks_of
from forums.record.sheet.shapes import Frozen, Listed, Said, Sheet, Told
from forums.services.freezing import freeze
from participants.models import Category
from participants.models.persons import AgeBand, Sex
from participants.privacy import entry, name_of


def frozen_of(revision) -> Frozen:
    """The state that an approval froze."""
    return Frozen(revision.number, revision.content, revision.words, revision.personal)


def frozen_now(minutes) -> Frozen:
    """The state that is being written, as if it were approved now; nothing is kept."""
    frozen = freeze(minutes)
    return Frozen(None, frozen["content"], frozen["words"], frozen["personal"])


def read_sheets(states: Iterable[Frozen], language: str | None = None) -> list[Sheet]:
    """Each state in full, in the language given or in the reader's; two statements however many states and rows."""
    states = list(states)
    names = Names(states, (language or get_language() or "ar")[:2])
    return [_sheet(state, names) for state in states]


def _sheet(state, names) -> Sheet:
    content = state.content
    return Sheet(
        number=state.number,
        facts=_facts(state, names),
        people=[_listed(row, state.personal.get(row["id"], {}), names) for row in content.get("attendance", [])],
        totals=[_total(row, names) for row in content.get("totals", [])],
        outputs=[_said(number, row, state, names) for number, row in enumerate(content.get("outputs", []), 1)],
        thanks=[_thanked(row, state, names) for row in thanks_of(content)],
    )  # fmt: skip


def _facts(state, names) -> list[Told]:
    fixed, language = state.content.get("forum", {}), names.language
    words = {name: pair["value"] for name, pair in state.words.get("forum", {}).items()}
    day, occasion = (_day(fixed.get(name)) for name in ("date", "occasion_date"))
    hours = " – ".join(time for time in (fixed.get("starts_at"), fixed.get("ends_at")) if time)
    date = f"{weekday_name(day.weekday(), language)} {format_date(day, language)}" if day else ""
    happened = format_date(occasion, language) if occasion else ""
    told = [
        Told("title", gettext("Title"), words.get("title", ""), "ar"),
        Told("title_en", gettext("Title in English"), words.get("title_en", ""), "en"),
        Told("kind", gettext("Kind of meeting"), _choice(Forum.Kind, fixed.get("kind"))),
        Told("level", gettext("Level"), _choice(Forum.Level, fixed.get("level"))),
        Told("date", gettext("Date"), date),
        Told("standing", gettext("Standing of the date"), _choice(Forum.DateStanding, fixed.get("date_standing"))),
        Told("written", gettext("In the words of the source"), words.get("date_as_written", ""), "ar"),
        Told("time", gettext("Time"), hours),
        Told("place", gettext("Place"), names.name("place", fixed.get("place") or "")),
        Told("venue", gettext("Venue"), words.get("venue", ""), "ar"),
        Told("occasion", gettext("Occasion"), words.get("occasion", ""), "ar"),
        Told("occasion_en", gettext("Occasion in English"), words.get("occasion_en", ""), "en"),
        Told("occasion_date", gettext("Date of the occasion"), happened),
        Told("focus", gettext("Focus"), words.get("focus", ""), "ar"),
        Told("focus_en", gettext("Focus in English"), words.get("focus_en", ""), "en"),
        Told("disclosure", gettext("Disclosure"), _choice(Forum.Disclosure, fixed.get("disclosure"))),
        Told("agenda", gettext("Agenda"), words.get("agenda", ""), "ar"),
        Told("summary", gettext("Summary"), words.get("summary", ""), "ar"),
        Told("summary_en", gettext("Summary in English"), words.get("summary_en", ""), "en"),
    ]  # fmt: skip
    return [one for one in told if one.text]


def _listed(row, pairs, names) -> Listed:
    values = {name: pair["value"] for name, pair in pairs.items()}
    attendance = Attendance(
        person=names.person(row["person"]),
        rank=names.row("rank", values.get("rank")),
        rank_qualifier=names.row("qualifier", values.get("qualifier")),
        honorific=names.row("honorific", values.get("honorific")),
        institution=names.row("institution", values.get("institution")),
        category=names.row("category", row["category"]) or Category(name_ar=row["category"]),
        post=values.get("post", ""),
        part=row["part"],
        presence=row["presence"],
    )
    return Listed(
        row["id"],
        entry(attendance, level="internal", language=names.language),
        row["presence"],
        row["person"],
    )


def _total(row, names) -> Told:
    dimension, key = row["dimension"], row["key"]
    values = {"sex": Sex, "age_band": AgeBand}.get(dimension)
    sort = "category" if dimension == "category" else "place"
    label = _choice(values, key) if values else names.name(sort, key)
    return Told(
        f"{dimension}:{key}", f"{_choice(AttendanceTotal.Dimension, dimension)}: {label}", str(row["count"])
    )


def _said(number, row, state, names) -> Said:
    words = {name: pair["value"] for name, pair in state.words.get(row["id"], {}).items()}
    side = _choice(Output.SpokenBy, row.get("spoken_by"))
    category = names.row("category", row.get("category"))
    about = (
        _choice(Output.Kind, row["kind"]),
        category.plural_in(names.language) if category else side,
        join_words(names.name("theme", code) for code in row.get("themes", ())),
        _narrowed(row.get("narrowed_to")),
    )
    return Said(
        row["id"],
        number,
        row["kind"],
        tuple(word for word in about if word),
        words.get("text", ""),
        row.get("language", "ar"),
        words.get("translation", ""),
    )


def _thanked(row, state, names) -> Told:
    name = name_of(names.person(row["person"]), names.language) if row["person"] else ""
    whom = name or names.name("institution", row["institution"])
    reason = state.words.get(row["id"], {}).get("reason", {}).get("value", "")
    return Told(row["id"], whom, reason, person=row["person"])


def _narrowed(audience) -> str:
    words = _choice(Output.NarrowedTo, audience)
    return gettext("for no wider audience than: %(audience)s") % {"audience": words} if words else ""


def _choice(choices, value) -> str:
    return str(choices(value).label) if value in choices.values else value or ""


def _day(iso) -> datetime.date | None:
    return datetime.date.fromisoformat(iso) if iso else None
