"""A person planted in every column that can hold words, in many spellings; and the search for what is left of him."""

import json
import re
import uuid
from itertools import cycle

from cryptography.fernet import InvalidToken
from django.apps import apps
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import KeptForm, TwoPersonAct
from accounts.services import allow_act
from common.arabic import fold, fold_bare, tokens
from common.rotation import Ring
from common.uploads import Clean
from forums.models import AgendaItem, CallListReading, Indicator, OutputSpeaker
from forums.revision_triggers import install_revision_triggers
from forums.services.approval import CHECKLIST, approval_warnings
from forums.services.minutes import approve_minutes, reopen_minutes, submit_minutes
from participants.models import ContactReading, FocalPoint, InstitutionName, Position
from recommendations.models import Evidence
from recommendations.services.attachments import keep_file
from reports.models import Rendering
from reports.services.erasure import Decision, ask_to_erase_person, erase_person, find_person
from reports.services.erasure.columns import key_columns, word_columns
from reports.services.prepare import prepare_forum_report
from tests.reports.files import released_file

from ... import factories
from ...conftest import drop_revision_triggers

NAME, ENGLISH = "كناري بن عبدالله الأحمري", "Kanari Abdullah Al-Ahmari"
PHONE, MAIL = "+967700112233", "kanari@ahmari.example"
#: No other text of the tests has one of these.
TRACES = ("كناري", "احمري", "kanari", "ahmari", "700112233")
#: His whole name as hands write it: diacritics, tatweel, forms of alef and ya, spaces, glued letters, in capitals.
WHOLE = (
    "قال كَنَارِي بنُ عبدِ اللهِ الأحمَري إن",
    "وكناري عبدالله الاحمري حضر",
    "لكنـاري ابن عبد الله الأحمرى كلمة",
    "said Kanari Abdullah Al-Ahmari again",
    "KANARI BIN ABDULLAH AL AHMARI's car",
    "كناري بن عبد اللـه الأحْمري",
    "هاتفه ٧٠٠ ١١٢ ٢٣٣",
    "call 00967 700112233 or kanari@ahmari.example",
)
PARTS = ("السيد كناري الأحمري", "Mr. Kanari Ahmari", "للأحمري كناري", "رأي كناري")
#: Of these columns other rows of the test world make unique values, or a test fills them by services.
_FILLED_ELSEWHERE = {
    *("forums.MinutesRevision.words", "forums.MinutesRevision.personal", "forums.MinutesRevision.warnings"),
    *("reports.Report.frozen", "accounts.KeptForm.content", "django_tasks_database.DBTaskResult.args_kwargs"),
    *("forums.Indicator.disaggregation", "admin.LogEntry.object_id"),
}
_MACHINES = re.compile(
    r"hash|digest|token|path|code|number|key|head|file_name|\.name$|dedupe|fingerprint|\.part$|language|audience|"
    r"subject_type|rank_class|proposes_sex|worker_ids|queue|backend|attachment\.name|grant|iati|figure"
)


def plant(world):
    """The person, and texts about him wherever one can be written."""
    programme = world.programme
    person = factories.PersonFactory(
        name_ar=NAME,
        name_en=ENGLISH,
        phone=PHONE,
        email=MAIL,
        notes=f"يُتصل به {NAME}",
        sex="m",
        sex_source="said",
        age_band="36-59",
        folded=fold(NAME),
        folded_bare=fold_bare(NAME),
        category=factories.CategoryFactory(code="security"),
    )
    forum = _meeting(world, person)
    _thread(world, forum)
    _lists(world, person, forum)
    _documents(world, person, forum)
    drop_revision_triggers()
    filled = [
        _write(column, cycle(WHOLE), number, programme) for number, column in enumerate(planted_columns())
    ]
    # So that the erasure has to pass them.
    install_revision_triggers()
    assert sum(map(bool, filled)) > 70
    _refold()
    return person


def planted_columns():
    """Those that hold words of people, by their names."""
    return [
        column
        for column in word_columns()
        if column.label not in _FILLED_ELSEWHERE and not _MACHINES.search(column.label.lower())
    ]


def _meeting(world, person):
    """A forum whose minutes were approved twice with his name in them, and are being amended."""
    minutes = factories.MinutesFactory(
        forum__programme=world.programme, forum__title_ar=f"لقاء {NAME}", forum__summary=WHOLE[0]
    )
    forum = minutes.forum
    row = factories.AttendanceFactory(
        forum=forum, person=person, part="patron", category=person.category, age_band="36-59"
    )
    row.rank, row.post = factories.RankFactory(code="colonel"), f"مدير مكتب {NAME}"
    row.institution, row.honorific = world.institution, None
    row.save()
    factories.AcknowledgementFactory(forum=forum, person=person, recorded_by=world.staff)
    output = factories.OutputFactory(minutes=minutes, text=WHOLE[2], translation=WHOLE[3])
    factories.OutputFactory(minutes=minutes, text=PARTS[0])
    other = factories.PersonFactory(notes=f"أخو {NAME}")
    factories.AttendanceFactory(forum=forum, person=other)
    for speaker in (person, other):
        said = factories.OutputFactory(minutes=minutes, text="كلمة تجريبية")
        OutputSpeaker.objects.create(output=said, person=str(speaker.public_id))
    for _revision in (1, 2):
        minutes.refresh_from_db()
        submit_minutes(actor=world.staff, minutes=minutes, expected=minutes.version)
        approve_minutes(
            actor=world.manager,
            minutes=minutes,
            expected=minutes.version,
            reasons={warning.key: f"سبب {NAME}" for warning in approval_warnings(minutes)},
            checklist=set(CHECKLIST),
        )
        reopen_minutes(actor=world.manager, minutes=minutes, expected=minutes.version, note=f"لأن {NAME}")
    forum.source = output
    return forum


def _thread(world, forum):
    """An ask that came of it, answered, promised, reported, found; with letters and files."""
    ask = factories.RecommendationFactory(
        programme=world.programme, number=7, sources=[forum.source], text=PARTS[2]
    )
    addressee = factories.AddresseeFactory(
        recommendation=ask, institution=world.institution, sent=True, state="in_progress"
    )
    response = factories.ResponseFactory(addressee=addressee, answered_by=world.reviewer)
    factories.ResponseFactory(addressee=addressee, answered_by=world.reviewer, sent_at=None, round=2)
    factories.CommitmentFactory(response=response)
    update = factories.UpdateFactory(addressee=addressee, made_by=world.reviewer)
    addressee.verifications.create(
        finding="partly", method="زيارة", made_by=world.manager, found_on=timezone.localdate()
    )
    letter = factories.LetterFactory(programme=world.programme, institution=world.institution, forum=forum)
    evidence = Evidence.objects.create(update=update, kind="file")
    clean = Clean("pdf", b"%PDF-1.7 scan of him %%EOF")
    with transaction.atomic():
        for holder in ({"letter": letter}, {"evidence": evidence}):
            keep_file(actor=world.staff, clean=clean, programme=world.programme, **holder)
    factories.OutboxMessageFactory(programme=world.programme)


def _lists(world, person, forum):
    """Rows of everything else that has words."""
    body, now = world.institution, timezone.now()
    FocalPoint.objects.create(institution=body, person=person)
    InstitutionName.objects.create(institution=body, text="اسم", folded=fold("اسم"))
    Position.objects.create(institution=body, title_ar="منصب", folded=fold("منصب"))
    AgendaItem.objects.create(forum=forum, title="بند")
    Indicator.objects.create(
        programme=world.programme, code="I1", statement_ar="مؤشر", level="output", unit_ar="عدد",
        disaggregation=[WHOLE[1]],
    )  # fmt: skip
    for model in ("rankqualifier", "honorific"):
        apps.get_model("participants", model).objects.create(code=f"x-{model}", name_ar="كلمة")
    TwoPersonAct.objects.create(
        act="export_names", subject_type="forums.programme", subject=world.programme.public_id,
        programme=world.programme.public_id, label="TST", path="/", reason="سبب", asked_by=world.second_manager,
    )  # fmt: skip
    apps.get_model("forums", "holiday").objects.create(day=timezone.localdate(), name_ar="عيد")
    CallListReading.objects.create(forum=forum, reader=world.staff, reason="سبب", asked=uuid.uuid4())
    ContactReading.objects.create(
        person=person, reader=world.staff, field="phone", reason="سبب", programme=world.programme.public_id,
        day=timezone.localdate(), number=1, asked=uuid.uuid4(), read_at=now,
    )  # fmt: skip
    factories.ConsentFactory(person=person, recorded_by=world.staff)
    KeptForm.objects.create(
        user=world.staff, digest="0" * 64, content=json.dumps({"text": [WHOLE[0], "غير ذلك"]})
    )
    apps.get_model("admin", "logentry").objects.create(
        user=world.administrator, object_id="1", object_repr="x", action_flag=2, change_message=WHOLE[4]
    )
    DBTaskResult.objects.create(
        args_kwargs={"args": [WHOLE[3]], "kwargs": {}}, task_path="x", backend_name="default", traceback="x",
        run_after=now, exception_class_path="", priority=0, worker_ids=[], return_value=None,
    )  # fmt: skip


def _documents(world, person, forum):
    """The office's report, prepared, and a donor's one that names him by mistake, released with its file."""
    report = prepare_forum_report(actor=world.manager, forum=forum, audience="internal", language="ar")
    Rendering.objects.create(report=report, asked_by=world.staff, pdf=b"%PDF of him", ended_at=timezone.now())
    factories.ReportFactory(
        programme=world.programme,
        forum=forum,
        prepared_by=world.manager,
        audience="donor",
        number=900,
        frozen={"outputs": [{"text": {"text": WHOLE[5], "language": "ar"}}], "note": PARTS[1]},
        state="released",
        released_at=timezone.now(),
        file_name=released_file(b"%PDF-1.7 with his name %%EOF"),
    )


def _write(column, texts, number, programme):
    """A text about him in the newest row of the column, another one in each; the column's label, empty without a row."""
    field = column.model._meta.get_field(column.name)
    rows = column.rows(type(programme).objects.filter(pk=programme.pk))
    row = rows.order_by("-pk").exclude(**_taken(column)).first()
    if row is None:
        return ""
    text = [next(texts) for _ in range(number % len(WHOLE) + 1)][-1]
    if field.max_length and field.max_length < len(text) + 10:
        text = "كناري عبدالله الأحمري"[: field.max_length]
    value = [text] if field.get_internal_type() == "JSONField" else f"{text} {number}"
    column.model._base_manager.filter(pk=row.pk).update(**{column.name: value})
    return column.label


def _refold():
    """The keys for searching, as services keep them."""
    for model in {column.model for column in planted_columns()}:
        names = [column.name for column in planted_columns() if column.model is model]
        for row in model._base_manager.all() if model._meta.label != "participants.Person" else ():
            for key in key_columns(model):
                text = fold(" ".join(str(getattr(row, name)) for name in names))
                model._base_manager.filter(pk=row.pk).update(
                    **{key: text[: model._meta.get_field(key).max_length]}
                )


def _taken(column):
    """He himself is not written about in his own row."""
    return {"name_ar": NAME} if column.model._meta.label == "participants.Person" else {"pk": None}


def erase(world, person, *, leave=(), **decided):
    """Ask, allow, look, and erase with every place ticked but those whose key stands in `leave`."""
    request = ask_to_erase_person(actor=world.manager, person=person, reason="طلبه بنفسه", path="/")
    if request.state == request.State.ASKED:
        allow_act(actor=world.second_manager, request=request)
    found = find_person(user=world.manager, person=person)
    decision = {
        "ticked": {place.key for place in found.places} - set(leave),
        "deleted": found.file_ids,
        "kept_because": "",
        "seen": found.seen,
    }
    return erase_person(actor=world.manager, person=person, decision=Decision(**decision | decided))


_ESCAPE, _TOKEN = re.compile(r"\\+u([0-9a-fA-F]{4})"), re.compile(r"gAAAAA[\w-]{90,}={0,2}")


def traces(text: str) -> list[str]:
    """What of him is in a text, folded; escapes are undone and ciphertext is opened before it is searched."""
    text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    opened = [text]
    for token in _TOKEN.findall(text):
        for purpose in ("contacts", "speakers", "accounts", "drafts"):
            try:
                plain = Ring(purpose).all.decrypt(token.encode()).decode("utf-8", "replace")
            except InvalidToken:
                continue
            opened.append(_ESCAPE.sub(lambda found: chr(int(found[1], 16)), plain))
    tight = "".join(tokens(" ".join(opened)))
    return [tight[max(found - 40, 0) : found + 40] for trace in TRACES if (found := tight.find(trace)) >= 0]


def residue(tables: dict[str, list[str]]) -> dict[str, list[str]]:
    """table → what is left of him in it, with some letters around."""
    found = {table: [hit for row in rows for hit in traces(row)] for table, rows in tables.items()}
    return {table: hits for table, hits in found.items() if hits}
