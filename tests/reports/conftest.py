"""The demo, for the tests that count by hand what it holds."""

import pytest
from django.core.management import call_command
from django.db import transaction

from forums.models import Forum, Programme

from ..conftest import look_at_tables


@pytest.fixture(scope="module")
def _built(django_db_setup, django_db_blocker):
    """The demo, built once a module in a transaction that is rolled back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference", verbosity=0)
        call_command("demo", verbosity=0)
        look_at_tables()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(_built, db):
    """The programme of the demo, with all that hangs on it."""
    return Programme.objects.get(code="ADEN")


@pytest.fixture
def closing(demo):
    """The real meeting in it."""
    return Forum.objects.get(code="ADEN-2022-CLOSING")
