"""An archived programme is read and not written: by no address and by no service, but for what must stay open."""

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from forums.models import Programme
from recommendations.models import CodeBearer
from recommendations.services.codes import CodeRefused, answer_by_code, find_code, make_code

from ..sampling import share
from . import matrix, rows
from .scene import business_counts, writes

pytestmark = pytest.mark.django_db

#: Addresses that may still write in an archived programme, and why.
STAYS_OPEN = {
    "forums:unarchive": "takes it out",
    "participants:record_consent": "what people agree to",
    "participants:withdraw_consent": "what people agree to no more",
    "reports:forum_pdf": "a copy of the record, which is frozen and put on the record",
    "signed:sheet": "an audit of the finances comes after the end",
    "reports:export_figures": "figures of what was, on the record",
    "reports:ask_names": "names leave it as they leave any programme: with a reason and a second person",
    "reports:download": "a numbered copy of what was released",
    "reports:report_figures": "figures of what was released, on the record",
    "reports:erase_person": "who asks to be forgotten is forgotten in an archive too",
    "forums:ask_seal": "the seal over who said it",
    **dict.fromkeys(
        [f"second_person_{name}" for name in ("allow", "refuse", "take_back")], "the second person's word"
    ),
    **dict.fromkeys(
        [
            f"team_{name}"
            for name in (
                *("link", "grant", "deactivate", "activate"),
                *("end_role", "second_key", "engage", "validator"),
            )
        ],
        "accounts",
    ),
}
#: Who could write if it were not archived.
WRITERS = ("manager", "staff", "reviewer")


@pytest.fixture
def scene(world, whole_scene):
    """The own side with all that matters, archived."""
    Programme.objects.filter(pk=world.programme.pk).update(archived_at=timezone.now())
    return whole_scene


def addresses():
    """(name, arguments, kind) of ours that are about an object of a programme."""
    for name, arguments in sorted(matrix.addresses().items()):
        kind = matrix.kind_of(name, arguments)
        if kind and kind != "token" and not kind.startswith("row "):
            yield name, arguments, kind


def bodies(name):
    """What the table of expectations sends to the address; nothing, where it sends nothing."""
    found = [row.fields() for row in rows.rows() if row.data and rows.matches(row.url, name)]
    return found or [{}]


@pytest.mark.once
def test_no_address_writes_in_it(scene, as_role):
    clients = {actor: as_role(actor) for actor in WRITERS}
    before, wrote = business_counts(), []
    for name, arguments, kind in share(addresses(), 5):
        if name in STAYS_OPEN:
            continue
        for standing, subject in matrix.objects(kind, scene).items():
            if not standing.startswith("own."):
                continue
            path = matrix.path_of(name, arguments, subject)
            for actor, client in clients.items():
                for body in bodies(name):
                    with transaction.atomic(), writes() as written:
                        client.post(path, body)
                        after = business_counts() if written else before
                        transaction.set_rollback(True)
                    changed = {table for table, count in after.items() if count != before.get(table)}
                    if changed:
                        wrote.append((name, standing, actor, sorted(changed)))
    assert wrote == [], "\n".join(map(str, wrote))


def test_what_is_refused_for_that_alone_is_said_in_words(scene, as_role):
    forum = scene["own.draft_forum"]
    path = matrix.path_of("forums:outputs", frozenset({"public_id"}), forum)
    for answer in (as_role("staff").get(path), as_role("staff").post(path, {})):
        assert answer.status_code == 403
        assert "This programme is archived" in answer.content.decode()
    for stranger in ("manager", "auditor", "foreign_staff", "donor", "superuser"):
        assert as_role(stranger).get(path).status_code == 404


def test_an_institution_answers_nothing_in_it(scene, as_role):
    for name, subject in (
        ("recommendations:answer", "own.sent_addressee"),
        ("recommendations:update", "own.answered_addressee"),
    ):
        path = matrix.path_of(name, frozenset({"public_id"}), scene[subject])
        assert as_role("reviewer").get(path).status_code == 403
        assert as_role("foreign_reviewer").get(path).status_code == 404
    path = matrix.path_of("recommendations:detail", frozenset({"public_id"}), scene["own.sent"])
    page = as_role("reviewer").get(path)
    assert page.status_code == 200
    assert matrix.path_of(
        "recommendations:answer", frozenset({"public_id"}), scene["own.sent_addressee"]
    ) not in (page.content.decode())


def test_all_of_it_is_still_read(scene, as_role):
    for name, subject in (
        ("forums:detail", "own.draft_forum"),
        ("forums:detail", "own.approved_forum"),
        ("recommendations:detail", "own.answered"),
        ("reports:report", "own.released_donor_report"),
        ("participants:person", "own.approved_person"),
    ):
        path = matrix.path_of(name, frozenset({"public_id"}), scene[subject])
        answer = as_role("manager").get(path)
        assert answer.status_code == 200, name


def test_a_code_on_paper_is_good_no_more(world, scene):
    programmes = Programme.objects.filter(pk=world.programme.pk)
    programmes.update(archived_at=None)
    code, characters = make_code(
        actor=User.objects.get(pk=world.staff.pk), addressee=scene["own.sent_addressee"]
    )
    assert find_code(characters) == code
    programmes.update(archived_at=timezone.now())
    with pytest.raises(CodeRefused):
        find_code(characters)
    with pytest.raises(CodeRefused):
        answer_by_code(actor=CodeBearer(code), decision="accepted", summary="نص")
