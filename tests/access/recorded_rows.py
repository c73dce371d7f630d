"""Rows of which only the services' record is asked."""

import datetime

from django.utils import timezone

from accounts.services import allow_act, ask_second_person
from participants.models import NotSame
from recommendations.services.translating import seen_of

from .. import factories
from .typed import CANARY


def written(world, found):
    """Minutes that the manager submitted himself, and a line with a wording that an institution proposed."""
    own = factories.MinutesFactory(
        forum__programme=world.programme, state="submitted", submitted_by=world.manager
    )
    proposed = factories.ShownLineFactory(
        review=found["words"], output=found["draft_output"], proposal=CANARY, proposed_by=world.reviewer
    )
    # Two people of whom it is remembered, for taking it back.
    NotSame.objects.create(
        first=found["draft_person"], second=found["submitted_person"], recorded_by=world.staff
    )
    linked = factories.RecommendationFactory(programme=world.programme)
    found["unsent"].similar.add(linked)
    merged = factories.RecommendationFactory(
        programme=world.programme, standing="merged", merged_into=found["sent"], standing_at=timezone.now()
    )
    translated = factories.RecommendationFactory(programme=world.programme, number=991, translation=CANARY)
    return {
        "response_seen": seen_of(found["response"]),
        "translated": translated,
        "translated_seen": seen_of(translated),
        "own_minutes": own,
        "proposed_line": proposed,
        "linked": linked,
        "merged": merged,
        "spelt": factories.CategoryFactory(spellings="كتابة"),
        "to_be_sent": [(found["unsent"], 1)],
    }


def archived(world):
    """A programme of ten years ago, archived; it may be purged, and that of the world be archived."""
    long_ago = datetime.date(2012, 1, 1)
    old = factories.ProgrammeFactory(
        code="OLD",
        start=long_ago,
        end=long_ago + datetime.timedelta(days=300),
        archived_at=timezone.now() - datetime.timedelta(days=3650),
    )
    for user in (world.manager, world.second_manager):
        factories.MembershipFactory(user=user, role="manager", programme=old)
    factories.MinutesFactory(forum__programme=old)
    for act, subject in (("archive_programme", world.programme), ("purge_programme", old)):
        request = ask_second_person(
            actor=world.second_manager, act=act, subject=subject, reason=CANARY, label="X", path="/",
            programme=subject,
        )  # fmt: skip
        allow_act(actor=world.manager, request=request)
    return {"old_programme": old}
