"""The editor's second step: who was there, whom the minutes thank, counts without names."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property

from common.versions import StaleVersion
from forums.forms.attendance import EditAttendanceForm, attendance_rows
from forums.forms.enlisting import AddAttendanceForm
from forums.forms.thanks import ThanksForm, TotalForm, total_choices
from forums.models import Acknowledgement, Attendance, Forum
from forums.services import attendance as service
from forums.views.base import EditorPage, RowAct
from forums.views.list_counts import counts_of
from forums.views.pasting import pasted_ids
from forums.views.shown import thanks_of, with_entries


class AttendancePage(EditorPage):
    """The list with one form below it: a new line, or with `?edit=` the line that is mended."""

    step = "attendance"
    template_name = "forums/editor/attendance.html"

    @cached_property
    def all_rows(self):
        """Lines in protocol order, those taken out among them."""
        return with_entries(list(attendance_rows(self.forum)))

    @cached_property
    def edited(self):
        """The line that `?edit=` names; 404 for one of another forum."""
        return self._row("edit")

    def make_form(self, data=None):
        """The add form, or the edit form of one line."""
        if self.edited:
            return EditAttendanceForm(
                data, user=self.request.user, attendance=self.edited, rows=self.all_rows
            )
        form = AddAttendanceForm(data, user=self.request.user, forum=self.forum, rows=self.all_rows)
        form.fields["name"].widget.attrs |= {
            "autofocus": True,
            "hx-get": f"{reverse('participants:pick')}?forum={self.forum.public_id}",
            # `pick` is sent by static/js/attendance.js for whoever types on before the list has come.
            "hx-trigger": "input changed delay:250ms, pick",
            "hx-target": "#candidates",
            "hx-sync": "this:replace",
        }
        return form

    def fresh_form(self, current):
        """The line as somebody else left it."""
        return EditAttendanceForm(user=self.request.user, attendance=current, rows=self.all_rows)

    def get_context_data(self, **context):
        """Lines, counts, thanks and totals; the two small forms unless one of them is being mended."""
        form = context["form"]
        kept = [row for row in self.all_rows if row.removed_at is None]
        bodies, places, lists = _offered(form)
        user, forum = self.request.user, self.forum
        context.setdefault("thanks_form", ThanksForm(user=user, forum=forum, rows=kept, bodies=bodies))
        context.setdefault(
            "total_form", TotalForm(user=user, forum=forum, categories=lists, districts=places)
        )
        labels = {key: label for _group, options in total_choices(lists, places) for key, label in options}
        totals, added = list(forum.totals.all()), self._row("added")
        if added is not None:
            shown = added.shown
            added.chips = [text for text in (shown.post, shown.institution, shown.category) if text]
        return super().get_context_data(
            rows=kept,
            removed=[row for row in self.all_rows if row.removed_at],
            edited=self.edited,
            added=added,
            taken_out=self._row("removed"),
            pasted=len(pasted_ids(self.request, self.forum) & {str(row.public_id) for row in kept}),
            counts=counts_of(kept, totals, labels),
            thanks=thanks_of(forum),
            totals=[(labels.get(f"{t.dimension}:{t.key}", t.key), t.count) for t in totals],
            **context,
        )

    def after(self, saved):
        """Back to the list; the line is named by its id, since messages may lie in a cookie."""
        word = "edited" if self.edited else "added"
        return f"{reverse('forums:attendance', args=[self.forum.public_id])}?{word}={saved.public_id}"

    def _row(self, parameter):
        wanted = self.request.GET.get(parameter)
        if not wanted:
            return None
        found = next((row for row in self.all_rows if str(row.public_id) == wanted), None)
        if found is None and parameter == "edit":
            raise Http404
        return found


class _SmallForm(AttendancePage):
    """One of the two forms under the list; the list's own form stays as it is when this one is to be mended."""

    http_method_names = ["post"]
    context_name = ""

    def make_form(self, data=None):
        """The small form, with the choices of the list's form."""
        self.main_form = AddAttendanceForm(user=self.request.user, forum=self.forum, rows=self.all_rows)
        return self.small_form(data, *_offered(self.main_form))

    def render(self, form, **context):
        """The whole page, with this form as it was typed."""
        return super().render(self.main_form, **{self.context_name: form}, small=form, **context)

    def after(self, saved):
        """Back to where the form stands."""
        return f"{reverse('forums:attendance', args=[self.forum.public_id])}#{self.context_name}"


class AddThanks(_SmallForm):
    """Thanks somebody of the list, or an institution."""

    context_name = "thanks_form"

    def small_form(self, data, bodies, _places, _lists):
        """With the people of the list."""
        return ThanksForm(data, user=self.request.user, forum=self.forum, rows=self.all_rows, bodies=bodies)


class RecordTotal(_SmallForm):
    """Writes one count."""

    context_name = "total_form"

    def small_form(self, data, _bodies, places, lists):
        """With everything that can be counted."""
        return TotalForm(data, user=self.request.user, forum=self.forum, categories=lists, districts=places)


class _AttendanceAct(RowAct):
    """One act on a line of the list."""

    word = ""

    def rows(self):
        """Lines that the reader may see."""
        return Attendance.objects.visible_to(self.request.user).select_related("forum")

    @staticmethod
    def forum_of(row):
        """Its forum."""
        return row.forum_id

    def post(self, request, *args, **kwargs):
        """Do it; doing it twice is harmless."""
        self.row.forum = self.forum
        try:
            self.act()
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        except StaleVersion:
            pass  # Somebody did the same a moment before: what was wanted stands.
        url = reverse("forums:attendance", args=[self.forum.public_id])
        return redirect(f"{url}?{self.word}={self.row.public_id}" if self.word else url)


class RemoveAttendance(_AttendanceAct):
    """Takes a line out; it can be put back."""

    word = "removed"

    def act(self):
        """Take out."""
        service.remove_attendance(actor=self.request.user, attendance=self.row)


class RestoreAttendance(_AttendanceAct):
    """Puts a line back."""

    def act(self):
        """Put back."""
        service.restore_attendance(actor=self.request.user, attendance=self.row)


class WithdrawThanks(_AttendanceAct):
    """Takes thanks out of the draft."""

    def rows(self):
        """Thanks in forums that the reader may see."""
        visible = Forum.objects.visible_to(self.request.user)
        return Acknowledgement.objects.filter(forum__in=visible).select_related("forum")

    def act(self):
        """Withdraw."""
        service.withdraw_acknowledgement(actor=self.request.user, acknowledgement=self.row)


def _offered(form):
    """(institutions by kind, districts by governorate, categories) that a form of the list has read already."""

    def groups(field):
        rows = field.rows
        return [
            (label, [(key, name, rows[key]) for key, name in options])
            for label, options in field.choices
            if isinstance(options, list | tuple)
        ]

    return (
        groups(form.fields["institution"]),
        groups(form.fields["home_district"]),
        form.lists.options("category"),
    )
