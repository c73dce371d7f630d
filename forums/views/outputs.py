"""The editor's third step: what was said, in order."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from common.versions import StaleVersion
from forums.forms.outputs import OutputForm
from forums.models import Output, OutputLink
from forums.services import outputs as service
from forums.views.base import EditorPage, RowAct
from forums.views.counting import kinds_in_words
from forums.views.lines import lines_data
from forums.views.shown import with_sides

#: What is kept for the next output, so that a run of the same kind is typed quickly.
_KEPT = ("kind", "theme", "said_by")


class OutputsPage(EditorPage):
    """The list with one form below it: a new output, or with `?edit=` the one that is mended."""

    step = "outputs"
    template_name = "forums/editor/outputs.html"

    @cached_property
    def all_rows(self):
        """Outputs in their order, those taken out among them, with themes and links."""
        links = Prefetch("links", OutputLink.objects.select_related("target"))
        return with_sides(list(self.minutes.outputs.as_lines().prefetch_related(links)))

    @cached_property
    def kept_rows(self):
        """Those of the list, numbered."""
        rows = [row for row in self.all_rows if row.removed_at is None]
        numbers = {row.pk: number for number, row in enumerate(rows, start=1)}
        for row in rows:
            row.number = numbers[row.pk]
            row.minutes = self.minutes
            row.conditions = [
                numbers[link.target_id]
                for link in row.links.all()
                if link.kind == OutputLink.Kind.CONDITION and link.target_id in numbers
            ]
        return rows

    @cached_property
    def edited(self):
        """The output that `?edit=` names; 404 for one of other minutes."""
        wanted = self.request.GET.get("edit")
        if not wanted:
            return None
        found = next((row for row in self.kept_rows if str(row.public_id) == wanted), None)
        if found is None:
            raise Http404
        return found

    def make_form(self, data=None):
        """The add form with what was kept, or the edit form; the cursor stands where the typing goes on."""
        kept = {name: self.request.GET[name] for name in _KEPT if name in self.request.GET}
        form = self._form(data, output=self.edited, kept=kept)
        focus = "text" if self.edited or kept.get("kind") else "kind"
        form.fields[focus].widget.attrs["autofocus"] = True
        return form

    def fresh_form(self, current):
        """The output as somebody else left it."""
        return self._form(output=current)

    def get_context_data(self, **context):
        """The outputs, and how many of each kind; the same for the script, which writes them without the form.

        Not where one output is edited, or the plain form has something to mend: that is the page then.
        """
        form, data = context["form"], None
        if not self.edited and not form.is_bound:
            data = lines_data(self.request, self.minutes, form=form, rows=self.all_rows)
        return super().get_context_data(
            lines_data=data,
            rows=self.kept_rows,
            removed=[row for row in self.all_rows if row.removed_at],
            edited=self.edited,
            taken_out=self.request.GET.get("removed"),
            counts=kinds_in_words([row.kind for row in self.kept_rows]),
            **context,
        )

    def after(self, saved):
        """Back to the form with the same kind, theme and side; after mending, to the list.

        No `#add`: browsers do not autofocus where the address has a fragment.
        """
        url = reverse("forums:outputs", args=[self.forum.public_id])
        if self.edited:
            messages.success(self.request, _("Saved."))
            return f"{url}#output-{saved.public_id}"
        kept = {name: self.request.POST.get(name, "") for name in _KEPT}
        return f"{url}?{urlencode({name: value for name, value in kept.items() if value})}"

    def _form(self, data=None, **options):
        others = [(f"{row.number}. {Truncator(row.text).chars(60)}", row) for row in self.kept_rows]
        return OutputForm(data, user=self.request.user, minutes=self.minutes, others=others, **options)


class _OutputAct(RowAct):
    """One act on an output."""

    def rows(self):
        """Outputs that the reader may see."""
        return Output.objects.visible_to(self.request.user).select_related("minutes")

    @staticmethod
    def forum_of(row):
        """The forum of its minutes."""
        return row.minutes.forum_id

    def post(self, request, *args, **kwargs):
        """Do it; doing it twice is harmless."""
        self.row.minutes = self.minutes
        try:
            self.act()
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        except StaleVersion:
            messages.warning(
                request, _("Somebody else changed the list at the same moment. Please look again.")
            )
        return redirect(reverse("forums:outputs", args=[self.forum.public_id]) + self.place())

    def place(self):
        """Where the reader goes on."""
        return f"#output-{self.row.public_id}"


class MoveUp(_OutputAct):
    """Exchanges an output with the one before it."""

    up = True

    def act(self):
        """Move."""
        service.move_output(actor=self.request.user, output=self.row, up=self.up)


class MoveDown(MoveUp):
    """Exchanges an output with the one after it."""

    up = False


class RemoveOutput(_OutputAct):
    """Takes an output out; it can be put back."""

    def act(self):
        """Take out."""
        service.remove_output(actor=self.request.user, output=self.row)

    def place(self):
        """Says which one was taken out, so that it can be put back at once."""
        return f"?removed={self.row.public_id}#removed"


class RestoreOutput(_OutputAct):
    """Puts an output back."""

    def act(self):
        """Put back."""
        service.restore_output(actor=self.request.user, output=self.row)
