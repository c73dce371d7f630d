"""The audit record: its page with filters, its verification, its sheet, its daily heads, and what was refused."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import ListView, View
from django_filters.views import FilterView

from accounts.models import Refusal, User
from common.access import AccessMixin
from common.audit_verification import Finding
from common.models import AuditHead
from common.templatetags.muntada import ref
from reports.auditing import entries_for, rows_of
from reports.auditing.heads import entries_words
from reports.filters import RecordFilter, RefusalFilter
from reports.services.record import FORMATS, TooMany, export_record, verify_record


class Record(AccessMixin, FilterView):
    """What the reader may see of it, the newest first, fifty entries a page."""

    permission = "reports.view_record"
    filterset_class = RecordFilter
    template_name = "reports/audit.html"
    paginate_by = 50

    def get_queryset(self):
        """One's own acts, or those of the programmes whose record one reads."""
        return entries_for(self.request.user).order_by("-id")

    def get_context_data(self, **kwargs):
        """Rows in words, and what may be done with the whole."""
        context = super().get_context_data(**kwargs)
        user = self.request.user
        return context | {
            "rows": rows_of(context["object_list"], user),
            "count": entries_words(context["paginator"].count),
            "is_filtered": any(self.request.GET.get(name) for name in self.filterset_class.base_filters),
            "reads_others": user.has_perm("reports.export_record"),
            "verifies": user.has_perm("reports.verify_record"),
            "sees_refusals": user.has_perm("reports.view_refusals"),
            "formats": list(FORMATS),
        }


class Verify(AccessMixin, View):
    """POST, since that it was done stands on the record. The verdict is a message on the page."""

    permission = "reports.verify_record"
    http_method_names = ["post"]

    def post(self, request):
        """Whole, or broken: where, and by what that is seen."""
        try:
            verdict = verify_record(actor=request.user)
        except TooMany:
            text = _("The record is too long to be verified on a page. On the server: manage.py verify_audit")
            messages.warning(request, text)
        else:
            for finding in verdict.findings:
                messages.error(request, finding_words(finding))
            if verdict.holds:
                messages.success(request, whole_words(verdict))
        return redirect("audit")


class Export(AccessMixin, View):
    """POST, since the export stands on the record; the filters of the page come along in the address."""

    permission = "reports.export_record"
    http_method_names = ["post"]

    def post(self, request):
        """The file as an attachment under a neutral name; back where it cannot be made."""
        back = f"{reverse('audit')}?{request.GET.urlencode()}"
        chosen = request.POST.get("format", "")
        found = RecordFilter(request.GET, queryset=entries_for(request.user), request=request)
        if chosen not in FORMATS or not found.form.is_valid():
            messages.warning(request, _("Please choose what the file should be."))
            return redirect(back)
        try:
            content = export_record(actor=request.user, entries=found.qs, file_format=chosen)
        except TooMany as refusal:
            text = _("One file holds at most %(most)d entries. Please choose a shorter period.")
            messages.warning(request, text % {"most": refusal.most})
            return redirect(back)
        return HttpResponse(
            content,
            content_type=FORMATS[chosen]().get_content_type(),
            headers={
                "Content-Disposition": f'attachment; filename="record.{chosen}"',
                "X-Content-Type-Options": "nosniff",
                "Cache-Control": "no-store",
            },
        )


class Heads(AccessMixin, ListView):
    """The heads that left the house day by day; the page prints as a slip to be kept."""

    permission = "reports.verify_record"
    template_name = "reports/audit_heads.html"
    context_object_name = "heads"
    paginate_by = 31

    def get_queryset(self):
        """The newest first."""
        return AuditHead.objects.order_by("-day")


class Refusals(AccessMixin, FilterView):
    """What was refused to whom, the newest first, and which accounts were refused most often."""

    permission = "reports.view_refusals"
    filterset_class = RefusalFilter
    template_name = "reports/audit_refusals.html"
    paginate_by = 50
    #: accounts in the summary
    MOST = 5

    def get_queryset(self):
        """Of accounts that the reader reads."""
        return Refusal.objects.visible_to(self.request.user).order_by("-id")

    def get_context_data(self, **kwargs):
        """Rows with names, and the counts."""
        context = super().get_context_data(**kwargs)
        counted = self.object_list.order_by().values("account").annotate(count=Count("pk"))
        most = list(counted.order_by("-count", "account")[: self.MOST])
        asked = {row["account"] for row in most} | {row.account for row in context["object_list"]}
        accounts = User.objects.visible_to(self.request.user).filter(public_id__in=asked)
        names = {account.public_id: str(account) for account in accounts}
        return context | {
            "rows": [(row, names.get(row.account, "")) for row in context["object_list"]],
            "most": [(names.get(row["account"], ""), row["count"]) for row in most],
            "is_filtered": any(self.request.GET.get(name) for name in self.filterset_class.base_filters),
        }


def finding_words(finding: Finding) -> str:
    """What is wrong, where, and by which known head that is seen; numbers and references stay as they are written."""
    parts = [format_html("{}", finding.words)]
    if finding.entry is not None:
        parts.append(format_html(_("Entry {number}."), number=ref(finding.entry)))
    kind, _space, name = finding.source.partition(" ")
    if kind == "revision":
        parts.append(format_html(_("It is {name}."), name=ref(name)))
    elif finding.source:
        parts.append(format_html(_("Seen by: {source}."), source=source_words(finding.source)))
    return format_html_join(" ", "{}", ((part,) for part in parts))


def source_words(source: str) -> str:
    """Where a known head is known from: «daily 2026-11-20» or «report TST-R1»."""
    kind, _space, name = source.partition(" ")
    words = {"daily": _("the head of {name}"), "report": _("the report {name}")}
    return format_html(words[kind], name=ref(name))


def whole_words(verdict) -> str:
    """That nothing is wrong, and what that was seen by."""
    text = ngettext(
        "The record is whole: %(count)d entry.", "The record is whole: %(count)d entries.", verdict.entries
    ) % {"count": verdict.entries}
    known = ngettext(
        "%(count)d known head stands in its place.",
        "%(count)d known heads stand in their places.",
        verdict.known,
    ) % {"count": verdict.known}
    return f"{text} {known}"
