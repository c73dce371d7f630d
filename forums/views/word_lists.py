"""The reference lists, as staff read them and keep their spellings."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from common.access import AccessMixin
from common.forms import note_of
from forums.forms.word_lists import ThemeForm
from forums.word_lists import LISTS, count_uses, rows_of
from participants.services.spellings import add_spelling, remove_spelling


def address_of(chosen, text="") -> str:
    """The page of one list."""
    asked = {"list": chosen.key} | ({"q": text} if text else {})
    return f"{reverse('forums:word_lists')}?{urlencode(asked)}"


class WordLists(AccessMixin, TemplateView):
    """One list at a time: what is in it, under which spellings it is found, how often the reader's forums use it."""

    permission = "participants.view_lists"
    template_name = "forums/word_lists.html"
    per_page = 25

    def get_context_data(self, **kwargs):
        """One page of the list in the address; the first list without."""
        user = self.request.user
        chosen = LISTS.get(self.request.GET.get("list", ""), LISTS["places"])
        text = self.request.GET.get("q", "")[:200]
        page = Paginator(rows_of(chosen, text), self.per_page).get_page(self.request.GET.get("page"))
        may_write = user.has_perm("participants.write_spellings")
        # Whoever reads no forum counts nothing.
        counts = user.has_perm("forums.view_forum")
        if counts:
            count_uses(chosen, user, list(page))
        context = super().get_context_data(**kwargs) | {
            "chosen": chosen,
            "lists": [(one, address_of(one)) for one in LISTS.values()],
            "text": text,
            "page_obj": page,
            "counts": counts,
            "may_write": may_write,
        }
        if may_write and chosen.key == "themes":
            context.setdefault("theme_form", ThemeForm(user=user))
        return context


class Spellings(AccessMixin, View):
    """A spelling is added to a row, or taken out."""

    permission = "participants.write_spellings"
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        """Either; what is wrong is said above the list."""
        chosen = LISTS.get(request.POST.get("list", ""))
        if chosen is None:
            raise Http404
        row = get_object_or_404(chosen.model, code=note_of(request, "row")[:24])
        act = remove_spelling if request.POST.get("remove") else add_spelling
        text = note_of(request, "remove") or note_of(request, "spelling")
        try:
            act(actor=request.user, row=row, text=text[:200])
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("Saved."))
        return redirect(address_of(chosen, note_of(request, "q")[:200]))


class AddTheme(WordLists):
    """A new theme; or the list with what was typed, where something is to be mended."""

    permission = "participants.write_spellings"
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        """Enter it."""
        form = ThemeForm(request.POST, user=request.user)
        if form.is_valid() and form.save():
            messages.success(request, _("Saved."))
            return redirect(address_of(LISTS["themes"]))
        return self.render_to_response(self.get_context_data(theme_form=form))
