"""Every service that names its actor, called for every actor about an object of the own side: who is refused.

Pages ask the same rights before; a page that forgets to is stopped here. Who may stands in `services.py`.
"""

import ast
import datetime
import importlib
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from accounts.models import Invitation, User
from common.checks import OUR_APPS
from forums.models import Indicator

from .. import factories
from ..sampling import share
from .rows import HOLDERS
from .services import SERVICES
from .unchecked import UNCHECKED

ROOT = Path(__file__).parents[2]
#: Keywords whose value names an object of the scene.
OBJECTS = {
    "user",
    "person",
    "category",
    "institution",
    "target",
    "recommendation",
    "forum",
    "absorb",
    "row",
    "into",
    "second",
    "other",
}


@pytest.fixture
def scene(world, whole_scene):
    """The own side, with what only services are called about."""
    found = {name.removeprefix("own."): row for name, row in whole_scene.items() if name.startswith("own.")}
    programme, writer = world.programme, found["staff_account"]
    newcomer = factories.UserFactory(is_demo=False)
    newcomer.set_unusable_password()
    newcomer.save()
    factories.MembershipFactory(user=newcomer, role="staff", programme=programme)
    Invitation.objects.create(
        user=newcomer, token_hash="0" * 64, expires_at=datetime.datetime.now(datetime.UTC)
    )
    review = factories.MinutesFactory(forum__programme=programme).forum
    review.reviews.add(found["approved_forum"])
    return found | {
        "review": review,
        "district_forum": factories.MinutesFactory(forum__programme=programme, forum__kind="forum").forum,
        "newcomer": newcomer,
        "newcomer_person": found["submitted_person"],
        "category": factories.CategoryFactory(code="security"),
        "staff_role": writer.memberships.get(),
        "auditor_role": world.auditor.memberships.get(),
        "reviewer_role": world.reviewer.memberships.get(),
        "indicator": Indicator.objects.create(
            programme=programme, code="I1", statement_ar="مؤشر", level="output", unit_ar="عدد"
        ),
        "consent": found["standing_consent"],
        **factories.body_rows(found["institution"], found["draft_person"]),
        "listed": factories.ForumInvitationFactory(forum=found["draft_forum"], invited_on=None),
        "merged": factories.RecommendationFactory(
            programme=programme, number=90, standing="merged", merged_into=found["sent"],
            standing_at=datetime.datetime.now(datetime.UTC),
        ),
        "failed_message": factories.OutboxMessageFactory(programme=programme, state="failed"),
        "asking_addressee": factories.AddresseeFactory(
            recommendation=found["sent_elsewhere"], institution=found["institution"], sent=True, state="clarification",
            part="supporting",
        ),
    }  # fmt: skip


def services_with_an_actor():
    """Dotted names of all public functions of services that take an `actor`."""
    for app in OUR_APPS:
        for path in sorted((ROOT / app).glob("services/**/*.py")):
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and has_actor(node):
                    yield f"{module}.{node.name}"


def has_actor(node):
    return any(one.arg == "actor" for one in (*node.args.args, *node.args.kwonlyargs))


def test_every_service_is_here():
    """A new service with an actor is put in SERVICES, or in UNCHECKED with the reason."""
    assert set(services_with_an_actor()) == set(SERVICES) | set(UNCHECKED)
    assert not set(SERVICES) & set(UNCHECKED)


def refuses(service, actor, given):
    """Whether the service refuses for want of a right; what it writes is taken back."""
    with transaction.atomic():
        try:
            service(actor=User.objects.get(pk=actor.pk), **given)
        except PermissionDenied:
            return True
        except (TypeError, KeyError, AttributeError):
            raise
        except Exception:
            # Whoever may is told what else is wrong.
            return False
        finally:
            transaction.set_rollback(True)
    return False


def given_to(scene, keyword, key, others):
    """The keywords of a call, rows read anew."""
    named = {keyword: key} if keyword else {}
    named |= {name: value for name, value in others.items() if name in OBJECTS}
    rows = {name: type(scene[key]).objects.get(pk=scene[key].pk) for name, key in named.items()}
    return {**others, **rows}


#: Rights do not depend on the database.
ASKED = share(SERVICES, 7 if connection.vendor == "postgresql" else 1)


@pytest.mark.parametrize("name", ASKED)
def test_who_is_refused(world, scene, name):
    roles, keyword, key, others = SERVICES[name]
    module, _, function = name.rpartition(".")
    service = getattr(importlib.import_module(module), function)
    everywhere = HOLDERS["own"] | {f"foreign_{role}": held for role, held in HOLDERS["foreign"].items()}
    expected = set().union(*(everywhere[role] for role in roles.split()))
    found = {
        actor
        for actor, user in world.users.items()
        if not refuses(service, user, given_to(scene, keyword, key, others))
    }
    # Nobody acts on his own account or role, whatever he is.
    own = {"staff"} if key in ("staff_account", "staff_role") else set()
    assert found - own == expected - own
