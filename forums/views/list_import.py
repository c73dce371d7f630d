"""Handing in an attendance sheet of one forum."""

from django.views.generic import TemplateView

from forums.services.writing import require_open
from forums.views.base import MinutesMixin
from participants.forms.importing import UploadForm
from participants.models import SheetImport
from participants.views.importing import HandInMixin


class ImportAttendance(MinutesMixin, HandInMixin, TemplateView):
    """The file; its rows are decided on the page of the sheet."""

    template_name = "forums/editor/import.html"
    kind = SheetImport.Kind.ATTENDANCE

    def get(self, request, *args, **kwargs):
        """The form, as long as the minutes may be written."""
        require_open(self.minutes)
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        """The same for the file."""
        require_open(self.minutes)
        return super().post(request, *args, **kwargs)

    def make_form(self, *data):
        """Of this forum."""
        programme = self.forum.programme.public_id
        about = {"programme": programme, "forum": self.forum.public_id}
        return UploadForm(*data, user=self.request.user, kind=self.kind, **about)

    def narrowed(self):
        """Sheets of this forum."""
        return {"forum": self.forum.public_id}

    def get_context_data(self, **context):
        """With the forum."""
        return super().get_context_data(forum=self.forum, minutes=self.minutes, **context)
