"""The same number of queries for one row and for three, few of them, and none asked twice."""

import datetime
import re
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Invitation, Refusal
from accounts.services import ask_second_person
from common import audit
from common.models import AuditHead
from common.uploads import Clean
from recommendations.models import Addressee, Evidence
from recommendations.services.attachments import keep_file
from reports.projection import project_forum

from . import factories

LIST_LIMIT, PAGE_LIMIT = 10, 12
TRANSLATIONS = "recommendations:translations"
#: What the frame of every page asks: the session, the account, its memberships, allauth's session row.
FRAME = re.compile(
    r'django_session|usersessions_usersession|"accounts_user"\."id" = |accounts_membership|^(SAVEPOINT|RELEASE|BEGIN|COMMIT)'
)


def add_forum(world):
    """One more approved forum with people and outputs."""
    minutes = factories.MinutesFactory(forum__programme=world.programme, state="approved", revision=1)
    for _ in range(2):
        factories.AttendanceFactory(forum=minutes.forum)
        factories.OutputFactory(minutes=minutes)
    return minutes


def add_recommendation(world):
    """One more that was sent to the institution, with an answer, a theme and a source."""
    number = world.programme.recommendations.count() + 1
    sources = [factories.OutputFactory()]
    row = factories.RecommendationFactory(programme=world.programme, number=number, sources=sources)
    row.themes.add(factories.ThemeFactory())
    addressee = factories.AddresseeFactory(recommendation=row, institution=world.institution, sent=True)
    factories.AddresseeFactory(
        recommendation=row,
        institution=factories.InstitutionFactory(),
        part=Addressee.Part.SUPPORTING,
        sent=True,
    )
    return addressee


def add_waiting(world):
    """One more thing of each sort that waits for somebody."""
    for state in ("draft", "submitted", "approved"):
        minutes = factories.MinutesFactory(
            forum__programme=world.programme, state=state, submitted_by=world.staff
        )
        factories.AttendanceFactory(forum=minutes.forum)
        factories.OutputFactory(minutes=minutes)
    add_recommendation(world)
    for state in ("in_progress", "reported_done", "clarification"):
        addressee = add_recommendation(world)
        Addressee.objects.filter(pk=addressee.pk).update(state=state)
        factories.CommitmentFactory(
            response=factories.ResponseFactory(addressee=addressee, answered_by=world.staff)
        )


def add_person(world):
    """One more whom the picker may find."""
    factories.AttendanceFactory(forum__programme=world.programme)


def add_message(world):
    """One more in the outbox."""
    factories.OutboxMessageFactory(programme=world.programme, recipient=factories.UserFactory())


def add_report(world):
    """One more report that was released to the donor."""
    minutes = add_forum(world)
    told = {"audience": "donor", "state": "released", "released_at": timezone.now()}
    content = project_forum(minutes.forum, audience="internal", language="ar")
    factories.ReportFactory(programme=world.programme, forum=minutes.forum, frozen=content, **told)


def add_account(world):
    """One more account of the programme, with an open invitation."""
    user = factories.UserFactory(password=None)
    factories.MembershipFactory(user=user, programme=world.programme)
    now = timezone.now()
    Invitation.objects.create(user=user, token_hash=f"{user.pk:064x}", expires_at=now)


def add_request(world):
    """One more act that awaits a second person, and one that the manager himself asked for."""
    for asked_by in (world.second_manager, world.manager):
        subject = factories.OutputFactory()
        ask_second_person(
            actor=asked_by,
            act="open_seal",
            subject=subject,
            reason="سبب تجريبي",
            label="X",
            path="/",
            programme=world.programme,
        )


def add_entry(world):
    """One more act on the record, one by an account elsewhere, a head that went out, and something refused."""
    now = timezone.now()
    for actor in (world.staff, factories.UserFactory()):
        audit.append(
            actor=actor, action="forums.add_output", subject=world.programme, programme=world.programme
        )
    last = AuditHead.objects.order_by("day").last()
    day = (last.day if last else datetime.date(2022, 1, 1)) + datetime.timedelta(days=1)
    AuditHead.objects.create(day=day, at=now, entries=1, hash="0" * 64)
    Refusal.objects.create(
        at=now, account=world.staff.public_id, address="rights", method="GET", request_id="0"
    )


def add_meeting(world):
    """One more meeting to come, to which both institutions are invited."""
    forum = factories.MinutesFactory(forum__programme=world.programme, forum__date=timezone.localdate()).forum
    for institution in (world.institution, world.other_institution):
        factories.ForumInvitationFactory(forum=forum, institution=institution)


LISTS = [
    ("reviewer", "forums:invited", "", add_meeting, LIST_LIMIT),
    *((actor, "forums:calendar", "", add_meeting, LIST_LIMIT) for actor in ("reviewer", "staff")),
    ("auditor", "audit", "", add_entry, LIST_LIMIT),
    ("manager", "audit", "?act=forums", add_entry, LIST_LIMIT),
    ("staff", "audit", "", add_entry, LIST_LIMIT),
    ("auditor", "audit_heads", "", add_entry, LIST_LIMIT),
    ("auditor", "audit_refusals", "", add_entry, LIST_LIMIT),
    ("administrator", "audit_refusals", "", add_entry, LIST_LIMIT),
    *((actor, "team", "", add_account, LIST_LIMIT) for actor in ("manager", "auditor", "administrator")),
    ("manager", "second_person", "", add_request, LIST_LIMIT),
    ("manager", "home", "", add_request, None),
    ("staff", "my_account", "", add_request, LIST_LIMIT),
    ("staff", "device", "", add_request, LIST_LIMIT),
    ("staff", "forums:list", "", add_forum, LIST_LIMIT),
    ("manager", "forums:list", "", add_forum, LIST_LIMIT),
    ("staff", "recommendations:list", "", add_recommendation, LIST_LIMIT),
    ("manager", "recommendations:list", "", add_recommendation, LIST_LIMIT),
    ("reviewer", "recommendations:list", "", add_recommendation, LIST_LIMIT),
    ("auditor", "recommendations:list", "", add_recommendation, LIST_LIMIT),
    ("staff", "recommendations:outbox", "", add_message, LIST_LIMIT),
    ("manager", "recommendations:outbox", "?all=1", add_message, LIST_LIMIT),
    *(("staff", TRANSLATIONS, f"?kind={kind}", add_waiting, PAGE_LIMIT) for kind in ("promises", "asks")),
    ("manager", "reports:library", "", add_report, LIST_LIMIT),
    ("donor", "reports:library", "", add_report, LIST_LIMIT),
    ("manager", "reports:donor_figures", "", add_report, LIST_LIMIT),
    ("donor", "reports:donor_figures", "", add_report, LIST_LIMIT),
    ("manager", "reports:prepare_period", "", add_report, LIST_LIMIT),
    ("donor", "home", "", add_report, PAGE_LIMIT),
    ("staff", "participants:people", "", add_person, LIST_LIMIT),
    ("manager", "participants:people", "?present=on", add_person, LIST_LIMIT),
    ("staff", "participants:pick", "?q=شخص", add_person, LIST_LIMIT),
    ("staff", "home", "", add_waiting, None),
    ("manager", "home", "", add_waiting, None),
    ("reviewer", "home", "", add_waiting, PAGE_LIMIT),
    ("auditor", "home", "", add_waiting, PAGE_LIMIT),
]


def statements(client, path):
    """The queries of a page beyond its frame."""
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    assert answer.status_code == 200
    return [query["sql"] for query in captured if not FRAME.search(query["sql"])]


def repeated(queries):
    """Statements that came more than once, whatever their values."""
    shapes = Counter(re.sub(r"'[^']*'|\b\d+\b", "?", query) for query in queries)
    return [shape[:200] for shape, count in shapes.items() if count > 1]


@pytest.mark.parametrize(("actor", "name", "query", "add", "most"), LISTS)
def test_lists(world, as_role, actor, name, query, add, most):  # noqa: PLR0917
    client, path = as_role(actor), reverse(name) + query
    add(world)
    one = statements(client, path)
    add(world)
    add(world)
    three = statements(client, path)
    assert len(one) == len(three), "\n".join(set(three) - set(one))
    if most:
        assert len(three) <= most, "\n".join(three)
    assert repeated(three) == []


PAGES = [
    "forums:detail",
    "forums:plan",
    "forums:meeting",
    "forums:attendance",
    "forums:outputs",
    "forums:check",
    "recommendations:editor",
]


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_a_forum(world, as_role, name):
    minutes = factories.MinutesFactory(forum__programme=world.programme)
    client, path = as_role("staff"), reverse(name, args=[minutes.forum.public_id])

    def add():
        factories.AttendanceFactory(forum=minutes.forum, institution=world.institution)
        output = factories.OutputFactory(minutes=minutes)
        output.themes.add(factories.ThemeFactory())
        row = factories.RecommendationFactory(programme=world.programme, sources=[output])
        factories.AddresseeFactory(recommendation=row, institution=world.institution)
        factories.AcknowledgementFactory(forum=minutes.forum)
        factories.ForumInvitationFactory(forum=minutes.forum)
        minutes.forum.agenda.create(title="بند")

    add()
    one = statements(client, path)
    add()
    add()
    three = statements(client, path)
    assert len(one) == len(three), "\n".join(set(three) - set(one))
    assert len(three) <= PAGE_LIMIT, "\n".join(three)
    assert repeated(three) == []


def live(world, addressee):
    """One more of everything that a journey shows: letter, answer, promise, update, finding, voices."""
    factories.heard_round(addressee, world.staff)
    recommendation = addressee.recommendation
    letter = factories.LetterFactory(programme=world.programme, institution=addressee.institution)
    letter.recommendations.add(recommendation)
    clean = Clean("pdf", b"%PDF-1.7 %%EOF")
    keep_file(actor=world.staff, clean=clean, programme=world.programme, letter=letter)
    response = factories.ResponseFactory(addressee=addressee, answered_by=world.staff, letter=letter)
    factories.CommitmentFactory(response=response)
    update = factories.UpdateFactory(addressee=addressee, made_by=world.staff)
    evidence = Evidence.objects.create(update=update, kind="file")
    keep_file(actor=world.staff, clean=clean, programme=world.programme, evidence=evidence)
    addressee.verifications.create(
        finding="partly", method="زيارة", made_by=world.manager, found_on=datetime.date(2022, 12, 1)
    )


@pytest.mark.parametrize("actor", ["staff", "manager", "reviewer", "auditor"])
def test_the_page_of_a_recommendation(world, as_role, actor):
    addressee = add_recommendation(world)
    live(world, addressee)
    path = reverse("recommendations:detail", args=[addressee.recommendation.public_id])
    client = as_role(actor)

    def add():
        other = factories.AddresseeFactory(
            recommendation=addressee.recommendation,
            institution=factories.InstitutionFactory(),
            part=Addressee.Part.SUPPORTING,
            sent=True,
        )
        live(world, other)
        addressee.recommendation.sources.add(factories.OutputFactory())

    add()
    one = statements(client, path)
    add()
    add()
    three = statements(client, path)
    assert len(one) == len(three), "\n".join(set(three) - set(one))
    assert len(three) <= PAGE_LIMIT, "\n".join(three)
    assert repeated(three) == []


@pytest.mark.parametrize(
    ("actor", "name", "state"),
    [
        *(("reviewer", "answer", "sent"), ("staff", "answer", "sent")),
        ("staff", "paper", "sent"),
        *(("reviewer", "update", "in_progress"), ("staff", "update", "in_progress")),
        *(("manager", "verify", "reported_done"), ("staff", "witnesses", "reported_done")),
    ],
)
def test_pages_of_one_addressee(world, as_role, actor, name, state):
    addressee = add_recommendation(world)
    Addressee.objects.filter(pk=addressee.pk).update(state=state)
    factories.heard_round(addressee, world.staff)
    queries = statements(as_role(actor), reverse(f"recommendations:{name}", args=[addressee.public_id]))
    assert len(queries) <= PAGE_LIMIT, "\n".join(queries)
