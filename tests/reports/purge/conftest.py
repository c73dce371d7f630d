"""Two programmes full of all there is; in the own one a planted word in every text."""

import datetime
import uuid

import pytest
from django.utils import timezone

from accounts.services import allow_act
from forums.models import AgendaItem, ForumInvitation, Indicator, OutputLink, Programme
from participants.models import ContactReading
from reports.models import Report
from reports.services import purge as service
from reports.services.purge.rows import find_programme
from tests.reports.files import released_file

from ... import factories
from ...access.scene import make_scene
from .planted import WORD, plant

LONG_AGO = timezone.now() - datetime.timedelta(days=1500)


@pytest.fixture
def scene(world, tmp_path, settings):
    """Both sides full of all there is; the own one with a planted word in every text, and archived long ago."""
    settings.MEDIA_ROOT, settings.TOMBSTONES_FILE = tmp_path / "media", tmp_path / "tombstones.jsonl"
    found = make_scene(world)
    programme = world.programme
    forum, now = found["own.approved_forum"], timezone.now()
    AgendaItem.objects.create(forum=forum, title=WORD)
    ForumInvitation.objects.create(forum=forum, institution=world.institution)
    Indicator.objects.create(
        programme=programme, code="I1", statement_ar=WORD, level="output", unit_ar=WORD, unit_en=WORD,
        means_of_verification_ar=WORD, means_of_verification_en=WORD,
    )  # fmt: skip
    OutputLink.objects.create(
        source=found["own.approved_output"], target=found["own.draft_output"], kind="answers"
    )
    ContactReading.objects.create(
        person=found["foreign.approved_person"],
        reader=world.staff,
        field="phone",
        reason=WORD,
        programme=programme.public_id,
        day=now.date(),
        number=1,
        asked=uuid.uuid4(),
    )
    for report in Report.objects.filter(programme=programme, released_at__isnull=False):
        Report.objects.filter(pk=report.pk).update(file_name=released_file(b"%PDF- " + WORD.encode()))
        report.copies.create(number=1, recipient=world.donor, file_hash="ab" * 32)
    found["both"] = factories.PersonFactory(name_ar="في البرنامجين")
    for side in ("own", "foreign"):
        factories.AttendanceFactory(forum=found[f"{side}.approved_forum"], person=found["both"])
    plant(find_programme(programme))
    Programme.objects.filter(pk=programme.pk).update(
        archived_at=LONG_AGO,
        contact=WORD,
        grant_number=WORD,
        title_ar=WORD,
        title_en=WORD,
        disclaimer_ar=WORD,
    )
    programme.refresh_from_db()
    return found


@pytest.fixture
def allowed(world, scene):
    """The second manager's word for the manager."""
    request = service.ask_to_purge_programme(
        actor=world.manager, programme=world.programme, reason=WORD, path="/"
    )
    return allow_act(actor=world.second_manager, request=request)
