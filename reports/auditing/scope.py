"""Which entries a reader sees, and what a row of them says: acts and objects, no content and no person."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import pgettext_lazy

from accounts.models import User
from accounts.rights import holds_anywhere
from common.models import AuditEntry
from forums.models import Programme
from reports.auditing.acts import label_of, object_label

#: how an act came, by the first word of its origin
ORIGINS = {
    "page": pgettext_lazy("origin of an act", "page"),
    "task": pgettext_lazy("origin of an act", "background work"),
    "command": pgettext_lazy("origin of an act", "command on the server"),
}


def entries_for(user):
    """The reader's own acts; with the right to read it, those of his programmes and on the accounts that he reads
    there; to an auditor also those of the machine (backups, keys, heads), which belong to no programme.
    """
    if not user.is_authenticated or not user.is_active:
        return AuditEntry.objects.none()
    seen = Q(actor=user.public_id)
    if holds_anywhere(user, "audit record", "r"):
        programmes = Programme.objects.with_right(user, "audit record", "r")
        accounts = User.objects.visible_to(user)
        seen |= Q(programme__in=programmes.values("public_id"))
        seen |= Q(
            programme=None, subject_type="accounts.user", action__startswith="accounts.",
            subject__in=accounts.values("public_id"),
        )  # fmt: skip
    if holds_anywhere(user, "audit record", "v"):
        of_the_machine = Q(subject_type__startswith="common.") | Q(subject_type="reports.retentionrun")
        seen |= Q(of_the_machine, programme=None, actor=None)
    return AuditEntry.objects.filter(seen)


#: Of a list longer than the second so many as the first are named; the sheet has them all.
NAMED, MOST_NAMED = 3, 5


@dataclass(frozen=True)
class Detail:
    """«from=draft»; of a long list its beginning, and how many `more` there are."""

    text: str
    more: int = 0


@dataclass(frozen=True)
class EntryRow:
    """One entry in words. `account`: the name shown, or "" where the reader knows no such account; `machine` says
    that none acted, `stranger` that somebody did who was not signed in. `details`: names and numbers as they stand on the record,
    long ones cut.
    """

    number: int
    at: datetime
    act: str
    about: str
    subject: str
    account: str
    account_id: str
    machine: bool
    stranger: bool
    programme: str
    origin: str
    details: list[Detail]


def rows_of(entries, user) -> list[EntryRow]:
    """Rows for a page of entries: two queries more, however many there are."""
    entries = list(entries)
    actors = {entry.actor for entry in entries if entry.actor}
    known = User.objects.visible_to(user).filter(public_id__in=actors)
    names = {account.public_id: str(account) for account in known}
    places = {entry.programme for entry in entries if entry.programme}
    readable = Programme.objects.visible_to(user).filter(public_id__in=places)
    programmes = {programme.public_id: programme.title for programme in readable}
    return [
        EntryRow(
            number=entry.id,
            at=entry.at,
            act=label_of(entry.action),
            about=object_label(entry.subject_type),
            subject=str(entry.subject)[:8],
            account=names.get(entry.actor, ""),
            account_id=str(entry.actor)[:8] if entry.actor else "",
            machine=entry.actor is None and not _is_stranger_s(entry),
            stranger=_is_stranger_s(entry),
            programme=programmes.get(entry.programme, ""),
            origin=origin_of(entry),
            details=details_of(entry),
        )
        for entry in entries
    ]


def origin_of(entry: AuditEntry) -> str:
    """How it came, in words."""
    word = entry.origin.split(" ")[0]
    return str(ORIGINS.get(word, word))


def details_of(entry: AuditEntry) -> list[Detail]:
    """«from=draft», «to=approved»; hashes are cut short, and lists to their beginning."""
    return [_detail(name, value) for name, value in sorted(entry.details.items())]


def _detail(name, value):
    if not isinstance(value, list):
        return Detail(f"{name}={_short(value)}")
    named = value if len(value) <= MOST_NAMED else value[:NAMED]
    return Detail(f"{name}=[{', '.join(map(_short, named))}]", len(value) - len(named))


def _short(value):
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:16] + "…"


def _is_stranger_s(entry):
    # On a page without an account: a code on paper, or a wrong one; the end of an idle session is the server's own.
    by_page = entry.actor is None and entry.origin.startswith("page")
    return by_page and entry.action != "accounts.end_idle_session"
