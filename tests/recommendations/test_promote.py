"""Taking up an ask, addressing it, and editing it until it is sent."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from common.models import AuditEntry
from common.versions import StaleVersion
from common.workflow import NotAllowedHere
from forums.models import Minutes
from forums.services.writing import MinutesClosed
from recommendations.models import Addressee, Recommendation
from recommendations.services.addressing import confirm_guess, set_addressees
from recommendations.services.promote import edit_recommendation, promote_output
from tests import factories
from tests.recommendations.conftest import approve

pytestmark = pytest.mark.django_db


def parts(recommendation):
    """{name or None: part} as stored."""
    rows = recommendation.addressees.select_related("institution")
    return {row.institution and row.institution.name_ar: row.part for row in rows}


def test_keeps_link_wording_themes_and_draft_state(world, ask, promote):
    theme = factories.ThemeFactory()
    ask.themes.add(theme)
    other = factories.InstitutionFactory()
    recommendation = promote(supporting=[other], priority="high")
    assert list(recommendation.sources.all()) == [ask]
    assert list(recommendation.themes.all()) == [theme]
    assert [(w.occasion, w.text, w.forum) for w in recommendation.wordings.all()] == [
        ("said", ask.text, ask.minutes.forum)
    ]
    assert parts(recommendation) == {world.institution.name_ar: "lead", other.name_ar: "supporting"}
    assert {row.state for row in recommendation.addressees.all()} == {"draft"}
    assert recommendation.number is None
    assert recommendation.state == "draft"
    entry = AuditEntry.objects.order_by("-id").first()
    assert (entry.action, entry.subject) == ("recommendations.promote", recommendation.public_id)
    assert entry.details == {"sources": [str(ask.public_id)]}


def test_several_outputs_make_one(ask, promote):
    other = factories.OutputFactory(minutes=ask.minutes, text="رفد الإدارة بالخبرات.")
    recommendation = promote(also=[other], text="توفير الأجهزة والخبرات.")
    assert set(recommendation.sources.all()) == {ask, other}
    assert {w.text for w in recommendation.wordings.all()} == {ask.text, other.text}
    assert recommendation.text == "توفير الأجهزة والخبرات."


def test_undetermined_has_one_lead_without_institution(promote):
    recommendation = promote(addressing="undetermined")
    row = recommendation.addressees.get()
    assert (row.institution, row.part, row.state) == (None, "lead", "draft")


def test_general_has_no_addressee(promote):
    recommendation = promote(addressing="general")
    assert recommendation.is_general
    assert not recommendation.addressees.exists()
    assert recommendation.state == "general"


@pytest.mark.parametrize("how", [{"addressing": "undetermined"}, {"addressing": "general"}])
def test_institutions_fit_named_only(world, ask, promote, how):
    with pytest.raises(ValidationError):
        promote(through=[world.institution], **how)
    assert not Recommendation.objects.exists()


def test_no_institution_twice_and_no_named_without_lead(world, promote):
    with pytest.raises(ValidationError) as twice:
        promote(copies=[world.institution])
    assert "copies" in twice.value.message_dict
    with pytest.raises(ValidationError) as nobody:
        promote(lead=None)
    assert "lead" in nobody.value.message_dict
    with pytest.raises(ValidationError):
        promote(addressing="everybody")


def test_only_asks_of_open_or_approved_minutes(world, ask, promote, submitted):
    observation = factories.OutputFactory(minutes=ask.minutes, kind="observation")
    with pytest.raises(ValidationError):
        promote(output=observation)
    factories.AttendanceFactory(forum=ask.minutes.forum)
    submitted()
    with pytest.raises(MinutesClosed):
        promote()


@pytest.mark.parametrize(
    "role", ["manager", "reviewer", "auditor", "donor", "foreign_staff", "superuser", "deactivated"]
)
def test_only_staff_of_the_programme_take_up(world, promote, role):
    with pytest.raises(PermissionDenied):
        promote(actor=world.users[role])
    assert not Recommendation.objects.exists()


def test_second_click_is_noticed_but_a_split_is_allowed(ask, promote):
    promote(already=0)
    with pytest.raises(StaleVersion):
        promote(already=0)
    promote(already=1, text="الجزء الآخر.")
    assert ask.recommendations.count() == 2


def test_taken_up_after_approval_starts_ready(world, minutes, promote):
    Minutes.objects.filter(pk=minutes.pk).update(state="approved", revision=1)
    assert promote().lead.state == "ready"


def test_determining_keeps_the_row_and_its_state(world, minutes, promote):
    recommendation = promote(addressing="undetermined")
    row = recommendation.addressees.get()
    approve(minutes, world.manager)
    set_addressees(
        actor=world.staff,
        recommendation=recommendation,
        expected=recommendation.version,
        addressing="named",
        lead=world.institution,
        is_guess=True,
    )
    now = recommendation.addressees.get()
    assert (now.pk, now.institution, now.state, now.is_guess) == (row.pk, world.institution, "ready", True)


def test_lead_and_supporting_can_change_places(world, promote):
    other = factories.InstitutionFactory()
    recommendation = promote(supporting=[other])
    before = set(recommendation.addressees.values_list("pk", flat=True))
    set_addressees(
        actor=world.staff,
        recommendation=recommendation,
        expected=1,
        addressing="named",
        lead=other,
        supporting=[world.institution],
    )
    assert parts(recommendation) == {other.name_ar: "lead", world.institution.name_ar: "supporting"}
    assert set(recommendation.addressees.values_list("pk", flat=True)) == before


def test_a_confirmed_guess_stays_confirmed(world, promote):
    other = factories.InstitutionFactory()
    recommendation = promote(supporting=[other], is_guess=True)
    confirm_guess(actor=world.manager, addressee=recommendation.lead)
    edit_recommendation(
        actor=world.staff,
        recommendation=recommendation,
        expected=recommendation.version,
        addressing="named",
        lead=world.institution,
        supporting=[other],
        is_guess=True,
    )
    guesses = dict(recommendation.addressees.values_list("institution", "is_guess"))
    assert guesses == {world.institution.pk: False, other.pk: True}


def test_confirming_asks_a_right_and_a_second_click_does_nothing(world, promote):
    recommendation = promote(is_guess=True)
    for role in ("reviewer", "auditor", "foreign_manager"):
        with pytest.raises(PermissionDenied):
            confirm_guess(actor=world.users[role], addressee=recommendation.lead)
    confirm_guess(actor=world.staff, addressee=recommendation.lead)
    entries = AuditEntry.objects.count()
    confirm_guess(actor=world.staff, addressee=recommendation.lead)
    assert AuditEntry.objects.count() == entries


def test_edit_writes_once(world, promote):
    recommendation = promote()
    seen = recommendation.version
    edit_recommendation(actor=world.staff, recommendation=recommendation, expected=seen, text="صيغة أخرى.")
    late = Recommendation.objects.get(pk=recommendation.pk)
    with pytest.raises(StaleVersion):
        edit_recommendation(actor=world.staff, recommendation=late, expected=seen, text="صيغة ثالثة.")
    stored = Recommendation.objects.get(pk=recommendation.pk)
    assert stored.text == "صيغة أخرى."
    assert "صيغه اخري" in stored.folded


def test_edit_is_over_once_it_was_sent(world, sent):
    recommendation = sent()
    with pytest.raises(NotAllowedHere):
        edit_recommendation(
            actor=world.staff, recommendation=recommendation, expected=recommendation.version, text="متأخر."
        )
    with pytest.raises(NotAllowedHere):
        set_addressees(
            actor=world.staff,
            recommendation=recommendation,
            expected=recommendation.version,
            addressing="general",
        )
    assert Addressee.objects.filter(recommendation=recommendation, state="sent").count() == 1


def test_unknown_fields_are_a_mistake_of_the_caller(world, ask):
    with pytest.raises(TypeError):
        promote_output(actor=world.staff, output=ask, addressing="general", colour="blue")
