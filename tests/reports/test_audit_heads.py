"""The head of the record leaves the house once a day, and the commands that print it and check against it."""

import datetime
import json
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from common import audit
from common.models import AuditEntry, AuditHead
from reports.auditing import all_witnesses, issue_daily_head
from reports.auditing.heads import mail_head

from ..conftest import drop_audit_triggers
from ..factories import ReportFactory


@pytest.fixture
def chain(world):
    return [
        audit.append(actor=world.staff, action="forums.add_output", subject=world.programme, details={"n": n})
        for n in range(4)
    ]


@pytest.fixture
def post(world, settings):
    """A mail server, and an auditor with an address."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    world.auditor.email = "auditor@example.org"
    world.auditor.save()
    return world.auditor


@pytest.fixture
def no_post(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"


def test_once_a_day_and_on_the_record(chain, no_post):
    head = audit.head()
    row = issue_daily_head()
    assert (row.entries, row.hash, row.day) == (4, head, timezone.localdate())
    entry = AuditEntry.objects.order_by("id").last()
    assert (entry.action, entry.subject) == ("common.issue_audit_head", row.public_id)
    assert entry.details == {"entries": 4, "mailed": False}
    assert issue_daily_head() is None
    assert AuditHead.objects.count() == 1
    AuditHead.objects.update(day=timezone.localdate() - datetime.timedelta(days=1))
    assert issue_daily_head().entries == 5


def test_nothing_is_issued_of_an_empty_record(db):
    assert issue_daily_head() is None
    with pytest.raises(CommandError, match="Nothing is on the record"):
        call_command("print_audit_head")


def test_the_mail_to_the_auditors_tells_nothing_of_anybody(world, chain, post):
    row = issue_daily_head()
    (task,) = DBTaskResult.objects.filter(task_path="reports.tasks.send_audit_head")
    assert mail_head(public_id=task.args_kwargs["args"][0]) == 1
    assert mail_head(public_id=str(row.public_id)) == 1, "noted, and not sent twice"
    (message,) = mail.outbox
    assert message.to == [post.email]
    text = message.body + str(message.alternatives)
    assert f"sha256:{row.hash}" in text
    assert "4 entries." in text
    assert reverse("audit") in text
    for word in (str(world.staff), world.staff.username, world.programme.title_ar, world.programme.code):
        assert word not in text + message.subject
    row.refresh_from_db()
    assert row.mailed_to == 1


def test_a_worker_issues_it(chain, no_post):
    call_command("work", once=True)
    assert AuditHead.objects.get().hash == chain[-1].hash


def test_without_mail_it_waits_to_be_printed(chain, no_post, as_role):
    issue_daily_head()
    assert not DBTaskResult.objects.filter(task_path="reports.tasks.send_audit_head").exists()
    page = as_role("auditor", "en").get(reverse("audit_heads")).content.decode()
    assert chain[-1].hash in page
    assert "to be printed" in page
    assert "to be printed" in as_role("auditor", "en").get("/").content.decode()


def run(command, **options):
    out = StringIO()
    call_command(command, stdout=out, **options)
    return out.getvalue()


def test_the_printed_lines_are_what_the_check_reads(chain, no_post, tmp_path):
    printed = run("print_audit_head")
    assert printed == f"{timezone.localdate()} 4 {chain[-1].hash}\n"
    kept = tmp_path / "heads.txt"
    kept.write_text(run("print_audit_head", all=True), encoding="utf-8")
    said = run("verify_audit", heads=kept, head=f"sha256:{chain[1].hash[:16].upper()}", entries=2)
    assert "5 entries" in said
    assert "Known heads in their places: 3 of 3" in said
    assert "The chain holds" in said


def test_what_is_broken_is_named_and_the_command_fails(chain, no_post, capsys):
    drop_audit_triggers()
    AuditEntry.objects.filter(pk=chain[2].pk).update(details={})
    out = StringIO()
    with pytest.raises(CommandError) as failed:
        call_command("verify_audit", stdout=out)
    assert failed.value.returncode == 1
    assert (
        f"EDITED: The entry was changed: what it says does not belong to its hash. Entry {chain[2].id}."
        in out.getvalue()
    )
    assert "TRIGGERS:" in out.getvalue()


def test_json_names_the_kind_the_entry_and_the_witness(chain, no_post):
    row = issue_daily_head()
    drop_audit_triggers()
    AuditEntry.objects.filter(pk__gt=chain[1].pk).delete()
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_audit", json=True, stdout=out)
    said = json.loads(out.getvalue())
    assert said["entries"] == 2
    assert not said["holds"]
    assert said["findings"] == [
        {"kind": "cut", "entry": 0, "source": f"daily {row.day}"},
        {"kind": "triggers", "entry": None, "source": ""},
    ]


def test_a_head_that_was_kept_convicts_a_forger_who_changed_the_notes_too(chain, no_post):
    """He has the database: entries, notes of heads and triggers. What he has not is the slip."""
    issue_daily_head()
    slip = AuditHead.objects.get()
    drop_audit_triggers()
    AuditEntry.objects.filter(pk__gt=chain[1].pk).delete()
    AuditHead.objects.all().delete()
    from common.audit_triggers import install_audit_triggers

    install_audit_triggers()
    assert "The chain holds" in run("verify_audit")
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_audit", head=slip.hash, entries=slip.entries, stdout=out)
    assert "CUT:" in out.getvalue()
    assert "Seen by: given --head." in out.getvalue()


@pytest.mark.parametrize("wrong", ["abc", "xyz" * 10, "f" * 65])
def test_what_is_no_head_is_said(chain, wrong):
    with pytest.raises(CommandError, match="Not a head"):
        call_command("verify_audit", head=wrong)


def test_a_file_that_is_none_is_said(chain, tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("verify_audit", heads=tmp_path / "missing")
    (tmp_path / "other").write_text("not a line of ours at all", encoding="utf-8")
    with pytest.raises(CommandError, match="Line 1"):
        call_command("verify_audit", heads=tmp_path / "other")
    with pytest.raises(CommandError, match="belongs to --head"):
        call_command("verify_audit", entries=3)


def test_released_reports_are_witnesses(world, chain, no_post):
    """The head stands in print at the end of each; one that was never released proves nothing."""
    for state, head, released in (("released", chain[1].hash, timezone.now()), ("draft", "f" * 64, None)):
        ReportFactory(
            programme=world.programme, audience="donor", state=state, released_at=released, audit_head=head
        )
    (witness,) = all_witnesses()
    assert witness.head == chain[1].hash
    assert witness.source.startswith("report TST")
    drop_audit_triggers()
    AuditEntry.objects.filter(pk__gte=chain[1].pk).delete()
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_audit", stdout=out)
    assert (
        f"CUT: The end of the record was cut off: a head that was known is not there any more. Entry 0. Seen by: {witness.source}."
        in out.getvalue()
    )
