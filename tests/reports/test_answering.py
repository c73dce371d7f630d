"""Asked, answered, promised, kept: each figure against a count by hand, and who sees it."""

import datetime
import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse

from forums.models import Holiday
from reports.figures.answering import MEANINGS, Answering, asked_addressees, count_answering, lines_by

from .. import factories

AS_OF = datetime.date(2022, 9, 29)


def at(month, day, hour=9):
    return datetime.datetime(2022, month, day, hour, tzinfo=datetime.UTC)


def sent(
    world, state="sent", *, when=None, programme=None, institution=None, themes=(), place=None, **fields
):
    programme = programme or world.programme
    output = factories.OutputFactory(minutes__forum__programme=programme, minutes__forum__place=place)
    row = factories.RecommendationFactory(programme=programme, sources=[output])
    row.themes.set(themes)
    return factories.AddresseeFactory(
        recommendation=row,
        institution=institution or world.institution,
        state=state,
        sent_at=when or at(8, 7),
        **fields,
    )


def answered(addressee, decision="accepted", when=None, promised_on=None, confirmed=True):
    return factories.ResponseFactory(
        addressee=addressee, decision=decision, sent_at=when or at(8, 14), promised_on=promised_on,
        **{} if confirmed else {"channel": "room"},
    )  # fmt: skip


@pytest.fixture
def year(world):
    """Eight asked of one institution: one silent and late, one said in the room alone, six answered."""
    soon, long_ago = datetime.date(2022, 12, 1), datetime.date(2022, 8, 21)
    sent(world, answer_due_on=datetime.date(2022, 8, 28))
    answered(sent(world, "accepted"), confirmed=False, promised_on=soon)
    answered(sent(world, "accepted"), promised_on=soon, when=at(8, 9))
    answered(sent(world, "verified"), promised_on=soon, when=at(8, 14))
    answered(sent(world, "stopped"), "conditional", promised_on=long_ago, when=at(8, 21))
    answered(sent(world, "partly"), "partly", when=at(8, 14))
    answered(sent(world, "declined"), "declined", when=at(8, 14))
    answered(sent(world, "verified"), "already_done", when=at(8, 14))
    # None of these counts: a copy, one withdrawn, one not sent.
    sent(world, part="copy")
    withdrawn = sent(world)
    withdrawn.recommendation.standing = "withdrawn"
    withdrawn.recommendation.save()
    factories.AddresseeFactory(recommendation=withdrawn.recommendation, part="supporting", state="ready")


def count(holidays=(), **of):
    return count_answering(asked_addressees(**of), as_of=AS_OF, holidays=holidays)


@pytest.mark.django_db
def test_each_figure_by_hand(world, year):
    assert count() == Answering(
        # days: 2, 5, 10, 5, 5, 5 → the median of six is 5
        asked=8, answered=6, median_days=5, promised=3, kept=1, verified=2, stopped=1, overdue=2,
    )  # fmt: skip
    assert (count().response_percent, count().kept_percent) == (75, 33)
    assert count(institution=world.other_institution) == Answering()
    assert Answering().response_percent is None


@pytest.mark.django_db
def test_holidays_shorten_the_days(world, year):
    Holiday.objects.create(day=datetime.date(2022, 8, 8), name_ar="عيد")
    assert count(holidays=[datetime.date(2022, 8, 8)]).median_days == 4


@pytest.mark.django_db
def test_a_period_has_both_its_days(world):
    # 22:30 in Greenwich is the next day in Aden.
    for when in (at(7, 31, 20), at(7, 31, 22), at(8, 31, 20), at(8, 31, 22)):
        sent(world, when=when)
    of_august = {"start": datetime.date(2022, 8, 1), "end": datetime.date(2022, 8, 31)}
    assert count(**of_august).asked == 2
    assert count(start=of_august["start"]).asked == 3
    assert count(end=of_august["end"]).asked == 3


@pytest.mark.django_db
def test_lines(world):
    lights, schools = factories.ThemeFactory(), factories.ThemeFactory()
    here = factories.PlaceFactory()
    sent(world, themes=[lights, schools], place=here, when=at(2, 1))
    sent(world, themes=[lights], place=here, when=at(11, 1), institution=world.other_institution)
    sent(world)

    def lines(by):
        found = lines_by(by, asked_addressees(), as_of=AS_OF, holidays=())
        return [(line.key, line.counts.asked) for line in found]

    assert lines("institution") == [("BODY", 2), ("OTHER", 1)]
    assert lines("theme") == [(lights.code, 2), (schools.code, 1), ("", 1)]
    assert lines("district") == [(here.code, 2), ("", 1)]
    assert lines("quarter") == [("2022-1", 1), ("2022-3", 1), ("2022-4", 1)]
    with pytest.raises(KeyError):
        lines("person")


@pytest.mark.django_db
def test_the_page_counts_its_own_programme(world, as_role, year):
    sent(world, programme=world.other_programme)
    client, path = as_role("staff"), reverse("reports:answering")
    for by in ("institution", "theme", "district", "quarter"):
        assert client.get(path, {"by": by}).context["all"].asked == 8
    assert client.get(path, {"start": "15/8/2022"}).context["all"].asked == 0
    assert client.get(path, {"start": "15/8/2022", "end": "1/8/2022"}).context["form"].errors
    assert client.get(path, {"by": "person"}).status_code == 404
    assert client.get(path, {"programme": world.other_programme.public_id}).status_code == 404


@pytest.mark.django_db
def test_the_page_of_one_institution(world, as_role, year):
    sent(world, institution=world.other_institution)
    sent(world, programme=world.other_programme)
    client, path = as_role("staff"), reverse("reports:answering")
    assert client.get(path).context["all"].asked == 9
    assert client.get(path, {"institution": world.institution.public_id}).context["all"].asked == 8
    assert client.get(path, {"institution": "no id"}).status_code == 404
    page = client.get(
        reverse("participants:institution", args=[world.institution.public_id])
    ).content.decode()
    assert f"{path}?institution={world.institution.public_id}" in page


@pytest.mark.django_db
def test_the_same_statements_for_few_and_many(world, year, django_assert_num_queries):
    for _more in range(2):
        with django_assert_num_queries(5):
            count()
        answered(sent(world, "accepted"), promised_on=AS_OF)


def test_the_document_says_what_the_code_says():
    """Mended by `manage.py show_figures > docs/figures.md`."""
    out = io.StringIO()
    call_command("show_figures", stdout=out)
    document = Path(__file__).parents[2] / "docs" / "figures.md"
    assert document.read_text(encoding="utf-8") == out.getvalue()
    assert all(str(label) and str(meaning) for label, meaning in MEANINGS.values())
