"""What every test may ask for: one seed, the small world of two programmes, signed-in clients."""

import gc
import os
import random
import time
from collections import Counter
from dataclasses import dataclass

import factory.random
import hypothesis
import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import translation
from pytest_django.plugin import blocking_manager_key

from accounts.models import Membership, Role, User
from common.audit_triggers import TABLE
from forums.models import Programme, Theme
from forums.revision_triggers import TABLE as REVISIONS
from participants.models import Category, Institution, Place, Rank

from . import factories
from .sampling import SEED_NAME, commits, take_turns
from .template import django_db_setup, drop_template  # noqa: F401  a fixture

#: Fixtures that open the database.
DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}
#: Files of the longest tests.
LONG = {"test_restore.py", "test_backup.py"}

hypothesis.settings.register_profile(
    "muntada", deadline=None, print_blob=True, max_examples=500 if os.environ.get("FULL") else 60
)
hypothesis.settings.load_profile("muntada")


def pytest_configure(config):
    """One seed for all that is random, shared by the workers through the environment."""
    seed = int(os.environ[SEED_NAME])
    random.seed(seed)
    factory.random.reseed_random(seed)
    if hypothesis.core.global_force_seed is None:
        hypothesis.core.global_force_seed = seed


def pytest_report_header(config):
    """The seed, so that a failure can be had again."""
    engine = connection.settings_dict["ENGINE"].rpartition(".")[2]
    return f"muntada: {engine}, seed {os.environ[SEED_NAME]} (again: {SEED_NAME}={os.environ[SEED_NAME]})"


def pytest_terminal_summary(terminalreporter):
    """Adds up what tests counted by `record_property("T1 cases", 512)`: «T1: 512 cases, 0 wrong»."""
    figures = {}
    for report in (one for several in terminalreporter.stats.values() for one in several):
        if getattr(report, "when", "") == "call":
            for name, count in report.user_properties:
                bar, _, what = name.partition(" ")
                figures.setdefault(bar, Counter())[what] += count
    for bar, counts in sorted(figures.items()):
        terminalreporter.write_line(f"{bar}: " + ", ".join(f"{n} {what}" for what, n in counts.items()))


def pytest_collection_modifyitems(config, items):
    """Tests below tests/browser drive a browser, those that touch no database need no second one, said or not; nor
    do those of documents: what is typeset is frozen before, and `tests/reports` freezes it on both.

    pytest-django has put tests with committed rows last. Of those the longest begin, or one worker ends alone.
    """
    is_long = [item.path.name in LONG for item in items]
    if any(is_long):
        first = next((place for place, item in enumerate(items) if commits(item)), 0)
        long = [item for item, one in zip(items, is_long, strict=True) if one]
        short = [item for item, one in zip(items, is_long, strict=True) if not one]
        items[:] = [*short[:first], *long, *short[first:]]
    for item in items:
        if "/tests/browser/" in item.path.as_posix():
            item.add_marker("browser")
        if "/tests/pdf/" in item.path.as_posix():
            item.add_marker("once")
        if item.get_closest_marker("django_db") is None and not DATABASE & set(item.fixturenames):
            item.add_marker("once")
    if os.environ.get("TURNS"):
        take_turns(config, items)


def pytest_collection_finish():
    """What was imported and collected stays until the end: the collector need not go through it again and again."""
    gc.collect()
    # The mutants look for functions among what is collected.
    if not os.environ.get("FIRST_WRONG"):
        gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_sessionfinish(session):
    """What the workers shared goes with the last of them."""
    if getattr(session.config.option, "numprocesses", None) and not hasattr(session.config, "workerinput"):
        with session.config.stash[blocking_manager_key].unblock():
            drop_template(session.config._tmp_path_factory.getbasetemp())


@pytest.fixture(autouse=True)
def _language_of_the_portal():
    """Pages leave their language behind; a test that calls a service must not depend on which page came before."""
    translation.activate(settings.LANGUAGE_CODE)


def drop_audit_triggers():
    """Open the audit record for a forger, or for the flush after a transactional test."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for name in ("audit_no_update", "audit_no_delete", "audit_no_truncate"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {TABLE}")
        else:
            for name in ("audit_no_update", "audit_no_delete"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def drop_revision_triggers():
    """The same for approved revisions of minutes."""
    with connection.cursor() as cursor:
        names = ["revision_no_update", "revision_no_delete"]
        if connection.vendor == "postgresql":
            for name in (*names, "revision_no_truncate"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {REVISIONS}")
        else:
            for name in names:
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
    drop_revision_triggers()
    cache.clear()


def make_reference():
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


def look_at_tables():
    """On PostgreSQL, what autovacuum does within a minute of real use: else plans are made for the empty tables of before."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Beside other work it may take longer than a query of a page may.
            cursor.execute("SET statement_timeout = 0")
            cursor.execute("ANALYZE")
            cursor.execute("RESET statement_timeout")


@pytest.fixture
def reference(db):
    """Rows of the reference lists, by `make_reference`."""
    return make_reference()


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
    users, roles = {}, []

    def account(name, *scopes, **fields):
        users[name] = factories.UserFactory.build(username=name.replace("_", "-"), **fields)
        roles.extend((name, *scope) for scope in scopes)

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
    # All at once: every second test begins with them.
    User.objects.bulk_create(users.values())
    Membership.objects.bulk_create(
        Membership(user=users[name], role=role, programme=side, institution=body)
        for name, role, side, body in roles
    )
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
        # Listed as the sign-in page lists it: ending all sessions of an account ends this one.
        UserSession.objects.create(user=user, session_key=session.session_key, ip="127.0.0.1")
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
