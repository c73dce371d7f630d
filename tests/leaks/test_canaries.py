"""Every reader's answers are searched for what was planted: each finds what he may see and nothing else."""

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from accounts.mails import link_mail
from accounts.models import Invitation
from common.checks import OUR_APPS
from common.models import AuditEntry
from recommendations.mail import email_for
from recommendations.models import OutboxMessage

from .. import factories
from ..access import rows
from .allowed import BY_ACT, FIELDS, NEVER, may_see
from .fields import NOT_SENSITIVE, sensitive, texts_of
from .marks import marks_in
from .planting import CONTENTS
from .sweep import FULL, marks_in_tables

#: How many sensitive fields some readers are shown: they are really inside.
SEES_AT_LEAST = {
    **dict.fromkeys(("manager", "second_manager", "foreign_manager"), 20),
    **dict.fromkeys(("staff", "foreign_staff", "dual"), 25),
    **dict.fromkeys(("reviewer", "foreign_reviewer"), 15),
    "donor": 8,
    **dict.fromkeys(("auditor", "administrator"), 4),
}
#: Left to the full run: who has the same roles as another reader, or none, or cannot sign in.
TWINS = {
    "second_manager",
    "foreign_manager",
    "foreign_reviewer",
    "roleless",
    "deactivated",
    "no_second_factor",
    "dual",
    "foreign_staff",
}
#: On PostgreSQL, where rights are the same, the readers that see most and least.
SAMPLE = ("staff", "donor")
DIFFERENT = tuple(actor for actor in rows.ACTORS if actor not in TWINS)
ACTORS = rows.ACTORS if FULL else DIFFERENT if connection.vendor == "sqlite" else SAMPLE


def test_every_sensitive_field_has_its_readers():
    """A new field of text must be thought about: who may see it, or why it needs no care."""
    assert set(FIELDS) | set(BY_ACT) | NEVER == set(sensitive()) | set(CONTENTS.values())
    assert len(FIELDS) + len(BY_ACT) + len(NEVER) == len(sensitive()) + len(set(CONTENTS.values()))


def test_nothing_is_argued_away_that_does_not_exist():
    named = {
        *(model._meta.label for model in apps.get_models() if model._meta.app_label in OUR_APPS),
        *(
            f"{model._meta.label}.{field.name}"
            for model in apps.get_models()
            if model._meta.app_label in OUR_APPS
            for field in texts_of(model)
        ),
    }
    assert set(NOT_SENSITIVE) <= named
    assert all(NOT_SENSITIVE.values())


def test_every_sensitive_field_is_planted(planted):
    """On both sides, and read back from the database."""
    _, _, marks = planted
    stored = {}
    for word, mark in marks.items():
        if mark.field in CONTENTS.values():
            stored.setdefault(mark.field, set()).add(mark.side)
            continue
        row = type(mark.row)._base_manager.filter(pk=mark.row.pk).first()
        if row is not None and word in str(getattr(row, mark.field.rpartition(".")[2])):
            stored.setdefault(mark.field, set()).add(mark.side)
    assert set(stored) == set(sensitive()) | set(CONTENTS.values())
    thin = {field for field, sides in stored.items() if not {"own", "foreign"} <= sides}
    assert thin <= {"accounts.User.email", "accounts.User.display_name"}, "accounts belong to no side"


@pytest.mark.turns(6)
@pytest.mark.parametrize("actor", ACTORS)
def test_nobody_finds_what_he_may_not_see(planted, answers_to, log, record_property, actor):
    marks = planted[2]
    wrong, seen, searched = set(), set(), 0
    for where, payload in answers_to(actor):
        searched += 1
        for word in marks_in(payload) & set(marks):
            mark = marks[word]
            seen.add(mark.field)
            if ", mail" in where or not may_see(actor, mark, where):
                wrong.add((mark.field, f"{mark.side}.{mark.name}", where.split("?")[0]))
    wrong |= {(marks[word].field, "", "log") for word in log.marks() & set(marks)}
    record_property("T2 parts of answers searched", searched)
    record_property("T2 hits", len(wrong))
    assert sorted(wrong) == []
    assert len(seen) >= SEES_AT_LEAST.get(actor, 0), "else the sweep would look in the wrong places"


def test_the_record_and_the_machine_s_tables_hold_no_mark(planted):
    """What was said and who people are stands in no entry of the record, no log of the back office, no task."""
    assert marks_in_tables() & set(planted[2]) == set()
    assert AuditEntry.objects.count() > 5


def test_no_mail_holds_a_mark(planted):
    """Each message of the outbox to somebody who has an address, and the mail of each kind of link."""
    world, _, marks = planted
    messages = [
        factories.OutboxMessageFactory(programme=world.programme, kind=kind, recipient=world.reviewer)
        for kind in OutboxMessage.Kind
    ]
    mails = [email_for(message) for message in messages]
    for kind in Invitation.Kind:
        invitation = Invitation(user=world.staff, kind=kind, expires_at=timezone.now())
        mails.append(link_mail(invitation, "token"))
    # The address stands at the head of every mail, and nothing else that was planted.
    addresses = {mark.word for mark in marks.values() if mark.field == "accounts.User.email"}
    for one in mails:
        assert marks_in(one.message().as_bytes()) & set(marks) <= addresses
        assert marks_in(f"{one.subject} {one.body} {one.alternatives}") & set(marks) == set()
