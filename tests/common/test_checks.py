"""System checks that hold rules of the house."""

from django.apps import apps
from django.db import models
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
