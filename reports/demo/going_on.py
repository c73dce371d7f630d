"""What goes on in the demo on the day that it is made: minutes amended, words shown to a body, who speaks for it, somebody
entered twice, an answer that its body validates, a meeting to come."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from forums.models import Forum, Output
from forums.services.attendance import record_attendance
from forums.services.forums import create_forum, decide_date
from forums.services.minutes import reopen_minutes
from forums.services.outputs import edit_output
from forums.services.photos import allow_photos
from forums.services.planning import plan_meeting
from participants.models import Category, FocalPoint, Institution, InstitutionName, Person, Place
from participants.services.bodies import add_name, name_focal_point
from participants.services.people import create_person
from recommendations.models import Addressee, Recommendation, Response
from recommendations.services.drafts import save_draft
from recommendations.services.invitations import invite_by_letter
from recommendations.services.similar import link_similar, similar_asks
from recommendations.services.words import show_words

#: The meeting to come; where it stands, all of this was done.
CODE = "ADEN-COMING"
BODIES = ("DEMO-POL", "DEMO-DIST")
#: the body whose answers its validating authority sends
VALIDATED = "DEMO-PRIS"
#: (title, open to the media)
AGENDA = (
    ("كلمة الافتتاح", True),
    ("ما رُدّ عليه وما لم يُرد عليه من توصيات المنتديات السابقة", False),
    ("خطة تنظيم المرور حول المدارس للفصل القادم", False),
)


@transaction.atomic
def go_on(*, programme, staff, manager, reviewer, approve) -> None:
    """Does nothing where the meeting to come stands already. `approve(forum)` submits and approves its minutes."""
    if Forum.objects.filter(code=CODE).exists():
        return
    _amend(Forum.objects.get(code__endswith="-LAUNCH"), staff, manager, approve)
    _show_words(Forum.objects.get(code__endswith="-DRAFT"), staff, manager)
    _link_alike(programme, staff)
    _plan(programme, staff)
    _speak_for(Institution.objects.get(code="DEMO-POL"), staff)
    _enter_twice(Forum.objects.get(code__endswith="-DRAFT"), staff)
    _hand_over(reviewer)


def _amend(forum, staff, manager, approve):
    forum.minutes.refresh_from_db()
    reopen_minutes(
        actor=manager,
        minutes=forum.minutes,
        expected=forum.minutes.version,
        note="صُحِّحت صياغة ما رحّب به الحاضرون بعد مراجعة التسجيل.",
    )
    output = forum.minutes.outputs.get()
    edit_output(
        actor=staff,
        output=output,
        expected=output.version,
        text="رحّب الحاضرون بإطلاق البرنامج وأبدوا رغبتهم في حوار منتظم يُعقد كل شهرين.",
        translation="Those present welcomed the programme and wished for regular dialogue every two months.",
    )
    approve(forum)


def _show_words(forum, staff, manager):
    show_words(
        actor=staff,
        minutes=forum.minutes,
        institution=Institution.objects.get(code="DEMO-POL"),
        outputs=forum.minutes.outputs.filter(kind=Output.Kind.PLEDGE),
    )
    allow_photos(actor=manager, forum=forum, reason="طلبت اللجنة صورًا للقاعة والملصقات، دون وجوه.")


def _link_alike(programme, staff):
    """The two asks of the demo that say nearly the same are linked; others stay to be decided."""
    for row in Recommendation.objects.in_programme(programme).standing().order_by("pk"):
        if found := similar_asks(user=staff, programme=programme, text=row.text, to=row):
            link_similar(actor=staff, one=row, other=found[0].recommendation)
            return


def _speak_for(body, staff):
    """Who speaks for a body, and what it is called in letters."""
    people = Person.objects.filter(is_demo=True, attendances__institution=body).distinct().order_by("pk")
    for person, part in zip(people, FocalPoint.Part, strict=False):
        name_focal_point(actor=staff, institution=body, person=person, part=part, since=date(2021, 3, 1))
    add_name(
        actor=staff,
        institution=body,
        expected=body.version,
        text="سعادة مدير عام شرطة المديرية (جهة تجريبية)",
        use=InstitutionName.Use.FORMAL,
        language="ar",
    )


def _enter_twice(forum, staff):
    """Somebody who came before is entered anew under a longer name, as it happens: made up like all of them."""
    category = Category.objects.get(code="mediator")
    person = create_person(
        actor=staff,
        name_ar="طارق سالم التجريبي",
        sex="m",
        sex_source="said",
        age_band="18-35",
        home_district=Place.objects.get(code="YE2407"),
        category=category,
        is_demo=True,
    )
    record_attendance(actor=staff, forum=forum, person=person, category=category)


def _hand_over(reviewer):
    """The body's office wrote an answer; it lies ready for who validates it."""
    today = timezone.localdate()
    save_draft(
        actor=reviewer,
        addressee=Addressee.objects.awaiting_answer().get(institution__code=VALIDATED),
        seen=0,
        decision=Response.Decision.ACCEPTED,
        summary="تُقبل التوصية، ويُخصَّص يوم في كل شهر لزيارة المنظمات بإشعار مسبق من أسبوع (رد تجريبي).",
        commitment_text="إعلان أول موعد للزيارة.",
        promised_on=today + timedelta(days=45),
        ready=True,
    )


def _plan(programme, staff):
    today = timezone.localdate()
    forum = create_forum(
        actor=staff,
        programme=programme,
        code=CODE,
        kind=Forum.Kind.FORUM,
        level=Forum.Level.DISTRICT,
        number=8,
        title_ar="المنتدى الحواري الثامن في صيرة: الطريق إلى المدرسة",
        title_en="Dialogue forum 8 in Sirah: the way to school",
        place=Place.objects.get(code="YE2407"),
    )
    forum = plan_meeting(
        actor=staff,
        forum=forum,
        expected=forum.version,
        date=today + timedelta(days=21 + (2 - today.weekday()) % 7),
        starts_at="09:00",
        ends_at="12:30",
        venue="قاعة المركز المجتمعي (مكان تجريبي)",
        permits="طُلب تصريح مكتب الشؤون الاجتماعية.",
        agenda=AGENDA,
        institutions=list(Institution.objects.filter(code__in=BODIES)),
    )
    decide_date(
        actor=staff,
        forum=forum,
        expected=forum.version,
        decision=Forum.DateStanding.CONFIRMED,
        reason="لقاء متابعة بعد انتهاء مدة البرنامج.",
    )
    invite_by_letter(
        actor=staff,
        forum=forum,
        invitations=list(forum.invitations.filter(institution__code=BODIES[0])),
        day=today,
        number=f"15/{today.year}",
        subject="دعوة إلى المنتدى الحواري الثامن",
        body="نتشرف بدعوتكم إلى المنتدى الحواري الثامن، ونرجو تسمية من يمثلكم فيه.",
        signatory="مديرة البرنامج",
    )
