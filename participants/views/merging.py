"""Two entries side by side, and what is decided about them: one person, two people, or parted again."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView, View

from common.access import AccessMixin, allowed_or_404
from common.versions import StaleVersion
from participants.forms.merging import MergeForm
from participants.models import Merge, Person
from participants.services.comparing import compare, read_programmes
from participants.services.merging import MergeRefused
from participants.services.not_same import forget_not_same, remember_not_same
from participants.services.people import find_candidates
from participants.services.proposing import proposed_pairs, shown_pairs
from participants.services.unmerging import covers, undo_merge


class Duplicates(AccessMixin, TemplateView):
    """Pairs that may be one person, likeliest first; nothing is merged but by somebody who compared the two."""

    permission = "participants.merge_persons"
    template_name = "participants/duplicates.html"
    per_page = 20

    def get_context_data(self, **kwargs):
        """One page of them, with what tells the two of a pair apart."""
        paginator = Paginator(proposed_pairs(user=self.request.user), self.per_page)
        page = paginator.get_page(self.request.GET.get("page"))
        words = ngettext("%(count)d pair", "%(count)d pairs", paginator.count) % {"count": paginator.count}
        return super().get_context_data(**kwargs) | {
            "page_obj": page,
            "proposals": shown_pairs(user=self.request.user, pairs=list(page)),
            "count_words": words,
        }


class PairMixin(AccessMixin):
    """The person in the address and, where the request names one, another whom the reader sees: `self.person`,
    `self.other`.
    """

    permission = "participants.merge_persons"

    @cached_property
    def pair(self) -> tuple[Person, Person | None]:
        """Both, or 404 for either whom the reader does not see or whose entry is closed."""
        asked = self.request.GET.get("with") or self.request.POST.get("other")
        ids = [self.kwargs["public_id"], *([_uuid(asked)] if asked else [])]
        people = Person.objects.visible_to(self.request.user).current().without_contacts()
        people = people.select_related("category", "honorific", "home_district").filter(public_id__in=ids)
        rows = {row.public_id: row for row in people}
        self.heads = read_programmes(list(rows.values()))
        if not all(one in rows for one in ids) or len(ids) != len(set(ids)):
            raise Http404
        return (rows[ids[0]], rows[ids[1]] if len(ids) > 1 else None)

    def get_permission_subject(self):
        """Asked about both."""
        self.person, self.other = self.pair
        if self.other is not None:
            allowed_or_404(self.request.user, self.permission, self.other)
        return self.person


class Compare(PairMixin, TemplateView):
    """Who may be the same; with another entry chosen, the two side by side.

    A search is a POST, so that no name stands in the history of a seized device.
    """

    template_name = "participants/compare.html"

    def get(self, request, *args, **kwargs):
        """The two; or who may be meant, by the name of the entry."""
        if self.other is None:
            return self.choose(self.person.name_ar or self.person.known_as)
        return self.show()

    def post(self, request, *args, **kwargs):
        """Who may be meant, by what was typed."""
        return self.choose(request.POST.get("q", "")[:200])

    def compared(self):
        """What the reader sees of both."""
        return compare(user=self.request.user, first=self.person, second=self.other, heads=self.heads)

    def choose(self, text):
        """The likeliest others among those whom the reader sees."""
        found = find_candidates(user=self.request.user, text=text, limit=9)
        candidates = [one for one in found if one.person.pk != self.person.pk][:8]
        self.template_name = "participants/compare_with.html"
        return self.render_to_response(
            self.get_context_data(person=self.person, typed=text, candidates=candidates)
        )

    def show(self, form=None):
        """The two, and the form by which they become one."""
        form = form or MergeForm(user=self.request.user, pair=self.compared())
        return self.render_to_response(self.get_context_data(pair=form.pair, form=form, person=self.person))


class MergeView(Compare):
    """Makes one of the two; or says above the form why not."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        """Merge, and go to the entry that stays."""
        if self.other is None:
            return self.choose("")
        form = MergeForm(request.POST, user=request.user, pair=self.compared())
        try:
            merge = form.save() if form.is_valid() else None
        except StaleVersion:
            form.refuse(_("Somebody changed one of the two entries meanwhile. This is how they stand now."))
            form.adopt_versions()
        except MergeRefused as refusal:
            form.refuse(refusal.words or REFUSALS[refusal.reason]())
        else:
            if merge is not None:
                messages.success(request, _("The two entries are one now. It can be undone on this page."))
                return redirect("participants:person", merge.kept.public_id)
        return self.show(form)


class NotTheSame(PairMixin, View):
    """Records that the two are two people, or takes it back."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        """Either; doing it twice is harmless."""
        address = reverse("participants:compare", args=[self.person.public_id])
        if self.other is None:
            return redirect(address)
        about = {"actor": request.user, "first": self.person, "second": self.other}
        if request.POST.get("take_back"):
            forget_not_same(**about)
            messages.success(request, _("Taken back: the two may be proposed again."))
        else:
            remember_not_same(**about)
            messages.success(request, _("It is remembered that these are two people."))
        return redirect(f"{address}?with={self.other.public_id}")


class UndoMerge(AccessMixin, View):
    """Parts again what was merged."""

    permission = "participants.merge_persons"
    http_method_names = ["post"]

    def get_permission_subject(self):
        """The person who stayed; 404 also where the other stood in what the reader does not see."""
        rows = Merge.objects.select_related("kept", "absorbed").defer("replaced")
        self.merge = get_object_or_404(rows, public_id=self.kwargs["row"])
        if not covers(self.request.user, self.merge, "w"):
            raise Http404
        return self.merge.kept

    def post(self, request, *args, **kwargs):
        """Undo; or say why not."""
        try:
            undo_merge(actor=request.user, merge=self.merge)
        except PermissionDenied:
            raise Http404 from None
        except MergeRefused as refusal:
            messages.error(request, REFUSALS[refusal.reason]())
        else:
            messages.success(
                request, _("The two entries are two again; each has its own forums, consents and contacts.")
            )
        return redirect("participants:person", self.merge.kept.public_id)


REFUSALS = {
    "same": lambda: _("This is one and the same entry."),
    "closed": lambda: _(
        "One of the two entries is closed: it was erased or merged meanwhile. Nothing was changed."
    ),
    "not_same": lambda: _("It is remembered that these are two people. Please take that back first."),
    "beyond": lambda: _(
        "This cannot be done with your rights alone: an entry may be used in something that is archived or that others"
        " look after. Nothing was changed. Please ask whoever looks after all of it."
    ),
    "undone": lambda: _("This merge was undone before. Nothing was changed."),
    "later": lambda: _("Merges are undone in order: please undo the later one first."),
}


def _uuid(text) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Http404 from None
