"""Every address × method × actor × object against expected.csv, which is written by hand from docs/protection.md."""

import os

import pytest
from django.db import connection, transaction

from reports.pages import NO_PAGES, PAGES

from . import matrix
from .scene import business_counts, make_scene

ADDRESSES = matrix.addresses()
ROWS = matrix.rows()
#: On PostgreSQL every seventh case: rights do not depend on the database, and SQLite runs them all.
STEP = 7 if connection.vendor == "postgresql" and not os.environ.get("FULL") else 1
#: The answer to an act that was done. After any other one nothing may have changed.
DONE = "302"


def test_every_address_is_listed_and_every_row_is_used():
    known = {name for name in ADDRESSES for row in ROWS if matrix.matches(row.url, name)}
    assert set(ADDRESSES) - known == set(), "addresses that expected.csv does not know"
    named = {word for row in ROWS for word in matrix.words(row.url) if "*" not in word}
    assert named - set(ADDRESSES) == set(), "rows for no address"
    actors = {word for row in ROWS for word in matrix.words(row.actor)}
    assert actors - set(matrix.ACTORS) == {"*"}
    assert {row.method for row in ROWS if row.data} <= {"POST"}


def test_every_page_has_its_picture():
    """A page (an address that answers GET with HTML) that is not in reports/pages.py is seen by nobody."""
    assert set(ADDRESSES) == {page.url for page in PAGES} | set(NO_PAGES)
    assert not {page.url for page in PAGES} & set(NO_PAGES)


def test_there_are_enough_actors(world):
    assert len(matrix.ACTORS) >= 12
    assert set(matrix.ACTORS) == {"anonymous", *world.users}


def cases(name, subjects):
    """(method, actor, object, row) of one address; a case with no row or two fails here."""
    for method in matrix.METHODS:
        for actor in matrix.ACTORS:
            for subject in subjects:
                found = [row for row in ROWS if row.matches(name, method, actor, subject)]
                lines = [row.number for row in found]
                assert len(found) == 1, f"{name} {method} {actor} {subject}: lines {lines} of expected.csv"
                yield method, actor, subject, found[0]


def ask(client, method, path, row, before):
    """The answer and the tables that it changed, with everything that it wrote taken back."""
    with transaction.atomic():
        data = row.fields() if method == "POST" else None
        response = (
            getattr(client, method.lower())(path, data) if data else getattr(client, method.lower())(path)
        )
        if response.streaming:
            response.close()
        changed = {table: count for table, count in business_counts().items() if count != before.get(table)}
        transaction.set_rollback(True)
    return response, changed


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_who_may(world, as_role, name):
    kind = matrix.kind_of(name, ADDRESSES[name])
    scene = make_scene(world) if kind else {}
    subjects = matrix.objects(kind, scene)
    clients = {actor: as_role(actor) for actor in matrix.ACTORS}
    wrong, answers, before = [], {}, business_counts()
    offset = sorted(ADDRESSES).index(name)
    for number, (method, actor, subject, row) in enumerate(cases(name, subjects)):
        if (number + offset) % STEP:
            continue
        path = matrix.path_of(name, ADDRESSES[name], subjects[subject])
        response, changed = ask(clients[actor], method, path, row, before)
        outcome = matrix.outcome(response)
        if outcome != row.expect:
            wrong.append(f"line {row.number}: {method} {path} {actor} {subject}: {outcome}, not {row.expect}")
        if outcome != DONE and changed:
            wrong.append(f"{method} {path} {actor} {subject}: {outcome}, and yet {changed}")
        if outcome == "404" and kind:
            answers[method, actor, subject] = matrix.without_varying(response, path)
    for (method, actor, subject), answer in answers.items():
        absent = answers.get((method, actor, "absent"))
        if absent is not None and answer != absent:
            wrong.append(f"{method} {name} {actor}: {subject} does not look like one that does not exist")
    assert wrong == []
