"""A document that the worker makes: asked for once, made once, fetched by its readers, gone after a day."""

import hashlib
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.middleware import LAST_ACT
from common.background import beat
from common.background.beat import fall_silent
from common.models import AuditEntry
from common.pdf import PdfFailed, is_available
from reports.models import Rendering
from reports.services import rendering as service
from reports.services.prepare import prepare_forum_report
from reports.services.rendering import KEPT_FOR, enqueue_render, make_file, sweep_renderings
from tests.reports import meeting

pytestmark = pytest.mark.django_db

LIMIT = timedelta(minutes=10)
needs_pango = pytest.mark.skipif(is_available() is not None, reason="the PDF engine is missing here")


@pytest.fixture
def forum(world):
    return meeting.build_meeting(world.programme)


@pytest.fixture
def rendering(world, forum):
    report = prepare_forum_report(actor=world.staff, forum=forum, audience="internal", language="ar")
    return enqueue_render(report=report, actor=world.staff)


def page_of(rendering):
    return reverse("reports:rendering", args=[rendering.public_id])


def file_of(rendering):
    return reverse("reports:rendering_file", args=[rendering.public_id])


@needs_pango
def test_the_button_leads_to_the_page_and_the_worker_makes_the_file(as_role, world, forum):
    beat()
    client = as_role("staff")
    asked = client.post(reverse("reports:forum_pdf", args=[forum.public_id]), {"language": "en"})
    rendering = Rendering.objects.get()
    assert asked["Location"] == page_of(rendering)
    page = client.get(page_of(rendering)).content.decode()
    assert "waits for its turn" in page
    assert 'hx-trigger="every 2s"' in page
    assert client.post(file_of(rendering))["Location"] == page_of(rendering)
    assert not AuditEntry.objects.filter(action="reports.export_named").exists()

    # As a worker does; the worker itself, which closes connections, runs in tests/faults.
    (task,) = DBTaskResult.objects.all()
    assert task.task.call(*task.args_kwargs["args"]) == "ready"
    fragment = client.get(page_of(rendering), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert "hx-get" not in fragment
    assert "The document is ready." in fragment
    answer = client.post(file_of(rendering))
    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Disposition"] == f'attachment; filename="{rendering.report.reference}-en.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    entry = AuditEntry.objects.get(action="reports.export_named")
    assert entry.actor == world.staff.public_id
    assert entry.details["file"] == hashlib.sha256(answer.content).hexdigest()


@needs_pango
def test_without_a_worker_the_file_comes_at_once(as_role, forum):
    beat()
    fall_silent()
    answer = as_role("staff").post(reverse("reports:forum_pdf", args=[forum.public_id]), {"language": "ar"})
    assert answer.content.startswith(b"%PDF-")
    assert not Rendering.objects.exists()


def test_asking_twice_gives_the_same_one_and_one_task(world, rendering):
    assert enqueue_render(report=rendering.report, actor=world.staff) == rendering
    assert enqueue_render(report=rendering.report, actor=world.manager) != rendering
    assert DBTaskResult.objects.count() == Rendering.objects.count() == 2


@pytest.mark.parametrize("role", ["donor", "auditor", "reviewer", "foreign_manager", "superuser"])
def test_only_the_office_asks(world, rendering, role):
    with pytest.raises(PermissionDenied):
        enqueue_render(report=rendering.report, actor=world.users[role])


def test_a_second_run_does_nothing(rendering, monkeypatch):
    made = []
    monkeypatch.setattr(service, "render_report", lambda report: made.append(report) or b"%PDF-1")
    assert [make_file(public_id=str(rendering.public_id)) for _ in range(3)] == ["ready"] * 3
    assert len(made) == 1
    assert make_file(public_id="00000000-0000-4000-8000-000000000000") == ""


def test_a_failure_is_told_on_the_page(as_role, rendering, monkeypatch):
    def fail(report):
        raise PdfFailed("Pango was not found; install it.")

    monkeypatch.setattr(service, "render_report", fail)
    assert make_file(public_id=str(rendering.public_id)) == "failed"
    page = as_role("manager").get(page_of(rendering)).content.decode()
    assert "Pango was not found" in page
    assert "hx-get" not in page


def test_polls_do_not_keep_a_session_alive(as_role, rendering):
    client = as_role("staff")
    client.get(page_of(rendering))
    session = client.session
    session[LAST_ACT] -= 100
    session.save()
    before = client.session[LAST_ACT]
    client.get(page_of(rendering), headers={"X-Background": "1", "HX-Request": "true"})
    assert client.session[LAST_ACT] == before
    client.get(page_of(rendering))
    assert client.session[LAST_ACT] > before


def test_the_sweep_forgets_after_a_day_and_tells_of_what_was_given_up(rendering):
    sweep_renderings(stuck_after=LIMIT)
    assert DBTaskResult.objects.count() == 1
    Rendering.objects.update(asked_at=timezone.now() - LIMIT)
    DBTaskResult.objects.update(status="FAILED")
    sweep_renderings(stuck_after=LIMIT)
    rendering.refresh_from_db()
    assert rendering.stage == "failed"
    Rendering.objects.update(asked_at=timezone.now() - KEPT_FOR)
    sweep_renderings(stuck_after=LIMIT)
    assert not Rendering.objects.exists()


def test_the_sweep_wakes_one_that_lost_its_task(rendering):
    DBTaskResult.objects.all().delete()
    Rendering.objects.update(asked_at=timezone.now() - LIMIT)
    sweep_renderings(stuck_after=LIMIT)
    sweep_renderings(stuck_after=LIMIT)
    assert DBTaskResult.objects.count() == 1
