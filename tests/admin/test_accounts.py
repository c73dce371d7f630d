"""Inviting, roles, switching off: by services and through the pages, from an empty house to an open forum."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import services
from accounts.models import Invitation, Membership, Role, User
from common.models import AuditEntry
from forums.models import Forum, Programme
from participants.models import Institution

from ..accounts.test_sessions import code_now
from ..factories import UserFactory

PASSWORD = "bustan-qamar-jisr-41"


def invite(world, **changed):
    fields = {
        "actor": world.administrator,
        "username": "new-staff",
        "display_name": "موظفة جديدة",
        "email": "new@example.org",
        "role": Role.STAFF,
        "programme": world.programme,
        "institution": None,
    }
    return services.invite_user(**{**fields, **changed})


def test_an_invited_account_has_no_password_until_its_link_is_used_once(world):
    token = invite(world)
    user = User.objects.get(username="new-staff")
    assert not user.has_usable_password()
    assert [(row.role, row.programme) for row in user.memberships.all()] == [("staff", world.programme)]
    assert token not in str(list(Invitation.objects.values()))
    page = Client().get(f"/invitation/{token}/")
    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store, private"
    form = {"password": PASSWORD, "password_again": PASSWORD}
    answer = Client().post(f"/invitation/{token}/", form)
    assert (answer.status_code, answer.url) == (302, "/accounts/login/")
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert Client().get(f"/invitation/{token}/").status_code == 404
    assert (
        Client().post(f"/invitation/{token}/", {"password": "x" * 20, "password_again": "x" * 20}).status_code
        == 404
    )
    acts = list(AuditEntry.objects.order_by("id").values_list("action", flat=True))
    assert acts == ["accounts.invite_user", "accounts.grant_membership", "accounts.accept_invitation"]


def test_links_that_are_old_renewed_or_of_an_account_switched_off_are_gone(world):
    token = invite(world)
    user = User.objects.get(username="new-staff")
    newer = services.renew_invitation(actor=world.administrator, user=user)
    assert Client().get(f"/invitation/{token}/").status_code == 404
    assert Client().get(f"/invitation/{newer}/").status_code == 200
    invitation = Invitation.objects.get(user=user)
    assert timedelta(hours=72) - (invitation.expires_at - invitation.created_at) < timedelta(seconds=5)
    services.deactivate_account(actor=world.administrator, user=user)
    assert Client().get(f"/invitation/{newer}/").status_code == 404
    services.activate_account(actor=world.administrator, user=user)
    Invitation.objects.update(expires_at=timezone.now())
    assert Client().get(f"/invitation/{newer}/").status_code == 404
    with pytest.raises(ValidationError):
        services.renew_invitation(actor=world.administrator, user=world.staff)


def test_a_weak_password_is_refused_and_the_link_stays(world):
    token = invite(world)
    answer = Client().post(f"/invitation/{token}/", {"password": "short", "password_again": "short"})
    assert set(answer.context["form"].errors) == {"password"}
    assert Client().get(f"/invitation/{token}/").status_code == 200


WRONG = {
    "taken": ({"username": "STAFF"}, "username"),
    "hidden marks": ({"display_name": "a\u202eb"}, "display_name"),
    "no programme": ({"programme": None}, "programme"),
    "reviewer without institution": ({"role": Role.REVIEWER, "programme": None}, "institution"),
    "administrator in a programme": ({"role": Role.ADMINISTRATOR}, "programme"),
    "no role": ({"role": "king"}, "role"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_does_not_fit_is_said_by_field_and_nothing_is_made(world, case):
    changed, field = WRONG[case]
    before = User.objects.count()
    with pytest.raises(ValidationError) as caught:
        invite(world, **changed)
    assert field in caught.value.message_dict
    assert User.objects.count() == before


def test_an_address_belongs_to_one_account(world):
    UserFactory(email="New@example.org")
    with pytest.raises(ValidationError):
        invite(world)


def test_who_gives_which_role(world):
    newcomer = UserFactory()

    def grants(actor, role, programme=None, institution=None, user=newcomer):
        wanted = Membership(user=user, role=role, programme=programme, institution=institution)
        return world.users[actor].has_perm("accounts.grant_role", wanted)

    assert grants("administrator", Role.MANAGER, world.programme)
    assert grants("administrator", Role.ADMINISTRATOR)
    assert grants("manager", Role.STAFF, world.programme)
    assert not grants("manager", Role.STAFF, world.other_programme)
    assert not grants("manager", Role.ADMINISTRATOR)
    assert not grants("manager", Role.REVIEWER, institution=world.institution)
    for actor in ("staff", "donor", "auditor", "reviewer", "superuser", "roleless"):
        assert not grants(actor, Role.STAFF, world.programme), actor
    for actor in ("administrator", "manager"):
        assert not grants(actor, Role.STAFF, world.programme, user=world.users[actor]), (
            "nobody raises himself"
        )
    with pytest.raises(PermissionDenied):
        services.grant_membership(
            actor=world.administrator, user=world.administrator, role="manager", programme=world.programme
        )


def test_a_role_that_ended_is_gone_with_the_next_request(world, as_role):
    staff = as_role("staff")
    assert staff.get(reverse("forums:list")).status_code == 200
    row = world.staff.memberships.get()
    end = reverse("admin:accounts_membership_end", args=[row.public_id])
    assert as_role("administrator").get(end).status_code == 405
    assert as_role("administrator").post(end).status_code == 302
    assert staff.get(reverse("forums:list")).status_code == 404


def test_an_account_that_is_switched_off_is_out_at_once(world, as_role):
    staff, administrator = as_role("staff"), as_role("administrator")
    address = reverse("admin:accounts_user_deactivate", args=[world.staff.public_id])
    assert administrator.post(address).status_code == 302
    assert staff.get("/").url.startswith("/accounts/login/")
    assert administrator.post(address.replace("deactivate", "activate")).status_code == 302
    assert User.objects.get(pk=world.staff.pk).is_active


def test_the_last_administrator_stays(world, as_role):
    own = reverse("admin:accounts_user_deactivate", args=[world.administrator.public_id])
    as_role("administrator").post(own)
    role = world.administrator.memberships.get()
    as_role("administrator").post(reverse("admin:accounts_membership_end", args=[role.public_id]))
    other = UserFactory()
    services.grant_membership(actor=None, user=other, role=Role.ADMINISTRATOR)
    services.deactivate_account(actor=world.administrator, user=other)
    assert services.administrator_exists()
    role.refresh_from_db()
    assert role.ended_at is None
    assert User.objects.get(pk=world.administrator.pk).is_active


def test_passwords_and_user_names_are_not_changed_here(world, as_role):
    address = reverse("admin:accounts_user_change", args=[world.staff.public_id])
    before = User.objects.get(pk=world.staff.pk)
    fields = {
        "display_name": "اسم آخر",
        "language": "ar",
        "username": "x",
        "is_superuser": "on",
        "password": "x",
    }
    assert as_role("administrator").post(address, fields).status_code == 302
    after = User.objects.get(pk=world.staff.pk)
    assert after.display_name == "اسم آخر"
    assert (after.username, after.password, after.is_superuser) == (before.username, before.password, False)


def come_in(link):
    """Open the account behind a link by its pages: password, sign-in, second factor. Returns the client."""
    client = Client()
    path = link.removeprefix("http://localhost:8000")
    page = client.get(path)
    name = page.context["invited"].username if page.context.get("invited") else "mudir"
    form = {"password": PASSWORD, "password_again": PASSWORD, "username": name, "display_name": name}
    assert client.post(path, form).url == "/accounts/login/"
    answer = client.post("/accounts/login/", {"login": name, "password": PASSWORD}, follow=True)
    assert answer.request["PATH_INFO"] == "/accounts/2fa/totp/activate/"
    secret = answer.context["form"].secret
    assert client.post(answer.request["PATH_INFO"], {"code": code_now(secret)}).status_code == 302
    assert client.get("/").status_code == 200
    return client


def post(client, name, **fields):
    """Fill a page of the back office; what it says where it refuses."""
    answer = client.post(reverse(f"admin:{name}"), fields)
    context = answer.context or {}
    form = context["adminform"].form if "adminform" in context else None
    assert not form or not form.errors, form.errors
    return answer


def test_from_an_empty_house_to_an_open_forum(db):
    """What `make start` leaves: no account, no programme. All by pages, as the people would do it."""
    administrator = come_in(f"/first-administrator/{services.invite_first_administrator()}/")
    body = {"code": "ORG", "name_ar": "منظمة الجسر", "kind": "organiser"}
    for prefix in ("names", "positions"):
        body |= {f"{prefix}-TOTAL_FORMS": "1", f"{prefix}-INITIAL_FORMS": "0"}
    body |= {
        "names-0-text": "الجسر",
        "names-0-use": "spelling",
        "names-0-language": "ar",
        "positions-0-title_ar": "المدير",
    }
    assert post(administrator, "participants_institution_add", **body).status_code == 302
    institution = Institution.objects.get()
    assert set(institution.folded.split("\n")) >= {"منظمه الجسر", "الجسر"}
    assert institution.positions.get().folded == "المدير"
    programme = {
        "code": "NEW",
        "title_ar": "برنامج الجسر",
        "implementer": str(institution.pk),
        "start": "2026-01-01",
        "end": "2027-12-31",
        "response_working_days": "15",
        "small_count": "5",
        "attribution": "category",
        "retention_months": "24",
        "youth_until_age": "35",
    }
    assert post(administrator, "forums_programme_add", **programme).status_code == 302
    where = str(Programme.objects.get().public_id)
    clients = {}
    for role in ("manager", "staff"):
        page = post(
            administrator,
            "accounts_user_add",
            username=role,
            display_name=f"سعاد {role}",
            role=role,
            programme=where,
        )
        clients[role] = come_in(
            re.search(r"http://localhost:8000(/invitation/[\w-]+/)", page.content.decode())[1]
        )
    opened = clients["staff"].post(
        reverse("forums:add"),
        {
            "programme": "NEW",
            "kind": "forum",
            "title_ar": "اللقاء الأول",
            "level": "district",
            "days": "1",
            "disclosure": "chatham",
        },
    )
    assert opened.status_code == 302, opened.context["form"].errors
    forum = Forum.objects.get()
    assert clients["manager"].get(reverse("forums:detail", args=[forum.public_id])).status_code == 200
    assert administrator.get(reverse("forums:detail", args=[forum.public_id])).status_code == 404
