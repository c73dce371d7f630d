"""Every address × method × actor × object against expected.csv, which is written by hand from docs/protection.md."""

import os
from collections import defaultdict
from copy import copy

import pytest
from django.db import connection, transaction

from reports.no_pages import NO_PAGES
from reports.pages import PAGES

from ..sampling import share
from . import matrix, rows
from .answers import STOPS_AT_FIRST, outcome_of, without_varying
from .scene import business_counts, writes

ADDRESSES = matrix.addresses()
ROWS = rows.rows()
#: The full run and that of the mutants ask every case, on both databases. Otherwise each row of expected.csv is asked at each of its addresses by
#: one actor (`chosen`); on PostgreSQL in every seventh group, since rights do not depend on the database.
FULL = bool(os.environ.get("FULL")) or STOPS_AT_FIRST
STEP = 7 if connection.vendor == "postgresql" else 3
#: So many addresses of one kind share the readers' sign-ins; a mutant is at one address, and the others would only take time.
TOGETHER = 1 if STOPS_AT_FIRST else 12
#: The answer to an act that was done. After any other one nothing may have changed, and refusals write nothing.
DONE = "302"
#: What is answered otherwise than by leading on, a reading or a sign-out, and what it may write: that it was.
READINGS = {
    "participants:reveal": {"common_auditentry", "participants_contactreading"},
    "account_logout": {"common_auditentry"},
    "participants:import_errors": {"common_auditentry"},
    # The address is shown in the answer, once.
    "forums:calendar_feed": {"common_auditentry", "forums_calendarfeed"},
    # shown on screen, once a reason is given
    "signed:sheet": {"common_auditentry", "forums_sheetreading"},
    # handed out as a sheet
    **{
        key: {"common_auditentry"}
        for key in [
            *("reports:export_list", "reports:export_own", "reports:export_figures"),
            "reports:report_figures",
        ]
    },
    # made where there is none
    "draft_key": {"common_auditentry", "accounts_draftkey"},
}
REFUSED = {"404", "405", "login", "setup"}


def test_every_address_is_listed_and_every_row_is_used():
    known = {name for name in ADDRESSES for row in ROWS if rows.matches(row.url, name)}
    assert set(ADDRESSES) - known == set(), "addresses that expected.csv does not know"
    named = {word for row in ROWS for word in rows.words(row.url) if "*" not in word}
    assert named - set(ADDRESSES) == set(), "rows for no address"
    actors = {word for row in ROWS for word in rows.words(row.actor)}
    assert actors - set(rows.ACTORS) == {"*"}
    assert {row.method for row in ROWS if row.data} <= {"POST"}


def test_every_page_has_its_picture():
    """A page (an address that answers GET with HTML) that is not in reports/pages.py is seen by nobody."""
    assert set(ADDRESSES) == {page.url for page in PAGES} | set(NO_PAGES)
    assert not {page.url for page in PAGES} & set(NO_PAGES)


def test_there_are_enough_actors_and_cases(world):
    assert len(rows.ACTORS) >= 12
    assert set(rows.ACTORS) == {"anonymous", *world.users}
    assert matrix.size() >= 3600


def cases(name, subjects):
    """(method, actor, object, row) of one address; a case with no row or two fails here."""
    # Those of the address first: there are twenty thousand cases and a thousand rows.
    here = [row for row in ROWS if rows.matches(row.url, name)]
    for method in matrix.METHODS:
        for actor in rows.ACTORS:
            for subject in subjects:
                found = [row for row in here if row.matches(name, method, actor, subject)]
                lines = [row.number for row in found]
                assert len(found) == 1, f"{name} {method} {actor} {subject}: lines {lines} of expected.csv"
                yield method, actor, subject, found[0]


def ask(client, method, path, row, before):
    """The answer, its outcome and the tables that it wrote to; everything that it wrote is taken back.

    A refusal writes to no table of ours, not even what is rolled back. A page may, as long as nothing stays.
    """
    with transaction.atomic(), writes() as written:
        data = row.fields() if method == "POST" else None
        send = getattr(client, method.lower())
        response = send(path, data) if data else send(path)
        if response.streaming:
            response.close()
        outcome = outcome_of(response)
        if outcome in REFUSED or not written:
            changed = written
        else:
            changed = {name for name, count in business_counts().items() if count != before.get(name)}
        transaction.set_rollback(True)
    return response, outcome, changed


def groups():
    """Addresses by kind, at most TOGETHER at once: {"forum-1": [names]}."""
    kinds = defaultdict(list)
    for name in sorted(ADDRESSES):
        kinds[matrix.kind_of(name, ADDRESSES[name]) or "none"].append(name)
    return {
        f"{kind}-{place // TOGETHER + 1}": names[place : place + TOGETHER]
        for kind, names in kinds.items()
        for place in range(0, len(names), TOGETHER)
    }


def chosen(found, offset):
    """Those of one address's cases that are asked: so many actors that each row of expected.csv has one, another one at
    the next address; of each the first and the last object that the row speaks of, and one that does not exist. Of
    PUT and DELETE, to which no page answers, one actor each.
    """
    if FULL:
        return found
    says = defaultdict(list)
    for case in found:
        method, actor, _subject, row = case
        says[method, actor, row.number if method in ("GET", "POST") else None].append(case)
    turn = offset % len(rows.ACTORS)
    order = [*rows.ACTORS[turn:], *rows.ACTORS[:turn]]
    taken, seen = {}, set()
    for method, actor, number in sorted(says, key=lambda key: order.index(key[1])):
        if (method, number) not in seen:
            seen.add((method, number))
            cases_of = says[method, actor, number]
            absent = [case for case in found if case[:3] == (method, actor, "absent")]
            taken |= {case[:3]: case for case in (cases_of[0], cases_of[-1], *absent)}
    return list(taken.values())


GROUPS = dict(share(groups().items(), STEP))


@pytest.fixture
def subjects(whole_scene, group):
    """What the addresses of the group may be asked about, by the words of the column `object`."""
    name = GROUPS[group][0]
    return matrix.objects(matrix.kind_of(name, ADDRESSES[name]), whole_scene)


@pytest.fixture
def clients(as_role):
    """Everybody, signed in."""
    return {actor: as_role(actor) for actor in rows.ACTORS}


@pytest.mark.parametrize("group", GROUPS)
def test_who_may(subjects, clients, record_property, group):
    wrong, asked = [], 0
    for name in GROUPS[group]:
        more, found = ask_address(name, subjects, clients)
        asked += more
        wrong += found
        if wrong and STOPS_AT_FIRST:
            break
    record_property("T1 cases", asked)
    record_property("T1 wrong", len(wrong))
    assert wrong == []


def ask_address(name, subjects, clients):
    """(how many cases of one address were asked, what was wrong)."""
    kind = matrix.kind_of(name, ADDRESSES[name])
    wrong, answers, before, asked = [], {}, business_counts(), 0
    cookies = {actor: copy(client.cookies) for actor, client in clients.items()}
    offset = sorted(ADDRESSES).index(name)
    found = list(cases(name, subjects))
    for method, actor, subject, row in chosen(found, offset):
        asked += 1
        path = matrix.path_of(name, ADDRESSES[name], subjects[subject])
        response, outcome, changed = ask(clients[actor], method, path, row, before)
        # What it wrote was taken back, and so must be what it told the browser, e.g. to forget its session.
        clients[actor].cookies = copy(cookies[actor])
        if outcome != row.expect:
            wrong.append(f"line {row.number}: {method} {path} {actor} {subject}: {outcome}, not {row.expect}")
        if method == "POST":
            changed = changed - READINGS.get(name, set())
        if outcome != DONE and changed:
            wrong.append(f"{method} {path} {actor} {subject}: {outcome}, and yet {sorted(changed)}")
        if outcome == "404" and kind:
            answers[method, actor, subject] = without_varying(response, path)
        if wrong and STOPS_AT_FIRST:
            break
    for (method, actor, subject), answer in answers.items():
        absent = answers.get((method, actor, "absent"))
        if absent is not None and answer != absent:
            wrong.append(f"{method} {name} {actor}: {subject} does not look like one that does not exist")
    return asked, wrong
