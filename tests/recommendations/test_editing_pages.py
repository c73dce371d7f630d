"""The editor's fourth step, the form, and the acts of a manager, as a browser sends them."""

import pytest
from django.urls import reverse

from recommendations.models import Recommendation
from recommendations.services.withdrawal import withdraw_recommendation
from tests import factories

pytestmark = pytest.mark.django_db


def url(name, thing):
    """Address of a page about something."""
    return reverse(f"recommendations:{name}", args=[thing.public_id])


@pytest.fixture
def typed(world, ask):
    """What the form of a taken-up ask sends."""
    return {
        "text": ask.text,
        "addressing": "named",
        "lead": world.institution.code,
        "through": [world.other_institution.code],
        "due_on": "١٥ سبتمبر ٢٠٢٢",
        "priority": "high",
        "themes": ["T01"],
        "version": "0",
    }


def test_editor_shows_asks_and_what_became_of_them(minutes, ask, as_role, promote):
    factories.OutputFactory(minutes=minutes, kind="observation", text="ملاحظة لا تُطلب.")
    client = as_role("staff")
    page = client.get(url("editor", minutes.forum)).content.decode()
    assert url("promote", ask) in page
    assert "1 ask is not taken up yet" in page
    assert "ملاحظة لا تُطلب." not in page
    recommendation = promote(addressing="undetermined")
    page = client.get(url("editor", minutes.forum)).content.decode()
    assert url("detail", recommendation) in page
    assert "addressee not determined" in page
    assert "لم تُحدَّد بعد" in as_role("staff", "ar").get(url("editor", minutes.forum)).content.decode()


def test_a_manager_reads_the_step_without_buttons(minutes, ask, as_role):
    page = as_role("manager").get(url("editor", minutes.forum))
    assert page.status_code == 200
    assert url("promote", ask) not in page.content.decode()
    assert as_role("manager").get(url("promote", ask)).status_code == 404


def test_nothing_that_binds_is_chosen_beforehand(ask, as_role):
    form = as_role("staff").get(url("promote", ask)).context["form"]
    assert form["addressing"].value() is None
    assert form["lead"].value() is None
    assert form["text"].value() == ask.text


def test_taking_up_by_the_form(world, ask, as_role, typed):
    response = as_role("staff").post(url("promote", ask), typed)
    assert response.status_code == 302
    assert response["Location"] == url("editor", ask.minutes.forum)
    recommendation = Recommendation.objects.get()
    assert str(recommendation.due_on) == "2022-09-15"
    assert recommendation.priority == "high"
    assert [theme.code for theme in recommendation.themes.all()] == ["T01"]
    assert dict(recommendation.addressees.values_list("part", "institution")) == {
        "lead": world.institution.pk,
        "through": world.other_institution.pk,
    }


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"addressing": ""}, "addressing"),
        ({"lead": ""}, "lead"),
        ({"text": " "}, "text"),
        ({"due_on": "قريبًا"}, "due_on"),
        ({"due_on": "الاثنين ١٥ سبتمبر ٢٠٢٢"}, "due_on"),
        ({"lead": "NOBODY"}, "lead"),
    ],
)
def test_what_is_to_be_mended_is_said_and_nothing_is_lost(ask, as_role, typed, change, field):
    response = as_role("staff").post(url("promote", ask), typed | change)
    assert response.status_code == 200
    assert set(response.context["form"].errors) == {field}
    assert not Recommendation.objects.exists()
    assert "checked" in response.content.decode()


def test_choices_of_another_answer_are_dropped(ask, as_role, typed):
    as_role("staff").post(url("promote", ask), typed | {"addressing": "undetermined"})
    assert Recommendation.objects.get().addressees.get().institution is None


def test_a_second_click_makes_no_second_recommendation(ask, as_role, typed):
    client = as_role("staff")
    client.post(url("promote", ask), typed)
    again = client.post(url("promote", ask), typed)
    assert again.status_code == 200
    assert "you, in another window" in again.content.decode() or "Saved meanwhile" in again.content.decode()
    assert Recommendation.objects.count() == 1


def test_an_overtaken_edit_shows_both(world, as_role, promote, typed):
    recommendation = promote()
    client = as_role("staff")
    client.post(url("edit", recommendation), typed | {"version": "1", "text": "صيغة الأول."})
    late = client.post(url("edit", recommendation), typed | {"version": "1", "text": "صيغة الثاني."})
    page = late.content.decode()
    assert "صيغة الأول." in page
    assert "صيغة الثاني." in page
    assert Recommendation.objects.get().text == "صيغة الأول."
    client.post(
        url("edit", recommendation),
        typed | {"version": late.context["form"]["version"].value(), "text": "صيغة الثاني."},
    )
    assert Recommendation.objects.get().text == "صيغة الثاني."


def test_what_is_sent_is_not_edited(as_role, sent, typed):
    recommendation = sent()
    client = as_role("staff")
    assert client.get(url("edit", recommendation)).status_code == 302
    assert client.post(url("edit", recommendation), typed | {"version": "9"}).status_code == 302
    assert Recommendation.objects.get().text == recommendation.text


def test_sending_by_the_button_once(as_role, ready):
    recommendation = ready()
    client = as_role("manager")
    page = client.get(url("detail", recommendation)).content.decode()
    assert url("send", recommendation) in page
    sent = client.post(url("send", recommendation), {"version": recommendation.version}, follow=True)
    assert "The recommendation was sent." in sent.content.decode()
    again = client.post(url("send", recommendation), {"version": recommendation.version}, follow=True)
    assert "It was sent already; nothing was done twice." in again.content.decode()
    assert url("send", recommendation) not in again.content.decode()
    assert Recommendation.objects.get().number == 1


def test_what_stands_against_sending_is_said_instead_of_a_button(as_role, ready):
    recommendation = ready(is_guess=True)
    client = as_role("manager")
    page = client.get(url("detail", recommendation)).content.decode()
    assert url("send", recommendation) not in page
    assert "An addressee was only proposed." in page
    refused = client.post(url("send", recommendation), {"version": recommendation.version}, follow=True)
    assert "An addressee was only proposed." in refused.content.decode()
    confirmed = client.post(url("confirm_guess", recommendation.lead), follow=True)
    assert "The addressee was confirmed." in confirmed.content.decode()
    assert url("send", recommendation) in confirmed.content.decode()


@pytest.mark.parametrize("version", ["", "x", "٢", "-1", "99999999999", "7"])
def test_an_odd_version_is_only_stale(as_role, ready, version):
    recommendation = ready()
    response = as_role("manager").post(url("send", recommendation), {"version": version}, follow=True)
    assert "Somebody else changed it meanwhile." in response.content.decode()
    assert Recommendation.objects.get().number is None


def test_withdrawing_by_the_page(as_role, sent):
    recommendation = sent()
    client = as_role("manager")
    form = {"version": recommendation.version, "note": ""}
    assert (
        "Please give the reason."
        in client.post(url("withdraw", recommendation), form, follow=True).content.decode()
    )
    done = client.post(
        url("withdraw", recommendation), form | {"note": "مكررة."}, follow=True
    ).content.decode()
    assert "مكررة." in done
    assert "withdrawn" in done
    again = client.post(
        url("withdraw", recommendation), form | {"note": "ثانية."}, follow=True
    ).content.decode()
    assert "It was withdrawn already; nothing was done twice." in again


@pytest.mark.parametrize("role", ["staff", "reviewer", "auditor", "donor", "foreign_manager", "superuser"])
def test_acts_of_a_manager_do_not_exist_for_others(as_role, sent, role):
    recommendation = sent()
    client = as_role(role)
    for name in ("send", "withdraw"):
        form = {"version": recommendation.version, "note": "سبب"}
        assert client.post(url(name, recommendation), form).status_code == 404
    assert client.get(url("send", recommendation)).status_code in (404, 405)
    assert Recommendation.objects.get().standing == "open"


def test_a_withdrawn_ask_can_be_taken_up_anew(world, ask, as_role, promote):
    recommendation = promote()
    withdraw_recommendation(
        actor=world.staff, recommendation=recommendation, expected=recommendation.version, reason="خطأ"
    )
    page = as_role("staff").get(url("editor", ask.minutes.forum)).content.decode()
    assert url("promote", ask) in page
    assert url("detail", recommendation) not in page
