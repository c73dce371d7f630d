"""Generated reports for all four audiences hold no mark that their readers may not find (T2), and tell nobody apart (T3)."""

import os
import random

import pytest
from django.db import transaction

from common.pdf import is_available
from reports.models import Report
from reports.projection import project_forum
from reports.projection.donor import NotApproved
from reports.projection.period import Span, project_period
from reports.rendering import render_report
from reports.services.hashing import canonical
from reports.services.prepare import freeze, prepare_forum_report
from tests.leaks.marks import marks_in
from tests.reports.canaries.allowed import ORDER, may_find
from tests.reports.canaries.generator import DAY, Generated, other_people, some_categories

pytestmark = pytest.mark.django_db
needs_pango = pytest.mark.skipif(is_available() is not None, reason="the PDF engine is missing here")
#: Every so many-th of the forums is typeset as well, for all its audiences.
TYPESET_EVERY = 10
AS_OF = DAY.replace(month=8)


def generated(number):
    """The forum of this number, in this run."""
    seed = int(os.environ["MUNTADA_TEST_SEED"])
    return Generated(random.Random(f"{seed}-{number}"), some_categories())


def contents_of(made):
    """(audience, content) of every document of the forum and of its programme's year."""
    for audience in ORDER:
        for language in ("ar", "en", "both"):
            try:
                yield (
                    audience,
                    project_forum(
                        made.forum,
                        audience=audience,
                        language=language,
                        as_of=AS_OF,
                        **({} if audience == "internal" else {"shows_totals": bool(made.rng.getrandbits(1))}),
                    ),
                )
            except NotApproved:
                assert (audience, made.forum.disclosure) == ("public", "closed")
    span = Span(made.programme, DAY.replace(month=1, day=1), DAY.replace(month=12, day=31))
    for audience in ("internal", "donor"):
        yield audience, project_period(span, audience=audience, language="ar", as_of=AS_OF)


def wrong_in(payload, audience, made):
    """Fields whose marks this audience may not find in it, and names by which persons are told apart."""
    marks = made.marks
    found = marks_in(payload)
    assert found <= set(marks)
    wrong = {marks[word].field for word in found if not may_find(audience, marks[word], made.forum)}
    if audience != "internal":
        # The ids of officials stand in what names them, for their erasure; nobody else's may.
        came = made.forum.attendances.select_related("person")
        unnamed = [row.person for row in came if not found & {row.person.name_ar, row.person.name_en}]
        wrong |= {"id of a person" for person in unnamed if str(person.public_id).encode() in payload}
    return wrong, {marks[word].field for word in found}


def search_all(forums, record_property, typesets):
    """So many generated forums; every so many-th is typeset too."""
    wrong, reports, typeset, marks, seen = set(), 0, 0, 0, {audience: set() for audience in ORDER}
    for number in range(forums):
        with transaction.atomic():
            made = generated(number)
            for audience, content in contents_of(made):
                reports += 1
                bad, found = wrong_in(canonical(content), audience, made)
                wrong |= {(audience, f"{content['kind']} {field}", number) for field in bad}
                seen[audience] |= found
            if typesets and number % TYPESET_EVERY == 0:
                for audience, pdf in typeset_all(made):
                    typeset += 1
                    bad, found = wrong_in(pdf, audience, made)
                    wrong |= {(audience, f"{field} in print", number) for field in bad}
                    seen[f"{audience} in print"] = seen.get(f"{audience} in print", set()) | found
            marks += len(made.marks)
            transaction.set_rollback(True)
    record_property("T2 generated reports", reports)
    record_property("T2 of them typeset", typeset)
    record_property("T2 marks planted in them", marks)
    record_property("T2 hits", len(wrong))
    assert sorted(wrong) == []
    return seen


def typeset_all(made):
    """(audience, PDF) of each document of the forum."""
    for audience in ORDER:
        if audience == "public" and made.forum.disclosure == "closed":
            continue
        report = prepare_forum_report(actor=None, forum=made.forum, audience=audience, language="ar")
        yield audience, render_report(report, releasing=True)


@pytest.mark.turns(2)
@needs_pango
def test_no_audience_finds_what_it_may_not(record_property):
    seen = search_all(11, record_property, typesets=True)
    for audience, least in (("internal", 14), ("official", 9), ("donor", 8), ("public", 4)):
        assert len(seen[audience]) >= least, "else the marks would stand in the wrong places"
        assert len(seen[f"{audience} in print"]) >= least - 4


def test_the_search_finds_what_would_be_wrong():
    """What the office reads, handed to each narrower audience, is found out; else the search would prove nothing."""
    made = generated(0)
    while made.forum.attendances.present().count() < 7:
        made = Generated(made.rng, made.categories)
    content = canonical(project_forum(made.forum, audience="internal", language="ar", as_of=AS_OF))
    assert wrong_in(content, "internal", made)[0] == set()
    for audience in ("official", "donor", "public"):
        assert {
            *(
                "participants.Person.name_ar",
                "forums.Attendance.post",
                "affiliation",
                "rank",
            )
        } <= wrong_in(content, audience, made)[0]
    official = canonical(project_forum(made.forum, audience="official", language="ar", as_of=AS_OF))
    assert "forums.Forum.venue" in wrong_in(official, "donor", made)[0]


@pytest.mark.slow
@needs_pango
def test_none_in_two_hundred_forums(record_property):
    search_all(200, record_property, typesets=True)


def apart(number, renders):
    """The documents outside of two worlds that differ in persons alone, which must be the same; how many."""
    with transaction.atomic():
        made = generated(number)
        made.forum.attendances.filter(part__in=("patron", "speaker", "chair")).update(part="participant")
        worlds = [_outside(made, renders)]
        other_people(made)
        worlds.append(_outside(made, renders))
        transaction.set_rollback(True)
    assert worlds[0] == worlds[1]
    return worlds[0]


def _outside(made, renders):
    found = []
    made.rng.seed(made.forum.pk)
    with transaction.atomic():
        for audience, content in contents_of(made):
            if audience == "internal":
                continue
            found.append(canonical(content))
            if renders and content["language"] == "ar":
                report = freeze(
                    actor=None,
                    programme=made.programme,
                    kind=content["kind"],
                    content=content,
                    forum=made.forum if content["kind"] == Report.Kind.FORUM_OUTCOMES else None,
                )
                report.number, report.verification_code, report.audit_head = 7, "2" * 17, "a" * 64
                found.append(render_report(report, releasing=True))
        transaction.set_rollback(True)
    return found


def tell_apart(forums, record_property):
    """Pairs of worlds: projections of all of them, files of every so many-th."""
    reports = files = 0
    for number in range(forums):
        told = apart(number, renders=number % TYPESET_EVERY == 0)
        files += sum(one.startswith(b"%PDF") for one in told)
        reports += sum(not one.startswith(b"%PDF") for one in told)
    record_property("T3 pairs of reports", reports)
    record_property("T3 pairs of files", files)


@pytest.mark.turns(2)
@needs_pango
def test_two_worlds_that_differ_in_persons_tell_the_same(record_property):
    tell_apart(8, record_property)


@pytest.mark.slow
@needs_pango
def test_two_hundred_worlds_that_differ_in_persons(record_property):
    tell_apart(200, record_property)
