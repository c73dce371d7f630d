"""What people are and what was said does not come out of the back office, whoever asks without a role that reads it."""

import datetime

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.db import models
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from accounts.models import Role, User
from common.checks import OUR_APPS
from common.encryption import EncryptedTextField

from ..access.scene import make_scene
from ..conftest import drop_revision_triggers
from ..factories import MembershipFactory
from .pages import addresses, lists, registered

CANARY = "\u0639\u0635\u0641\u0648\u0631canary"
#: What an administrator keeps. All other models hold people, words, or what became of them.
KEPT = {
    "accounts.User",
    "accounts.Membership",
    "accounts.Invitation",
    "participants.Category",
    "participants.Honorific",
    "participants.Institution",
    "participants.InstitutionName",
    "participants.Position",
    "participants.Place",
    "participants.Rank",
    "participants.RankQualifier",
    "forums.Programme",
    "forums.Indicator",
    "forums.IndicatorTarget",
    "forums.Theme",
    "forums.Holiday",
    "common.AuditEntry",
}


def plant():
    """A canary in every free text of every row that nobody in the back office keeps; the number of places."""
    planted = 0
    for model in apps.get_models():
        if model._meta.app_label not in OUR_APPS or model._meta.label in KEPT:
            continue
        for field in model._meta.concrete_fields:
            text = isinstance(field, models.CharField | models.TextField | EncryptedTextField)
            room = getattr(field, "max_length", None) or 1000
            if not text or field.choices or room < 40 or field.name.endswith("hash"):
                continue
            for row in model._base_manager.all():
                model._base_manager.filter(pk=row.pk).update(**{field.name: f"{CANARY}-{row.pk}"})
                planted += 1
    return planted


@pytest.fixture
def scene(world):
    scene = make_scene(world)
    DBTaskResult.objects.create(
        task_path="reports.tasks.render",
        args_kwargs={"args": [CANARY], "kwargs": {}},
        run_after=datetime.datetime.now(datetime.UTC),
        backend_name="default",
        exception_class_path="builtins.ValueError",
        traceback=CANARY,
        return_value=CANARY,
    )
    drop_revision_triggers()  # they refuse canaries too
    assert plant() > 100
    return scene


def test_all_models_of_people_and_words_are_planted_or_kept():
    """A new model must be thought about: planted above, or in KEPT because an administrator keeps it."""
    assert {label for label in KEPT if apps.get_model(label) is None} == set()


@pytest.mark.turns(2)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_an_administrator_finds_no_person_and_no_word(scene, as_role, language):
    client, opened = as_role("administrator", language), 0
    for address in addresses():
        answer = client.get(address)
        assert CANARY not in answer.content.decode(), address
        opened += answer.status_code == 200
    assert opened > 60
    for address in lists().values():
        assert CANARY not in client.get(address, {"q": CANARY}).content.decode().replace(
            f'value="{CANARY}"', ""
        )


@pytest.mark.turns(2)
@pytest.mark.parametrize(
    "actor", ["superuser", "roleless", "staff", "manager", "donor", "auditor", "reviewer", "deactivated"]
)
def test_nobody_else_comes_in(scene, as_role, actor):
    client = as_role(actor)
    bodies = set()
    for address in addresses():
        answer = client.get(address)
        if actor == "deactivated":
            assert (answer.status_code, answer.url.split("?")[0]) == (302, "/accounts/login/")
        else:
            assert answer.status_code == 404, address
            bodies.add(answer.content.replace(address.encode(), b""))
    if actor != "deactivated":
        absent = client.get("/back-office/no-such-page/")
        assert absent.status_code == 404
        assert "back-office" not in client.get("/").content.decode()


def test_a_superuser_who_is_administrator_reads_no_more_than_one(scene, world, as_role):
    User.objects.filter(pk=world.administrator.pk).update(is_superuser=True)
    test_an_administrator_finds_no_person_and_no_word(scene, as_role, "ar")


def test_with_a_second_role_one_sees_what_that_role_sees_and_changes_nothing(scene, world, sign_in):
    """The leak that must be found: without it the tests above could look in the wrong place."""
    user = world.users["administrator"]
    MembershipFactory(user=user, role=Role.STAFF, programme=world.programme)
    client = sign_in(User.objects.get(pk=user.pk))
    own, foreign = scene["own.draft_output"], scene["foreign.draft_output"]
    page = client.get(reverse("admin:forums_output_change", args=[own.public_id]))
    assert f"{CANARY}-{own.pk}" in page.content.decode()
    assert client.get(reverse("admin:forums_output_change", args=[foreign.public_id])).status_code == 404
    listed = client.get(reverse("admin:forums_output_changelist")).content.decode()
    assert str(own.public_id) in listed
    assert str(foreign.public_id) not in listed
    person = scene["own.draft_person"]
    shown = client.get(reverse("admin:participants_person_change", args=[person.public_id])).content.decode()
    assert shown.count(CANARY) == 1, "the name, and neither contacts nor notes"
    for model, one in registered().items():
        if model._meta.label not in KEPT and one.opens_rows:
            row = one.scope(user).first()
            if row is not None:
                answer = client.post(
                    reverse(one.address("change"), args=[row.public_id]), {"state": "approved"}
                )
                assert answer.status_code in (403, 404), model


def test_the_admin_s_own_log_holds_model_and_public_id_alone(world, as_role, reference):
    category = reference["categories"].objects.get(code="media")
    client = as_role("administrator")
    address = reverse("admin:participants_category_change", args=[category.public_id])
    fields = {"name_ar": "\u0625\u0639\u0644\u0627\u0645 \u062c\u062f\u064a\u062f", "position": "3"}
    assert client.post(address, fields).status_code == 302
    entry = LogEntry.objects.get()
    assert (entry.object_id, entry.object_repr) == (str(category.public_id), str(category.public_id))
    assert entry.change_message == ""
