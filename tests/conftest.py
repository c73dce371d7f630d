"""What every test may ask for: one seed, the small world of two programmes, signed-in clients."""

import os
import random
import secrets
import time
from dataclasses import dataclass

import factory.random
import hypothesis
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from accounts.models import Role, User
from common.audit_triggers import TABLE
from forums.models import Programme, Theme
from participants.models import Category, Institution, Place, Rank

from . import factories

SEED_NAME = "MUNTADA_TEST_SEED"

hypothesis.settings.register_profile(
    "muntada", deadline=None, print_blob=True, max_examples=500 if os.environ.get("FULL") else 60
)
hypothesis.settings.load_profile("muntada")


def pytest_configure(config):
    """One seed for all that is random, shared by the workers through the environment."""
    seed = int(os.environ.setdefault(SEED_NAME, str(secrets.randbelow(10**9))))
    random.seed(seed)
    factory.random.reseed_random(seed)
    if hypothesis.core.global_force_seed is None:
        hypothesis.core.global_force_seed = seed


def pytest_report_header(config):
    """The seed, so that a failure can be had again."""
    engine = connection.settings_dict["ENGINE"].rpartition(".")[2]
    return f"muntada: {engine}, seed {os.environ[SEED_NAME]} (again: {SEED_NAME}={os.environ[SEED_NAME]})"


def pytest_collection_modifyitems(items):
    """Tests below tests/browser drive a browser, whether they say so or not."""
    for item in items:
        if "/tests/browser/" in item.path.as_posix():
            item.add_marker("browser")


def drop_audit_triggers():
    """Open the audit record for a forger, or for the flush after a transactional test."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for name in ("audit_no_update", "audit_no_delete", "audit_no_truncate"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {TABLE}")
        else:
            for name in ("audit_no_update", "audit_no_delete"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


@pytest.fixture(autouse=True)
def _let_the_flush_pass(request):
    """The audit record refuses to be emptied, also by the flush that ends a transactional test.

    The triggers are dropped just before it; its `post_migrate` puts them back. The cache's table is no model's,
    so the flush spares it, and rate limits would go on into the next test.
    """
    marker = request.node.get_closest_marker("django_db")
    transactional = marker is not None and marker.kwargs.get("transaction")
    if not (transactional or {"transactional_db", "live_server"} & set(request.fixturenames)):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    drop_audit_triggers()
    cache.clear()


@pytest.fixture
def reference(db):
    """The few rows of the reference lists that most tests need; `load_reference` brings the real ones."""
    aden = factories.PlaceFactory(code="YE24", name_ar="عدن", name_en="Aden")
    for code, name in (("YE2401", "منطقة تجريبية ١"), ("YE2402", "منطقة تجريبية ٢")):
        factories.PlaceFactory(code=code, name_ar=name, level=Place.Level.DISTRICT, parent=aden)
    for position, code in enumerate(("security", "mediator", "media"), start=1):
        factories.CategoryFactory(code=code, name_en=code.title(), position=position)
    for position, code in enumerate(("colonel", "captain"), start=1):
        factories.RankFactory(code=code, name_en=code.title(), position=position)
    for code in ("T01", "T02"):
        factories.ThemeFactory(code=code)
    return {"places": Place, "categories": Category, "ranks": Rank, "themes": Theme}


@dataclass
class World:
    """Two programmes that know nothing of each other, and everybody who may come to a page."""

    programme: Programme
    other_programme: Programme
    institution: Institution
    other_institution: Institution
    users: dict[str, User]

    def __getattr__(self, name):
        try:
            return self.users[name]
        except KeyError:
            raise AttributeError(name) from None


def make_world() -> World:
    """Programme P with all its roles, institution I with its reviewer; Q and J, which are foreign to them."""
    programme = factories.ProgrammeFactory(
        code="TST", title_ar="البرنامج التجريبي", title_en="Test programme"
    )
    foreign = factories.ProgrammeFactory(code="FRN", title_ar="برنامج آخر", title_en="Foreign programme")
    body = factories.InstitutionFactory(code="BODY", name_ar="جهة تجريبية", name_en="Test body")
    other_body = factories.InstitutionFactory(code="OTHER", name_ar="جهة أخرى", name_en="Other body")
    users = {}

    def account(name, *scopes, **fields):
        user = users[name] = factories.UserFactory(username=name.replace("_", "-"), **fields)
        for role, programme, institution in scopes:
            factories.MembershipFactory(user=user, role=role, programme=programme, institution=institution)

    for role in ("manager", "staff", "donor", "auditor"):
        account(role, (role, programme, None))
    account("second_manager", (Role.MANAGER, programme, None))
    account("reviewer", (Role.REVIEWER, None, body))
    account("administrator", (Role.ADMINISTRATOR, None, None))
    account("superuser", is_superuser=True)
    account("roleless")
    account("deactivated", (Role.STAFF, programme, None), is_active=False)
    account("no_second_factor", (Role.STAFF, programme, None), is_demo=False)
    account("foreign_manager", (Role.MANAGER, foreign, None))
    account("foreign_staff", (Role.STAFF, foreign, None))
    account("foreign_reviewer", (Role.REVIEWER, None, other_body))
    account("dual", (Role.DONOR, programme, None), (Role.STAFF, foreign, None))
    return World(programme, foreign, body, other_body, users)


@pytest.fixture
def world(reference):
    """`world.programme`, `world.institution`, and each account by its name: `world.staff`, `world.manager` …"""
    return make_world()


@pytest.fixture
def sign_in():
    """sign_in(user) gives a client that is signed in as this account, whatever its state."""

    def make(user, language="en"):
        client = Client()
        client.cookies["django_language"] = language
        client.force_login(user)
        # As after the sign-in page; else pages of the second factor would ask for the password again.
        session = client.session
        session["account_authentication_methods"] = [
            {"method": "password", "at": time.time(), "reauthenticated": True}
        ]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
        return client

    return make


@pytest.fixture
def as_role(world, sign_in):
    """as_role("staff") gives a client that is signed in as this account of the world; None: nobody."""

    def make(name, language="en"):
        if name is None or name == "anonymous":
            client = Client()
            client.cookies["django_language"] = language
            return client
        return sign_in(world.users[name], language)

    return make
