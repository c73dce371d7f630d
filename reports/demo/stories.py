"""What became of each ask of the demo, told through the services. All answers are made up."""

from datetime import UTC, datetime, time, timedelta

from django.contrib.auth.models import AnonymousUser

from participants.models import Institution
from recommendations.models import Addressee, Letter, Response
from recommendations.services.addressing import confirm_guess
from recommendations.services.answers import record_response
from recommendations.services.journey import join_output
from recommendations.services.letters import record_letter
from recommendations.services.progress import record_update, verify
from recommendations.services.promote import promote_output
from recommendations.services.sending import send_recommendation
from recommendations.services.translating import check_translation, seen_of, translate
from recommendations.services.witnesses import ask_witnesses, end_witnesses, give_voice

Decision = Response.Decision

STOPPED = "توقّف العمل بعد الحصر."
#: Their translation waits for the manager.
UNCHECKED = {STOPPED}
#: story → (decision, summary, its English, further fields of the response, steps that follow); "does": what was promised,
#: in both languages
STORIES = {
    "accepted": (Decision.ACCEPTED, "تُقبل التوصية وتُدرج في خطة الربع القادم.",
                 "Accepted; entered into the plan of the next quarter.", {"promised": 90, "does": ("تكليف فريق بزيارة المخازن والصيدليات كل شهر.", "A team is charged with monthly visits to stores and pharmacies.")}, ()),
    "in_progress": (Decision.ACCEPTED, "تُقبل التوصية ويبدأ العمل بها تدريجيًا.",
                    "Accepted; work begins step by step.", {"promised": 60, "does": ("جدول زمني معلن للعمل في كل موقع.", "A public schedule of work at each site.")}, ("start",)),
    "reported_done": (Decision.ACCEPTED, "تُقبل التوصية وتُنفَّذ مع بدء العام الدراسي.",
                      "Accepted; to be done with the start of the school year.", {"promised": 60, "does": ("تكليف رجال مرور أمام المدارس في ساعات الحضور والانصراف.", "Traffic police in front of schools at arrival and leaving times.")}, ("start", "done", "felt")),
    "verified": (Decision.ACCEPTED, "تُقبل التوصية وتُنفَّذ على مراحل.",
                 "Accepted; to be done in stages.", {"promised": 75, "does": ("إنجاز المرحلة الأولى في الأحياء ذات الأولوية.", "The first stage is completed in the priority neighbourhoods.")}, ("start", "done", "verify")),
    "stopped": (Decision.ACCEPTED, "تُقبل التوصية وتُحصر المواقع أولًا.",
                "Accepted; the sites are listed first.", {"promised": 60, "does": ("حصر مواقع البناء المخالف ونشر قائمتها.", "The sites of unplanned building are listed, and the list published.")}, ("start", "stop")),
    "conditional": (Decision.CONDITIONAL, "يُفتح المكتب إذا وُفّر أثاثه.",
                    "The desk will be opened if it is furnished.",
                    {"condition": "أثاث المكتب وتدريب العاملات فيه", "condition_by": "البرنامج أو شريك آخر", "promised": 60, "does": ("تسمية شرطيتين للعمل في المكتب.", "Two policewomen are named to work at the desk.")}, ()),
    "partly": (Decision.PARTLY, "يُعلن الرقم، ويُحدَّد وقت الرد لاحقًا.",
               "The number is announced; the time to answer will be set later.",
               {"reason": "لا يوجد كادر لمتابعة المدد حاليًا."}, ()),
    "declined": (Decision.DECLINED, "تتعذّر إعادة التشكيل قبل صدور اللائحة.",
                 "Re-forming is not possible before the by-law is issued.", {"reason": "لم تصدر لائحة اللجان بعد."}, ()),
    "already_done": (Decision.ALREADY_DONE, "عُقدت جلسات مماثلة خلال العام.",
                     "Similar sessions were held during the year.", {"reason": "نُفّذت ضمن خطة سابقة."}, ()),
    # One that waits to be translated.
    "noted": (Decision.NOTED, "أُخذ العلم بالتوصية.", "", {}, ()),
    "answered": (Decision.ANSWERED, "تُطلى الممرات خلال الإجازة الصيفية.",
                 "The crossings are painted during the summer holidays.", {}, ()),
    "clarification": (Decision.CLARIFICATION, "يُرجى توضيح المقصود بالقناة السرية.",
                      "Please explain what is meant by a confidential channel.",
                      {"reason": "أهي هاتف أم مكتب أم منصة؟"}, ()),
}  # fmt: skip
#: Sent and never answered.
UNANSWERED = "sent_overdue"


def propose(*, actor, output, ask):
    """The recommendation made of an output, addressed as the demo's data say."""
    options = {}
    if ask.get("undetermined") or ask.get("general"):
        addressing = "general" if ask.get("general") else "undetermined"
    else:
        addressing = "named"
        lead, *supporting = [Institution.objects.get(code=code) for code in ask["to"]]
        options = {
            "lead": lead,
            "supporting": supporting,
            "through": list(Institution.objects.filter(code__in=ask.get("through", []))),
            "is_guess": ask.get("guess", False),
        }
    if "wording" in ask:
        options |= {"text": ask["wording"], "translation": ask["wording_en"]}
    return promote_output(actor=actor, output=output, addressing=addressing, **options)


def join(*, actor, output, recommendation) -> None:
    """The output says again what was asked before."""
    join_output(actor=actor, output=output, recommendation=recommendation)


def send_if_addressed(recommendation, *, manager, staff, on) -> bool:
    """Confirm proposed addressees, then send; an ask to nobody (yet) rests where it is."""
    addressees = list(recommendation.addressees.all())
    if not addressees or any(row.institution_id is None for row in addressees):
        return False
    for row in addressees:
        confirm_guess(actor=staff, addressee=row)
    recommendation.refresh_from_db()
    send_recommendation(
        actor=manager, recommendation=recommendation, expected=recommendation.version, today=on
    )
    return True


def tell(story, *, recommendation, approved_on, manager, staff) -> None:
    """Send the ask and let its lead answer, act and be verified as the story goes."""
    send_if_addressed(recommendation, manager=manager, staff=staff, on=approved_on + timedelta(days=2))
    if story == UNANSWERED:
        return
    decision, summary, translation, extra, steps = STORIES[story]
    answered_on = approved_on + timedelta(days=16)
    for addressee in Addressee.objects.asked().filter(recommendation=recommendation):
        fields = dict(extra)
        promised, does = fields.pop("promised", None), fields.pop("does", ("", ""))
        response = record_response(
            actor=staff,
            addressee=addressee,
            decision=decision,
            summary=summary,
            channel=Response.Channel.LETTER,
            letter=_letter(recommendation, addressee, answered_on, staff),
            promised_on=answered_on + timedelta(days=promised) if promised else None,
            commitment_text=does[0],
            sent_at=datetime.combine(answered_on, time(9), tzinfo=UTC),
            **fields,
        )
        _translate(manager, staff, response, translation)
        for commitment in response.commitments.all():
            _translate(manager, staff, commitment, does[1])
        for number, step in enumerate(steps, start=1):
            _STEPS[step](addressee, answered_on + timedelta(days=20 * number), manager, staff)


def _letter(recommendation, addressee, day, staff):
    return record_letter(
        actor=staff,
        programme=recommendation.programme,
        direction=Letter.Direction.IN,
        purpose=Letter.Purpose.ANSWER,
        number=f"تجريبي/{recommendation.number}",
        date=day,
        subject=f"الرد على التوصية {recommendation.reference} (بيانات تجريبية)",
        institution=addressee.institution,
        recommendations=[recommendation],
    )


def _start(addressee, day, manager, staff):
    words = "بدأ العمل في الموقع الأول.", "Work has begun at the first site."
    _update(addressee, day, manager, staff, kind="progress", words=words, percent=30)


def _done(addressee, day, manager, staff):
    words = "اكتمل العمل في المواقع كافة.", "Work is complete at all sites."
    evidence = [{"kind": "seen", "note": "شوهد في الموقع، ولم تُحفظ صور."}]
    _update(addressee, day, manager, staff, kind="done", words=words, percent=100, evidence=evidence)


def _stop(addressee, day, manager, staff):
    words = STOPPED, "Work stopped after the listing."
    why = {"stopped_because": "لا توجد معدات للإزالة.", "would_unblock": "توفير معدات من الجهة المختصة."}
    _update(addressee, day, manager, staff, kind="stopped", words=words, **why)


def _verify(addressee, day, manager, staff):
    verify(actor=manager, addressee=addressee, finding="confirmed", method="زيارة ميدانية", found_on=day)


def _felt(addressee, day, manager, staff):
    """Witnesses who felt little of it."""
    _round, codes = ask_witnesses(actor=staff, addressee=addressee, size=12, days=14)
    said = [*["no"] * 5, *["partly"] * 2, "yes"]
    words = {"no": "الموقع الثاني على حاله حتى الآن.", "partly": "تحسّن الوضع صباحًا فقط."}
    for typed, felt in zip(codes, said, strict=False):
        give_voice(actor=AnonymousUser(), typed=typed, felt=felt, words=words.pop(felt, ""))
    end_witnesses(actor=staff, addressee=addressee)


def _update(addressee, day, manager, staff, *, kind, words, **fields):
    summary, translation = words
    update = record_update(
        actor=staff, addressee=addressee, kind=kind, summary=summary, happened_on=day, **fields
    )
    _translate(manager, staff, update, translation)


def _translate(manager, staff, row, words):
    """Written by one of the office, found right by the other, but for what waits for him; once for the same words."""
    row.refresh_from_db()
    if words and not row.translation:
        translate(actor=staff, row=row, text=words, seen=seen_of(row))
        row.refresh_from_db()
        if row.text not in UNCHECKED:
            check_translation(actor=manager, row=row, seen=seen_of(row))


_STEPS = {"start": _start, "done": _done, "stop": _stop, "verify": _verify, "felt": _felt}
