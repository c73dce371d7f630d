"""Objects of every standing in both programmes, each under a name that says whose and how it stands."""

import datetime

from django.utils import timezone

from common.audit_triggers import TABLE
from common.uploads import Clean
from forums.services.approval import CHECKLIST, approval_warnings
from forums.services.minutes import approve_minutes, submit_minutes
from recommendations.models import Evidence
from recommendations.services.attachments import keep_file
from reports.projection import project_forum

from .. import factories

#: Tables that may change by the mere visit of a page, or by signing in and out.
NOT_BUSINESS = {
    "django_session",
    "usersessions_usersession",
    "django_tasks_db_dbtaskresult",
    "account_emailaddress",
}


def make_scene(world) -> dict[str, object]:
    """name → object. `own` is of the programme or institution of the world's roles, `foreign` of the others."""
    return {**_side(world, "own"), **_side(world, "foreign")}


def _side(world, side):
    own = side == "own"
    programme = world.programme if own else world.other_programme
    body = world.institution if own else world.other_institution
    neighbour = world.other_institution if own else world.institution
    writer = world.staff if own else world.foreign_staff
    manager = world.second_manager if own else world.foreign_manager
    scene = {"programme": programme, "institution": body}

    for state in ("draft", "submitted", "approved"):
        minutes = factories.MinutesFactory(forum__programme=programme, forum__is_demo=True)
        forum = minutes.forum
        person = factories.PersonFactory(phone="777000111")
        attendance = factories.AttendanceFactory(forum=forum, person=person)
        output = factories.OutputFactory(minutes=minutes)
        thanks = factories.AcknowledgementFactory(forum=forum, person=person, recorded_by=writer)
        if state != "draft":
            submit_minutes(actor=writer, minutes=minutes, expected=1)
        if state == "approved":
            approve_minutes(
                actor=manager,
                minutes=minutes,
                expected=2,
                reasons={warning.key: "سبب تجريبي" for warning in approval_warnings(minutes)},
                checklist=set(CHECKLIST),
            )
        scene |= {
            f"{state}_forum": forum,
            f"{state}_minutes": minutes,
            f"{state}_person": person,
            f"{state}_attendance": attendance,
            f"{state}_thanks": thanks,
            f"{state}_output": output,
        }

    source = scene["approved_output"]
    scene["unsent"] = factories.RecommendationFactory(programme=programme, sources=[source])
    scene["unsent_addressee"] = factories.AddresseeFactory(
        recommendation=scene["unsent"], institution=body, state="ready"
    )
    for number, (name, institution) in enumerate((("sent", body), ("sent_elsewhere", neighbour)), start=1):
        scene[name] = factories.RecommendationFactory(programme=programme, number=number, sources=[source])
        addressee = scene[f"{name}_addressee"] = factories.AddresseeFactory(
            recommendation=scene[name], institution=institution, sent=True
        )
        draft = factories.ResponseFactory(addressee=addressee, sent_at=None, answered_by=writer)
        if name == "sent":
            scene["draft_response"] = draft
    programme.last_recommendation_number = 4
    programme.save(update_fields=["last_recommendation_number"])
    scene["answered"] = factories.RecommendationFactory(programme=programme, number=3, sources=[source])
    scene["answered_addressee"] = factories.AddresseeFactory(
        recommendation=scene["answered"], institution=body, sent=True, state="accepted"
    )
    scene["response"] = factories.ResponseFactory(
        addressee=scene["answered_addressee"], answered_by=writer, detail="تفصيل تجريبي"
    )
    scene["update"] = factories.UpdateFactory(addressee=scene["answered_addressee"], made_by=writer)
    scene["reported_addressee"] = factories.AddresseeFactory(
        recommendation=factories.RecommendationFactory(programme=programme, number=4, sources=[source]),
        institution=body,
        sent=True,
        state="reported_done",
    )
    scene["report"] = factories.ReportFactory(
        programme=programme, forum=scene["approved_forum"], prepared_by=writer
    )
    content = project_forum(scene["approved_forum"], audience="donor", language="ar")
    now = timezone.now()
    for state, fields in (
        ("prepared", {"state": "draft"}),
        ("released", {"state": "released", "released_at": now}),
        ("withdrawn", {"state": "withdrawn", "released_at": now, "withdrawn_at": now}),
    ):
        scene[f"{state}_donor_report"] = factories.ReportFactory(
            programme=programme,
            forum=scene["approved_forum"],
            prepared_by=manager,
            audience="donor",
            frozen=content,
            **fields,
        )
    scene["letter"] = factories.LetterFactory(
        programme=programme, institution=body, recorded_by=writer, date=datetime.date(2022, 8, 1)
    )
    evidence = Evidence.objects.create(update=scene["update"], kind="file")
    clean = Clean("pdf", b"%PDF-1.7 %%EOF")
    for name, holder in (("scan", {"letter": scene["letter"]}), ("evidence", {"evidence": evidence})):
        scene[f"{name}_attachment"] = keep_file(actor=writer, clean=clean, programme=programme, **holder)
    scene["message"] = factories.OutboxMessageFactory(programme=programme, institution=body)
    scene["rendering"] = factories.RenderingFactory(report=scene["report"], asked_by=writer)
    return {f"{side}.{name}": value for name, value in scene.items()}


def business_counts() -> dict[str, int]:
    """Rows of each table that holds content, and of the audit record."""
    from django.db import connection

    tables = sorted(set(connection.introspection.django_table_names(only_existing=True)) - NOT_BUSINESS)
    assert TABLE in tables
    parts = " UNION ALL ".join(f"SELECT '{table}', count(*) FROM {table}" for table in tables)  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(parts)
        return dict(cursor.fetchall())


def some_row(name: str):
    """The first row of a model ("forums_theme") of the back office; made where the scene has none."""
    from django.apps import apps

    app_label, _, model_name = name.rpartition("_")
    model = apps.get_model(app_label, model_name)
    if model_name == "holiday":
        return model.objects.create(day=datetime.date(2026, 5, 27), name_ar="عيد")
    if model_name == "indicator":
        programme = apps.get_model("forums", "programme").objects.first()
        return model.objects.create(
            programme=programme, code="I1", statement_ar="مؤشر", level="output", unit="عدد"
        )
    row = model._base_manager.order_by("pk").first()
    return row or model.objects.create(code="X1", name_ar="سطر")
