"""A worker that is killed in the midst of typesetting, again and again: every document arrives, once and whole."""

import os
import random
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import Membership, Role
from common.background import MAX_ATTEMPTS
from common.pdf import is_available
from reports.models import Rendering
from reports.rendering import render_report
from reports.services.files import pdf_path, store_pdf, sweep_files
from reports.services.prepare import prepare_forum_report, prepare_minutes
from reports.services.rendering import enqueue_render
from tests import factories
from tests.reports import meeting

needs_pango = pytest.mark.skipif(is_available() is not None, reason="the PDF engine is missing here")
#: what the typesetter unpacks before it begins: copies of our fonts, and rules for finding them
FONTS = (b"\0\1\0\0", b"OTTO", b"<?xml")


def frozen_reports(world):
    """Five documents of one meeting, of several kinds, audiences and languages."""
    forum = meeting.build_meeting(world.programme)
    meeting.send_recommendations(forum)
    asked = [("internal", "ar"), ("internal", "en"), ("donor", "ar"), ("official", "ar")]
    made = [
        prepare_forum_report(actor=None, forum=forum, audience=audience, language=language)
        for audience, language in asked
    ]
    return [*made, prepare_minutes(actor=None, forum=forum, language="ar", number=None)]


def ask_for(world, count):
    """So many renderings of them, by as many of the staff as that takes; {report: the bytes that it must give}."""
    reports = frozen_reports(world)
    while Rendering.objects.count() < count:
        reader = factories.UserFactory()
        Membership.objects.create(user=reader, role=Role.STAFF, programme=world.programme)
        for report in reports[: count - Rendering.objects.count()]:
            enqueue_render(report=report, actor=reader)
    return {report.pk: render_report(report) for report in reports[:count]}


def ended():
    """{rendering: when it ended} of those that have; the database is read anew."""
    return dict(Rendering.objects.filter(ended_at__isnull=False).values_list("pk", "ended_at"))


def in_hand():
    """The one that is begun and has not ended."""
    return Rendering.objects.filter(begun_at__isnull=False, ended_at=None).values_list("pk", "begun_at")


def wait_for(what, seconds):
    """Until it is true; its value."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := what():
            return found
        time.sleep(0.01)
    pytest.fail(f"waited {seconds} s in vain; {Rendering.objects.filter(ended_at=None).count()} are left")


def kill_in_the_midst(worker, after):
    """Wait for the next one that it begins, then so many seconds, and kill it: kill -9."""
    before = set(in_hand())
    wait_for(lambda: set(in_hand()) - before, 60)
    time.sleep(after)
    worker.kill()
    worker.wait()
    connection.close()


def no_half_files(workers):
    """Nothing below MEDIA_ROOT; of temporary files only fonts, which tell nothing of any document."""
    assert workers.files("media") == []
    for path in workers.files("temporary"):
        assert path.parent.name.startswith("weasyprint-"), path
        head = path.read_bytes()[:5]
        assert not head or head.startswith(FONTS), path


def kill_again_and_again(world, workers, count, kills):
    """Renderings asked for, workers killed, each once more has ended; then the last one does the rest. Who ended when."""
    expected = ask_for(world, count)
    connection.close()
    rng = random.Random(os.environ["MUNTADA_TEST_SEED"])
    stayed, cut_short = {}, 0
    for number in range(1, kills + 1):
        worker = workers()
        due = number * count // (kills + 1)
        wait_for(lambda due=due: len(ended()) >= due, 300)
        kill_in_the_midst(worker, rng.uniform(0, 0.5))
        cut_short += in_hand().count()
        now = ended()
        assert {key: now[key] for key in stayed} == stayed, "what had ended was made again"
        stayed = now
        no_half_files(workers)
    last = workers()
    wait_for(lambda: len(ended()) == count, 300)
    wait_for(lambda: not DBTaskResult.objects.exclude(status="SUCCESSFUL").exists(), 30)
    last.terminate()
    assert last.wait(timeout=20) == 0
    now = ended()
    assert {key: now[key] for key in stayed} == stayed, "what had ended was made again"
    no_half_files(workers)
    for rendering in Rendering.objects.select_related("report"):
        assert rendering.problem == ""
        assert bytes(rendering.pdf) == expected[rendering.report_id]
    tries = [len(task.worker_ids) for task in DBTaskResult.objects.all()]
    assert len(tries) == Rendering.objects.count() == count
    assert count <= sum(tries) <= count + kills
    return cut_short


@needs_pango
@pytest.mark.turns(3)
@pytest.mark.django_db(transaction=True)
def test_killed_twice_in_the_midst_of_eight(world, start_worker, record_property):
    record_property("T10 documents cut short", kill_again_and_again(world, start_worker, 8, 2))
    record_property("T10 documents arrived", 8)


@needs_pango
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_killed_six_times_in_the_midst_of_fifty(world, start_worker, record_property):
    record_property("T10 documents cut short", kill_again_and_again(world, start_worker, 50, 6))
    record_property("T10 documents arrived", 50)


@needs_pango
@pytest.mark.turns(3)
@pytest.mark.django_db(transaction=True)
def test_one_that_kills_every_worker_is_given_up_and_the_others_arrive(world, start_worker):
    ask_for(world, 3)
    fatal = Rendering.objects.earliest("pk")
    connection.close()
    for _number in range(MAX_ATTEMPTS):
        worker = start_worker()
        kill_in_the_midst(worker, 0)
        (task,) = DBTaskResult.objects.running()
        assert task.args_kwargs["args"] == [str(fatal.public_id)]
    Rendering.objects.filter(pk=fatal.pk).update(asked_at=timezone.now() - timedelta(minutes=11))
    connection.close()
    last = start_worker(None, "--sweep-every", "0.5")
    wait_for(lambda: len(ended()) == 3, 120)
    last.terminate()
    assert last.wait(timeout=20) == 0
    stages = {row.pk: str(row.stage) for row in Rendering.objects.all()}
    assert stages == {row: "failed" if row == fatal.pk else "ready" for row in stages}
    fatal.refresh_from_db()
    assert fatal.pdf is None
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == [
        "FAILED",
        "SUCCESSFUL",
        "SUCCESSFUL",
    ]
    no_half_files(start_worker)


def test_what_killed_releases_left_is_swept_and_nothing_else(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    killed, written_down, never_marked = (store_pdf(b"%PDF-1") for _number in range(3))
    factories.ReportFactory(file_name=written_down)
    (tmp_path / "reports" / f"{never_marked}.underway").unlink()
    half = tmp_path / "reports" / ".x.pdf.0a.part"
    half.write_bytes(b"%P")
    assert sweep_files() == 0, "they may still be at work"
    assert sweep_files(left_after=timedelta(seconds=-1)) == 2
    assert {path.name for path in (tmp_path / "reports").iterdir()} == {written_down, never_marked}
    assert not pdf_path(killed).exists()
    assert sweep_files(left_after=timedelta(seconds=-1)) == 0
