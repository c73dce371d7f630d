"""Which texts an audience may find in a document, by hand from the rules of disclosure; whatever is not here may nobody.

Each audience has the fields of the narrower ones too. Of a text that is allowed, the row decides further: a line that is
kept for fewer, what was never sent, an answer that nobody confirmed, a person who did not agree.
"""

from django.utils import timezone

from participants.models.persons import Consent
from tests.reports.canaries.generator import AFFILIATION, HONORIFIC, RANK, is_standing

ORDER = ("internal", "official", "donor", "public")
_PROGRAMME = ("title_ar", "title_en", "disclaimer_ar", "disclaimer_en", "hides_marks_reason")
_FORUM = (
    *("title_ar", "title_en", "occasion", "occasion_en", "focus", "focus_en"),
    *("summary", "summary_en", "date_as_written"),
)
_WRITTEN = ("text", "translation")
_ANSWERED = ("Recommendation", "Response", "Commitment", "Update")
FIELDS = {
    "public": {
        *(f"forums.Programme.{name}" for name in _PROGRAMME),
        *(f"forums.Forum.{name}" for name in _FORUM),
    },
    "donor": {
        *(f"forums.Output.{name}" for name in _WRITTEN),
        *(f"recommendations.{model}.{name}" for model in _ANSWERED for name in _WRITTEN),
        *("forums.Programme.grant_number", "forums.Programme.iati_identifier"),
    },
    "official": {
        *("forums.Forum.venue", "forums.AgendaItem.title"),
        "recommendations.Recommendation.expected_result",
    },
    "internal": {
        *("participants.Person.name_ar", "participants.Person.name_en", "participants.Person.known_as"),
        *("forums.Attendance.post", "forums.Attendance.represents", "forums.Attendance.presence_reason"),
        *("forums.Acknowledgement.reason", "forums.Forum.date_reason"),
        *(RANK, AFFILIATION, HONORIFIC),
        *(f"recommendations.Response.{name}" for name in ("reason", "condition", "condition_by", "unit")),
        *("recommendations.Commitment.unit", "recommendations.Recommendation.standing_reason"),
        *("recommendations.Update.milestone", "recommendations.Verification.method"),
        "recommendations.Letter.number",
    },
}
#: Of somebody who may be named by his office.
OF_OFFICIALS = {
    *("participants.Person.name_ar", "participants.Person.name_en", "forums.Attendance.post"),
    *(RANK, AFFILIATION, HONORIFIC),
}


def may_find(audience: str, mark, forum) -> bool:
    """Whether this mark may stand in the forum's document for this audience."""
    if mark.field in OF_OFFICIALS and audience != "internal":
        return _is_official(mark, forum)
    wide = ORDER[ORDER.index(audience) :]
    if not any(mark.field in FIELDS[one] for one in wide):
        return False
    model = mark.field.split(".")[1] if "." in mark.field else ""
    return _ROWS.get(model, lambda row, audience, forum: True)(mark.row, audience, forum)


def _is_official(mark, forum) -> bool:
    rows = forum.attendances.present().filter(
        part__in=("patron", "host", "chair", "speaker"), may_be_named=True
    )
    rows = {
        AFFILIATION: lambda: rows.filter(institution=mark.row),
        RANK: lambda: rows.filter(rank=mark.row),
        "forums.Attendance.post": lambda: rows.filter(pk=mark.row.pk),
    }.get(mark.field, lambda: rows.filter(person=mark.row))()
    agreed = Consent.objects.filter(
        person__in=rows.values("person"),
        purpose="naming",
        given_on__lte=timezone.localdate(),
        withdrawn_on=None,
    )
    return forum.disclosure == "public" and agreed.exists()


def _output(row, audience, forum) -> bool:
    if row.removed_at is not None:
        return False
    if audience == "internal":
        return True
    kept = not row.narrowed_to or ORDER.index(audience) <= ORDER.index(row.narrowed_to)
    return kept and forum.disclosure != "closed"


def _recommendation(row, audience, forum) -> bool:
    return audience == "internal" or row.number is not None


def _response(row, audience, forum) -> bool:
    if audience == "internal":
        return row.sent_at is not None
    return is_standing(row)


def _forum(row, audience, forum) -> bool:
    return row.pk == forum.pk


_ROWS = {
    "Output": _output,
    "Recommendation": _recommendation,
    "Response": _response,
    "Commitment": lambda row, audience, forum: _response(row.response, audience, forum),
}
