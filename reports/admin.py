"""Reports, the audit record and background work in the back office: all to be looked at, nothing to be changed."""

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from common.admin import ReadOnlyAdmin
from common.models import AuditEntry
from forums.models import Programme
from reports.models import Report

#: What an administrator keeps: he sees the entries of it, whoever acted.
KEPT = (
    "accounts.",
    "participants.institution",
    "participants.category",
    "participants.place",
    "participants.rank",
)


def _column(name, words):
    """A column of a model whose fields have no names for readers."""

    @admin.display(description=words, ordering=name)
    def show(self, row):
        return getattr(row, name)

    return show


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    """What was prepared, for whom, with which hash; never the frozen content."""

    permission = "reports.view_metadata"
    list_display = ("reference", "kind", "audience", "language", "state", "created_at")
    list_select_related = ("programme",)
    list_filter = ("kind", "audience", "language", "state")
    fields = (
        "public_id",
        "reference",
        "programme",
        "kind",
        "audience",
        "language",
        "state",
        "period_start",
        "period_end",
        "frozen_hash",
        "pdf_hash",
        "created_at",
    )

    def scope(self, user):
        """All: nothing here tells what a report says."""
        return Report.objects.defer("frozen")

    @admin.display(description=_("reference"), ordering="number")
    def reference(self, report):
        """As printed."""
        return report.reference


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    """The record of acts: the reader's own, those on what an administrator keeps, and his programmes' by role."""

    permission = "reports.view_audit"
    opens_rows = False
    list_display = ("number", "moment", "act", "kind", "public_id", "who", "origin_kind")
    list_display_links = None
    search_fields = ("action", "subject_type", "subject", "actor")
    ordering = ("-id",)

    def scope(self, user):
        """No entry tells a value; who reads a programme's record sees all of its entries."""
        programmes = Programme.objects.with_right(user, "audit record", "r").values_list(
            "public_id", flat=True
        )
        kept = Q(programme__isnull=True)
        labels = Q()
        for label in KEPT:
            labels |= Q(subject_type__startswith=label)
        return AuditEntry.objects.filter(
            Q(programme__in=list(programmes)) | Q(actor=user.public_id) | kept & labels
        )

    number = _column("id", _("number"))
    moment = _column("at", _("when"))
    act = _column("action", _("act"))
    kind = _column("subject_type", _("on what"))
    public_id = _column("subject", _("public id"))
    who = _column("actor", _("by account"))

    @admin.display(description=_("came by"))
    def origin_kind(self, entry):
        """Page, command, task or import."""
        return entry.origin.split(" ")[0]


@admin.register(DBTaskResult)
class TaskAdmin(ReadOnlyAdmin):
    """Background work by name, state and time: neither arguments nor results nor tracebacks."""

    permission = "reports.view_tasks"
    opens_rows = False
    list_display = (
        "id",
        "task_path",
        "status",
        "queue_name",
        "enqueued_at",
        "started_at",
        "finished_at",
        "error",
    )
    list_display_links = None
    list_filter = ("status", "queue_name")
    search_fields = ("task_path",)
    ordering = ("-enqueued_at",)

    def scope(self, user):
        """All: a task names no programme."""
        return DBTaskResult.objects.defer("args_kwargs", "return_value", "traceback")

    @admin.display(description=_("error"))
    def error(self, task):
        """The class of the error alone: its text may hold words."""
        return task.exception_class_path or None
