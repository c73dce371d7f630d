"""Every service puts exactly its acts on the record, in the transaction of the act, and no word of anybody."""

import datetime
import importlib
import json
import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import DraftKey, Invitation, TwoPersonAct, User
from accounts.services import allow_act, ask_second_person
from accounts.services.links import hash_token
from common import audit
from common.models import AuditEntry
from forums.models import CalendarFeed, OutputLink, OutputSpeaker
from forums.services.approval import CHECKLIST, approval_warnings
from recommendations.models import Addressee, CodeBearer
from recommendations.services.codes import find_code, make_code
from reports.services.erasure import Decision, find_person
from reports.services.prepare import prepare_forum_report
from reports.services.release import CHECKLIST as RELEASE_CHECKLIST

from .. import factories
from .asking import ASKING
from .recorded import CALLS
from .recorded_rows import archived, written
from .test_services import scene, services_with_an_actor  # noqa: F401  a fixture
from .typed import CANARY, LATIN, PDF

#: Tables that others write meanwhile, or that tell nothing of the act.
NOT_COMPARED = {"django_session", "cache", "sqlite_sequence"}


class Boom(Exception):
    """The record cannot be written."""


def test_every_service_is_here():
    assert set(services_with_an_actor()) == set(CALLS) | set(ASKING)
    assert not set(CALLS) & set(ASKING)


@pytest.fixture
def stage(world, scene, monkeypatch, settings, tmp_path):  # noqa: F811  the fixture
    """The scene with what these calls need to succeed."""
    settings.TOMBSTONES_FILE = tmp_path / "tombstones.jsonl"
    programme, now = world.programme, timezone.now()
    found = dict(scene)
    found["switched_off"] = factories.UserFactory(is_active=False)
    factories.MembershipFactory(user=found["switched_off"], role="staff", programme=programme)
    found["with_factor"] = factories.UserFactory(username=LATIN + ".factor", is_demo=False)
    TOTP.activate(found["with_factor"], "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    factories.MembershipFactory(user=found["with_factor"], role="staff", programme=programme)
    invited = factories.UserFactory(is_demo=False, password=None)
    DraftKey.objects.create(user=world.manager, key="x")
    found["link"] = "token-of-a-link"
    Invitation.objects.create(
        user=invited, token_hash=hash_token(found["link"]), expires_at=now + datetime.timedelta(hours=1)
    )
    store = SessionStore()
    store.create()
    found["session"] = UserSession.objects.create(
        user=world.staff, ip="127.0.0.1", session_key=store.session_key, user_agent=CANARY
    )
    found |= (
        permissions(world, found) | coming(world) | asked(world, found) | reports(world, found, monkeypatch)
    )
    minutes = found["submitted_minutes"]
    found["reasons"] = {warning.key: CANARY for warning in approval_warnings(minutes)}
    found |= {"checklist": set(CHECKLIST), "release_checklist": set(RELEASE_CHECKLIST), "now": now}
    found |= spoken(world, found) | archived(world) | written(world, found)
    found["last_output"] = factories.OutputFactory(minutes=found["draft_minutes"], position=10_000)
    OutputLink.objects.create(source=found["last_output"], target=found["draft_output"], kind="answers")
    return found | to_be_erased(world)


def permissions(world, found):
    """An act that a second person allowed."""
    request = TwoPersonAct.objects.get(pk=found["request"].pk)
    other = factories.ProgrammeFactory()
    factories.MembershipFactory(user=world.second_manager, role="manager", programme=other)
    allowed = TwoPersonAct.objects.create(
        act="export_names", subject_type="forums.programme", subject=other.public_id, state="allowed",
        programme=request.programme, label="X", path="/", reason=CANARY, asked_by=world.second_manager,
        decided_by=world.manager, decided_at=timezone.now(),
    )  # fmt: skip
    return {"allowed": allowed, "allowed_programme": other}


def to_be_erased(world):
    """A person whose erasure is allowed, and what was decided on what was found of him."""
    person = factories.AttendanceFactory(
        forum__programme=world.programme, person=factories.PersonFactory(name_ar="زنبقة خزامى")
    ).person
    request = ask_second_person(
        actor=world.second_manager, act="erase_person", subject=person, reason=CANARY, label="X", path="/",
        programme=world.programme,
    )  # fmt: skip
    allow_act(actor=world.manager, request=request)
    seen = find_person(user=world.second_manager, person=person).seen
    return {"allowed_person": person, "decision": Decision((), (), "", seen)}


def spoken(world, found):
    """An output that may have a speaker, one that has, and one that was sealed and may be opened."""
    named, said = (
        factories.OutputFactory(minutes=found["draft_minutes"], attribution="name") for _ in range(2)
    )
    sealed, person = found["approved_output"], str(found["draft_person"].public_id)
    OutputSpeaker.objects.create(output=said, person=person)
    OutputSpeaker.objects.update_or_create(
        output=sealed, defaults={"person": person, "sealed_at": timezone.now()}
    )
    request = ask_second_person(
        actor=world.second_manager, act="open_seal", subject=sealed, reason=CANARY, label="X", path="/",
        programme=world.programme,
    )  # fmt: skip
    allow_act(actor=world.manager, request=request)
    return {"named_output": named, "spoken_output": said, "sealed_output": sealed}


def coming(world):
    """Two forums of tomorrow, one of whose call lists may be printed, and who is asked to the other."""
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    make = lambda: factories.MinutesFactory(forum__programme=world.programme, forum__date=tomorrow).forum  # noqa: E731
    forums = [make(), make()]
    for forum in forums:
        factories.AttendanceFactory(
            forum=forum, person=factories.PersonFactory(name_ar=CANARY, phone="777123456")
        )
    request = ask_second_person(
        actor=world.staff, act="print_call_list", subject=forums[1], reason=CANARY, label="X", path="/",
        programme=world.programme,
    )  # fmt: skip
    allow_act(actor=world.manager, request=request)
    CalendarFeed.objects.create(user=world.staff, digest="0" * 64)
    rows = [factories.ForumInvitationFactory(forum=forums[0], invited_on=day) for day in (None, tomorrow)]
    return dict(zip(("coming_forum", "printed_forum", "listed", "invited"), forums + rows, strict=True))


def asked(world, found):
    """An ask that nobody began to answer, a guess, another unsent one, and an answer of the institution's own."""
    programme, body, source = world.programme, world.institution, found["approved_output"]
    rows = [
        factories.RecommendationFactory(programme=programme, number=number, sources=[source])
        for number in range(51, 57)
    ]
    free, own, other, referred, coded, by_code = (
        factories.AddresseeFactory(recommendation=row, institution=body, sent=True) for row in rows
    )
    Addressee.objects.filter(pk__in=[own.pk, other.pk, by_code.pk]).update(state="accepted")
    Addressee.objects.filter(pk=referred.pk).update(state="referred")
    loose = factories.RecommendationFactory(programme=programme, sources=[factories.OutputFactory()])
    guessed = factories.AddresseeFactory(recommendation=loose, institution=body, state="ready", is_guess=True)
    answer = {"answered_by": world.reviewer, "text": CANARY}
    _code, characters = make_code(actor=world.staff, addressee=coded)
    return {
        "coded_addressee": coded,
        "actuals": [(factories.target_by_hand(programme), None, 5)],
        "asked_witnesses": factories.running_round(own, world.staff, code="23456789"),
        "bearer": CodeBearer(find_code(characters)),
        "coded_response": factories.ResponseFactory(addressee=by_code, channel="code", **answer),
        "free_addressee": free,
        "guessed_addressee": guessed,
        "other_unsent": loose,
        "own_response": factories.ResponseFactory(addressee=own, channel="account", **answer),
        "unconfirmed_response": factories.ResponseFactory(addressee=other, channel="room", **answer),
        "bare_letter": factories.LetterFactory(programme=programme, institution=body, number="9/kanari"),
        "referred_addressee": referred,
        "third_body": factories.InstitutionFactory(),
    }


def reports(world, found, monkeypatch):
    """A report as it was prepared just now. What typesets is left out: it writes nothing."""
    monkeypatch.setattr("reports.services.release.render_report", lambda *args, **kwargs: PDF.content)
    monkeypatch.setattr("reports.services.copies.read_pdf", lambda report: PDF.content)
    monkeypatch.setattr("reports.services.copies.stamp_line", lambda *args, **kwargs: PDF.content)
    fresh = prepare_forum_report(
        actor=world.manager, forum=found["approved_forum"], audience="donor", language="ar",
        leaves_out_untranslated=True,
    )  # fmt: skip
    return {"fresh_donor_report": fresh}


def given(stage, value):
    """The value of a keyword, rows read anew."""
    if isinstance(value, list):
        return [given(stage, one) for one in value]
    if not (isinstance(value, str) and value.startswith("@")):
        return value
    found = stage[value[1:]]
    return type(found)._default_manager.get(pk=found.pk) if hasattr(found, "pk") else found


def call(world, stage, name):
    actor, keywords, _actions = CALLS[name]
    module, _, function = name.rpartition(".")
    if actor and actor.startswith("@"):
        user = stage[actor[1:]]
    else:
        user = User.objects.get(pk=world.users[actor].pk) if actor else None
    keywords = {key: given(stage, value) for key, value in keywords.items()}
    return getattr(importlib.import_module(module), function)(actor=user, **keywords)


def test_each_appends_exactly_its_acts_and_no_words(world, stage):
    """Details are ids, states, counts and names of fields: nothing that a person typed."""
    wrong, token = [], re.compile(r"[A-Za-z0-9_.:/+-]*")
    for name, (_actor, _keywords, actions) in CALLS.items():
        last = AuditEntry.objects.order_by("-id").values_list("id", flat=True).first() or 0
        with transaction.atomic():
            try:
                call(world, stage, name)
                entries = list(AuditEntry.objects.filter(id__gt=last).order_by("id"))
            except Exception as error:
                wrong.append(f"{name}: {type(error).__name__}: {error}")
                entries = None
            transaction.set_rollback(True)
        if entries is None:
            continue
        if [entry.action for entry in entries] != actions.split():
            wrong.append(f"{name}: {[entry.action for entry in entries]}")
        for entry in entries:
            text = json.dumps(
                [entry.details, entry.action, entry.subject_type, entry.origin], ensure_ascii=False
            )
            if (
                CANARY in text
                or "kanari" in text
                or "777123456" in text
                or not is_plain(entry.details, token)
            ):
                wrong.append(f"{name}: {text}")
    assert not wrong, "\n".join(wrong)


def is_plain(value, token):
    """Whether no text in it has a blank or a letter that is not ASCII."""
    if isinstance(value, dict):
        return all(token.fullmatch(key) and is_plain(item, token) for key, item in value.items())
    if isinstance(value, list):
        return all(is_plain(item, token) for item in value)
    return not isinstance(value, str) or bool(token.fullmatch(value))


def everything():
    """All rows of all tables."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names(cursor)) - NOT_COMPARED):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  names of the database itself
            found[table] = sorted(map(repr, cursor.fetchall()))
    return found


def test_an_act_that_cannot_be_recorded_is_not_done(world, stage, monkeypatch):
    """The entry fails, and nothing at all of the act stays."""
    wrong = []

    def refuse(**_keywords):
        raise Boom

    monkeypatch.setattr(audit, "append", refuse)
    before = everything()
    for name, (_actor, _keywords, actions) in CALLS.items():
        if not actions:
            continue
        with transaction.atomic():
            try:
                call(world, stage, name)
                wrong.append(f"{name} goes on without its entry")
            except Boom:
                after = everything()
                changed = [table for table, rows in after.items() if rows != before[table]]
                if changed:
                    wrong.append(f"{name} leaves something in {changed}")
            transaction.set_rollback(True)
    assert not wrong, "\n".join(wrong)
