"""Approved revisions of the minutes: each in full as it was approved, and any two compared; the draft may be one."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from common.access import AccessMixin
from forums.models import Minutes, MinutesRevision
from forums.record.comparison import compare_sheets
from forums.record.sheet import frozen_now, frozen_of, read_sheets
from forums.services.freezing import revision_holds

#: What the address says of the state that is being written.
DRAFT = "draft"


class RevisionPage(AccessMixin, TemplateView):
    """One revision in full, as it was approved; what was erased since is missing in it."""

    permission = "forums.view_revision"
    template_name = "forums/revision.html"

    @cached_property
    def revision(self):
        """The revision, or 404 for one that is foreign or absent."""
        rows = MinutesRevision.objects.visible_to(self.request.user)
        rows = rows.select_related("minutes__forum__programme", "written_by", "approved_by")
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])

    def get_permission_subject(self):
        """Asked about the revision."""
        return self.revision

    def get_context_data(self, **kwargs):
        """Its sheet, and whether it is what its digest says."""
        revision = self.revision
        (sheet,) = read_sheets([frozen_of(revision)])
        return super().get_context_data(**kwargs) | {
            "revision": revision,
            "forum": revision.minutes.forum,
            "sheet": sheet,
            "holds": bool(revision.content) and revision_holds(revision),
            "can_print": self.request.user.has_perm("reports.view_internal", revision.minutes.forum),
            "is_last": revision.number == revision.minutes.revision,
        }


class ComparePage(AccessMixin, TemplateView):
    """Two states beside each other: `?old=1&new=2`, or `new=draft`. Without them, the last two that there are."""

    permission = "forums.view_minutes"
    template_name = "forums/compare.html"

    @cached_property
    def minutes(self):
        """The minutes, or 404."""
        rows = Minutes.objects.visible_to(self.request.user).select_related(
            "forum__programme", "forum__place"
        )
        return get_object_or_404(rows, forum__public_id=self.kwargs["public_id"])

    def get_permission_subject(self):
        """Asked about the minutes."""
        return self.minutes

    def get_context_data(self, **kwargs):
        """What may be chosen, and the lists in which something changed."""
        revisions = {str(row.number): row for row in self.minutes.revisions.order_by("number")}
        names = [*revisions, *([] if self.minutes.state == Minutes.State.APPROVED else [DRAFT])]
        context = super().get_context_data(**kwargs) | {"forum": self.minutes.forum, "names": names}
        if len(names) < 2:
            return context
        old, new = self.request.GET.get("old", names[-2]), self.request.GET.get("new", names[-1])
        if old not in names or new not in names:
            raise Http404
        states = [
            frozen_now(self.minutes) if name == DRAFT else frozen_of(revisions[name]) for name in (old, new)
        ]
        sheets = read_sheets(states)
        return context | {"old": old, "new": new, "sections": compare_sheets(*sheets), "compared": True}
