"""A manager of another programme finds no document of this one: each answers as if there were none."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import factories

from ..participants.imports.sheets import known

pytestmark = pytest.mark.django_db


@pytest.fixture
def addresses(world):
    """name → what it is about, of the programme."""
    minutes = factories.MinutesFactory(forum__programme=world.programme, state="approved", revision=1)
    about = {"programme": world.programme, "forum": minutes.forum}
    released = factories.ReportFactory(
        **about, audience="donor", state="released", released_at=timezone.now(), frozen={}
    )
    internal = factories.ReportFactory(**about)
    return {
        "prepare_outcomes": minutes.forum,
        "programme_exports": world.programme,
        "report": released,
        "rendering": factories.RenderingFactory(report=internal, asked_by=world.staff),
        "letter_pdf": factories.LetterFactory(
            programme=world.programme, institution=world.institution, body="نأمل الرد."
        ),
        "erase_person": known(world.programme, "سالم تجربة الغريب"),
    }


NAMES = ("prepare_outcomes", "programme_exports", "report", "rendering", "letter_pdf", "erase_person")


@pytest.mark.parametrize("name", NAMES)
def test_no_document_of_another_programme(world, as_role, addresses, name):
    page = reverse(f"reports:{name}", args=[addresses[name].public_id])
    for reader in ("foreign_manager", "foreign_staff"):
        assert as_role(reader).get(page).status_code == 404, reader
