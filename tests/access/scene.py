"""Objects of every standing in both programmes, each under a name that says whose and how it stands."""

import datetime
import re
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from accounts.models import Refusal, TwoPersonAct
from common.audit_triggers import TABLE
from common.uploads import Clean
from forums.models import OutputSpeaker, PhotosAllowed
from forums.services.approval import CHECKLIST, approval_warnings
from forums.services.minutes import approve_minutes, submit_minutes
from forums.services.photos import add_photo
from forums.services.signed_sheets import hand_in_sheet
from recommendations.models import Evidence
from recommendations.services.attachments import keep_file
from reports.projection import project_forum

from .. import factories

SIDES = ("own", "foreign")
#: Tables that may change by the mere visit of a page, or by signing in and out.
NOT_BUSINESS = {
    "django_session",
    "usersessions_usersession",
    "django_tasks_db_dbtaskresult",
    "account_emailaddress",
    "accounts_backoff",
    "accounts_knowndevice",
    "accounts_usedcode",
    "accounts_keptform",
    # That somebody was refused is noted after the answer, by address and account: tests/accounts/test_refusals.py.
    "accounts_refusal",
}


def make_scene(world) -> dict[str, object]:
    """name → object. `own` is of the programme or institution of the world's roles, `foreign` of the others."""
    return {name: row for side in SIDES for name, row in make_side(world, side).items()}


def make_side(world, side) -> dict[str, object]:
    """One half of it."""
    own = side == "own"
    stage = Stage(
        programme=world.programme if own else world.other_programme,
        body=world.institution if own else world.other_institution,
        neighbour=world.other_institution if own else world.institution,
        writer=world.staff if own else world.foreign_staff,
        manager=world.second_manager if own else world.foreign_manager,
    )
    scene = {
        "programme": stage.programme,
        "institution": stage.body,
        "staff_account": stage.writer,
    }
    scene["held_role"] = stage.writer.memberships.get(programme=stage.programme)
    for add in (_forums, _gone, _words, _recommendations, _answers, _reports, _files):
        scene |= add(stage, scene)
    return {f"{side}.{name}": value for name, value in scene.items()}


@dataclass(frozen=True)
class Stage:
    """Who and what stand on one side."""

    programme: object
    body: object
    neighbour: object
    writer: object
    manager: object


def _forums(stage, scene):
    """A forum with its people and outputs in each state of its minutes."""
    found = {}
    for state in ("draft", "submitted", "approved"):
        minutes = factories.MinutesFactory(forum__programme=stage.programme, forum__is_demo=True)
        forum = minutes.forum
        person = factories.PersonFactory(phone="777000111")
        attendance = factories.AttendanceFactory(forum=forum, person=person)
        output = factories.OutputFactory(minutes=minutes)
        OutputSpeaker.objects.create(output=output, person=str(person.public_id))
        thanks = factories.AcknowledgementFactory(forum=forum, person=person, recorded_by=stage.writer)
        if state != "draft":
            submit_minutes(actor=stage.writer, minutes=minutes, expected=1)
        if state == "approved":
            approve_minutes(
                actor=stage.manager,
                minutes=minutes,
                expected=2,
                reasons={warning.key: "سبب تجريبي" for warning in approval_warnings(minutes)},
                checklist=set(CHECKLIST),
            )
        found |= {
            f"{state}_forum": forum,
            f"{state}_minutes": minutes,
            f"{state}_person": person,
            f"{state}_attendance": attendance,
            f"{state}_thanks": thanks,
            f"{state}_output": output,
        }
    found["approved_revision"] = found["approved_minutes"].revisions.get()
    return found


def _gone(stage, scene):
    """An erased person with what stays of him, and rows that were taken out of a draft."""
    now = timezone.now()
    erased = factories.PersonFactory(name_ar="", known_as="", erased_at=now)
    forum, code = scene["draft_forum"], stage.programme.public_id
    draft = {"person": scene["draft_person"], "recorded_by": stage.writer}
    return {
        "merge": factories.MergeFactory(kept=draft["person"], merged_by=stage.writer, programme=code),
        "invitation": factories.ForumInvitationFactory(forum=forum, institution=stage.body),
        "erased_person": erased,
        "erased_attendance": factories.AttendanceFactory(forum=forum, person=erased),
        "erased_thanks": factories.AcknowledgementFactory(
            forum=forum, person=erased, recorded_by=stage.writer
        ),
        "removed_attendance": factories.AttendanceFactory(forum=forum, removed_at=now),
        "removed_output": factories.OutputFactory(minutes=scene["draft_minutes"], removed_at=now),
        "standing_consent": factories.ConsentFactory(**draft),
        "withdrawn_consent": factories.ConsentFactory(**draft, withdrawn_on=datetime.date(2022, 2, 1)),
    }


def _words(stage, scene):
    """A line of the draft that is shown to the body as its own words."""
    line = factories.OutputFactory(minutes=scene["draft_minutes"], kind="pledge")
    about = {"minutes": scene["draft_minutes"], "institution": stage.body, "shown_by": stage.writer}
    words = factories.WordsReviewFactory(**about)
    shown = factories.ShownLineFactory(review=words, output=line)
    return {"shown_output": line, "words": words, "shown_line": shown}


def _recommendations(stage, scene):
    """Unsent, sent to the body, sent to its neighbour, answered, reported as done."""
    programme, source = stage.programme, scene["approved_output"]
    found = {"unsent": factories.RecommendationFactory(programme=programme, sources=[source])}
    found["unsent_addressee"] = factories.AddresseeFactory(
        recommendation=found["unsent"], institution=stage.body, state="ready"
    )
    standings = {
        "sent": (stage.body, "sent"),
        "sent_elsewhere": (stage.neighbour, "sent"),
        "answered": (stage.body, "accepted"),
        "reported": (stage.body, "reported_done"),
    }
    for number, (name, (institution, state)) in enumerate(standings.items(), start=1):
        found[name] = factories.RecommendationFactory(programme=programme, number=number, sources=[source])
        found[f"{name}_addressee"] = factories.AddresseeFactory(
            recommendation=found[name], institution=institution, sent=True, state=state
        )
    programme.last_recommendation_number = len(standings)
    programme.save(update_fields=["last_recommendation_number"])
    return found


def _answers(stage, scene):
    """Drafts of both bodies, an answer, an update, a finding."""
    drafts = {
        name: factories.ResponseFactory(
            addressee=scene[f"{name}_addressee"], sent_at=None, answered_by=stage.writer
        )
        for name in ("sent", "sent_elsewhere")
    }
    answered = scene["answered_addressee"]
    return {
        "draft_response": drafts["sent"],
        "response": factories.ResponseFactory(
            addressee=answered, answered_by=stage.writer, detail="تفصيل تجريبي"
        ),
        "extension": scene["sent_addressee"].extensions.create(
            old_on=datetime.date(2029, 1, 1),
            new_on=datetime.date(2030, 1, 1),
            reason="سبب تجريبي",
            made_by=stage.writer,
        ),
        "update": factories.UpdateFactory(addressee=answered, made_by=stage.writer),
        "verification": scene["reported_addressee"].verifications.create(
            finding="partly", method="زيارة", made_by=stage.manager, found_on=datetime.date(2022, 12, 1)
        ),
        "witness_voice": factories.heard_round(scene["reported_addressee"], stage.writer),
        "refusal": Refusal.objects.create(
            at=timezone.now(), account=stage.writer.public_id, address="rights", method="GET", request_id="0"
        ),
        "request": TwoPersonAct.objects.create(
            act=TwoPersonAct.Act.EXPORT_NAMES,
            subject_type="forums.programme",
            subject=stage.programme.public_id,
            programme=stage.programme.public_id,
            label=stage.programme.code,
            path="/",
            reason="سبب تجريبي",
            asked_by=stage.manager,
        ),
    }


def _reports(stage, scene):
    """An internal report with its file, and the donor's in each state."""
    forum, now = scene["approved_forum"], timezone.now()
    found = {
        "report": factories.ReportFactory(programme=stage.programme, forum=forum, prepared_by=stage.writer)
    }
    found["rendering"] = factories.RenderingFactory(report=found["report"], asked_by=stage.writer)
    content = project_forum(forum, audience="donor", language="ar")
    for state, fields in (
        ("prepared", {"state": "draft"}),
        ("released", {"state": "released", "released_at": now}),
        ("withdrawn", {"state": "withdrawn", "released_at": now, "withdrawn_at": now}),
    ):
        found[f"{state}_donor_report"] = factories.ReportFactory(
            programme=stage.programme,
            forum=forum,
            prepared_by=stage.manager,
            audience="donor",
            frozen=content,
            **fields,
        )
    return found


def _files(stage, scene):
    """A letter and a piece of evidence, each with its file; a message."""
    letter = factories.LetterFactory(
        programme=stage.programme,
        institution=stage.body,
        recorded_by=stage.writer,
        date=datetime.date(2022, 8, 1),
        body="نص تجريبي",
    )
    evidence = Evidence.objects.create(update=scene["update"], kind="file")
    clean = Clean("pdf", b"%PDF-1.7 %%EOF")

    def keep(**holder):
        return keep_file(actor=stage.writer, clean=clean, programme=stage.programme, **holder)

    return {
        "letter": letter,
        "scan_attachment": keep(letter=letter),
        "evidence_attachment": keep(evidence=evidence),
        "message": factories.OutboxMessageFactory(programme=stage.programme, institution=stage.body),
        **_sheets_and_photos(stage, scene["draft_forum"]),
    }


def _sheets_and_photos(stage, forum):
    """A signed sheet, a photo that a manager allowed; the auditor is engaged for the finances."""
    engaged = {"engaged_from": datetime.date(2000, 1, 1), "engaged_until": datetime.date(2100, 1, 1)}
    stage.programme.memberships.filter(role="auditor").update(**engaged)
    sheet = hand_in_sheet(
        actor=stage.writer, forum=forum, sheet="sign_in", clean=Clean("pdf", b"%PDF-1.7 %%EOF")
    )
    PhotosAllowed.objects.create(forum=forum, reason="سبب تجريبي", allowed_by=stage.manager)
    photo = add_photo(actor=stage.writer, forum=forum, clean=Clean("png", b"\x89PNG"), people=[])
    return {"signed_sheet": sheet, "photo": photo} | factories.handed_sheets(stage.programme, stage.writer)


_WRITE = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)


@contextmanager
def writes():
    """A set that fills with the names of tables, NOT_BUSINESS aside, to which a statement wrote meanwhile."""
    written = set()

    def note(execute, sql, params, many, context):
        found = _WRITE.match(sql)
        if found and found[1] not in NOT_BUSINESS:
            written.add(found[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield written


def business_counts() -> dict[str, int]:
    """Rows of each table that holds content, and of the audit record."""
    tables = sorted(set(connection.introspection.django_table_names(only_existing=True)) - NOT_BUSINESS)
    assert TABLE in tables
    parts = " UNION ALL ".join(f"SELECT '{table}', count(*) FROM {table}" for table in tables)  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(parts)
        return dict(cursor.fetchall())
