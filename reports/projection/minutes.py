"""The minutes of one forum as a paper to be signed: an approved revision as it was frozen, or the draft as it stands.

Internal, since it names who was there. What was frozen is read by `forums.record.sheet`; the living record is not asked.
"""

import datetime
from dataclasses import asdict

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.dates import weekday_name
from forums.models import Attendance
from forums.record.sheet import frozen_now, frozen_of, read_sheets
from reports.models import Report
from reports.projection.meeting import both_calendars, project_programme
from reports.projection.texts import Texts

#: counted up when the structure changes
SCHEMA = 1
#: facts that stand in the head or at the end, or are the portal's own business
_APART = {
    "title",
    "title_en",
    "summary",
    "summary_en",
    "date",
    "standing",
    "agenda",
    "occasion_en",
    "focus_en",
}


def project_signed_minutes(forum, *, revision, language: str) -> dict:
    """Plain JSON; `revision` None stands for the draft. The same revision gives the same structure on any day."""
    with override(language):
        texts = Texts(language)
        state = frozen_now(forum.minutes) if revision is None else frozen_of(revision)
        (sheet,) = read_sheets([state], language)
        told = {fact.key: fact.text for fact in sheet.facts}
        fixed = state.content.get("forum", {})
        day = _day(fixed.get("date"))
        on = timezone.localdate(revision.approved_at) if revision else timezone.localdate()
        return {
            "schema": SCHEMA,
            "kind": Report.Kind.MINUTES.value,
            "audience": Report.Audience.INTERNAL.value,
            "audience_label": str(Report.Audience.INTERNAL.label),
            "language": language,
            "is_demo": forum.is_demo or forum.programme.is_demo,
            "as_of": on.isoformat(),
            "programme": project_programme(forum.programme, texts),
            "meeting": {
                "code": forum.code,
                "title": texts.pair(told.get("title", ""), told.get("title_en", ""), _("Title")),
                "date": both_calendars(day, language),
                "weekday": weekday_name(day.weekday(), language) if day else "",
                "is_doubtful": fixed.get("date_standing") in ("kept", "undecided"),
                "ends_at": fixed.get("ends_at", ""),
                "summary": texts.pair(told.get("summary", ""), told.get("summary_en", ""), _("Summary")),
                "agenda": [texts.plain(line) for line in told.get("agenda", "").splitlines()],
                "facts": [
                    {"label": fact.label, "value": texts.plain(_in_language(fact, told, language))}
                    for fact in sheet.facts
                    if fact.key not in _APART
                ],
            },
            "minutes": {
                "is_draft": revision is None,
                "revision": revision.number if revision else forum.minutes.revision + 1,
                "approved_on": on.isoformat() if revision else None,
                "approved_both": both_calendars(on, language) if revision else "",
                "digest": revision.digest if revision else "",
                "reason": texts.plain(revision.reason) if revision else None,
            },
            "attendance": _people(sheet, texts),
            "totals": [{"label": row.label, "count": int(row.text)} for row in sheet.totals],
            "outputs": [_output(row, texts) for row in sheet.outputs],
            "acknowledgements": [
                {"person": row.person or None, "name": texts.plain(row.label), "reason": texts.plain(row.text)}
                for row in sheet.thanks
            ],
            "untranslated": texts.untranslated,
        }  # fmt: skip


def _in_language(fact, told, language) -> str:
    """What a fact says: its English where there is one and the document is in English."""
    return (language == "en" and told.get(f"{fact.key}_en")) or fact.text


def _people(sheet, texts) -> dict[str, list[dict]]:
    """Those who were there and the others, as `reports/pdf/attendance_table.html` takes them."""
    found: dict[str, list[dict]] = {"present": [], "others": []}
    for row in sheet.people:
        fields = {name: texts.plain(value) for name, value in asdict(row.entry).items()}
        remarks = [fields.pop("part")["text"], fields.pop("presence")["text"]]
        shown = [
            *([] if _is_plain(row) else remarks[:1]),
            *([] if row.presence == "present" else remarks[1:]),
        ]
        group = "present" if row.presence == "present" else "others"
        found[group].append({"person": row.person, **fields, "remarks": [one for one in shown if one]})
    return found


def _is_plain(row) -> bool:
    return row.entry.part == str(Attendance.Part.PARTICIPANT.label)


def _output(row, texts) -> dict:
    text, language = row.text, row.language
    if language != texts.language and row.translation:
        text, language = row.translation, texts.language
    elif language != texts.language:
        texts.untranslated.append(_("Output %(number)s") % {"number": row.number})
    return {
        "number": row.number,
        "kind": row.kind,
        "kind_label": row.about[0],
        "about": list(row.about[1:]),
        "text": {"text": text, "language": language},
    }


def _day(iso):
    return datetime.date.fromisoformat(iso) if iso else None
