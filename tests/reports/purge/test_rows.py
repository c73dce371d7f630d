"""Purging a programme: all of it goes, with its files, and nothing of another one; what was released is still known."""

from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse

from accounts.models import Membership, User
from common.checks import OUR_APPS
from common.models import AuditEntry
from common.sealed_files import sealed_models
from common.workflow import NotAllowedHere
from forums.models import Programme
from forums.services.archive import unarchive_programme
from participants.models import Person
from reports.models import Report
from reports.services import purge as service
from reports.services.purge.rows import find_programme

from ... import factories
from .planted import WORD, dump, ids_of, purge, tables_with

pytestmark = pytest.mark.django_db


def test_no_row_no_word_and_no_file_of_it_is_left(world, scene, allowed, settings):
    findings = find_programme(world.programme)
    gone = [str(one) for one in ids_of(findings)]
    assert len(gone) > 60
    assert len(tables_with(WORD, dump())) > 15
    assert len(findings.files) == 6
    assert all(path.is_file() for path in findings.files)
    purge(world)
    rows = dump()
    assert tables_with(WORD, rows) == []
    text = " ".join(row for _table, row in rows)
    assert [one for one in gone if one in text or one.replace("-", "") in text] == []
    assert not any(path.exists() for path in findings.files)
    left = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert len(left) == sum(model.objects.count() for model in sealed_models()) > 0
    assert not any(WORD.encode() in path.read_bytes() for path in left)
    connection.check_constraints()


def test_no_key_points_at_nothing(world, scene, allowed):
    purge(world)
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label not in OUR_APPS:
            continue
        for field in model._meta.concrete_fields:
            if field.is_relation and field.related_model is not None:
                keys = set(
                    model._base_manager.exclude(**{field.name: None}).values_list(field.attname, flat=True)
                )
                there = set(
                    field.related_model._base_manager.values_list(field.target_field.attname, flat=True)
                )
                assert keys <= there, (model, field.name)


def test_the_other_programme_is_as_it_was(world, scene, allowed):
    def rows():
        found = find_programme(world.other_programme)
        return {
            model._meta.label: list(model._base_manager.filter(pk__in=keys).order_by("pk").values())
            for model, keys in found.rows.items()
        }

    before = rows()
    # Who stood in both stands in this one alone now, and so do his keys.
    for moved in ("participants.Person", "participants.NameKey"):
        before.pop(moved)
    purge(world)
    after = rows()
    for moved in ("participants.Person", "participants.NameKey"):
        after.pop(moved)
    readings = "participants.ContactReading"
    assert {**before, readings: []} == {**after, readings: []}
    assert len(before) > 20
    assert Person.objects.filter(pk=scene["both"].pk).exists()
    assert scene["both"].attendances.count() == 1
    assert Person.objects.filter(pk=scene["foreign.approved_person"].pk).exists()
    assert not Person.objects.filter(pk=scene["own.approved_person"].pk).exists()


def test_released_reports_are_still_known_by_number_and_hash(world, scene, allowed, client):
    kept = {
        report.pk: (report.number, report.frozen_hash, report.pdf_hash, report.verification_code)
        for report in Report.objects.filter(programme=world.programme, released_at__isnull=False)
    }
    assert len(kept) == 2
    purge(world)
    rows = Report.objects.filter(programme=world.programme)
    assert {
        row.pk: (row.number, row.frozen_hash, row.pdf_hash, row.verification_code) for row in rows
    } == kept
    assert {row.file_name or row.forum or row.frozen or "" for row in rows} == {""}
    report = rows.filter(state="released").get()
    page = client.get(reverse("reports:check", args=[report.verification_code])).content.decode()
    assert report.reference in page
    assert report.frozen_hash[:12] in page


def test_the_programme_is_an_empty_shell_and_nobody_has_a_role_in_it(world, scene, allowed, as_role):
    purge(world)
    shell = Programme.objects.get(code="TST")
    assert (shell.title_ar, shell.title_en, shell.contact, shell.area.count()) == ("TST", "", "", 0)
    assert shell.purged_at is not None
    assert not Membership.objects.current().filter(programme=shell).exists()
    assert as_role("manager").get(reverse("home")).status_code == 200
    assert as_role("staff").get(reverse("forums:list")).status_code == 404
    with pytest.raises(PermissionDenied):
        service.purge_programme(
            actor=User.objects.get(pk=world.manager.pk), programme=world.programme, typed="TST"
        )


def test_the_shell_is_never_taken_out_of_the_archive(world, scene, allowed):
    purge(world)
    shell = Programme.objects.get(code="TST")
    Membership.objects.create(user=world.roleless, role="manager", programme=shell)
    with pytest.raises(NotAllowedHere):
        unarchive_programme(actor=User.objects.get(pk=world.roleless.pk), programme=shell, reason="سبب")


def test_the_record_holds_numbers_and_no_word(world, scene, allowed):
    before = AuditEntry.objects.count()
    counts = purge(world)
    entry = AuditEntry.objects.get(action="reports.purge_programme")
    assert AuditEntry.objects.count() == before + 2, "the word used up, the purge"
    assert entry.details["forums.Forum"] == counts["forums.Forum"] == 3
    assert (entry.details["files"], entry.details["reports_kept"]) == (6, 2)
    assert WORD not in str(entry.details)


def test_why_people_were_merged_goes_where_they_stand_elsewhere_too(world, scene, allowed):
    kept = factories.AttendanceFactory(forum__programme=world.other_programme).person
    merge = factories.MergeFactory(kept=kept, programme=world.programme.public_id)
    purge(world)
    merge.refresh_from_db()
    assert (merge.kept, merge.reason) == (kept, "")
