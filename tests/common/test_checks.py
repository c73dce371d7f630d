"""System checks that hold rules of the house."""

import subprocess
import sys

import pytest
from django.apps import apps
from django.conf import settings
from django.core.checks import Error
from django.core.checks.registry import registry
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection, models
from django.test.utils import isolate_apps

from common import checks
from tests.admin.pages import registered


def test_every_model_has_a_public_id_or_says_that_it_is_an_inner_row():
    assert checks.models_carry_a_public_id(None) == []


@isolate_apps("forums")
def test_a_model_without_public_id_is_warned_of(monkeypatch):
    class Forgotten(models.Model):  # noqa: DJ008  never printed
        class Meta:
            app_label = "forums"

    monkeypatch.setattr(apps, "get_models", lambda: [Forgotten])
    (warning,) = checks.models_carry_a_public_id(None)
    assert warning.id == "muntada.W001"
    assert "Forgotten" in warning.msg
    Forgotten.INNER = True
    assert checks.models_carry_a_public_id(None) == []


@pytest.mark.django_db(transaction=True)
def test_a_database_that_acknowledges_before_it_writes_is_warned_of():
    """What real settings make of a database, `test_guard.py` asks."""
    switch = "SET synchronous_commit = %s" if connection.vendor == "postgresql" else "PRAGMA synchronous = %s"
    with connection.cursor() as cursor:
        cursor.execute(switch % "off")
        weak = checks.weak_settings(connection)
        warnings = checks.what_is_acknowledged_is_on_the_disk(None, ["default"])
        cursor.execute(switch % ("on" if connection.vendor == "postgresql" else "full"))
    assert {"synchronous_commit=off", "synchronous=0"} & set(weak)
    assert {warning.id for warning in warnings} == {"muntada.W003"}
    if connection.vendor == "sqlite":  # a throw-away cluster has more of it switched off
        assert checks.weak_settings(connection) == []
    assert checks.what_is_acknowledged_is_on_the_disk(None, None) == []


def test_every_page_of_the_back_office_is_looked_at():
    """Whichever check comes first: nothing of the back office is loaded before somebody asks for it."""
    script = (
        "import django; django.setup()\n"
        "from django.contrib.admin import site\n"
        "from django.core.checks import run_checks\n"
        "print(len(site._registry), end=' '); run_checks(tags=['admin']); print(len(site._registry))"
    )
    shown = subprocess.run(
        [sys.executable, "-c", script], cwd=settings.BASE_DIR, capture_output=True, check=True, text=True
    ).stdout
    assert shown.split() == ["0", str(len(registered()))]


@pytest.mark.django_db
def test_nothing_is_migrated_where_a_check_fails(monkeypatch):
    """Worker and server make no checks: they are made here, before either starts."""

    def fails(app_configs, **kwargs):
        return [Error("Something is wrong.", id="muntada.E999")]

    monkeypatch.setattr(registry, "registered_checks", {fails})
    fails.tags = ()
    with pytest.raises(SystemCheckError, match="E999"):
        call_command("migrate", skip_checks=False, verbosity=0)
