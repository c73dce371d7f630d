"""Pasting a column of names: the text, then line by line what it is taken for, then all at once."""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse

from common.versions import StaleVersion
from forums.forms.pasted import PastedList
from forums.forms.pasting import PasteForm
from forums.services.pasting import remove_many
from forums.services.writing import require_open
from forums.views.base import EditorPage, MinutesMixin, TemplateView

#: Where the session keeps which lines (public ids, no names) the last pasting of which forum added.
PASTED = "pasted"


class PastePage(EditorPage):
    """`text` alone leads to the preview; with `add` the preview is sent."""

    step = "attendance"
    template_name = "forums/editor/paste.html"

    def make_form(self, data=None):
        """The form of the text."""
        return PasteForm(data)

    def post(self, request, *args, **kwargs):
        """Show what the lines are taken for, or add them."""
        require_open(self.minutes)
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self.render(form)
        if "add" in request.POST:
            return self._add(request, form)
        return self.render(form, pasted=self._read(form))

    def _add(self, request, form):
        # Sent twice, or somebody wrote meanwhile: looked at once more, by the list as it is now.
        if _version(request) != self.minutes.version:
            return self._show_anew(form, request.POST)
        pasted = self._read(form, request.POST)
        try:
            rows = pasted.save(_version(request)) if pasted.is_valid() else None
        except StaleVersion:
            self.minutes.refresh_from_db(fields=["version"])
            return self._show_anew(form, request.POST)
        except ValidationError as error:
            return self.render(form, pasted=pasted, refusal=" ".join(error.messages))
        if rows is None:
            return self.render(form, pasted=pasted, is_open=True)
        request.session[PASTED] = [str(self.forum.public_id), *(str(row.public_id) for row in rows)]
        return redirect("forums:attendance", self.forum.public_id)

    def _show_anew(self, form, sent):
        return self.render(form, pasted=self._read(form, sent, is_anew=True), is_stale=True)

    def _read(self, form, data=None, **options):
        text = form.cleaned_data["text"]
        return PastedList(user=self.request.user, forum=self.forum, text=text, data=data, **options)


class UndoPaste(MinutesMixin, TemplateView):
    """Takes out what the last pasting added; POST alone, and harmless twice."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        """Take them out; each can be put back."""
        ids = pasted_ids(request, self.forum)
        rows = list(self.forum.attendances.kept().filter(public_id__in=ids))
        if rows:
            remove_many(actor=request.user, forum=self.forum, rows=rows)
            request.session.pop(PASTED, None)
        return redirect(reverse("forums:attendance", args=[self.forum.public_id]))


def pasted_ids(request, forum) -> set[str]:
    """Public ids of what the reader's last pasting added to this forum."""
    forum_id, *ids = request.session.get(PASTED, [""])
    return set(ids) if forum_id == str(forum.public_id) else set()


def _version(request) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
