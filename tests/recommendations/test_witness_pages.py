"""The pages of the three voices: the slips, the one page of a witness, and what stands where."""

import re

import pytest
from django.urls import reverse

from accounts.signin.backoff import FREE_OF_ADDRESS
from recommendations.models import WitnessCode, WitnessRound, WitnessVoice
from recommendations.services.witnesses import ask_witnesses
from tests import factories

pytestmark = pytest.mark.django_db

GIVE = "/voice/"


@pytest.fixture
def addressee(world):
    """Whose work is reported as done, with its update."""
    recommendation = factories.RecommendationFactory(programme=world.programme, number=1)
    found = factories.AddresseeFactory(
        recommendation=recommendation, institution=world.institution, sent=True, state="reported_done"
    )
    factories.UpdateFactory(addressee=found, kind="done", made_by=world.staff)
    return found


@pytest.fixture
def codes(world, addressee):
    """Those of a round that runs."""
    return ask_witnesses(actor=world.staff, addressee=addressee, size=6, days=14)[1]


def text_of(answer):
    return answer.content.decode()


def bare(page):
    """Without tokens."""
    return re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]+"', "", page)


def address(name, addressee):
    return reverse(f"recommendations:{name}", args=[addressee.public_id])


def test_the_slips_are_shown_once_and_name_nobody(addressee, as_role):
    client = as_role("staff", "ar")
    path = address("witnesses", addressee)
    assert 'name="size"' in text_of(client.get(path))
    answer = client.post(address("ask_witnesses", addressee), {"size": 12, "days": 30, "language": "ar"})
    page = text_of(answer)
    sheet = page[page.index('<div class="slips"') :]
    assert len(re.findall(r"(?:[2-9A-Z]{4}-){2}[2-9A-Z]{4}", sheet)) == WitnessCode.objects.count() == 12
    programme = addressee.recommendation.programme
    for name in (programme.title_ar, programme.code, addressee.institution.name_ar, "staff"):
        assert name not in sheet[: sheet.index('<div class="actions')]
    assert addressee.recommendation.text in sheet
    assert "no-store" in answer["Cache-Control"]
    again = text_of(client.get(path))
    assert 'name="size"' not in again
    assert not re.search(r"(?:[2-9A-Z]{4}-){2}[2-9A-Z]{4}", again)
    answer = client.post(address("ask_witnesses", addressee), {"size": 12, "days": 30, "language": "ar"})
    assert answer.status_code == 302
    assert WitnessRound.objects.count() == 1


def test_one_post_without_an_account(codes, as_role):
    client = as_role(None, "ar")
    page = client.get(GIVE)
    assert "هل لمستم تغييرًا؟" in text_of(page)
    assert not re.search(r"<input[^>]+checked", text_of(page))
    assert "no-store" in page["Cache-Control"]
    sent = {"felt": "partly", "words": "صباحًا فقط", "code": codes[0]}
    answer = client.post(GIVE, sent)
    assert (answer.status_code, answer["Location"]) == (302, "/voice/received/")
    assert not [name for name in answer.cookies if name != "csrftoken"], "the browser is told nothing to keep"
    thanks = text_of(client.get("/voice/received/"))
    assert "صباحًا" not in thanks
    assert bare(thanks) == bare(text_of(as_role(None, "ar").get("/voice/received/")))
    assert WitnessVoice.objects.get().felt == "partly"
    assert "إن كانت الإجابة قد أُرسلت من قبل" in text_of(client.post(GIVE, sent)), "a second click is told so"
    assert WitnessVoice.objects.count() == 1


def test_all_refusals_are_one_and_nothing_typed_is_lost(codes, as_role):
    as_role(None, "ar").post(GIVE, {"felt": "no", "code": codes[0]})
    pages = set()
    for code in (codes[0], "2345-6789-ABCD", "x"):
        answer = as_role(None, "ar").post(GIVE, {"felt": "no", "words": "كلمات", "code": code})
        pages.add(bare(text_of(answer)).replace(f'value="{code}"', ""))
    assert len(pages) == 1
    assert "كلمات" in pages.pop()
    # Without an answer the code is not looked at: a good one and a bad one look the same.
    lacking = {
        text_of(as_role(None, "ar").post(GIVE, {"code": code})).count("غير صالح") for code in (codes[1], "x")
    }
    assert lacking == {0}
    assert WitnessCode.objects.count() == 5


def test_guessing_is_held_back(as_role):
    client = as_role(None, "ar")
    answers = [client.post(GIVE, {"felt": "no", "code": f"WRNG-{n}"}).status_code for n in range(10)]
    assert answers == [200] * (FREE_OF_ADDRESS + 1) + [429]


def test_an_account_is_no_witness(codes, as_role):
    answer = as_role("staff", "ar").post(GIVE, {"felt": "no", "code": codes[0]})
    assert answer.status_code == 302
    assert not WitnessVoice.objects.exists()


def test_where_the_voices_stand(world, addressee, as_role):
    factories.heard_round(addressee, world.staff, words="المكان على حاله")
    pages = {
        (actor, name): text_of(as_role(actor, "ar").get(address(name, addressee)))
        for actor, name in (("manager", "verify"), ("manager", "witnesses"), ("staff", "witnesses"))
    }
    detail = reverse("recommendations:detail", args=[addressee.recommendation.public_id])
    for page in pages.values():
        assert "المكان على حاله" in page
        assert "متعارضة" in page
    assert 'name="size"' not in pages["manager", "witnesses"], "staff ask"
    office, own = (
        text_of(as_role("manager", "ar").get(detail)),
        text_of(as_role("reviewer", "ar").get(detail)),
    )
    assert "الأغلبية لم تلمس تغييرًا" in office
    assert "المكان على حاله" not in office, "words stand where they are asked for"
    assert "تفيد: أُنجزت" in own
    assert "الأغلبية" not in own
    assert "متعارضة" not in own
    WitnessVoice.objects.bulk_create(
        WitnessVoice(round=WitnessRound.objects.get(), felt=felt) for felt in ["no"] * 9 + ["partly"] * 4
    )
    own = text_of(as_role("reviewer", "ar").get(detail))
    assert "الأغلبية لم تلمس تغييرًا" in own
    assert "المكان على حاله" not in own


def test_a_round_is_ended_once(world, addressee, codes, as_role):
    client = as_role("staff", "ar")
    path = address("end_witnesses", addressee)
    first = client.post(path, follow=True)
    assert "انتهى الاستطلاع" in text_of(first)
    assert "لا استطلاع جارٍ" in text_of(client.post(path, follow=True))
    assert not WitnessCode.objects.exists()
    assert 'name="size"' in text_of(client.get(address("witnesses", addressee)))
