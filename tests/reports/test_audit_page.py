"""The audit record for its readers: who sees what, in which words, and that looking at it closely is on it too."""

import ast
import csv
import io
import json
import re
import uuid
from pathlib import Path

import openpyxl
import pytest
from django.urls import reverse
from django.utils.translation import override

from common import audit
from common.checks import OUR_APPS
from common.models import AuditEntry
from reports.auditing import ACTS, entries_for, label_of, object_label
from reports.auditing.acts import LISTS, object_kinds
from reports.services import record

from ..access.recorded import CALLS
from ..access.test_arrows import tables
from ..conftest import drop_audit_triggers
from ..factories import UserFactory

ROOT = Path(__file__).parents[2]


def act(actor, action, subject, programme=None, **details):
    return audit.append(actor=actor, action=action, subject=subject, programme=programme, details=details)


@pytest.fixture
def entries(world):
    """One act of each sort: own programme, foreign one, an account, a list, the machine."""
    return {
        "own": act(world.staff, "forums.add_output", world.programme, world.programme),
        "own_manager": act(
            world.manager, "forums.minutes.approve", world.programme, world.programme, to="approved"
        ),
        "foreign": act(
            world.foreign_staff, "forums.add_output", world.other_programme, world.other_programme
        ),
        "dual": act(world.dual, "forums.add_output", world.other_programme, world.other_programme),
        "account": act(world.staff, "accounts.sign_in", world.staff),
        "foreign_account": act(world.foreign_staff, "accounts.sign_in", world.foreign_staff),
        "nowhere": act(world.dual, "participants.create_person", world.institution),
        "list": act(world.administrator, "participants.change_institution", world.institution),
    }


#: who → the entries that he sees, by hand from docs/protection.md
SEEN = {
    "manager": {"own", "own_manager", "account"},
    "second_manager": {"own", "own_manager", "account"},
    "auditor": {"own", "own_manager", "account"},
    "staff": {"own", "account"},
    "reviewer": set(),
    "donor": set(),
    "dual": {"dual", "nowhere"},
    "administrator": {"list"},
    "foreign_manager": {"foreign", "dual", "foreign_account"},
    "foreign_staff": {"foreign", "foreign_account"},
    "superuser": set(),
    "roleless": set(),
}


@pytest.mark.parametrize("name", SEEN)
def test_who_sees_what(world, entries, name):
    keys = {entry.pk: key for key, entry in entries.items()}
    found = {keys[pk] for pk in entries_for(world.users[name]).values_list("pk", flat=True)}
    # `dual` is a donor in the own programme: that he signs in is known there, what he does elsewhere is not.
    assert found == SEEN[name]


def test_the_machine_s_acts_are_the_auditor_s(world):
    backup = UserFactory()  # any object; what counts is its label
    entry = act(None, "common.make_backup", backup)
    drop_audit_triggers()
    AuditEntry.objects.filter(pk=entry.pk).update(subject_type="common.backup")
    assert entry in entries_for(world.auditor)
    assert entry not in entries_for(world.manager)


def test_the_page_names_acts_and_accounts_in_both_languages(world, as_role, entries):
    act(UserFactory(username="stranger-7"), "forums.edit_output", world.programme, world.programme)
    for language, words in (("ar", "إضافة مخرج"), ("en", "Output entered")):
        page = as_role("auditor", language).get(reverse("audit")).content.decode()
        assert words in page
        assert str(world.staff) in page
        assert "stranger-7" not in page, "an account that he does not read is not named"
    assert "an account elsewhere" in page
    token = audit.set_origin("page 1")
    act(None, "recommendations.use_code", world.programme, world.programme)
    audit.reset_origin(token)
    page = as_role("auditor", "en").get(reverse("audit")).content.decode()
    assert "somebody who was not signed in" in page
    assert "to=approved" in page


def test_others_see_their_own_acts_alone(world, as_role, entries):
    page = as_role("staff", "en").get(reverse("audit"))
    assert [row.number for row in page.context["rows"]] == [entries["account"].id, entries["own"].id]
    text = page.content.decode()
    assert "What I did, on the record" in text
    for address in ("audit_verify", "audit_export", "audit_heads", "audit_refusals"):
        assert reverse(address) not in text
    assert set(page.context["filter"].form.fields) == {"since", "until", "act", "about"}


FILTERS = [
    ("act=accounts", {"account"}),
    ("act=forums", {"own", "own_manager"}),
    ("about=accounts.user", {"account"}),
    ("account={staff}", {"own", "account"}),
    ("account={foreign}", {"own", "own_manager", "account"}),
    ("programme={own}", {"own", "own_manager"}),
    ("since=2001-01-01&until=2001-01-02", set()),
    ("act=nonsense", {"own", "own_manager", "account"}),
]


@pytest.mark.parametrize(("query", "expected"), FILTERS)
def test_filters(world, as_role, entries, query, expected):
    """What makes no sense, or names an account that he does not read, is refused and shows what it would without."""
    ids = {
        "staff": world.staff.public_id,
        "foreign": world.foreign_staff.public_id,
        "own": world.programme.public_id,
    }
    page = as_role("auditor").get(f"{reverse('audit')}?{query.format(**ids)}")
    keys = {entry.pk: key for key, entry in entries.items()}
    found = {keys[row.number] for row in page.context["rows"]}
    assert found in (expected, set()) if "foreign" in query or "nonsense" in query else found == expected


def test_fifty_a_page(world, as_role):
    for _ in range(60):
        act(world.staff, "forums.add_output", world.programme, world.programme)
    pages = [as_role("auditor").get(reverse("audit") + f"?page={n}").context["rows"] for n in (1, 2)]
    assert [len(rows) for rows in pages] == [50, 10]


def export(client, chosen, query=""):
    answer = client.post(f"{reverse('audit_export')}{query}", {"format": chosen})
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="record.{chosen}"'
    return answer.content


def test_the_sheet_holds_what_is_seen_and_can_be_hashed_again(world, as_role, entries):
    content = export(as_role("auditor"), "csv", "?act=forums")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [int(row["number"]) for row in rows] == [entries["own"].id, entries["own_manager"].id]
    assert rows[0]["hash"] == entries["own"].hash
    assert rows[1]["details"] == '{"to":"approved"}'
    assert str(world.staff) not in content.decode(), "ids, no names"
    entry = AuditEntry.objects.order_by("id").last()
    assert (entry.action, entry.actor) == ("reports.export_record", world.auditor.public_id)
    assert entry.details == {"rows": 2, "format": "csv"}


def test_a_workbook_holds_no_formula(world, as_role, entries):
    book = openpyxl.load_workbook(io.BytesIO(export(as_role("manager"), "xlsx")))
    cells = [cell for row in book.active for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert [cell.value for cell in book.active[1]][:3] == ["number", "at", "act"]
    assert book.active.max_row == 4


def test_thousands_of_ids_are_cut_on_the_page_and_whole_in_the_sheets(world, as_role):
    ids = [str(uuid.UUID(int=number)) for number in range(10_000)]
    act(world.staff, "forums.add_output", world.programme, world.programme, created=ids, kind="people")
    client = as_role("auditor")
    page = client.get(reverse("audit")).content.decode()
    assert ids[2] in page
    assert ids[3] not in page
    assert "9,997" in page or "٩٬٩٩٧" in page
    usual = csv.field_size_limit(10**6)
    rows = list(csv.DictReader(io.StringIO(export(client, "csv", "?act=forums").decode("utf-8-sig"))))
    assert json.loads(rows[0]["details"])["created"] == ids
    csv.field_size_limit(usual)
    book = openpyxl.load_workbook(io.BytesIO(export(client, "xlsx", "?act=forums")))
    header, row, *none = [list(line) for line in book.active.iter_rows(values_only=True)]
    parts = [row[place] for place, name in enumerate(header) if name.startswith("details")]
    assert len(parts) == 12
    assert max(map(len, parts)) <= 32_767
    assert json.loads("".join(parts)) == json.loads(rows[0]["details"])
    assert not none


@pytest.mark.parametrize("case", ["no format", "bad filter", "too many"])
def test_an_export_that_cannot_be_leads_back_and_leaves_nothing(world, as_role, entries, case, monkeypatch):
    count = AuditEntry.objects.count()
    if case == "too many":
        monkeypatch.setattr(record, "MOST_EXPORTED", 1)
    query = "?since=nonsense" if case == "bad filter" else ""
    data = {} if case == "no format" else {"format": "csv"}
    answer = as_role("auditor").post(reverse("audit_export") + query, data)
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("audit"))
    assert AuditEntry.objects.count() == count


def verdict_of(client):
    answer = client.post(reverse("audit_verify"), follow=True)
    return " ".join(str(message) for message in answer.context["messages"])


def test_the_button_says_that_it_holds_and_is_on_the_record(world, as_role, entries):
    before = audit.head()
    said = verdict_of(as_role("auditor", "en"))
    assert f"The record is whole: {len(entries)} entries." in said
    entry = AuditEntry.objects.order_by("id").last()
    assert entry.action == "reports.verify_record"
    assert entry.details == {"entries": len(entries), "holds": True, "head": before}


def test_the_button_says_what_is_broken_and_where(world, as_role, entries):
    drop_audit_triggers()
    AuditEntry.objects.filter(pk=entries["foreign"].pk).update(action="forums.edit_output")
    said = verdict_of(as_role("auditor", "en"))
    assert f'Entry <bdi dir="ltr" class="code">{entries["foreign"].id}</bdi>.' in said
    assert "The entry was changed" in said
    assert "triggers are missing" in said
    assert not AuditEntry.objects.order_by("id").last().details["holds"]


def test_a_long_record_takes_the_command(world, as_role, entries, monkeypatch):
    monkeypatch.setattr(record, "MOST_VERIFIED", 3)
    assert "manage.py verify_audit" in verdict_of(as_role("auditor", "en"))
    assert not AuditEntry.objects.filter(action="reports.verify_record").exists()


def actions_in_the_code():
    """Every literal `action=` of an entry, every arrow that an account may walk, and what the services append."""
    found = {action for _actor, _keywords, actions in CALLS.values() for action in actions.split()}
    for app in OUR_APPS:
        for path in (ROOT / app).rglob("*.py"):
            if "migrations" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("audit.append"):
                    for keyword in node.keywords:
                        if keyword.arg == "action":
                            found |= set(re.findall(r"'([a-z]+\.[a-z_.]+)'", ast.unparse(keyword.value)))
    return found


MODELS = {
    "forums.states.TRANSITIONS": "forums.minutes",
    "recommendations.states.addressees.TRANSITIONS": "recommendations.addressee",
    # The act is named after the recommendation itself.
    "recommendations.states.standings.STANDINGS": "recommendations",
    "recommendations.states.messages.MESSAGES": "recommendations.outboxmessage",
    "reports.states.TRANSITIONS": "reports.report",
    "accounts.states.TWO_PERSON_ACT": "accounts.twopersonact",
}


def arrows():
    """What `walk` calls each arrow that somebody may walk."""
    for name, table in tables().items():
        for (_state, action), arrow in table.items():
            if arrow.permission:
                yield f"{MODELS[name]}.{action}"


def test_no_act_is_without_words_in_both_languages():
    actions = actions_in_the_code() | set(arrows())
    assert len(actions) > 90
    assert actions - set(ACTS) == set()
    with override("ar"):
        wrong = [action for action in ACTS if not re.search("[\u0621-\u064a]", label_of(action))]
    assert wrong == []
    with override("en"):
        assert [action for action in ACTS if not re.fullmatch(r"[A-Z][A-Za-z:,' -]+", label_of(action))] == []


def test_every_kind_of_object_has_a_name_in_arabic(world):
    with override("ar"):
        wrong = [kind for kind, words in object_kinds() if not re.search("[\u0621-\u064a]", words)]
    assert wrong == []
    assert object_label("gone.model") == "gone.model"
    assert set(LISTS) < {kind for kind, _words in object_kinds()}
