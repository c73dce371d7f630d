"""Reference lists: kept by administrators alone, through services, archived and never deleted; versions; queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from common.exports import SafeResource
from common.models import AuditEntry
from forums.models import Holiday, Programme
from participants.models import Category, Institution, InstitutionName, Position
from participants.services.institutions import find_institution
from participants.services.lists import save_row

from .. import factories
from .pages import lists, registered

#: What an administrator finds by a role in a programme alone.
SECOND_ROLE = {
    *("forums.Forum", "forums.Minutes", "forums.Attendance", "forums.Output", "participants.Person"),
    *("recommendations.Recommendation", "recommendations.Response", "recommendations.Update"),
}


def no_inlines(**kept):
    """Management forms of an institution's page, and fields."""
    forms = {}
    for prefix in ("names", "positions"):
        forms |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    return forms | kept


def test_a_row_is_changed_by_its_service(world, as_role):
    row = Category.objects.get(code="media")
    address = reverse("admin:participants_category_change", args=[row.public_id])
    answer = as_role("administrator").post(
        address, {"code": "other", "name_ar": "إعلام", "name_en": "Press", "position": "9"}
    )
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.code, row.name_ar, row.position) == ("media", "إعلام", 9), "a code never changes"
    entry = AuditEntry.objects.get(action="participants.change_category")
    assert (entry.actor, entry.subject, entry.details) == (world.administrator.public_id, row.public_id, {})


def test_hidden_direction_marks_are_refused_in_names(world, as_role):
    row = Category.objects.get(code="media")
    address = reverse("admin:participants_category_change", args=[row.public_id])
    answer = as_role("administrator").post(address, {"name_ar": "إع\u202eلام", "position": "9"})
    assert set(answer.context["adminform"].form.errors) == {"name_ar"}


def test_rows_are_archived_and_taken_back_and_nothing_is_deleted(world, as_role):
    row, client = Category.objects.get(code="media"), as_role("administrator")
    address = reverse("admin:participants_category_changelist")
    for action, archived in (("archive", True), ("take_back", False)):
        assert client.post(address, {"action": action, "_selected_action": [row.pk]}).status_code == 302
        row.refresh_from_db()
        assert (row.archived_at is not None) == archived
    client.post(address, {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"})
    assert Category.objects.filter(pk=row.pk).exists()
    for model, one in registered().items():
        assert "delete_selected" not in str(one.actions), model
        assert not one.has_delete_permission(None)


def test_names_and_posts_of_an_institution_keep_their_folded_keys(world, as_role):
    body, client = world.institution, as_role("administrator")
    address = reverse("admin:participants_institution_change", args=[body.public_id])
    fields = no_inlines(name_ar="إدارة الأمن", kind="security", expected=str(body.version))
    names = {
        "names-TOTAL_FORMS": "1",
        "names-0-text": "أمن المدينة",
        "names-0-use": "spelling",
        "names-0-language": "ar",
    }
    posts = {"positions-TOTAL_FORMS": "1", "positions-0-title_ar": "مدير الإدارة"}
    assert client.post(address, fields | names | posts).status_code == 302
    assert InstitutionName.objects.get(institution=body).folded == "امن المدينه"
    assert Position.objects.get(institution=body).folded == "مدير الاداره"
    assert find_institution("امن المدينة") == body
    assert find_institution("ادارة الامن") == body
    assert find_institution("مدير الإدارة") is None
    name = InstitutionName.objects.get(institution=body)
    body.refresh_from_db()
    gone = {
        "names-TOTAL_FORMS": "1",
        "names-INITIAL_FORMS": "1",
        "names-0-id": str(name.pk),
        "names-0-institution": str(body.pk),
        "names-0-text": name.text,
        "names-0-use": "spelling",
        "names-0-language": "ar",
        "names-0-DELETE": "on",
    }
    assert (
        client.post(address, no_inlines(**fields) | {"expected": str(body.version)} | gone).status_code == 302
    )
    assert find_institution("امن المدينة") is None
    assert find_institution("ادارة الامن") == body


def test_who_was_overtaken_is_told_and_overwrites_nothing(world, as_role):
    body = world.institution
    address = reverse("admin:participants_institution_change", args=[body.public_id])
    seen = body.version
    other = Institution.objects.get(pk=body.pk)
    other.name_en = "First"
    save_row(actor=world.administrator, row=other)
    fields = no_inlines(name_ar="ثانية", kind="other", expected=str(seen))
    answer = as_role("administrator").post(address, fields)
    assert answer.status_code == 200
    assert answer.context["adminform"].form.has_error("__all__", "stale")
    assert Institution.objects.get(pk=body.pk).name_en == "First"


@pytest.mark.parametrize(
    "actor", ["manager", "staff", "superuser", "roleless", "auditor", "reviewer", "donor"]
)
def test_services_refuse_whoever_is_no_administrator(world, actor):
    from django.core.exceptions import PermissionDenied

    from forums.services.programmes import save_programme

    row = Category.objects.get(code="media")
    with pytest.raises(PermissionDenied):
        save_row(actor=world.users[actor], row=row)
    with pytest.raises(PermissionDenied):
        save_programme(actor=world.users[actor], programme=world.programme)


def test_a_programme_keeps_its_code_and_gets_its_sets(world, as_role):
    row = world.programme
    address = reverse("admin:forums_programme_change", args=[row.public_id])
    fields = {
        "code": "ELSE",
        "title_ar": "عنوان جديد",
        "implementer": str(row.implementer_id),
        "donors": [str(world.institution.pk)],
        "start": "2021-01-01",
        "end": "2023-01-01",
        "response_working_days": "10",
        "small_count": "5",
        "attribution": "none",
        "retention_months": "12",
        "youth_until_age": "35",
        "expected": str(row.version),
    }
    answer = as_role("administrator").post(address, fields)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    row.refresh_from_db()
    assert (row.code, row.title_ar, list(row.donors.all())) == ("TST", "عنوان جديد", [world.institution])
    assert (
        as_role("administrator").post(address, fields).context["adminform"].form.has_error("__all__", "stale")
    )
    assert AuditEntry.objects.filter(action="forums.change_programme", programme=row.public_id).count() == 1


GROW = {
    "participants.Category": factories.CategoryFactory,
    "participants.Place": factories.PlaceFactory,
    "participants.Institution": lambda: factories.InstitutionFactory(parent=factories.InstitutionFactory()),
    "participants.Rank": factories.RankFactory,
    "forums.Theme": factories.ThemeFactory,
    "forums.Programme": factories.ProgrammeFactory,
    "accounts.User": lambda: factories.MembershipFactory(
        user=factories.UserFactory(), role="staff", programme=factories.ProgrammeFactory()
    ),
    "accounts.Membership": lambda: factories.MembershipFactory(
        user=factories.UserFactory(), role="staff", programme=factories.ProgrammeFactory()
    ),
}


@pytest.mark.parametrize("label", GROW)
def test_a_list_asks_as_often_for_many_rows_as_for_few(world, as_role, label):
    client, address = as_role("administrator"), lists()[label]

    def count():
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    GROW[label]()
    few = count()
    for _ in range(4):
        GROW[label]()
    assert count() == few
    assert few < 16


def test_searching_and_filtering(world, as_role):
    client = as_role("administrator")
    found = client.get(reverse("admin:accounts_user_changelist"), {"q": "foreign", "role": "manager"})
    assert [row.username for row in found.context["cl"].result_list] == ["foreign-manager"]
    assert (
        client.get(reverse("admin:participants_category_changelist"), {"standing": "archived"}).status_code
        == 200
    )


def test_every_resource_names_its_columns():
    assert registered(), "what loads the resources"
    resources = SafeResource.__subclasses__()
    for resource in [*resources, *(sub for one in resources for sub in one.__subclasses__())]:
        if resource._meta.model is not None:
            assert resource._meta.fields
            assert "__all__" not in resource._meta.fields
            assert {"id", "public_id", "folded", "version"} & set(resource().fields) == set()


def test_what_nobody_registered_is_refused(world):
    user = User.objects.get(pk=world.administrator.pk)
    user.is_superuser = True
    for name in (
        "participants.delete_category",
        "auth.change_group",
        "mfa.view_authenticator",
        "forums.change_forum",
    ):
        assert not user.has_perm(name), name
    assert {model._meta.label for model in registered()} & {
        "auth.Group",
        "mfa.Authenticator",
    } == set()


def test_lists_of_people_and_words_take_a_second_role(as_role):
    """Without it not even their names stand on the index."""
    client = as_role("administrator")
    index = client.get(reverse("admin:index")).content.decode()
    closed = {label for label, address in lists().items() if client.get(address).status_code == 404}
    assert closed == SECOND_ROLE
    assert {label for label, address in lists().items() if f'"{address}"' not in index} == SECOND_ROLE


def test_other_methods_are_refused(as_role):
    for address in (reverse("admin:index"), lists()["participants.Category"]):
        for method in ("PUT", "PATCH", "DELETE", "OPTIONS"):
            assert as_role("administrator").generic(method, address).status_code == 405, (method, address)
            assert as_role("staff").generic(method, address).status_code == 404, "nor is that told"


def test_holidays_and_programmes_have_no_archive_and_no_delete(world, as_role):
    client = as_role("administrator")
    assert (
        client.post(reverse("admin:forums_holiday_add"), {"day": "2026-05-27", "name_ar": "عيد"}).status_code
        == 302
    )
    assert Holiday.objects.get().name_ar == "عيد"
    assert Programme.objects.count() == 2
