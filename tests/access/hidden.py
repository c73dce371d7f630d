"""Objects that some readers must not notice: how each comes into the world, and who may know of it.

Each maker adds one object with what hangs on it. Its words hold SECRET, by which the searches of
`test_two_worlds.py` look for it. Who may know is written by hand from docs/protection.md.
"""

import datetime

from django.utils import timezone

from accounts.models import TwoPersonAct
from common import audit
from forums.models import OutputSpeaker
from participants.models import Category, Place
from recommendations.models import Addressee

from .. import factories

SECRET = "قنقون"
OWN_OFFICE = {"manager", "second_manager", "staff", "no_second_factor"}
FOREIGN_OFFICE = {"foreign_manager", "foreign_staff", "dual"}


def _meeting(programme, writer):
    minutes = factories.MinutesFactory(
        forum__programme=programme,
        forum__code=f"{programme.code}-{SECRET}",
        forum__title_ar=f"لقاء {SECRET}",
        forum__title_en=f"Meeting {SECRET}",
        forum__place=Place.objects.get(code="YE2402"),
        forum__date=datetime.date(2022, 9, 9),
        state="approved",
        revision=1,
    )
    person = factories.PersonFactory(name_ar=f"شخص {SECRET}", phone="777123123")
    # A category of the list: the list itself is no secret, and a new one would show in every filter.
    category = Category.objects.order_by("pk").first()
    factories.AttendanceFactory(forum=minutes.forum, person=person, category=category)
    factories.AcknowledgementFactory(forum=minutes.forum, person=person, recorded_by=writer)
    return factories.OutputFactory(minutes=minutes, text=f"قيل {SECRET}")


def _ask(programme, body, writer, *, sent, number=None):
    # No new account: administrators see every one.
    row = factories.RecommendationFactory(
        programme=programme, number=number, text=f"توصية {SECRET}", said=writer
    )
    state = {"sent": True} if sent else {"state": "ready"}
    return factories.AddresseeFactory(recommendation=row, institution=body, **state)


def _report(programme, forum, number=90_000, **fields):
    # Out of the reach of the factory, which counts on through a long run.
    return factories.ReportFactory(
        programme=programme, forum=forum, number=number, prepared_by=None, frozen={"title": SECRET}, **fields
    )


def own_forum(world, scene):
    """A meeting with people and outputs in the own programme."""
    _meeting(world.programme, world.staff)


def foreign_forum(world, scene):
    """The same in the foreign one."""
    _meeting(world.other_programme, world.foreign_staff)


def _coming(programme, number, *invited):
    minutes = factories.MinutesFactory(
        forum__programme=programme,
        forum__code=f"{programme.code}-{SECRET}-{number}",
        forum__title_ar=f"لقاء قادم {SECRET}",
        forum__title_en=f"Coming meeting {SECRET}",
        forum__date=timezone.localdate() + datetime.timedelta(days=5),
        forum__venue=f"قاعة {SECRET}",
    )
    minutes.forum.agenda.create(title=f"بند {SECRET}")
    for institution in invited:
        factories.ForumInvitationFactory(forum=minutes.forum, institution=institution, delegate=SECRET)
    return minutes.forum


def planned_meeting(world, scene):
    """A meeting to come in the own programme; the own institution is to be invited and was not yet."""
    forum = _coming(world.programme, 2)
    factories.ForumInvitationFactory(forum=forum, institution=world.institution, invited_on=None)


def invited_elsewhere(world, scene):
    """One in the own programme to which the other institution is invited."""
    _coming(world.programme, 3, world.other_institution)


def over_meeting(world, scene):
    """One to which the own institution was invited and that is over."""
    forum = _coming(world.programme, 4, world.institution)
    type(forum).objects.filter(pk=forum.pk).update(date=datetime.date(2022, 9, 9))


def own_unsent(world, scene):
    """A recommendation that is about to be sent to the own institution."""
    _ask(world.programme, world.institution, world.staff, sent=False)


def foreign_sent(world, scene):
    """One that the foreign programme sent to a third institution."""
    _ask(world.other_programme, scene["third"], world.foreign_staff, sent=True, number=90)


def sent_elsewhere(world, scene):
    """One that the own programme sent to the other institution."""
    _ask(world.programme, world.other_institution, world.staff, sent=True, number=90)


def draft_answer(world, scene):
    """What the own institution has written and not sent."""
    factories.ResponseFactory(
        addressee=scene["asked"], sent_at=None, text=f"رد {SECRET}", answered_by=world.reviewer
    )


def answer_of_another(world, scene):
    """What the other institution answered to a recommendation that was sent to both."""
    addressee = scene["shared_second"]
    Addressee.objects.filter(pk=addressee.pk).update(state="accepted")
    response = factories.ResponseFactory(
        addressee=addressee, text=f"رد {SECRET}", detail=SECRET, answered_by=world.foreign_reviewer
    )
    factories.CommitmentFactory(response=response, text=f"التزام {SECRET}")
    factories.UpdateFactory(addressee=addressee, text=f"إفادة {SECRET}", made_by=world.foreign_reviewer)


def letter_to_another(world, scene):
    """A letter to the other institution about the recommendation that was sent to both."""
    letter = factories.LetterFactory(
        programme=world.programme,
        institution=world.other_institution,
        number=SECRET,
        subject=SECRET,
        recorded_by=world.staff,
    )
    letter.recommendations.add(scene["shared"])


def prepared_donor_report(world, scene):
    """A report for the donor that is not released."""
    _report(world.programme, scene["own.approved_forum"], audience="donor")


def released_foreign_report(world, scene):
    """One that the foreign programme released to its donors."""
    _report(
        world.other_programme,
        scene["foreign.approved_forum"],
        audience="donor",
        state="released",
        released_at=timezone.now(),
    )


def internal_report(world, scene):
    """A report for the office, with its file."""
    report = _report(world.programme, scene["own.approved_forum"], number=90_001)
    factories.RenderingFactory(report=report, asked_by=world.staff)


def foreign_message(world, scene):
    """A message in the outbox of the foreign programme."""
    factories.OutboxMessageFactory(
        programme=world.other_programme, institution=world.other_institution, recipient=world.foreign_reviewer
    )


def foreign_account(world, scene):
    """An account with a role in the foreign programme."""
    user = factories.UserFactory(username=f"user-{SECRET}", display_name=f"حساب {SECRET}")
    factories.MembershipFactory(user=user, role="staff", programme=world.other_programme)


def foreign_request(world, scene):
    """An act in the foreign programme for which somebody asks a second person."""
    programme = world.other_programme
    TwoPersonAct.objects.create(
        act=TwoPersonAct.Act.EXPORT_NAMES,
        subject_type="forums.programme",
        subject=programme.public_id,
        programme=programme.public_id,
        label=SECRET,
        path="/",
        reason=SECRET,
        asked_by=world.foreign_staff,
    )


def foreign_act(world, scene):
    """An entry of the audit record about the foreign programme."""
    audit.append(
        actor=world.foreign_staff,
        action="forums.submit",
        subject=scene["foreign.submitted_minutes"],
        programme=world.other_programme,
    )


def speaker(world, scene):
    """Somebody else said it: who it was stands under its seal, and the output in approved minutes."""
    person = factories.PersonFactory(name_ar=f"متحدث {SECRET}")
    OutputSpeaker.objects.filter(output=scene["own.approved_output"]).delete()
    OutputSpeaker.objects.create(
        output=scene["own.approved_output"], person=str(person.public_id), sealed_at=timezone.now()
    )


#: maker → who may know of it; all others may not notice it.
KNOWERS = {
    own_forum: OWN_OFFICE,
    foreign_forum: FOREIGN_OFFICE,
    planned_meeting: OWN_OFFICE,
    invited_elsewhere: {*OWN_OFFICE, "foreign_reviewer"},
    over_meeting: OWN_OFFICE,
    own_unsent: OWN_OFFICE,
    foreign_sent: FOREIGN_OFFICE,
    sent_elsewhere: {*OWN_OFFICE, "auditor", "foreign_reviewer"},
    draft_answer: {"reviewer"},
    answer_of_another: {*OWN_OFFICE, "auditor", "foreign_reviewer"},
    letter_to_another: {*OWN_OFFICE, "foreign_reviewer"},
    # An administrator sees that reports and messages exist.
    prepared_donor_report: {*OWN_OFFICE, "administrator"},
    released_foreign_report: {*FOREIGN_OFFICE, "administrator"},
    internal_report: {*OWN_OFFICE, "administrator"},
    foreign_message: {*FOREIGN_OFFICE, "administrator"},
    foreign_account: {"foreign_manager", "administrator"},
    foreign_request: {"foreign_manager", "foreign_staff"},
    # An auditor sees the head of the whole chain, which every act moves.
    foreign_act: {"foreign_manager", "foreign_staff", "auditor"},
    speaker: OWN_OFFICE,
}


def more_for_both_worlds(world, scene) -> dict[str, object]:
    """What the makers hang their objects on."""
    programme, source = world.programme, scene["own.approved_output"]
    rows = [
        factories.RecommendationFactory(programme=programme, number=n, sources=[source]) for n in (70, 71)
    ]
    asked = factories.AddresseeFactory(recommendation=rows[0], institution=world.institution, sent=True)
    factories.AddresseeFactory(recommendation=rows[1], institution=world.institution, sent=True)
    second = factories.AddresseeFactory(
        recommendation=rows[1],
        institution=world.other_institution,
        part=Addressee.Part.SUPPORTING,
        sent=True,
    )
    third = factories.InstitutionFactory(code="THIRD", name_ar="جهة ثالثة", name_en="Third body")
    return {**scene, "asked": asked, "shared": rows[1], "shared_second": second, "third": third}
