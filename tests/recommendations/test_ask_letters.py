"""Letters that send asks to an institution or remind of them: words, numbers, what they answer to, who may."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone, translation

from recommendations.letter_words import asks_body
from recommendations.models import Addressee, Letter
from recommendations.services.ask_letters import awaiting_from, write_ask_letter
from reports.letters import letter_html

from .. import factories

pytestmark = pytest.mark.django_db
DAY = datetime.date(2022, 9, 1)


@pytest.fixture
def asked(world):
    """Two asks of one institution without an answer; a third is answered, a fourth another programme's."""
    rows = []
    for number, (programme, state) in enumerate(
        [
            (world.programme, "sent"),
            (world.programme, "sent"),
            (world.programme, "accepted"),
            (world.other_programme, "sent"),
        ],
        1,
    ):
        row = factories.RecommendationFactory(
            programme=programme, number=number, text=f"إنارة الشارع رقم {number}"
        )
        rows.append(
            factories.AddresseeFactory(
                recommendation=row,
                institution=world.institution,
                state=state,
                sent_at=timezone.now(),
                answer_due_on=DAY,
            )
        )
    return rows


def write(world, addressees, purpose="ask", **fields):
    given = {
        "actor": world.staff,
        "number": "15/2022",
        "day": DAY,
        "subject": "توصيات",
        "body": "نص",
        "signatory": "المنسق",
    }
    return write_ask_letter(
        programme=world.programme, institution=world.institution, purpose=purpose,
        addressees=addressees, **given | fields,
    )  # fmt: skip


def test_a_letter_and_then_its_reminder(world, asked):
    letter = write(world, asked[:2])
    assert (letter.direction, letter.purpose, letter.in_reply_to) == ("out", "ask", None)
    assert set(letter.recommendations.all()) == {row.recommendation for row in asked[:2]}
    reminder = write(world, asked[:1], "reminder", number="19/2022", day=DAY + datetime.timedelta(days=30))
    assert reminder.in_reply_to == letter
    again = write(world, asked[:2], "reminder", number="25/2022", day=DAY + datetime.timedelta(days=60))
    assert again.in_reply_to == reminder, "the last letter that was about one of them"
    waiting = awaiting_from(programme=world.programme, institution=world.institution)
    assert [row.letter for row in waiting] == [again.pk, again.pk]


def test_what_is_refused(world, asked):
    for addressees, purpose, field in (
        ([], "ask", "addressees"),
        ([asked[0], asked[2]], "ask", "addressees"),
        ([asked[3]], "ask", "addressees"),
        (asked[:1], "reminder", "purpose"),
    ):
        with pytest.raises(ValidationError) as refused:
            write(world, addressees, purpose)
        assert field in refused.value.message_dict
    for actor in (world.manager, world.foreign_staff, world.reviewer):
        with pytest.raises(PermissionDenied):
            write(world, asked[:1], actor=actor)
    assert not Letter.objects.exists()
    with pytest.raises(ValueError, match="invitation"):
        write(world, asked[:1], "invitation")


def path(world):
    return reverse("recommendations:correspondence", args=[world.institution.public_id])


def test_the_page_proposes_the_words_and_records(world, as_role, asked):
    client = as_role("staff")
    form = client.get(path(world)).context["form"]
    assert "إنارة الشارع رقم 1" in form.initial["body"]
    assert "رقم 3" not in form.initial["body"], "answered"
    assert "رقم 4" not in form.initial["body"], "another programme's"
    fields = {
        "addressees": [str(asked[0].public_id)],
        "number": "7/2022",
        "day": "1/9/2022",
        "signatory": "المنسق",
    }
    fields |= {name: form.initial[name] for name in ("subject", "body")}
    assert client.post(path(world), fields).status_code == 302
    letter = Letter.objects.get()
    page = client.get(path(world)).content.decode()
    assert reverse("reports:letter_pdf", args=[letter.public_id]) in page
    assert client.get(reverse("reports:letter_pdf", args=[letter.public_id])).content.startswith(b"%PDF")
    reminder = client.get(path(world), {"purpose": "reminder"}).context["form"]
    assert reminder.initial["addressees"] == [str(asked[0].public_id)]


def test_a_reference_stays_whole_in_the_letter(world, asked):
    letter = write(world, asked[:1], body="1. إنارة الشارع (TST-R-0013) قبل 15/9/2022\n2. ترميم")
    html = letter_html(letter)
    assert "\u2066TST-R-0013\u2069" in html
    assert "١٥/" in html


def test_a_day_that_is_over_is_not_asked_for(world, asked):
    waiting = list(awaiting_from(programme=world.programme, institution=world.institution))
    with translation.override("en"):
        assert "earliest" in asks_body(world.programme, waiting, reminder=False), "due in 2022"
        waiting[0].answer_due_on = timezone.localdate() + datetime.timedelta(days=3)
        assert "answer by" in asks_body(world.programme, waiting, reminder=False)
        assert "earliest" in asks_body(world.programme, waiting, reminder=True)


def test_what_was_typed_stays_where_something_is_missing(world, as_role, asked):
    answer = as_role("staff").post(
        path(world), {"number": "7/2022", "day": "1/9/2022", "subject": "توصيات الشارع", "body": "نص"}
    )
    assert answer.status_code == 200
    assert "توصيات الشارع" in answer.content.decode()
    assert not Letter.objects.exists()


def test_a_manager_reads_and_does_not_write(world, as_role, asked):
    client = as_role("manager")
    page = client.get(path(world)).content.decode()
    assert 'name="body"' not in page
    assert client.post(path(world), {}).status_code == 404


def test_letters_of_another_programme_are_not_listed(world, as_role, asked):
    factories.LetterFactory(
        programme=world.other_programme, institution=world.institution, subject="موضوع غريب"
    )
    assert "موضوع غريب" not in as_role("staff").get(path(world)).content.decode()
    assert (
        as_role("staff").get(path(world), {"programme": world.other_programme.public_id}).status_code == 404
    )


def test_the_same_statements_for_few_and_many(world, as_role, asked, django_assert_max_num_queries):
    Addressee.objects.filter(pk=asked[2].pk).update(state="sent")
    for number in range(3):
        letter = factories.LetterFactory(
            programme=world.programme, institution=world.institution, number=str(number)
        )
        letter.recommendations.set([row.recommendation for row in asked[:3]])
    client = as_role("staff")
    client.get(path(world))
    with django_assert_max_num_queries(14):
        client.get(path(world))
