"""The brief before a meeting, for the office."""

from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from common.access import AccessMixin
from forums.models import Forum
from recommendations.brief import brief_for


class BriefMixin(AccessMixin):
    """Finds the meeting that the address names among those that the reader sees."""

    permission = "recommendations.view_brief"

    def get_permission_subject(self):
        """The meeting."""
        forums = Forum.objects.visible_to(self.request.user).select_related("programme__implementer", "place")
        self.forum = get_object_or_404(forums, public_id=self.kwargs["public_id"])
        return self.forum


class BriefPage(BriefMixin, TemplateView):
    """What is owed to this place by the institutions that are invited."""

    template_name = "recommendations/brief.html"

    def get_context_data(self, **kwargs):
        """As it is now."""
        return super().get_context_data(forum=self.forum, brief=brief_for(self.forum), **kwargs)
