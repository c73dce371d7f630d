"""What the reports of a programme show and nobody has put into the other language yet; written and checked here."""

import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from accounts.rights import programmes_where
from common.access import AccessMixin
from common.forms import HouseForm
from forums.models import Forum, Output
from recommendations.forms.translating import TranslationForm
from recommendations.forms.translating_meetings import MeetingTranslationForm
from recommendations.meeting_texts import MEETINGS
from recommendations.models import Recommendation
from recommendations.presentation import institution_name
from recommendations.texts import KINDS, SHOWN, WAITING, kind_of

#: All that the page offers; the heads of meetings stand first in a report too.
ALL = (MEETINGS, *KINDS)
A_PAGE = 20


class Translations(AccessMixin, TemplateView):
    """Texts of one kind with a field each, saved together. `?forum=` and `?recommendation=` leave those of one.

    Any number of rows is read in the same statements, and only what was changed is written.
    """

    permission = "recommendations.translate"
    template_name = "recommendations/translations.html"

    @cached_property
    def programmes(self) -> set[int]:
        """Keys of the programmes whose texts the reader may translate."""
        return programmes_where(self.request.user, "translation", "w")

    @cached_property
    def forum(self) -> Forum | None:
        """The one in the address."""
        return self._one(Forum.objects.visible_to(self.request.user), "forum")

    @cached_property
    def recommendation(self) -> Recommendation | None:
        """The one in the address."""
        rows = Recommendation.objects.visible_to(self.request.user).select_related("programme")
        return self._one(rows, "recommendation")

    def _one(self, rows, name):
        wanted = self.request.GET.get(name)
        if not wanted:
            return None
        if not _is_uuid(wanted):
            raise Http404
        return get_object_or_404(rows.filter(programme__in=self.programmes), public_id=wanted)

    @cached_property
    def show(self) -> str:
        """Key of `SHOWN`; what waits, unless something else is asked for."""
        wanted = self.request.GET.get("show", "")
        return wanted if wanted in SHOWN else WAITING

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many texts of each kind the address leaves."""
        return {kind.key: self.rows(kind).count() for kind in ALL}

    @cached_property
    def kind(self):
        """The one in the address; else the first that has anything."""
        wanted = self.request.GET.get("kind")
        some = (kind for kind in ALL if self.counts[kind.key])
        return next((kind for kind in ALL if kind.key == wanted), None) or next(some, ALL[0])

    def rows(self, kind):
        """Those of a kind that the address leaves."""
        rows = kind.showing(self.programmes, self.show)
        if self.recommendation is not None:
            rows = kind.within(rows, [self.recommendation.pk])
        return rows if self.forum is None else kind.of_forum(rows, self.forum)

    def post(self, request, *args, **kwargs):
        """Save what was changed; what could not be saved comes back first, as it was typed."""
        forms = self.posted()
        saved = sum(form.save() for form in forms if form.is_valid())
        if saved:
            text = ngettext("%(count)d translation saved.", "%(count)d translations saved.", saved)
            messages.success(request, text % {"count": saved})
        again = [form for form in forms if form.errors]
        if again:
            return self.render_to_response(self.get_context_data(again=again))
        return redirect(f"{request.path}?{request.GET.urlencode()}" if request.GET else request.path)

    def posted(self) -> list[HouseForm]:
        """A form for each text that was on the page and is still there for this reader."""
        names = (name.removesuffix("-seen") for name in self.request.POST if name.endswith("-seen"))
        wanted = [name for name in names if _is_uuid(name)][: A_PAGE * 2]
        found = {
            str(row.public_id): row
            for kind in ALL
            for row in kind.for_page(self.programmes).filter(public_id__in=wanted)
        }
        return [self.form(found[name], self.request.POST) for name in wanted if name in found]

    def form(self, row, data=None) -> HouseForm:
        """The form of a text with what the page says beside it."""
        if isinstance(row, Forum):
            return MeetingTranslationForm(data, actor=self.request.user, row=row)
        form = TranslationForm(data, actor=self.request.user, row=row)
        kind = kind_of(row)
        form.about = kind.recommendation_of(row)
        form.forum = row.minutes.forum if kind.model is Output else None
        addressee = getattr(row, "addressee", None) or getattr(
            getattr(row, "response", None), "addressee", None
        )
        form.institution = institution_name(addressee.institution) if addressee else ""
        return form

    def get_context_data(self, again=(), **kwargs):
        """The forms of one page, and what else could be shown."""
        paginator = Paginator(self.rows(self.kind), A_PAGE)
        paginator.count = self.counts[self.kind.key]
        page = paginator.get_page(self.request.GET.get("page"))
        back = {form.row for form in again}
        return super().get_context_data(
            again=again,
            forms=[self.form(row) for row in page if row not in back],
            page_obj=page,
            kind=self.kind,
            kinds=[(kind, self.address(kind=kind.key), self.counts[kind.key]) for kind in ALL],
            show=self.show,
            shown=[(key, words, self.address(show=key)) for key, words in SHOWN.items()],
            forum=self.forum,
            recommendation=self.recommendation,
            whole=self.address(forum="", recommendation=""),
            **kwargs,
        )

    def address(self, **changed) -> str:
        """This page with something else chosen; without the number of the page."""
        kept = {name: self.request.GET.get(name, "") for name in ("kind", "show", "forum", "recommendation")}
        query = {name: value for name, value in {**kept, **changed}.items() if value}
        return f"?{urlencode(query)}"


def _is_uuid(text) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
