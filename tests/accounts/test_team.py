"""The managers' page of accounts: whom it shows, whom they may invite, and what they may end."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Invitation, Membership, Role, User
from accounts.services import deactivate_account, engage_auditor, invite_user
from accounts.tasks import send_link
from common.models import AuditEntry

from ..factories import UserFactory
from .links import FORM, link_on, queued

INVITED = {"username": "new-staff", "display_name": "موظفة جديدة", "email": "", "role": "staff"}


def invite(client, world, **changed):
    fields = INVITED | {"programme": str(world.programme.public_id)} | changed
    return client.post(reverse("team_invite"), {name: value for name, value in fields.items() if value})


def usernames(answer):
    return {row.account.username for row in answer.context["rows"]}


OWN = {"manager", "second-manager", "staff", "donor", "auditor", "no-second-factor", "deactivated", "dual"}


@pytest.mark.parametrize(
    ("actor", "seen"),
    [
        ("manager", OWN),
        ("auditor", OWN),
        ("foreign_manager", {"foreign-manager", "foreign-staff", "dual"}),
    ],
)
def test_each_sees_the_accounts_of_his_programmes(world, as_role, actor, seen):
    assert usernames(as_role(actor).get("/team/")) == seen


def test_an_administrator_sees_all(world, as_role):
    assert usernames(as_role("administrator").get("/team/")) == {u.username for u in User.objects.all()}


def test_what_somebody_holds_elsewhere_is_not_told(world, as_role):
    for path in ("/team/", reverse("team_account", args=[world.dual.public_id])):
        page = as_role("manager").get(path).content.decode()
        assert "Foreign programme" not in page
        assert "Test programme" in page


def test_a_role_that_ended_is_gone_from_the_list(world, as_role):
    world.donor.memberships.update(ended_at=timezone.now())
    assert usernames(as_role("manager").get("/team/")) == OWN - {"donor"}


def test_a_manager_invites_and_the_link_opens_once(world, as_role):
    answer = invite(as_role("manager"), world)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store, private"
    user = User.objects.get(username="new-staff")
    assert [(m.role, m.programme) for m in user.memberships.all()] == [("staff", world.programme)]
    path = link_on(answer)
    assert Client().post(path, FORM).url == "/accounts/login/"
    assert Client().get(path).status_code == 404
    assert Client().post(path, FORM).status_code == 404


def test_the_slip_on_paper_names_nobody_and_nothing(world, as_role):
    """What is not for paper stands in `no-print`; the slip itself is in both languages whatever the page's."""
    page = invite(as_role("manager", "ar"), world, email="new@example.org").content.decode()
    slip = page[page.index('class="sheet slip"') : page.index('class="actions"')]
    for word in ("موظفة", "new-staff", "new@example.org", "Test programme", "البرنامج التجريبي", "staff"):
        assert word not in slip
    assert "أُعدّ حساب لكم." in slip
    assert "An account was prepared for you." in slip
    assert "data:image/svg+xml" in slip


@pytest.mark.parametrize(
    "changed",
    [
        {"role": "administrator", "programme": ""},
        {"role": "reviewer", "programme": ""},
        {"role": "manager", "programme": "foreign"},
        {"username": "manager"},
        {"programme": ""},
    ],
)
def test_what_a_manager_may_not_give_makes_no_account_and_keeps_what_was_typed(world, as_role, changed):
    if changed.get("programme") == "foreign":
        changed = changed | {"programme": str(world.other_programme.public_id)}
    before = User.objects.count()
    answer = invite(as_role("manager"), world, **changed)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert "موظفة جديدة" in answer.content.decode()
    assert User.objects.count() == before


def test_an_administrator_invites_a_representative(world, as_role):
    institution = str(world.institution.public_id)
    invite(as_role("administrator"), world, role="reviewer", programme="", institution=institution)
    assert User.objects.get(username="new-staff").memberships.get().institution == world.institution


def test_by_mail_the_link_goes_in_the_background_and_lies_nowhere_in_clear(world, as_role, mailoutbox):
    answer = invite(as_role("manager"), world, email="new@example.org")
    assert answer.context["mailed"]
    assert mailoutbox == []
    token = link_on(answer).split("/")[2]
    [[sealed]] = queued(send_link)
    assert token not in sealed
    send_link.func(sealed)
    [mail] = mailoutbox
    text = mail.body + str(mail.alternatives) + mail.subject
    assert mail.to == ["new@example.org"]
    for words in ("أُعدّ حساب لكم.", "An account was prepared for you.", link_on(answer)):
        assert words in mail.body
    for word in ("موظفة", "new-staff", "Test programme", "البرنامج التجريبي", "manager"):
        assert word not in text
    Client().post(link_on(answer), FORM)
    send_link.func(sealed)
    assert len(mailoutbox) == 1, "a link that was used is not mailed again"


def test_without_a_mail_server_nothing_is_queued(world, as_role, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert not invite(as_role("manager"), world, email="new@example.org").context["mailed"]
    assert queued(send_link) == []


def test_a_new_link_replaces_the_earlier_one(world, as_role):
    first = invite(as_role("manager"), world)
    user = User.objects.get(username="new-staff")
    page = reverse("team_link", args=[user.public_id])
    second = as_role("second_manager").post(page, {"kind": "invitation"})
    assert Client().get(link_on(first)).status_code == 404
    assert Client().get(link_on(second)).status_code == 200
    user.invitation.__class__.objects.update(expires_at=timezone.now())
    assert Client().get(link_on(second)).status_code == 404


def test_a_password_without_a_factor_is_opened_anew_and_the_password_dies(world, as_role):
    user = world.no_second_factor
    page = reverse("team_link", args=[user.public_id])
    assert as_role("manager").post(page, {"kind": "password"}).status_code == 302
    answer = as_role("manager").post(page, {"kind": "invitation"})
    assert answer.status_code == 200
    user.refresh_from_db()
    assert not user.has_usable_password()
    assert Client().get(link_on(answer)).status_code == 200


def test_nobody_makes_a_link_for_an_account_in_use_but_to_a_new_password(world, as_role):
    page = reverse("team_link", args=[world.staff.public_id])
    as_role("manager").post(page, {"kind": "invitation"})
    as_role("manager").post(page, {"kind": "king"})
    assert not Invitation.objects.exists()
    assert as_role("manager").post(page, {"kind": "password"}).status_code == 200


def test_a_second_key_is_named_and_withdrawn_never_oneself(world, as_role):
    role = world.staff.memberships.get()
    page = reverse("team_second_key", args=[role.public_id])
    for named, action in (("1", "accounts.name_second_key"), ("0", "accounts.unname_second_key")):
        as_role("manager").post(page, {"named": named})
        role.refresh_from_db()
        assert role.is_second_key == (named == "1")
        assert AuditEntry.objects.first().action == action
    own = reverse("team_second_key", args=[world.manager.memberships.get().public_id])
    assert as_role("manager").post(own, {"named": "1"}).status_code == 404
    donor = reverse("team_second_key", args=[world.donor.memberships.get().public_id])
    assert as_role("manager").post(donor, {"named": "1"}).status_code == 404, "a donor decides nothing"
    Membership.objects.create(user=world.manager, role=Role.STAFF, programme=world.programme)
    mine = world.manager.memberships.get(role="staff")
    answer = as_role("manager").post(reverse("team_second_key", args=[mine.public_id]), {"named": "1"})
    assert answer.status_code == 404


def test_a_role_is_given_and_ended_never_ones_own(world, as_role):
    client = as_role("manager")
    fields = {"role": "manager", "programme": str(world.programme.public_id)}
    assert client.post(reverse("team_grant", args=[world.staff.public_id]), fields).status_code == 302
    assert set(world.staff.memberships.values_list("role", flat=True)) == {"staff", "manager"}
    for membership in world.staff.memberships.all():
        client.post(reverse("team_end_role", args=[membership.public_id]))
    assert not world.staff.memberships.current().exists()
    own = world.manager.memberships.get()
    assert client.post(reverse("team_end_role", args=[own.public_id])).status_code == 404
    answer = client.post(reverse("team_grant", args=[world.manager.public_id]), fields | {"role": "staff"})
    assert answer.context["form"].errors
    assert world.manager.memberships.count() == 1


def test_a_manager_switches_off_only_who_is_his_alone(world, as_role):
    client = as_role("manager")
    assert client.post(reverse("team_deactivate", args=[world.donor.public_id])).status_code == 302
    assert not User.objects.get(pk=world.donor.pk).is_active
    client.post(reverse("team_activate", args=[world.donor.public_id]))
    assert User.objects.get(pk=world.donor.pk).is_active
    for act in ("deactivate", "activate", "link"):
        answer = client.post(reverse(f"team_{act}", args=[world.dual.public_id]), {"kind": "password"})
        assert answer.status_code == 404, "he is staff elsewhere"
    client.post(reverse("team_deactivate", args=[world.manager.public_id]))
    assert User.objects.get(pk=world.manager.pk).is_active, "never oneself"
    assert User.objects.get(pk=world.dual.pk).is_active
    as_role("administrator").post(reverse("team_deactivate", args=[world.dual.public_id]))
    assert not User.objects.get(pk=world.dual.pk).is_active


def test_a_link_of_an_account_that_is_switched_off_opens_nothing(world):
    fields = INVITED | {"programme": world.programme, "actor": world.manager}
    token = invite_user(**fields)
    user = User.objects.get(username="new-staff")
    deactivate_account(actor=world.manager, user=user)
    assert Client().get(f"/invitation/{token}/").status_code == 404


def test_a_foreign_account_is_given_no_role(world, as_role):
    client, page = as_role("manager"), reverse("team_grant", args=[world.foreign_staff.public_id])
    fields = {"role": "staff", "programme": str(world.programme.public_id)}
    assert client.get(page).status_code == client.post(page, fields).status_code == 404
    assert world.foreign_staff.memberships.count() == 1


@pytest.mark.parametrize("name", ["staff", "auditor", "foreign_manager", "roleless"])
def test_whoever_may_not_invite_is_not_told_which_names_are_taken(world, name):
    for username in ("manager", "nobody-yet"):
        with pytest.raises(PermissionDenied):
            invite_user(
                **INVITED | {"username": username, "programme": world.programme}, actor=world.users[name]
            )


def test_an_auditor_is_engaged_by_somebody_else_while_he_is_one(world):
    today = timezone.localdate()
    own = Membership.objects.create(user=world.manager, role="auditor", programme=world.programme)
    gone = world.auditor.memberships.get()
    gone.ended_at = timezone.now()
    gone.save()
    for role in (own, gone):
        with pytest.raises(PermissionDenied):
            engage_auditor(actor=world.manager, membership=role, begins=today, ends=today)
    assert not AuditEntry.objects.filter(action="accounts.engage_auditor").exists()
    assert engage_auditor(actor=world.second_manager, membership=own, begins=today, ends=today).is_engaged


def test_names_are_escaped_and_marked(world, as_role):
    user = UserFactory(username="odd", display_name="<b>&amp;")
    Membership.objects.create(user=user, role="staff", programme=world.programme)
    page = as_role("manager").get("/team/").content.decode()
    assert "<b>&amp;" not in page
    assert "&lt;b&gt;" in page
