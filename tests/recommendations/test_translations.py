"""Texts are put into the other language beside what was said: by hand, once for the same words, checked by another."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from common.models import AuditEntry
from common.versions import StaleVersion
from common.workflow import NotAllowedHere
from forums.models import MinutesRevision
from recommendations.models import Recommendation, Response, Wording
from recommendations.services.journey import join_output
from recommendations.services.promote import promote_output
from recommendations.services.translating import check_translation, seen_of, translate
from reports.projection import project_forum
from tests import factories
from tests.reports import meeting

pytestmark = pytest.mark.django_db
SAID, IN_ENGLISH = "مراجعة نقاط التفتيش في المديرية.", "Reviewing the checkpoints of the district."
ANSWER, ANSWERED = "تم تكليف لجنة بالمراجعة.", "A committee was charged with the review."
PAGE = "recommendations:translations"


@pytest.fixture
def output(world):
    """An ask of approved minutes in a dated forum."""
    minutes = factories.MinutesFactory(forum__programme=world.programme, state="approved", revision=1)
    MinutesRevision.objects.create(
        minutes=minutes, number=1, content={}, digest=meeting.DIGEST,
        written_by=world.staff, approved_by=world.manager, approved_at=meeting.APPROVED_AT,
    )  # fmt: skip
    return factories.OutputFactory(minutes=minutes, kind="recommendation", text=SAID, language="ar")


@pytest.fixture
def ask(world, output):
    """What was taken up of it and sent, with its two wordings."""
    ask = promote_output(actor=world.staff, output=output, addressing="named", lead=world.institution)
    Recommendation.objects.filter(pk=ask.pk).update(number=1)
    Wording.objects.create(
        recommendation=ask, occasion="sent", text=SAID, language="ar", made_by=world.manager
    )
    ask.refresh_from_db()
    return ask


@pytest.fixture
def response(world, ask):
    """What the institution answered."""
    addressee = ask.addressees.get()
    type(addressee).objects.filter(pk=addressee.pk).update(state="accepted", sent_at="2022-10-01T08:00Z")
    return factories.ResponseFactory(addressee=addressee, answered_by=world.reviewer, text=ANSWER)


def write(actor, row, text):
    return translate(actor=actor, row=row, text=text, seen=seen_of(row))


def field(row, name="translation"):
    return f"{row.public_id}-{name}"


def typed(row, text, **more):
    return {field(row): text, field(row, "seen"): seen_of(row), **more}


def test_an_answer_reaches_the_english_report_of_a_donor(world, response, output):
    def told():
        forum = output.minutes.forum
        return project_forum(forum, audience="donor", language="en", leaves_out_untranslated=True)

    write(world.staff, output, IN_ENGLISH)
    assert ANSWERED not in str(told())
    assert any("Answer" in place for place in told()["left_out"])
    write(world.staff, response, ANSWERED)
    assert ANSWERED in str(told())
    assert not any("Answer" in place for place in told()["left_out"])


def test_the_same_words_are_translated_once(world, output, ask):
    elsewhere = factories.OutputFactory(text=SAID, minutes__state="approved")
    other = factories.OutputFactory(
        minutes__forum__programme=world.programme,
        minutes__state="approved",
        text=SAID,
        translation="Otherwise",
    )
    draft = factories.OutputFactory(minutes__forum__programme=world.programme, text=SAID)
    count = write(world.staff, output, IN_ENGLISH)
    assert count == 4, "the output, the recommendation, its wording as said and as sent"
    for row in (output, ask, *Wording.objects.filter(recommendation=ask)):
        row.refresh_from_db()
        assert (row.translation, row.translated_by) == (IN_ENGLISH, world.staff)
    for row, kept in ((elsewhere, ""), (other, "Otherwise"), (draft, "")):
        row.refresh_from_db()
        assert row.translation == kept
    assert AuditEntry.objects.get(action="recommendations.translate").details["rows"] == count
    # Found by the words of the translation.
    assert Recommendation.objects.filter(folded__contains="checkpoints").get() == ask
    write(world.manager, ask, "Otherwise now")
    output.refresh_from_db()
    assert output.translation == "Otherwise now", "corrected everywhere"


def test_whoever_wrote_it_does_not_confirm_it(world, response):
    write(world.staff, response, ANSWERED)
    response.refresh_from_db()
    given = {"row": response, "seen": seen_of(response)}
    with pytest.raises(PermissionDenied):
        check_translation(actor=world.staff, **given)
    check_translation(actor=world.manager, **given)
    response.refresh_from_db()
    assert response.translation_checked_by == world.manager
    with pytest.raises(NotAllowedHere):
        check_translation(actor=world.second_manager, **given)
    write(world.staff, response, "Another one.")
    response.refresh_from_db()
    assert response.translation_checked_by is None, "nobody has checked that one"


def test_there_must_be_something_to_confirm(world, response):
    with pytest.raises(NotAllowedHere):
        check_translation(actor=world.manager, row=response, seen=seen_of(response))


def test_nothing_is_written_over_unseen(world, response):
    seen = seen_of(response)
    write(world.manager, response, ANSWERED)
    with pytest.raises(StaleVersion):
        translate(actor=world.staff, row=response, text="Mine", seen=seen)
    Response.objects.filter(pk=response.pk).update(text="نص آخر")
    response.refresh_from_db()
    with pytest.raises(StaleVersion):
        translate(actor=world.staff, row=response, text="Mine", seen=seen)


@pytest.mark.parametrize("state", ["draft", "withdrawn", "being minuted"])
def test_what_is_in_its_writers_hands_is_not_translated(world, response, output, ask, state):
    row = response
    if state == "draft":
        Response.objects.filter(pk=row.pk).update(sent_at=None)
    elif state == "withdrawn":
        Response.objects.filter(pk=row.pk).update(withdrawn_at="2022-10-01T08:00Z")
    else:
        row = output
        type(output.minutes).objects.filter(pk=output.minutes_id).update(state="submitted")
    row.refresh_from_db()
    with pytest.raises(StaleVersion):
        write(world.staff, row, ANSWERED)


@pytest.mark.parametrize("state", ["draft", "submitted", "amending"])
def test_an_ask_that_was_not_sent_waits_for_its_minutes(world, ask, output, state):
    Recommendation.objects.filter(pk=ask.pk).update(number=None)
    type(output.minutes).objects.filter(pk=output.minutes_id).update(state=state)
    ask.refresh_from_db()
    with pytest.raises(StaleVersion):
        write(world.staff, ask, IN_ENGLISH)
    type(output.minutes).objects.filter(pk=output.minutes_id).update(state="approved")
    assert write(world.staff, ask, IN_ENGLISH)


def test_a_text_is_no_translation_of_itself(world, response):
    with pytest.raises(ValidationError):
        write(world.staff, response, f"  {ANSWER} ")


def test_the_page_saves_what_was_changed_and_offers_the_rest(world, as_role, response, output, ask):
    page = as_role("staff").get(reverse(PAGE) + "?kind=answers")
    assert ANSWER in page.content.decode()
    answers, asks, statements = (page.context["kinds"][place][2] for place in (1, 4, 5))
    assert (answers, asks, statements) == (1, 1, 1)
    client = as_role("staff")
    done = client.post(
        reverse(PAGE) + "?kind=answers", typed(response, f"{ANSWERED}\r\n") | typed(output, "")
    )
    assert done.status_code == 302
    response.refresh_from_db()
    output.refresh_from_db()
    assert (response.translation, output.translation) == (ANSWERED, "")
    assert AuditEntry.objects.filter(action="recommendations.translate").count() == 1
    page = client.get(reverse(PAGE))
    assert page.context["kind"].key == "asks", "the next kind that waits"
    again = client.post(reverse(PAGE), typed(response, ANSWERED))
    assert again.status_code == 302
    assert AuditEntry.objects.filter(action="recommendations.translate").count() == 1, "a second click"


def test_another_confirms_on_the_page(world, as_role, response):
    write(world.staff, response, ANSWERED)
    response.refresh_from_db()
    address = reverse(PAGE) + "?show=unchecked"
    box = field(response, "is_right")
    assert box not in as_role("staff").get(address).content.decode(), "not the writer himself"
    client = as_role("manager")
    assert box in client.get(address).content.decode()
    client.post(address, typed(response, ANSWERED) | {box: "on"})
    response.refresh_from_db()
    assert response.translation_checked_by == world.manager
    shown = client.get(reverse(PAGE) + "?show=done").content.decode()
    assert str(world.manager) in shown


def test_what_somebody_else_wrote_meanwhile_is_shown_and_mine_kept(world, as_role, response):
    mine = typed(response, "My words")
    write(world.manager, response, "Their words")
    client = as_role("staff")
    page = client.post(reverse(PAGE), mine)
    shown = page.content.decode()
    assert page.status_code == 200
    assert "Their words" in shown
    assert "My words" in shown
    response.refresh_from_db()
    assert response.translation == "Their words", "nothing was written over"
    client.post(reverse(PAGE), typed(response, "My words"))
    response.refresh_from_db()
    assert response.translation == "My words"


def test_one_forum_and_one_recommendation(world, as_role, response, output, ask):
    other = factories.OutputFactory(minutes__forum__programme=world.programme, minutes__state="approved")
    client = as_role("staff")
    for query in (f"?forum={output.minutes.forum.public_id}", f"?recommendation={ask.public_id}"):
        page = client.get(reverse(PAGE) + query)
        counts = [count for _kind, _url, count in page.context["kinds"]]
        assert counts == [0, 1, 0, 0, 1, 1], query
        page = client.get(f"{reverse(PAGE)}{query}&kind=statements")
        assert other.text not in page.content.decode()
        assert SAID in page.content.decode()
    foreign = factories.MinutesFactory().forum
    for wanted in (foreign.public_id, "x", ask.public_id):
        assert client.get(f"{reverse(PAGE)}?forum={wanted}").status_code == 404


def test_nobody_writes_into_another_programme(as_role, world):
    foreign = factories.ResponseFactory()
    as_role("staff").post(reverse(PAGE), typed(foreign, ANSWERED))
    foreign.refresh_from_db()
    assert foreign.translation == ""


def test_an_empty_list_says_so(as_role, world):
    shown = as_role("staff").get(reverse(PAGE)).content.decode()
    assert "savebar" not in shown


def test_the_institution_reads_how_its_answer_is_translated(world, as_role, response):
    write(world.staff, response, ANSWERED)
    address = reverse("recommendations:response", args=[response.public_id])
    assert ANSWERED in as_role("reviewer").get(address).content.decode()


def test_joined_words_bring_their_translation_and_who_made_it(world, output, ask):
    later = factories.OutputFactory(
        minutes__forum__programme=world.programme, kind="recommendation", text="صياغة أخرى",
        translation="Another wording", translated_by=world.staff, translation_checked_by=world.manager,
    )  # fmt: skip
    join_output(actor=world.staff, output=later, recommendation=ask)
    wording = ask.wordings.get(text="صياغة أخرى")
    assert (wording.translation, wording.translated_by) == ("Another wording", world.staff)
    assert wording.translation_checked_by == world.manager
