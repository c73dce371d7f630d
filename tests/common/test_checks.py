"""System checks that hold rules of the house."""

import pytest
from django.apps import apps
from django.db import connection, models
from django.test.utils import isolate_apps

from common import checks


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
