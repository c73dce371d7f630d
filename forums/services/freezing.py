"""What an approved revision holds: codes and references in the open, words and personal values as salted commitments.

`content` is what the digest is made of. For each free text and each value of a person it holds a commitment alone;
the value and its salt lie in `words` and `personal`. Where somebody is erased, the value is changed or taken away and
its salt with it: the digest stays as it was printed, and without the salt no guess at the words can be tried on it.
"""

import hashlib
import json
import secrets
from collections.abc import Callable
from datetime import UTC

from forums.models import MinutesRevision


def freeze(minutes) -> dict:
    """`content`, `words`, `personal` and `digest` of the revision that an approval makes now."""
    forum = minutes.forum
    people, personal = _people(forum)
    words = {"forum": _words_of_forum(forum)}
    outputs = []
    for output in minutes.outputs.kept().select_related("spoken_by_category").prefetch_related("themes"):
        pairs = words[str(output.public_id)] = _pairs(text=output.text, translation=output.translation)
        outputs.append(
            {
                "id": str(output.public_id),
                "kind": output.kind,
                "language": output.language,
                "spoken_by": output.spoken_by,
                "category": output.spoken_by_category.code if output.spoken_by_category else "",
                "attribution": output.attribution,
                "narrowed_to": output.narrowed_to,
                "themes": [theme.code for theme in output.themes.all()],
                "committed": _committed(pairs),
            }
        )
    thanks = []
    for row in forum.acknowledgements.select_related("person", "institution"):
        pairs = words[str(row.public_id)] = _pairs(reason=row.reason)
        thanks.append(
            {
                "id": str(row.public_id),
                "person": str(row.person.public_id) if row.person else "",
                "institution": row.institution.code if row.institution else "",
                "committed": _committed(pairs),
            }
        )
    content = {
        "forum": {
            "code": forum.code,
            "kind": forum.kind,
            "level": forum.level,
            "number": forum.number,
            "date": forum.date.isoformat() if forum.date else None,
            "date_standing": forum.date_standing,
            "days": forum.days,
            "starts_at": f"{forum.starts_at:%H:%M}" if forum.starts_at else "",
            "ends_at": f"{forum.ends_at:%H:%M}" if forum.ends_at else "",
            "occasion_date": forum.occasion_date.isoformat() if forum.occasion_date else None,
            "place": forum.place.code if forum.place else "",
            "disclosure": forum.disclosure,
            "committed": _committed(words["forum"]),
        },
        "attendance": people,
        "totals": list(forum.totals.order_by("dimension", "key").values("dimension", "key", "count")),
        "outputs": outputs,
        "thanks": thanks,
    }
    return {"content": content, "words": words, "personal": personal, "digest": content_digest(content)}


def content_digest(content: dict) -> str:
    """SHA-256 of a revision's content in canonical JSON; holds after the erasure of a person."""
    return _sha256(content)


def revision_holds(revision: MinutesRevision) -> bool:
    """Whether a revision is what was approved: its digest, and every value that still has its salt."""
    content = revision.content
    if content_digest(content) != revision.digest:
        return False
    committed = {"forum": content["forum"]["committed"]}
    # Revisions of before hold thanks as bare ids.
    thanks = [row for row in content["thanks"] if isinstance(row, dict)]
    rows = (*content["outputs"], *content["attendance"], *thanks)
    committed |= {row["id"]: row["committed"] for row in rows}
    return all(
        committed.get(owner, {}).get(name) == _commitment(**pair)
        for owner, pairs in (*revision.words.items(), *revision.personal.items())
        for name, pair in pairs.items()
        if "salt" in pair
    )


def row_hash(revision: MinutesRevision) -> str:
    """SHA-256 over all of a revision's row: what erasure may change, who wrote and approved it and when, and its salt."""
    people = (revision.written_by, revision.approved_by)
    row = [
        *(revision.digest, revision.words, revision.personal, revision.warnings, revision.reason),
        *(str(one.public_id) if one else None for one in people),
        revision.approved_at.astimezone(UTC).isoformat(timespec="microseconds"),
        revision.salt,
    ]
    return _sha256(row)


def words_of(revision: MinutesRevision, owner: str) -> dict[str, str]:
    """{name: text} of the forum ("forum") or of one output (its public id), as they stand after any erasure."""
    return {name: pair["value"] for name, pair in revision.words.get(owner, {}).items()}


def erase_words(words: dict, change: Callable[[str], str]) -> dict:
    """The `words` of a revision with `change` made in each; where that changes something, the salt goes."""
    erased = {}
    for owner, pairs in words.items():
        erased[owner] = {}
        for name, pair in pairs.items():
            value = change(pair["value"])
            erased[owner][name] = pair if value == pair["value"] else {"value": value, "erased": True}
    return erased


def _words_of_forum(forum) -> dict[str, dict]:
    agenda = "\n".join(item.title for item in forum.agenda.all())
    english = ("title_en", "summary_en", "occasion_en", "focus_en")
    names = ("summary", "date_as_written", "venue", "occasion", "focus", *english)
    return _pairs(title=forum.title_ar, agenda=agenda, **{name: getattr(forum, name) for name in names})


def _people(forum):
    """(rows of the attendance list as references, their values by attendance)."""
    people, personal = [], {}
    related = ("person", "category", "rank", "rank_qualifier", "honorific", "institution", "home_district")
    for row in forum.attendances.kept().select_related(*related).in_protocol_order():
        pairs = personal[str(row.public_id)] = _pairs(
            rank=row.rank.code if row.rank else "",
            qualifier=row.rank_qualifier.code if row.rank_qualifier else "",
            honorific=row.honorific.code if row.honorific else "",
            post=row.post,
            institution=row.institution.code if row.institution else "",
            represents=row.represents,
            presence_reason=row.presence_reason,
            age_band=row.age_band,
            district=row.home_district.code if row.home_district else "",
        )
        people.append(
            {
                "id": str(row.public_id),
                "person": str(row.person.public_id),
                "category": row.category.code,
                "presence": row.presence,
                "part": row.part,
                "committed": _committed(pairs),
            }
        )
    return people, personal


def _sha256(value) -> str:
    canonical = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _pairs(**values) -> dict[str, dict]:
    """Each value with a salt of its own; empty ones are left out."""
    return {name: {"value": value, "salt": secrets.token_hex(16)} for name, value in values.items() if value}


def _committed(pairs) -> dict[str, str]:
    return {name: _commitment(**pair) for name, pair in pairs.items()}


def _commitment(*, value: str, salt: str) -> str:
    return hashlib.sha256(f"{salt}|{value}".encode()).hexdigest()
