"""Signed sheets: handed in by staff, looked at by an auditor within a dated engagement, and by nobody else."""

import datetime
import uuid
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.services import engage_auditor
from common.models import AuditEntry
from common.sealed_files import path_of
from common.uploads import Clean
from forums.models import SheetReading, SignedSheet
from forums.services.signed_sheets import hand_in_sheet
from reports.services.retention import apply_retention

from ..factories import MinutesFactory

pytestmark = pytest.mark.django_db

CONTENT = b"%PDF-1.7 SEALEDWORD %%EOF"
DAY = datetime.timedelta(days=1)


@pytest.fixture
def forum(world, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return MinutesFactory(forum__programme=world.programme).forum


@pytest.fixture
def sheet(world, forum):
    return hand_in_sheet(actor=world.staff, forum=forum, sheet="sign_in", clean=Clean("pdf", CONTENT))


def engage(world, begins, ends):
    role = world.auditor.memberships.get()
    return engage_auditor(actor=world.manager, membership=role, begins=begins, ends=ends)


def engage_today(world):
    today = timezone.localdate()
    return engage(world, today, today)


def url(sheet):
    return reverse("signed:sheet", args=[sheet.public_id])


def test_the_scan_is_sealed_and_not_shown_to_who_handed_it_in(forum, as_role):
    client = as_role("staff", "ar")
    file = SimpleUploadedFile("كشف سالم.pdf", CONTENT)
    client.post(reverse("forums:hand_in", args=[forum.public_id]), {"sheet": "sign_in", "file": file})
    row = SignedSheet.objects.get()
    stored = path_of(row).read_bytes()
    assert b"SEALEDWORD" not in stored
    assert path_of(row).stat().st_mode & 0o777 == 0o600
    page = client.get(reverse("forums:sheets", args=[forum.public_id])).content.decode()
    assert "كشف حضور" in page
    assert str(row.public_id) not in page
    assert client.get(url(row)).status_code == 404


def test_no_file_is_said(forum, as_role):
    page = as_role("staff", "ar").post(
        reverse("forums:hand_in", args=[forum.public_id]), {"sheet": "sign_in"}
    )
    assert "هذا الحقل مطلوب" in page.content.decode()
    assert not SignedSheet.objects.exists()


def test_an_engaged_auditor_looks_once_for_a_reason_and_each_look_is_on_the_record(world, sheet, as_role):
    engage_today(world)
    client, asked = as_role("auditor"), str(uuid.uuid4())
    assert client.get(reverse("signed:list")).status_code == 200
    assert b"SEALEDWORD" not in client.get(url(sheet)).content
    assert b"SEALEDWORD" not in client.post(url(sheet), {"asked": asked}).content
    answer = client.post(url(sheet), {"asked": asked, "reason": "مراجعة الربع"})
    assert answer.content == CONTENT
    assert answer["Content-Disposition"] == "inline"
    assert "no-store" in answer["Cache-Control"]
    assert b"SEALEDWORD" not in client.post(url(sheet), {"asked": asked, "reason": "مرة ثانية"}).content
    assert (
        SheetReading.objects.count()
        == AuditEntry.objects.filter(action="forums.open_signed_sheet").count()
        == 1
    )


@pytest.mark.parametrize(("begins", "ends"), [(1, 9), (-9, -1), (None, None)])
def test_outside_of_the_engagement_there_is_nothing(world, sheet, as_role, begins, ends):
    if begins is not None:
        engage(world, timezone.localdate() + begins * DAY, timezone.localdate() + ends * DAY)
    client = as_role("auditor")
    assert client.get(reverse("signed:list")).status_code == 404
    assert client.post(url(sheet), {"reason": "سبب"}).status_code == 404


@pytest.mark.parametrize("name", ["manager", "staff", "donor", "reviewer", "administrator", "superuser"])
def test_nobody_else_finds_it(world, sheet, as_role, name):
    engage_today(world)
    client = as_role(name)
    assert client.get(reverse("signed:list")).status_code == 404
    assert client.post(url(sheet), {"reason": "سبب"}).status_code == 404


def test_an_auditor_is_engaged_by_a_manager_for_a_year_at_most(world, as_role):
    role, today = world.auditor.memberships.get(), timezone.localdate()
    for name in ("staff", "administrator", "auditor", "foreign_manager"):
        with pytest.raises(PermissionDenied):
            engage_auditor(actor=world.users[name], membership=role, begins=today, ends=today)
    for begins, ends in ((today, today - DAY), (today, today + 400 * DAY), (today, None)):
        with pytest.raises(ValidationError):
            engage_auditor(actor=world.manager, membership=role, begins=begins, ends=ends)
    with pytest.raises(PermissionDenied):
        engage_auditor(
            actor=world.manager, membership=world.staff.memberships.get(), begins=today, ends=today
        )
    path = reverse("team_engage", args=[role.public_id])
    as_role("manager").post(path, {"begins": "1/3/2026", "ends": "٣١ مارس ٢٠٢٦"})
    role.refresh_from_db()
    assert (role.engaged_from, role.engaged_until) == (datetime.date(2026, 3, 1), datetime.date(2026, 3, 31))
    as_role("manager").post(path, {"end": "1"})
    role.refresh_from_db()
    assert role.engaged_from is None
    acts = AuditEntry.objects.filter(action__startswith="accounts.").values_list("action", flat=True)
    assert {"accounts.engage_auditor", "accounts.end_engagement"} <= set(acts)


def test_it_goes_after_the_retention_time_with_its_file(world, sheet):
    path = path_of(sheet)
    apply_retention()
    assert path.exists()
    SignedSheet.objects.update(made_at=timezone.now() - datetime.timedelta(days=366 * 3))
    assert apply_retention().deleted == {"sheets": 1}
    assert not path.exists()
    assert not SignedSheet.objects.exists()


def test_an_ended_role_ends_the_engagement(world, sheet):
    engage_today(world)
    world.auditor.memberships.update(ended_at=timezone.now())
    assert not SignedSheet.objects.visible_to(User.objects.get(pk=world.auditor.pk)).exists()
    assert Path(path_of(sheet)).exists()
